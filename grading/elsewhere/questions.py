"""The questions of the course for the quizzes of a learning platform: self-checks and claims.

Each has one right choice, and each choice the reason why it is right or wrong.
"""

import re
from dataclasses import dataclass

import lxml.html
from latex2mathml.converter import convert
from lxml import etree

from actloss.lessons.claims import VERDICTS
from publish.chapters.chapter import chapters
from publish.chapters.claims import author_year, cited
from publish.chapters.contents import BOOK, ROOT
from publish.chapters.prose import Prose

QUESTION = re.compile(r"\*\*Question (\d+)\.\*\*(.*?)(?=\*\*Question \d+\.\*\*|\Z)", re.DOTALL)
CHOICE = re.compile(r"<details><summary>(.*?)</summary>(.*?)</details>", re.DOTALL)
FORMULA = re.compile(
    r'<(span|div) class="math">\\[(\[](?P<tex>.*?)\\[)\]]</\1>', re.DOTALL
)  # as Prose writes them
RIGHT = re.compile(r"(Right|Yes)\b")
LABELS = {
    "true": "True.",
    "partly": "True under a condition that the sentence leaves out.",
    "false": "False.",
    "slip": "A slip of the pen: the thought is right, what is written is not.",
}


@dataclass(frozen=True)
class Choice:
    """What can be chosen, and why it is right or wrong, as HTML."""

    html: str
    reason: str
    right: bool


@dataclass(frozen=True)
class Question:
    """A question with one right choice."""

    id: str
    category: str
    title: str
    html: str
    choices: tuple


def questions(chapter=None):
    """All questions of the course, or those of the chapter of this number, in their order."""
    names = author_year(ROOT / "book/references.bib")
    prose = Prose("", lambda kind, keys: cited(kind, keys, names))
    for one in chapters(BOOK):
        if chapter in (None, one.number):
            yield from _self_checks(one, prose)
            yield from _claims(one, prose)


def _self_checks(chapter, prose):
    for cell in chapter.prose:
        for number, text in QUESTION.findall(cell.source):
            found = [
                Choice(
                    _html(prose, choice), _html(prose, reason), bool(RIGHT.match(reason.strip()))
                )
                for choice, reason in CHOICE.findall(text)
            ]
            if found:
                yield Question(
                    f"q{chapter.number:02}_{number}",
                    f"Chapter {chapter.number}: self-check",
                    f"Question {chapter.number}.{number}",
                    _html(prose, CHOICE.sub("", text)),
                    tuple(found),
                )


def _claims(chapter, prose):
    for claim in chapter.claims:
        reason = _html(prose, claim.reason)
        yield Question(
            f"claim_{claim.id}",
            f"Chapter {chapter.number}: claims",
            f"Claim {claim.id}",
            "<p>A source says:</p>" + _html(prose, claim.text) + "<p>Is that so?</p>",
            tuple(
                Choice(f"<p>{LABELS[verdict]}</p>", reason, verdict == claim.verdict)
                for verdict in VERDICTS
            ),
        )


def _html(prose, markdown):
    """Markdown as HTML that is well-formed XML, with formulas as MathML and without links."""
    html = FORMULA.sub(_mathml, prose.html(markdown.strip()))
    if not html:
        return ""
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    etree.strip_tags(tree, "a")  # pages of the course are not beside the question
    return "".join(etree.tostring(child, encoding="unicode") for child in tree)


def _mathml(match):
    return convert(
        lxml.html.fromstring(f"<p>{match['tex']}</p>").text_content(),
        display="block" if match[1] == "div" else "inline",
    )
