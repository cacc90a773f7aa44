"""What a graded assignment needs of the library: that it does not hand the answer over, and that
its checks take numbers of every kind."""

import functools
import inspect
import sys
from collections.abc import Callable
from decimal import Decimal
from numbers import Complex, Real
from types import FrameType
from typing import Any, ParamSpec, TypeVar

import numpy as np

import actloss

P = ParamSpec("P")
T = TypeVar("T")


class Withheld(RuntimeError):
    """A function of the library was called where the task asks for one's own."""


def your_own(*withheld: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorator: while the function below runs, these functions of the library raise Withheld.

    withheld: names in `actloss`, such as "softmax". By whatever way they are reached, directly or
    through a network, the interpreter reports the call of their code. A profiler that runs
    meanwhile is put aside. Raises AttributeError for a name that the library has not.

    >>> @your_own("relu")
    ... def my_relu(z):
    ...     return actloss.relu(z)
    >>> my_relu(1.0)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
      ...
    actloss.lessons.assignments.Withheld: your own my_relu is asked for: actloss.relu must not ...
    """
    names = {}
    for name in withheld:
        function = getattr(actloss, name)
        names[inspect.unwrap(function).__code__] = name
        for loss in actloss.LOSSES.values():
            # Some losses have a quicker way to the value and the gradient at once.
            if loss.together and function in (loss.function, loss.gradient):
                names[inspect.unwrap(loss.together).__code__] = name

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(function)
        def alone(*args: P.args, **kwargs: P.kwargs) -> T:
            def watch(frame: FrameType, event: str, _: object) -> None:
                if event == "call" and frame.f_code in names:
                    raise Withheld(
                        f"your own {function.__name__} is asked for: "
                        f"actloss.{names[frame.f_code]} must not be called"
                    )

            before = sys.getprofile()
            sys.setprofile(watch)
            try:
                return function(*args, **kwargs)
            finally:
                sys.setprofile(before)

        return alone

    return decorate


def as_floats(answer: Any) -> Any:
    """An answer, or the function that gives it, with numbers that NumPy computes with.

    Decimal, Fraction, mpmath's numbers, and complex ones without imaginary part become floats, also
    in lists, tuples and arrays; anything else stays as it is. So checks take what marking takes.

    >>> from fractions import Fraction
    >>> as_floats([Fraction(1, 4), 1 + 0j, 3])
    [0.25, 1.0, 3]
    """
    if callable(answer):

        @functools.wraps(answer)
        def in_floats(*args: Any, **kwargs: Any) -> Any:
            return as_floats(answer(*args, **kwargs))

        return in_floats
    if isinstance(answer, (list, tuple)) and type(answer) in (list, tuple):
        return type(answer)(map(as_floats, answer))
    if isinstance(answer, (np.ndarray, np.complexfloating)):
        return _floats_of(answer)
    if isinstance(answer, (bool, int, float, np.generic)):
        return answer
    if isinstance(answer, (Real, Decimal)):
        return float(answer)
    if isinstance(answer, Complex) and not complex(answer).imag:
        return complex(answer).real
    return answer


def _floats_of(array: Any) -> Any:
    if array.dtype.kind == "c" and not np.any(array.imag):
        return array.real
    if array.dtype.kind == "O" and all(isinstance(x, (Real, Decimal)) for x in array.flat):
        return array.astype(float)
    return array
