"""What every chapter's exercises have in common: right answers pass, wrong ones are told why.

The answers stand in test_exercises_chapter_01.py and so on: RIGHT, WRONG with a part of the reason,
and RAISING, the exercises that ask for a function.
"""

from importlib import import_module

import numpy as np
import pytest

from actloss.lessons.exercises import CHECKS, check

EXERCISES = {
    1: 7,
    2: 5,
    3: 6,
    4: 7,
    5: 6,
    6: 6,
    7: 6,
    8: 7,
    9: 7,
    10: 5,
    11: 5,
    12: 5,
}  # chapter: how many
CHAPTERS = {n: import_module(f"test_exercises_chapter_{n:02}") for n in EXERCISES}
NUMBERS = [f"{chapter}.{n}" for chapter, count in EXERCISES.items() for n in range(1, count + 1)]


def every(name):
    return [case for chapter in CHAPTERS.values() for case in getattr(chapter, name)]


def raises(*args):
    raise ZeroDivisionError("by hand")


@pytest.mark.parametrize("chapter", EXERCISES)
def test_every_exercise_is_tested(chapter):
    check(f"{chapter}.1", None)  # which imports the checks
    expected = [number for number in NUMBERS if number.startswith(f"{chapter}.")]
    assert sorted(n for n in CHECKS if n.startswith(f"{chapter}.")) == expected
    module = CHAPTERS[chapter]
    assert {number for number, _ in module.RIGHT} == set(expected)
    assert {number for number, *_ in module.WRONG} == set(expected)


@pytest.mark.parametrize("number", NUMBERS)
def test_no_answer(number, capsys):
    check(number, None)
    said = capsys.readouterr().out
    assert "No answer yet" in said
    assert "Right" not in said


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "answer", [np.nan, [np.nan] * 2, np.inf, [], [1, [2]], {}, "much", (2, "b"), 1j, [None]]
)
def test_an_answer_of_another_form_is_told_in_words(number, answer, capsys):
    check(number, answer)
    said = capsys.readouterr().out
    assert "Not yet: " in said
    assert "raised" not in said


@pytest.mark.parametrize(("number", "answer"), every("RIGHT"))
def test_right(number, answer, capsys):
    check(number, answer)
    assert f"Exercise {number}. Right: " in capsys.readouterr().out


@pytest.mark.parametrize(("number", "answer", "why"), every("WRONG"))
def test_wrong_says_why(number, answer, why, capsys):
    check(number, answer)
    said = capsys.readouterr().out
    assert f"Exercise {number}. Not yet: " in said
    assert "Right" not in said
    assert why in said


@pytest.mark.parametrize("number", every("RAISING"))
def test_raising_answer(number, capsys):
    check(number, raises)
    assert "raised ZeroDivisionError: by hand" in capsys.readouterr().out
