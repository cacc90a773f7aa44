r"""Losses for values: how far is the prediction $p$ from the target $y$?

prediction, target: (n,) or (n, outputs), in the same units; a loss returns (n,), a gradient the
shape of the prediction. A single number goes with any shape.
"""

import numpy as np

from actloss._checks import between_0_and_1, positive
from actloss._types import Array
from actloss.losses._inputs import gradient, per_example, values


@per_example(of=values)
def squared_error(prediction: Array, target: Array) -> Array:
    """Squared error: $(p - y)^2$, without a factor 1/2; in units squared.

    >>> squared_error([1.0, 3.0], [1.0, 1.0])
    array([0., 4.])
    """
    return (prediction - target) ** 2


@gradient(of=values)
def squared_error_grad(prediction: Array, target: Array) -> Array:
    """Gradient of the squared error: $2(p - y)$."""
    return 2 * (prediction - target)


@per_example(of=values)
def absolute_error(prediction: Array, target: Array) -> Array:
    """Absolute error: $|p - y|$.

    >>> absolute_error([1.0, 3.0], [1.0, 1.0])
    array([0., 2.])
    """
    return np.abs(prediction - target)


@gradient(of=values)
def absolute_error_grad(prediction: Array, target: Array) -> Array:
    """Gradient of the absolute error: the sign of $p - y$; $0$ at the kink $p = y$."""
    return np.sign(prediction - target)


@per_example(of=values, delta=positive)
def huber(prediction: Array, target: Array, delta: float = 1.0) -> Array:
    r"""Huber's loss: $r^2/2$ for $|r| \le \delta$, else $\delta(|r| - \delta/2)$, with $r = p - y$.

    delta: where the parabola turns into a line, in the units of the target.
    Huber (1964), https://doi.org/10.1214/aoms/1177703732

    >>> huber([1.5, 4.0], [1.0, 1.0])
    array([0.125, 2.5  ])
    """
    half = np.abs(prediction / 2 - target / 2)  # the residual itself could overflow
    near = np.minimum(half, delta / 2)
    return 2 * (near**2 + delta * (half - near))


@gradient(of=values, delta=positive)
def huber_grad(prediction: Array, target: Array, delta: float = 1.0) -> Array:
    r"""Gradient of Huber's loss: the residual $p - y$, cut off at $\pm\delta$."""
    return np.clip(prediction - target, -delta, delta)


@per_example(of=values)
def log_cosh(prediction: Array, target: Array) -> Array:
    r"""Log-cosh: $\ln\cosh r$, about $r^2/2$ near 0 and $|r| - \ln 2$ far out, with $r = p - y$.

    Near 0 it is $\ln(1 + 2\sinh^2(r/2))$, which keeps the digits that $\cosh r$ rounds away.

    >>> log_cosh([1.0, 100.0], [1.0, 1.0]).round(3)
    array([ 0.   , 98.307])
    """
    size = np.abs(prediction - target)
    near = np.minimum(size, 20.0)  # beyond, ln cosh r = |r| - ln 2 to the last digit
    return np.log1p(2 * np.sinh(near / 2) ** 2) + (size - near)


@gradient(of=values)
def log_cosh_grad(prediction: Array, target: Array) -> Array:
    r"""Gradient of log-cosh: $\tanh(p - y)$."""
    return np.tanh(prediction - target)


@per_example(of=values, tau=between_0_and_1)
def quantile(prediction: Array, target: Array, tau: float = 0.5) -> Array:
    r"""Quantile (pinball) loss: $\tau r$ for $r \ge 0$, else $(\tau - 1) r$, with $r = y - p$.

    tau: the quantile wanted, between 0 and 1. Its best constant prediction is the tau-quantile of
    the targets.
    Koenker & Bassett (1978), https://doi.org/10.2307/1913643

    >>> quantile([1.0, 1.0], [0.0, 2.0], tau=0.9)
    array([0.1, 0.9])
    """
    half = target / 2 - prediction / 2  # the residual itself could overflow
    return 2 * (tau * np.maximum(half, 0.0) + (1 - tau) * np.maximum(-half, 0.0))


@gradient(of=values, tau=between_0_and_1)
def quantile_grad(prediction: Array, target: Array, tau: float = 0.5) -> Array:
    r"""Gradient of the quantile loss: $-\tau$ below the target, $1 - \tau$ above it, $0$ at it."""
    r = target - prediction
    return (1 - tau) * np.heaviside(-r, 0.0) - tau * np.heaviside(r, 0.0)


@per_example(of=values, tau=between_0_and_1)
def expectile(prediction: Array, target: Array, tau: float = 0.5) -> Array:
    r"""Expectile loss: $\tau r^2$ for $r \ge 0$, else $(1 - \tau) r^2$, with $r = y - p$.

    tau: the expectile wanted, between 0 and 1. Its best constant prediction is the
    tau-expectile, where tau times the distances above equals 1 - tau times those below; at 1/2 it
    is the mean, and the loss half the squared error.
    Newey & Powell (1987), https://doi.org/10.2307/1911031

    >>> expectile([1.0, 1.0], [0.0, 3.0], tau=0.9)
    array([0.1, 3.6])
    """
    r = target - prediction
    return np.where(r < 0, 1 - tau, tau) * r * r


@gradient(of=values, tau=between_0_and_1)
def expectile_grad(prediction: Array, target: Array, tau: float = 0.5) -> Array:
    r"""Gradient of the expectile loss: $-2\tau r$ below the target, $-2(1 - \tau) r$ above it."""
    half = prediction / 2 - target / 2  # the residual itself could overflow
    return 4 * (np.where(half > 0, 1 - tau, tau) * half)
