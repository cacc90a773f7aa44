"""Toy data in the plane, made from a seed."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from actloss._checks import not_negative, positive_number, real_array
from actloss.data.datasets import XY, Rng, generator_or_seed


def xor() -> XY:
    """Exclusive or: x (4, 2), the corners of the unit square; y (4,), 1 where the two differ.

    >>> xor()[1].tolist()
    [0, 1, 1, 0]
    """
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, np.array([0, 1, 1, 0], dtype=np.int64)


def moons(n: int, noise: float, rng: Rng) -> XY:
    """Two half circles of radius 1 that interlock: x (n, 2), y (n,), 0 above and 1 below.

    As in the other toy data, `noise` is the standard deviation of a normal scatter in each
    direction, and the rows come class by class, the classes as equal as n allows.

    >>> moons(4, noise=0.1, rng=0)[1].tolist()
    [0, 0, 1, 1]
    """
    curves = [lambda t: _polar(1, t / 2), lambda t: [1, 0.5] - _polar(1, t / 2)]
    return _scatter_along(curves, n, noise, rng)


def circles(n: int, noise: float, rng: Rng) -> XY:
    """Two circles around the origin: x (n, 2), y (n,), 0 at radius 1 and 1 at radius 1/2.

    >>> circles(2, noise=0.0, rng=0)[0].round(1)
    array([[-1. ,  0. ],
           [-0.5,  0. ]])
    """
    return _scatter_along([lambda t: _polar(1, t), lambda t: _polar(0.5, t)], n, noise, rng)


def spirals(n: int, noise: float, rng: Rng, turns: float = 1.5) -> XY:
    """Two spiral arms from the origin out to radius 1, half a turn apart: x (n, 2), y (n,).

    >>> spirals(4, noise=0.1, rng=0)[0].shape
    (4, 2)
    """
    turns = positive_number("turns", turns)

    def arm(t: np.ndarray) -> np.ndarray:
        return _polar(t, np.fmod(turns * t, 2.0**30))  # so that no angle overflows

    curves = [arm, lambda t: -arm(t)]
    return _scatter_along(curves, n, noise, rng)


def blobs(n: int, centers: Sequence[Sequence[float]], spread: float, rng: Rng) -> XY:
    """Normal clouds around `centers` (classes, d): x (n, d), y (n,) counts the centers from 0.

    `spread` is the standard deviation in each direction.

    >>> blobs(3, [[-1.0, 0.0], [1.0, 0.0]], spread=0.1, rng=0)[1].tolist()
    [0, 0, 1]
    """
    means = real_array("centers", centers)
    if means.ndim != 2 or means.size == 0 or not np.isfinite(means).all():
        raise ValueError(
            "centers must be finite points, one row for each class, but have shape "
            f"{means.shape} and values {means.ravel()[:4]}; write [[-1, 0], [1, 0]] for two"
        )
    y = np.repeat(np.arange(len(means)), _class_sizes(n, len(means)))
    return _scatter(means[y], "spread", spread, rng), y.astype(np.int64)


def _polar(radius: float | np.ndarray, turns: np.ndarray) -> np.ndarray:
    """The points (n, 2) at these radii, so many turns from the first axis."""
    return np.stack(
        [radius * np.cos(2 * np.pi * turns), radius * np.sin(2 * np.pi * turns)], axis=1
    )


def _scatter_along(curves: Sequence[Callable], n: int, noise: float, rng: Rng) -> XY:
    """n points spread evenly along the curves, one curve a class, each moved by the noise."""
    sizes = _class_sizes(n, len(curves))
    times = [(np.arange(size) + 0.5) / size for size in sizes]
    with np.errstate(all="ignore"):
        points = [curve(t) for curve, t in zip(curves, times, strict=True)]
    y = np.repeat(np.arange(len(curves)), sizes).astype(np.int64)
    return _scatter(np.concatenate(points), "noise", noise, rng), y


def _class_sizes(n: int, classes: int) -> np.ndarray:
    """How many of n examples each class gets: equal shares, the first classes get the rest."""
    whole = isinstance(n, (int, np.integer)) and not isinstance(n, bool)
    if not (whole and classes <= n <= sys.maxsize):
        raise ValueError(
            f"n must be a whole number and at least {classes}, one example for each class, "
            f"but is {n!r}; make n larger"
        )
    return n // classes + (np.arange(classes) < n % classes)


def _scatter(points: np.ndarray, name: str, deviation: Any, rng: Rng) -> np.ndarray:
    deviation = not_negative(name, deviation)
    with np.errstate(all="ignore"):
        return points + deviation * generator_or_seed(rng).standard_normal(points.shape)
