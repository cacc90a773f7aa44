"""How exercises are checked; the checks themselves are tested chapter by chapter."""

import sys
from types import ModuleType

import numpy as np
import pytest

import actloss as al
from actloss.lessons import exercises
from actloss.lessons.exercises import (
    CHECKS,
    Misread,
    check,
    exercise,
    near,
    numbers,
    one_number,
    right,
    rounds_to,
    whole_number,
    wrong,
)


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


def test_an_answer_of_another_form_is_no_error(capsys):
    check("99.1", "42")
    said = capsys.readouterr().out
    assert said == "Exercise 99.1. Not yet: '42' has another form than the exercise asks for.\n"


def test_a_function_that_breaks_is_told_its_error(capsys):
    check("99.1", lambda: 42)
    said = capsys.readouterr().out
    assert said.startswith("Exercise 99.1. Not yet: checking your answer raised TypeError: '<'")


@pytest.mark.parametrize("answer", [3, 3.0, [3], np.array([[3]]), "3", np.int64(3)])
def test_one_number_in_whatever_form(answer):
    assert one_number(answer) == whole_number(answer) == 3


@pytest.mark.parametrize(
    "answer", [[], [1, 2], "three", None, {}, np.nan, np.inf, [None], 1j, len, [1, [2]]]
)
def test_what_is_no_number_is_said(answer):
    with pytest.raises(Misread, match="answer with one number, not"):
        one_number(answer)


def test_a_fraction_is_no_whole_number():
    with pytest.raises(Misread, match="whole number"):
        whole_number(2.5)


def test_numbers_are_a_row_of_finite_ones():
    assert list(numbers(("1", 2), 2)) == [1, 2]
    for answer in [(1, 2, 3), [[1, 2]], (1, np.nan), "12", None, (1, "b")]:
        assert numbers(answer, 2) is None


def test_near_takes_the_larger_tolerance_and_not_both():
    assert near(4.3 + 0.0085, 4.3, 0.002)
    assert not near(4.3 + 0.0087, 4.3, 0.002)
    assert near(0.0019, 0, 0.002)
    assert not near([1, 0.0021], [1, 0], 0.002)
    assert not near(np.nan, 0)


def test_rounding_to_digits():
    assert rounds_to(3.14, np.log(23), 2)
    assert not rounds_to(3.13, np.log(23), 2)
    assert rounds_to(0.5, 0.495, 2)


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
