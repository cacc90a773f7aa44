"""Scores below the greatest one, to the last digit.

Softmax depends on the differences of the scores alone, and e^(z - max z) cannot overflow. But the
subtraction rounds: between 0.1 and 300.3 it drops the last digits of 0.1, and the exponential
turns an error of d in its argument into a relative error of d, which makes hundreds of ulp. The
part that was rounded off can be computed exactly (Knuth's TwoSum) and given back.
"""

import numpy as np

from actloss._types import Array


def below_top(z: Array) -> tuple[Array, Array]:
    """z - max z over the last axis, as (difference, what its rounding dropped).

    Equal infinities differ by 0, so that a softmax of (inf, 0) is (1, 0).
    """
    top = z.max(axis=-1, keepdims=True)
    difference = z - top
    back = difference - z
    dropped = (z - (difference - back)) - (top + back)
    if not np.isfinite(dropped).all():  # huge or infinite scores: nothing there to give back
        difference = np.where(z == top, 0.0, difference)
        dropped = np.where(np.isfinite(dropped), dropped, 0.0)
    return difference, dropped


def exponentials(difference: Array, dropped: Array) -> Array:
    """e^(difference + dropped); what was dropped is so small that e^x = 1 + x."""
    e = np.exp(difference)
    return e + e * dropped


def without_top(e: Array, difference: Array) -> Array:
    """The exponentials with one term set to 0, the greatest: the first that is e^0 = 1."""
    flat = e.reshape(-1, e.shape[-1]).copy()
    top = difference.reshape(flat.shape).argmax(axis=-1)
    flat[np.arange(len(flat)), top] = 0.0
    return flat.reshape(e.shape)
