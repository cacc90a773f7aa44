r"""Initial weights: how wide to draw them so that signals neither die out nor blow up.

Each function returns an array (n_in, n_out) of independent normal numbers with mean 0; they
differ in the variance alone.
"""

import numpy as np

from actloss._checks import count, generator, not_negative
from actloss._types import Array


def xavier(n_in: int, n_out: int, rng: "np.random.Generator") -> Array:
    r"""Variance $2 / (n_\text{in} + n_\text{out})$: for activations that look like $z$ near 0.

    Glorot & Bengio (2010), https://proceedings.mlr.press/v9/glorot10a.html

    >>> xavier(2, 3, np.random.default_rng(0)).shape
    (2, 3)
    """
    fans = count("n_in", n_in) + count("n_out", n_out)
    return normal(n_in, n_out, rng, scale=np.sqrt(2 / fans))


def he(n_in: int, n_out: int, rng: "np.random.Generator") -> Array:
    r"""Variance $2 / n_\text{in}$: for ReLU, which lets half of the variance through.

    He et al. (2015), https://arxiv.org/abs/1502.01852

    >>> he(2, 3, np.random.default_rng(0)).shape
    (2, 3)
    """
    return normal(n_in, n_out, rng, scale=np.sqrt(2 / count("n_in", n_in)))


def lecun(n_in: int, n_out: int, rng: "np.random.Generator") -> Array:
    r"""Variance $1 / n_\text{in}$: keeps the variance of a linear layer; SELU is built on it.

    LeCun et al. (1998), https://doi.org/10.1007/3-540-49430-8_2

    >>> lecun(2, 3, np.random.default_rng(0)).shape
    (2, 3)
    """
    return normal(n_in, n_out, rng, scale=np.sqrt(1 / count("n_in", n_in)))


def normal(n_in: int, n_out: int, rng: "np.random.Generator", scale: float = 1.0) -> Array:
    """Standard deviation `scale`, whatever the layer's size.

    >>> normal(2, 3, np.random.default_rng(0)).shape
    (2, 3)
    """
    size = count("n_in", n_in), count("n_out", n_out)
    scale = not_negative("scale", scale)
    with np.errstate(all="ignore"):
        return np.asarray(scale * generator(rng).standard_normal(size))
