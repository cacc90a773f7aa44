"""Maxout, an activation of several inputs: the greatest of each k neighbours."""

import numpy as np

from actloss._checks import count, real_array
from actloss._types import Array, ArrayLike


def maxout(z: ArrayLike, k: int) -> Array:
    r"""The greatest of each k neighbours along the last axis: $\max(z_{jk}, \dots, z_{jk+k-1})$.

    z: (..., k·units); returns (..., units).
    Goodfellow et al. (2013), https://arxiv.org/abs/1302.4389

    >>> maxout([-1.0, 3.0, 2.0, 0.0], k=2)
    array([3., 2.])
    """
    return pieces(real_array("the input of maxout", z), count("k", k)).max(axis=-1)


def maxout_vjp(z: ArrayLike, k: int, grad: ArrayLike) -> Array:
    """Gradient through maxout: each entry of `grad` goes to the greatest of its k; the first wins
    a tie.

    z: (..., k·units), grad: (..., units); returns the shape of z.

    >>> maxout_vjp([-1.0, 3.0, 2.0, 0.0], k=2, grad=[1.0, 5.0])
    array([0., 1., 5., 0.])
    """
    z, grad = real_array("the input of maxout", z), real_array("grad", grad)
    parts = pieces(z, count("k", k))
    if grad.shape != parts.shape[:-1]:
        raise ValueError(
            f"grad must have the shape of the output, {parts.shape[:-1]}, but has {grad.shape}; "
            "give one number per unit"
        )
    return (grad[..., np.newaxis] * winner(parts)).reshape(z.shape)


def pieces(z: Array, k: int) -> Array:
    """(..., k·units) as (..., units, k)."""
    if z.ndim == 0 or z.shape[-1] == 0 or z.shape[-1] % k:
        inputs = z.shape[-1] if z.ndim else "a single number"
        raise ValueError(
            f"maxout with k = {k} takes a multiple of {k} inputs, but got {inputs}; "
            f"let the layer before it have {k} outputs per unit"
        )
    return z.reshape(*z.shape[:-1], z.shape[-1] // k, k)


def winner(parts: Array) -> Array:
    """True for the greatest of each k, (..., units, k)."""
    first = parts.argmax(axis=-1)[..., np.newaxis]
    return np.asarray(first == np.arange(parts.shape[-1]))
