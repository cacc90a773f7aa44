r"""Activations that level off on both sides, from the step to its smooth relatives.

The exponential appears only as $e^{-|z|}$, which cannot overflow.
"""

import numpy as np

from actloss._checks import bare, elementwise
from actloss._types import Array


@elementwise
def step(z: Array) -> Array:
    """Heaviside step of the perceptron: $1$ if $z > 0$, else $0$.

    Rosenblatt (1958), https://doi.org/10.1037/h0042519

    >>> step([-1.0, 0.0, 2.0])
    array([0., 0., 1.])
    """
    return np.ceil(z.clip(0.0, 1.0))  # np.heaviside takes longer


@elementwise
def step_prime(z: Array) -> Array:
    """Derivative of the step: $0$, also at the jump, where none exists."""
    return np.zeros(z.shape, z.dtype)


@elementwise
def sigmoid(z: Array) -> Array:
    r"""Logistic sigmoid: $\sigma(z) = 1 / (1 + e^{-z})$.

    Written with $e = e^{-|z|}$ as $1/(1+e)$ on the right and $e/(1+e)$ on the left.

    >>> sigmoid([-1.0, 0.0, 2.0]).round(3)
    array([0.269, 0.5  , 0.881])
    """
    e = np.exp(-np.abs(z))
    return np.maximum(e, z >= 0) / (1 + e)


@elementwise
def sigmoid_prime(z: Array) -> Array:
    r"""Derivative of the sigmoid: $\sigma(z)(1 - \sigma(z)) = e^{-|z|} / (1 + e^{-|z|})^2$."""
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


@elementwise
def log_sigmoid(z: Array) -> Array:
    r"""Logarithm of the sigmoid: $\ln \sigma(z) = -\ln(1 + e^{-z})$.

    >>> log_sigmoid([-1.0, 0.0, 2.0]).round(3)
    array([-1.313, -0.693, -0.127])
    """
    return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))


@elementwise
def log_sigmoid_prime(z: Array) -> Array:
    r"""Derivative of log-sigmoid: $1 - \sigma(z) = \sigma(-z)$."""
    return bare(sigmoid)(-z)


@elementwise
def tanh(z: Array) -> Array:
    r"""Hyperbolic tangent: $\tanh z = (e^z - e^{-z}) / (e^z + e^{-z})$.

    >>> tanh([-1.0, 0.0, 2.0]).round(3)
    array([-0.762,  0.   ,  0.964])
    """
    return np.tanh(z)


@elementwise
def tanh_prime(z: Array) -> Array:
    r"""Derivative of tanh: $1 - \tanh^2 z = 4q / (1 + q)^2$ with $q = e^{-2|z|}$.

    The second form keeps its digits where $\tanh^2 z$ rounds to 1.
    """
    q = np.exp(-2 * np.abs(z))
    return 4 * q / (1 + q) ** 2


@elementwise
def hard_sigmoid(z: Array) -> Array:
    r"""Hard sigmoid: $z/6 + 1/2$, cut off at 0 and 1.

    Courbariaux et al. (2015), https://arxiv.org/abs/1511.00363 (there with slope 1/2)

    >>> hard_sigmoid([-4.0, 0.0, 1.0]).round(3)
    array([0.   , 0.5  , 0.667])
    """
    return (z / 6 + 0.5).clip(0.0, 1.0)


@elementwise
def hard_sigmoid_prime(z: Array) -> Array:
    r"""Derivative of the hard sigmoid: $1/6$ if $|z| < 3$, else $0$."""
    return (np.abs(z) < 3).astype(z.dtype) / 6


@elementwise
def hard_tanh(z: Array) -> Array:
    r"""Hard tanh: $z$, cut off at -1 and 1.

    Collobert (2004), Large scale machine learning, PhD thesis, Université Paris VI

    >>> hard_tanh([-2.0, 0.5, 3.0])
    array([-1. ,  0.5,  1. ])
    """
    return z.clip(-1.0, 1.0)


@elementwise
def hard_tanh_prime(z: Array) -> Array:
    r"""Derivative of hard tanh: $1$ if $|z| < 1$, else $0$."""
    return (np.abs(z) < 1).astype(z.dtype)


@elementwise
def softsign(z: Array) -> Array:
    r"""Softsign: $z / (1 + |z|)$.

    Bergstra et al. (2009), Quadratic polynomials learn better image features, tech. report 1337

    >>> softsign([-1.0, 0.0, 2.0]).round(3)
    array([-0.5  ,  0.   ,  0.667])
    """
    z = z.clip(np.finfo(z.dtype).min / 2, np.finfo(z.dtype).max / 2)  # inf / inf would be nan
    return z / (1 + np.abs(z))


@elementwise
def softsign_prime(z: Array) -> Array:
    r"""Derivative of softsign: $1 / (1 + |z|)^2$."""
    return 1 / (1 + np.abs(z)) / (1 + np.abs(z))
