"""The checks of the exercises: `check("1.3", answer)` says whether it is right, or why it is not.

The checks of chapter n are the functions of `chapter_0n.py`.
"""

import reprlib
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import numpy as np

from actloss._checks import known


class Verdict(NamedTuple):
    """What a check found: whether the answer is right, and why."""

    right: bool
    why: str


def right(why: str) -> Verdict:
    """The answer is right; `why` says what it shows."""
    return Verdict(True, why)


def wrong(why: str) -> Verdict:
    """The answer is wrong; `why` names the mistake without giving the answer away."""
    return Verdict(False, why)


class Misread(ValueError):
    """The answer has another form than was asked for; the words are for the reader."""


def near(value, target, tolerance=1e-6):
    """Whether all entries are off by this share of the target, or of 1, at the most."""
    gap = np.abs(np.subtract(value, target))
    return bool(np.all(gap <= tolerance * np.maximum(1, np.abs(target))))


def rounds_to(value, target, decimals):
    """Whether the value is the target to so many digits after the point."""
    return abs(value - target) <= 0.5 * 10.0**-decimals + 1e-9


def numbers(answer, count):
    """The answer as `count` finite numbers in a row, or None."""
    found = _array(answer)
    return found if found.shape == (count,) and np.isfinite(found).all() else None


def one_number(answer):
    """The answer as one finite number; a list of one will do. Raises Misread."""
    found = _array(answer)
    if found.size != 1 or not np.isfinite(found).all():
        raise Misread(f"answer with one number, not with {reprlib.repr(answer)}.")
    return float(found.item())


def _array(answer):
    try:
        return np.array(answer, dtype=float)
    except (TypeError, ValueError):
        return np.array(np.nan)


def whole_number(answer):
    """The answer as one whole number, such as 3 or 3.0. Raises Misread."""
    found = one_number(answer)
    if found != int(found):
        raise Misread(f"answer with a whole number, not with {found:g}.")
    return int(found)


CHECKS: dict[str, Callable[[object], Verdict]] = {}


def exercise(number: str):
    """Make the function below, from an answer to a verdict, the check of exercise `number`."""

    def register(judge):
        CHECKS[number] = judge
        return judge

    return register


def check(number: str, answer: object) -> None:
    """Print whether `answer` solves the exercise, and if not, why not. Never raises for an answer.

    number: "chapter.exercise", such as "1.3". answer: what the exercise asks for; None is no
    answer yet. Raises ValueError if there is no such exercise.
    """
    chapter = str(number).partition(".")[0]
    try:
        import_module(f"actloss.lessons.exercises.chapter_{chapter:0>2}")
    except ModuleNotFoundError:
        raise ValueError(
            f"there is no exercise {number!r}; write e.g. check('1.2', answer)"
        ) from None
    print(f"Exercise {number}. {_verdict(known(number, CHECKS, 'exercise'), answer)}")


def _verdict(judge, answer):
    if answer is None:
        return "No answer yet: put yours in place of None and run the cell again."
    try:
        verdict = judge(answer)
    except Misread as error:
        return f"Not yet: {error}"
    except Exception as error:
        if callable(answer):
            return f"Not yet: checking your answer raised {type(error).__name__}: {error}"
        return f"Not yet: {reprlib.repr(answer)} has another form than the exercise asks for."
    return f"Right: {verdict.why}" if verdict.right else f"Not yet: {verdict.why}"
