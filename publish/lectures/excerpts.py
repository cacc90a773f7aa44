"""Parts of a text for the slides: the sentences that open it, ask, or lead to a formula."""

import re
from math import ceil

LINE = 82  # characters in a line
OPENING = 330  # characters of a paragraph that opens a section, or an answer
COMMENT = 170  # of one on a figure
ASKED = 230  # of an exercise

SENTENCE_END = re.compile(
    r"""(?:(?<=[.?!])|(?<=[.?!][)"]))(?<!e\.g\.)(?<!i\.e\.)(?<!al\.)\s+(?=[A-Z$`("*σ])"""
)
ASKS = re.compile(r"\?\)?$|^(?:Write|Give|Find|Build|Answer|Return)\b")


def lines(text, room=LINE):
    """How many lines a text takes, roughly."""
    return ceil(len(signs(text)) / room) + 0.4 if text else 0


def signs(text):
    """What is seen of a text: a command of TeX is a sign, its braces are none."""
    return re.sub(r"\]\([^)]*\)|[{}$*`\[\]]", "", re.sub(r"\\[a-zA-Z]+", "m", text))


def sentences(text):
    """The sentences of a paragraph; one in parentheses or in a formula is not cut."""
    found = [""]
    for piece in SENTENCE_END.split(" ".join(text.split())):
        last = found[-1]
        whole = last.count("(") == last.count(")") and last.count("$") % 2 == 0
        whole = whole and last.count("*") % 2 == 0
        found[-1:] = [last, piece] if whole and last else [f"{last} {piece}".strip()]
    return found


def opening(text, room=OPENING):
    """The first sentences, as many as there is room for, and one at least."""
    first, *others = sentences(text)
    for sentence in others:
        if len(first) + len(sentence) > room:
            break
        first = f"{first} {sentence}"
    return first


def leading(text):
    """The words that lead to a formula: the last sentence, and what stands in bold letters."""
    last = sentences(text)[-1]
    first = opening(text, COMMENT) if text.startswith("**") else last
    return first if last in first else f"{first} {last}"


def question(task):
    """A task up to the sentence that asks, and what there is room for after it."""
    said = sentences(task)
    last = next((at for at, sentence in enumerate(said) if ASKS.search(sentence)), len(said))
    return max(" ".join(said[: last + 1]), opening(task, ASKED), key=len)
