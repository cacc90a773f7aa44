"""Maxout, an activation of several inputs: the greatest of each k neighbours."""

import numpy as np

from actloss._checks import count, evaluate, real_array
from actloss._types import Array, ArrayLike


def maxout(z: ArrayLike, k: int) -> Array:
    r"""The greatest of each k neighbours along the last axis: $\max(z_{jk}, \dots, z_{jk+k-1})$.

    z: (..., k·units); returns (..., units).
    Goodfellow et al. (2013), https://arxiv.org/abs/1302.4389

    >>> maxout([-1.0, 3.0, 2.0, 0.0], k=2)
    array([3., 2.])
    """
    z = real_array("z", z)
    parts = pieces(z, count("k", k))
    return parts.reshape(-1)[winners(parts)]


def maxout_vjp(z: ArrayLike, k: int, grad: ArrayLike) -> Array:
    """Gradient through maxout: each entry of `grad` goes to the greatest of its k; the first wins
    a tie.

    z: (..., k·units), grad: (..., units); returns the shape of z.

    >>> maxout_vjp([-1.0, 3.0, 2.0, 0.0], k=2, grad=[1.0, 5.0])
    array([0., 1., 5., 0.])
    """
    z, grad = real_array("z", z), real_array("grad", grad)
    parts = pieces(z, count("k", k))
    if grad.shape != parts.shape[:-1]:
        raise ValueError(
            f"grad must have the shape of the output, {parts.shape[:-1]}, but has {grad.shape}; "
            "give one number per unit"
        )
    return evaluate(lambda grad: to_winners(grad, winners(parts), k), [grad], z.dtype)


def pieces(z: Array, k: int) -> Array:
    """(..., k·units) as (..., units, k)."""
    if z.ndim == 0 or z.shape[-1] == 0 or z.shape[-1] % k:
        inputs = z.shape[-1] if z.ndim else "a single number"
        raise ValueError(
            f"maxout with k = {k} takes a multiple of {k} inputs, but got {inputs}; "
            f"let the layer before it have {k} outputs per unit, or reshape z"
        )
    return z.reshape(*z.shape[:-1], z.shape[-1] // k, k)


def winners(parts: Array) -> Array:
    """Where the greatest of each k stands in the flat array, (..., units)."""
    first = parts.argmax(axis=-1)
    return first + np.arange(0, parts.size, parts.shape[-1]).reshape(first.shape)


def to_winners(grad: Array, winners: Array, k: int) -> Array:
    """(..., k·units) with each entry of `grad` at its winner, and 0 elsewhere."""
    spread = np.zeros((*grad.shape[:-1], grad.shape[-1] * k), grad.dtype)
    spread.reshape(-1)[winners] = grad
    return spread
