"""How exercises are checked; the checks themselves are tested chapter by chapter."""

import sys
from types import ModuleType

import pytest

import actloss as al
from actloss.lessons import exercises
from actloss.lessons.exercises import CHECKS, check, exercise, right, wrong


@pytest.fixture(autouse=True)
def chapter_99(monkeypatch):
    """A chapter of its own: the answer to exercise 99.1 is 42."""
    monkeypatch.setitem(
        sys.modules, "actloss.lessons.exercises.chapter_99", ModuleType("chapter_99")
    )
    monkeypatch.setattr(exercises, "CHECKS", dict(CHECKS))

    @exercise("99.1")
    def forty_two(answer):
        if answer < 42:
            return wrong("it is too small.")
        return right("six times seven.")

    return forty_two


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (42, "Exercise 99.1. Right: six times seven.\n"),
        (41, "Exercise 99.1. Not yet: it is too small.\n"),
        (0, "Exercise 99.1. Not yet: it is too small.\n"),
        (
            None,
            "Exercise 99.1. No answer yet: put yours in place of None and run the cell again.\n",
        ),
    ],
)
def test_what_is_said(answer, said, capsys):
    assert check("99.1", answer) is None
    assert capsys.readouterr().out == said


def test_an_answer_that_breaks_the_check_is_no_error(capsys):
    check("99.1", "42")
    said = capsys.readouterr().out
    assert said.startswith("Exercise 99.1. Not yet: checking your answer raised TypeError: '<'")


def test_exercise_gives_the_check_back(chapter_99):
    assert exercises.CHECKS["99.1"] is chapter_99
    assert chapter_99(42) == (True, "six times seven.")
    assert chapter_99(0) == (False, "it is too small.")


@pytest.mark.parametrize("number", ["98.1", "one", "", 98.1])
def test_a_chapter_without_exercises_is_an_error(number):
    with pytest.raises(ValueError, match=r"no exercise .*; write e.g. check\('1.2', answer\)"):
        check(number, 1)


def test_an_unknown_number_offers_the_nearest():
    with pytest.raises(ValueError, match=r"no exercise is called '99\.11'; did you mean '99\.1'\?"):
        check("99.11", 1)


def test_the_package_offers_check():
    assert al.check is check
