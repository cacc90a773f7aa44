"""Right answers in unusual forms: what a check sees of them.

A list of numbers answers as an array where a check asks for one, and stays a list. A number of
single precision that is right within its own precision counts as the right one: a check asks for
more digits than it has.
"""

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

SINGLE = np.float32
ROUNDING = 8 * np.finfo(SINGLE).eps  # that of a few steps of computing


class _Rows(NDArrayOperatorsMixin):
    """What a list or tuple needs to be computed with like the array of its entries."""

    __hash__ = None

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        plain = [np.asarray(x) if isinstance(x, _Rows) else x for x in inputs]
        return getattr(ufunc, method)(*plain, **kwargs)

    def __array__(self, dtype=None, copy=None):
        return np.array([*self], dtype)

    def __getitem__(self, at):
        if isinstance(at, int | slice):
            found = super().__getitem__(at)
            return as_rows(found) if isinstance(found, list | tuple) else found
        return np.asarray(self)[at]

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(np.asarray(self), name)


class Rows(_Rows, list):
    """A list that is computed with like an array."""


class Tuple(_Rows, tuple):
    """A tuple that is computed with like an array."""


def as_arrays(value, right):
    """The value as checks take it. `right()` is what the solution gives, asked for when needed."""
    if _is_single(value):
        try:
            value = _near(value, right())
        except Exception:  # our own function refuses what the student's took: the check will say
            return as_rows(value)
    return as_rows(value)


def as_rows(value):
    """Lists and tuples, also within others, that answer as arrays if they are regular."""
    if not isinstance(value, list | tuple) or isinstance(value, _Rows):
        return value
    inner = [as_rows(entry) for entry in value]
    try:
        regular = np.asarray(value).dtype.kind in "biuf"
    except ValueError:
        regular = False
    if regular:
        return (Tuple if isinstance(value, tuple) else Rows)(inner)
    return type(value)(inner)


def _near(value, true):
    """The right value in the place of one that is as near as single precision can be."""
    if isinstance(value, list | tuple) and isinstance(true, list | tuple | np.ndarray):
        if len(value) != len(true):
            return value
        return type(value)(_near(v, t) for v, t in zip(value, true, strict=True))
    if not _is_single(value) or np.shape(value) != np.shape(true):
        return value
    with np.errstate(all="ignore"):
        known = np.asarray(true, dtype=float)
        wide, own = np.asarray(value, dtype=float), known.astype(SINGLE).astype(float)
        largest = np.max(np.abs(own[np.isfinite(own)]), initial=0)
        same = (wide == own) | (np.isnan(wide) & np.isnan(own))
        near = same | (np.abs(wide - own) <= ROUNDING * np.maximum(np.abs(own), largest / 8))
    return known.copy()[()] if near.all() else wide[()]


def _is_single(value):
    if isinstance(value, list | tuple):
        return any(map(_is_single, value))
    return isinstance(value, np.ndarray | np.generic) and value.dtype == SINGLE
