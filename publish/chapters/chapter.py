"""What a chapter is made of, read from its notebook alone: the pages and the tests share this."""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from actloss.lessons.claims import VERDICTS, first_sentence

EVIDENCE = re.compile(r"# evidence: ([A-Z]\d+(?:, [A-Z]\d+)*)$")
CLAIM = re.compile(
    r"\*\*Claim ([A-Z]\d+)\*\* \(sources? (\d{3}(?:, \d{3})*)\): \*(.+?)\*\s*$", re.S
)
VERDICT = re.compile(rf"\*\*Verdict: ({'|'.join(VERDICTS)})\.\*\*\s+(.+)$", re.S)
FIGURE = re.compile(r"\*\*Figure (\d+)\.(\d+)\.\*\*\s+(.*?)(?:\n\n|$)", re.S)
EXERCISE = re.compile(r"^### Exercise (\d+)\.(\d+): (.+) \((\d+) minutes\)$", re.M)
QUESTION = re.compile(r"^\*\*Question (\d+)\.\*\*", re.M)


@dataclass(frozen=True)
class Cell:
    """One cell; `index` counts all cells of the notebook from 0."""

    index: int
    kind: str
    source: str
    metadata: dict = field(repr=False)
    outputs: list = field(repr=False)
    execution_count: int | None = None

    @property
    def tags(self):
        return self.metadata.get("tags", [])

    @property
    def name(self):
        count = f" [{self.execution_count}]" if self.kind == "code" else ""
        return f"cell {self.index}{count} ({self.source.strip().partition(chr(10))[0][:60]})"

    @property
    def text_output(self):
        """What the cell printed or returned, as plain text."""
        parts = []
        for output in self.outputs:
            if output["output_type"] == "stream" and output["name"] == "stdout":
                parts.append(joined(output["text"]))
            elif "text/plain" in output.get("data", {}):
                parts.append(joined(output["data"]["text/plain"]))
        return "\n".join(parts)

    @property
    def image(self):
        """Whether a picture is stored."""
        return any("image/png" in output.get("data", {}) for output in self.outputs)

    @property
    def explorable(self):
        return self.kind == "code" and re.search(r"^al\.explore\(", self.source, re.M) is not None

    @property
    def evidence_for(self):
        """The claims that this cell tries."""
        match = EVIDENCE.match(self.source.partition("\n")[0])
        return match[1].split(", ") if match and self.kind == "code" else []


@dataclass(frozen=True)
class Claim:
    """A sentence of the sources, its verdict, and the cells that show it."""

    id: str
    sources: tuple
    text: str
    verdict: str
    reason: str
    cell: Cell
    evidence: tuple

    @property
    def finding(self):
        """What a table of claims shows of the reason."""
        return first_sentence(self.reason)


@dataclass(frozen=True)
class Figure:
    """A picture with its caption; `cell` is the code cell that draws it, or None."""

    chapter: int
    number: int
    caption: str
    caption_cell: Cell
    cell: Cell | None


@dataclass(frozen=True)
class Exercise:
    """A heading with its task, the reader's cell and the solution (None where one is missing)."""

    chapter: int
    number: int
    title: str
    minutes: int
    task: Cell
    unsolved: Cell | None
    solution: Cell | None


class Chapter:
    """A notebook of the course."""

    def __init__(self, path):
        self.path = Path(path)
        notebook = json.loads(self.path.read_text(encoding="utf-8"))
        self.metadata = notebook["metadata"]
        self.notebook = notebook
        self.cells = [
            Cell(
                index,
                cell["cell_type"],
                joined(cell["source"]),
                cell["metadata"],
                cell.get("outputs", []),
                cell.get("execution_count"),
            )
            for index, cell in enumerate(notebook["cells"])
        ]

    def __repr__(self):
        return f"Chapter({self.path.stem})"

    @property
    def number(self):
        return int(self.path.stem.partition("_")[0])

    @property
    def code(self):
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def prose(self):
        return [cell for cell in self.cells if cell.kind == "markdown"]

    @cached_property
    def claims(self):
        return [
            claim
            for cell in self.prose
            for quote in block_quotes(cell.source)
            if (claim := self._claim(cell, quote)) is not None
        ]

    def _claim(self, cell, quote):
        if not quote.startswith("**Claim"):
            return None
        statement, _, ruling = quote.partition("\n\n")
        said, ruled = CLAIM.match(statement), VERDICT.match(ruling)
        if not said or not ruled:
            raise ValueError(f"{self.path.name}, {cell.name}: not in the form of a claim:\n{quote}")
        evidence = tuple(code for code in self.code if said[1] in code.evidence_for)
        sources = tuple(said[2].split(", "))
        return Claim(said[1], sources, said[3], ruled[1], ruled[2], cell, evidence)

    @cached_property
    def figures(self):
        """Captions in reading order; a caption belongs to the code cell just before it."""
        return [
            Figure(int(match[1]), int(match[2]), match[3], cell, self._drawing_before(cell))
            for cell in self.prose
            for match in FIGURE.finditer(cell.source)
            if cell.source.startswith(match[0]) or cell.source[match.start() - 1] == "\n"
        ]

    def _drawing_before(self, cell):
        before = self.cells[cell.index - 1] if cell.index else None
        return before if before is not None and before.kind == "code" else None

    @cached_property
    def exercises(self):
        found = []
        for cell in self.prose:
            for match in EXERCISE.finditer(cell.source):
                own = self._code_until_heading(cell)
                unsolved = next((code for code in own if "exercise" in code.tags), None)
                solution = next((code for code in own if "solution" in code.tags), None)
                chapter, number, title, minutes = match.groups()
                found.append(
                    Exercise(
                        int(chapter), int(number), title, int(minutes), cell, unsolved, solution
                    )
                )
        return found

    def _code_until_heading(self, cell):
        for following in self.cells[cell.index + 1 :]:
            if following.kind == "markdown" and re.search(r"^#{1,3} ", following.source, re.M):
                return
            if following.kind == "code":
                yield following

    @cached_property
    def questions(self):
        return [int(match) for cell in self.prose for match in QUESTION.findall(cell.source)]


def joined(text):
    """Notebooks store text as a string or as a list of lines."""
    return text if isinstance(text, str) else "".join(text)


def block_quotes(markdown):
    """The block quotes of a Markdown text, without their marks."""
    for match in re.finditer(r"(?:^>.*(?:\n|$))+", markdown, re.M):
        yield re.sub(r"^> ?", "", match[0], flags=re.M).strip()


def chapters(folder):
    """All chapters of a folder, in order."""
    return [Chapter(path) for path in sorted(Path(folder).glob("[0-9]*.ipynb"))]
