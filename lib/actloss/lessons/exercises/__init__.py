"""The checks of the exercises: `check("1.3", answer)` says whether it is right, or why it is not.

The checks of chapter n are the functions of `chapter_0n.py`.
"""

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


def near(value, target, tolerance=1e-6):
    """Whether the two agree, in all entries, to this relative or absolute tolerance."""
    return np.allclose(value, target, rtol=tolerance, atol=tolerance)


def one_number(answer):
    """The answer as one number; a list of one will do."""
    if np.size(answer) != 1:
        raise ValueError("answer with one number")
    return float(np.squeeze(np.asarray(answer, dtype=float)))


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
    except Exception as error:
        return f"Not yet: checking your answer raised {type(error).__name__}: {error}"
    return f"Right: {verdict.why}" if verdict.right else f"Not yet: {verdict.why}"
