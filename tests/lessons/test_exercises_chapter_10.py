"""The checks of chapter 10: right answers pass, each wrong one is told why it is wrong."""

import pytest

import actloss as al
from actloss.lessons.exercises import chapter_10 as chapter

CLAIMS = al.load_claims()
SLIPS = len(al.load_claims(verdict="slip"))
NOT_TRUE = len(CLAIMS) - len(al.load_claims(verdict="true"))
REPEATED = [c.id for c in CLAIMS if c.verdict == "false" and len(c.sources) > 1]
ALONE = next(c.id for c in CLAIMS if c.verdict == "false" and len(c.sources) == 1)
REPEATED_AND_TRUE = next(c.id for c in CLAIMS if c.verdict == "true" and len(c.sources) > 1)

RIGHT = [
    ("10.1", SLIPS / NOT_TRUE),
    ("10.2", REPEATED),
    ("10.3", chapter.wilson),
    ("10.4", (chapter.share_solved(), "false")),
    ("10.4", [str(chapter.share_solved()), " False"]),
    ("10.5", 6),
]
WRONG = [
    ("10.1", SLIPS / len(CLAIMS), "leave out the true ones"),
    ("10.1", SLIPS, "between 0 and 1"),
    ("10.1", 0.999, "divide the number of slips"),
    ("10.2", "A1", "in a list"),
    ("10.2", [*REPEATED, "Q9"], "no claim 'Q9'"),
    ("10.2", [*REPEATED, ALONE], f"{ALONE} stands in one source only"),
    ("10.2", [*REPEATED, REPEATED_AND_TRUE], "is 'true', not 'false'"),
    ("10.2", REPEATED[1:], "but 1 more do"),
    ("10.3", lambda hits, n: hits / n, "two numbers"),
    ("10.3", chapter.wald, "Put the unknown share"),
    ("10.3", lambda hits, n: (0, 1), "it should run from"),
    ("10.4", (100 * chapter.share_solved(), "false"), "between 0 and 1"),
    ("10.4", chapter.share_solved(), "give a pair"),
    ("10.4", (chapter.share_solved(), "wrong"), "one of true, partly"),
    ("10.4", (1.0, "true"), "all four corners"),
    ("10.4", (chapter.share_solved(), "true"), "a single network"),
    ("10.4", (chapter.share_solved(), "partly"), "which verdict is left"),
    ("10.5", 0, "one seed"),
    ("10.5", 2.5, "a whole number"),
    ("10.5", 3, "wins in 0.89 of"),
    ("10.5", 8, "already give"),
]
RAISING = []


def test_networks_often_miss_xor():
    assert 0.05 < chapter.share_solved() < 0.8


def test_the_interval_is_that_of_wilson():
    for end in chapter.wilson(8, 10):  # the shares from which 8 of 10 is just 1.96 deviations away
        deviation = (end * (1 - end) / 10) ** 0.5
        assert abs(end - 0.8) / deviation == pytest.approx(1.96)
