"""The sentences of the sources that the chapters try, and how each of them fared.

`make notebooks` collects them from the chapters and stores them with the package.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

VERDICTS = ("true", "partly", "false", "slip")
SENTENCE_END = re.compile(r"(?<=[.?!])(?<!e\.g\.)(?<!i\.e\.)(?<!al\.)\s+(?=[A-Z$`(*σ{])")


@dataclass(frozen=True)
class Claim:
    """One sentence on trial.

    sources: the numbers of the documents that say it. verdict: true, partly (under a condition that
    is left out), false, or slip (of the pen). reason: what the evidence shows, in Markdown.
    chapter: the name of its notebook. tried: whether a cell tries it; history rests on a citation.
    """

    id: str
    text: str
    sources: tuple[str, ...]
    verdict: str
    reason: str
    chapter: str
    tried: bool

    @property
    def chapter_number(self) -> int:
        """The number that the name of the notebook opens with."""
        return int(self.chapter.partition("_")[0])

    @property
    def finding(self) -> str:
        """What a table of claims shows of the reason."""
        return first_sentence(self.reason)


class ClaimsTable(tuple[Claim, ...]):
    """Claims that show themselves as a table whose entries lead to the chapters."""

    def _repr_markdown_(self) -> str:
        head = "| | claim | source | verdict | what the evidence shows |\n|---|---|---|---|---|\n"
        return head + "\n".join(map(_row, self))

    def __repr__(self) -> str:
        return f"{len(self)} claims"


def first_sentence(reason: str) -> str:
    """The sentence that a verdict opens with. It stands alone beside the claim in tables."""
    return SENTENCE_END.split(reason)[0]


def load_claims(
    *, chapter: int | None = None, source: str | None = None, verdict: str | None = None
) -> ClaimsTable:
    """All claims of the course, or those of one chapter, of one source, or with one verdict.

    >>> len(load_claims(chapter=7))
    8
    """
    from importlib.resources import files  # takes longer to import than all of the library

    text = files("actloss").joinpath("data", "claims.json").read_text(encoding="utf-8")
    records = [{**r, "sources": tuple(r["sources"])} for r in json.loads(text)]
    claims = [Claim(**record) for record in records]
    _known("chapter", chapter, {c.chapter_number for c in claims})
    _known("source", source, {s for c in claims for s in c.sources})
    _known("verdict", verdict, set(VERDICTS))
    return ClaimsTable(
        c
        for c in claims
        if chapter in (None, c.chapter_number)
        and (source is None or source in c.sources)
        and verdict in (None, c.verdict)
    )


def _known(name: str, value: object, choices: Iterable[Any]) -> None:
    choices = sorted(choices)
    if value is not None and value not in choices:
        raise ValueError(f"{name} must be one of {choices}, but is {value!r}")


def _row(claim: Claim) -> str:
    page = f"{claim.chapter}.ipynb"
    evidence = f" [Evidence]({page}#evidence-{claim.id})" if claim.tried else ""
    verdict = f'<span class="verdict verdict-{claim.verdict}">{claim.verdict}</span>'
    cells = [
        f"[{claim.id}]({page}#claim-{claim.id})",
        claim.text,
        ", ".join(claim.sources),
        verdict,
        claim.finding + evidence,
    ]
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    """Markdown for one cell of a table: on one line, and without a bar."""
    parts = re.split(r"(\$[^$]+\$)", " ".join(text.split()))
    parts[1::2] = [math.replace(r"\|", r"\Vert ").replace("|", r"\vert ") for math in parts[1::2]]
    parts[::2] = [words.replace("|", r"\|") for words in parts[::2]]
    return "".join(parts)
