r"""Losses that are the negative logarithm of a distribution, and a score for a whole distribution.

Pick the distribution of the target; the network's outputs are its parameters. Each loss is
$-\ln$ of the density (of the probability, for counts), without the terms that the outputs do not
change: their slopes and minima are those of the whole, their values may be below 0.

Normal distributions: prediction (..., 2), the mean $\mu$ and $s = \ln\sigma$ along the last axis,
target (...), in the units of $\mu$; a loss returns (...), a gradient (..., 2). The others take one
output for each target, as the losses for values do.
"""

import numpy as np

from actloss import _normal
from actloss._checks import positive
from actloss._types import Array
from actloss.losses._inputs import counts, gradient, normals, per_example, values

ROOT_PI = np.sqrt(np.pi)


@per_example(of=normals)
def gaussian_likelihood(prediction: Array, target: Array) -> Array:
    r"""Normal likelihood: $s + \frac12 ((y - \mu) e^{-s})^2$, without $\ln\sqrt{2\pi}$.

    prediction: (..., 2), the mean and $s = \ln\sigma$. Where $\sigma$ is infinite so is the loss.
    Nix & Weigend (1994), https://doi.org/10.1109/ICNN.1994.374138

    >>> gaussian_likelihood([[0.0, 0.0], [0.0, np.log(2)]], [2.0, 2.0]).round(3)
    array([2.   , 1.193])
    """
    s, w = prediction[..., 1], _in_spreads(target, prediction)
    misfit = w * (w / 2)
    return np.where(misfit == np.inf, misfit, s + misfit)  # also where s is -inf


@gradient(of=normals)
def gaussian_likelihood_grad(prediction: Array, target: Array) -> Array:
    r"""Gradient of the normal likelihood: $-(y - \mu) e^{-2s}$ and $1 - ((y - \mu) e^{-s})^2$."""
    w = _in_spreads(target, prediction)
    root = np.exp(-prediction[..., 1] / 2)
    in_mean = np.where((w == 0) | np.isinf(w), -w, -w * root * root)
    return np.stack([in_mean, (1 - w) * (1 + w)], axis=-1)


@per_example(of=normals)
def crps_gaussian(prediction: Array, target: Array) -> Array:
    r"""CRPS of a normal distribution: $\sigma\,(w\,(2\Phi(w) - 1) + 2\varphi(w) - 1/\sqrt\pi)$.

    $w = (y - \mu)/\sigma$; in the units of the target. The continuous ranked probability score is
    $\int (F(t) - [t \ge y])^2\,dt$ for the distribution function $F$; at $\sigma = 0$ it is the
    absolute error.
    prediction: (..., 2), the mean and $s = \ln\sigma$.
    Gneiting & Raftery (2007), https://doi.org/10.1198/016214506000001437

    >>> crps_gaussian([[0.0, 0.0], [0.0, -np.inf]], [2.0, 2.0]).round(3)
    array([1.453, 2.   ])
    """
    size = np.abs(_in_spreads(target, prediction))
    mean = prediction[..., 0]
    residual, half = np.abs(target - mean), np.abs(target / 2 - mean / 2)
    within, spread = _within(size), _times_sigma(_excess(size), prediction)
    value = np.where(size == 0, 0.0, residual * within) + spread
    huge = np.where(half == np.inf, half, 2 * (half * within + spread / 2))
    return np.where(residual == np.inf, huge, value)  # a residual may overflow where this does not


@gradient(of=normals)
def crps_gaussian_grad(prediction: Array, target: Array) -> Array:
    r"""Gradient of the CRPS: $1 - 2\Phi(w)$ and $\sigma\,(2\varphi(w) - 1/\sqrt\pi)$."""
    w = _in_spreads(target, prediction)
    in_mean = -np.sign(w) * _within(np.abs(w))
    return np.stack([in_mean, _times_sigma(_excess(np.abs(w)), prediction)], axis=-1)


def _in_spreads(target: Array, prediction: Array) -> Array:
    r"""$w = (y - \mu) e^{-s}$; no distance is 0 spreads, and none spans an infinite one."""
    mean, s = prediction[..., 0], prediction[..., 1]
    residual, root = target - mean, np.exp(-s / 2)  # in two steps: e^-s alone may overflow
    over = np.isinf(residual) & np.isfinite(target) & np.isfinite(mean)
    w = np.where(over, target / 2 - mean / 2, residual) * root * root * np.where(over, 2.0, 1.0)
    w = np.where(np.isinf(residual) & ~over, residual, w)
    nowhere = (residual == 0) | (s == np.inf)
    return np.where(nowhere & ~np.isnan(residual + s), 0.0, w)


def _times_sigma(factor: Array, prediction: Array) -> Array:
    """The factor times e^s, in two steps: e^s alone may overflow."""
    root = np.exp(prediction[..., 1] / 2)
    return factor * root * root


def _within(w: Array) -> Array:
    r"""$2\Phi(w) - 1$ for $w \ge 0$: the share of a normal distribution within w spreads."""
    near, far = np.minimum(w, 1.0), np.minimum(w, 40.0)
    series = near * _normal.polynomial(near * near / 2, _WITHIN)
    return np.where(w < 1, series, 1 - 2 * _normal.gaussian(far) * _normal.mills(far))


def _excess(w: Array) -> Array:
    r"""$2\varphi(w) - 1/\sqrt\pi$ for $w \ge 0$."""
    return (np.sqrt(2) * _normal.gaussian(np.minimum(w, 40.0)) - 1) / ROOT_PI


def _series(terms: int) -> tuple[float, ...]:
    r"""$(2\Phi(w) - 1)/w$ in powers of $w^2/2$: $\sqrt{2/\pi}\,(-1)^k / (k!\,(2k + 1))$."""
    factorials = np.cumprod([1.0, *range(1, terms)])
    return tuple(np.sqrt(2 / np.pi) * (-1.0) ** k / (f * (2 * k + 1))
                 for k, f in enumerate(factorials))  # fmt: skip


_WITHIN = _series(16)  # w < 1: the next term is below 1e-19


@per_example(of=values, dof=positive, scale=positive)
def student_t(prediction: Array, target: Array, dof: float = 4.0, scale: float = 1.0) -> Array:
    r"""Student's t: $\frac{\nu + 1}{2} \ln\bigl(1 + \frac{r^2}{\nu c^2}\bigr)$, with $r = p - y$.

    dof: the degrees of freedom $\nu$; the fewer, the heavier the tails. scale: the scale $c$, in
    the units of the target. Left out is what depends on $\nu$ and $c$ alone.
    Lange et al. (1989), https://doi.org/10.1080/01621459.1989.10478852

    >>> student_t([0.0, 0.0], [1.0, 100.0]).round(3)
    array([ 0.558, 19.561])
    """
    half = np.abs(prediction / 2 - target / 2)  # the residual itself could overflow
    size = half / (scale / 2)
    near = np.minimum(size, 1e8 * np.sqrt(dof))  # beyond, ln(1 + x²) = 2 ln x to the last digit
    far = np.log(np.maximum(half, 1e-300)) - np.log(scale / 2) - np.log(dof) / 2
    far = np.where(np.isfinite(size), np.log(np.maximum(size / np.sqrt(dof), 1.0)), far)
    return (dof + 1) / 2 * np.where(size > near, 2 * far, np.log1p(near * near / dof))


@gradient(of=values, dof=positive, scale=positive)
def student_t_grad(prediction: Array, target: Array, dof: float = 4.0, scale: float = 1.0) -> Array:
    r"""Gradient of Student's t: $(\nu + 1)\,r / (\nu c^2 + r^2)$; far out it falls like $1/r$."""
    half = prediction / 2 - target / 2
    near = np.clip(2 * (half / scale), -1.0, 1.0)
    far = np.where(np.abs(half) > scale / 4, half, scale)
    return (dof + 1) * np.where(
        np.abs(near) == 1,
        0.5 / (scale * (dof / 4 * (scale / far)) + far),
        near / (dof + near * near) / scale,
    )


@per_example(of=counts)
def poisson(log_rates: Array, counts: Array) -> Array:
    r"""Poisson likelihood: $e^z - yz$, where the rate is $e^z$, without $\ln y!$.

    log_rates: (n,) or (n, outputs), the logarithms $z$ of the rates. counts: of the same shape, at
    least 0.
    McCullagh & Nelder (1989), Generalized Linear Models, chapter 6

    >>> poisson([0.0, np.log(3)], [3, 3]).round(3)
    array([ 1.   , -0.296])
    """
    rate = np.exp(log_rates)
    product = np.where(counts == 0, 0.0, counts / 4 * log_rates)  # no count: 0 for every rate
    # Where e^z overflows, logarithms tell which term is greater.
    wins = (log_rates > 1500) | (log_rates > np.log(counts) + np.log(log_rates))
    over = np.where(wins, np.inf, -np.inf)
    return np.where(rate == np.inf, over, 4 * (rate / 4 - product))


@gradient(of=counts)
def poisson_grad(log_rates: Array, counts: Array) -> Array:
    r"""Gradient of the Poisson likelihood: $e^z - y$, the rate less the count."""
    return _rate_less_count(log_rates, counts)


@per_example(of=counts, dispersion=positive)
def negative_binomial(log_rates: Array, counts: Array, dispersion: float = 1.0) -> Array:
    r"""Negative binomial: $(y + \frac1\alpha) \ln(1 + \alpha e^z) - y (z + \ln\alpha)$.

    Mean $\mu = e^z$ and variance $\mu + \alpha\mu^2$; as $\alpha$ goes to 0 it becomes Poisson's.

    log_rates: (n,) or (n, outputs), the logarithms $z$ of the means. counts: of the same shape, at
    least 0. dispersion: $\alpha$. Left out is what depends on $y$ and $\alpha$ alone.
    Lawless (1987), https://doi.org/10.2307/3314912

    >>> negative_binomial([0.0, np.log(3)], [3, 3]).round(3)
    array([2.773, 2.249])
    """
    odds = dispersion * np.exp(log_rates)
    shifted = log_rates + np.log(dispersion)
    none = np.where(odds < 1e300, np.log1p(odds), shifted) / dispersion
    each = np.where(odds > 1e-300, np.log1p(1 / odds), -shifted)
    return np.where(counts == 0, 0.0, counts * each) + none


@gradient(of=counts, dispersion=positive)
def negative_binomial_grad(log_rates: Array, counts: Array, dispersion: float = 1.0) -> Array:
    r"""Gradient of the negative binomial: $(e^z - y) / (1 + \alpha e^z)$."""
    odds = dispersion * np.exp(log_rates)
    near = _rate_less_count(np.minimum(log_rates, 300.0), counts) / (1 + np.minimum(odds, 1e300))
    z = np.maximum(log_rates, 300.0)
    far = (1 - counts * np.exp(-z)) / (np.exp(-z) + dispersion)
    return np.where(log_rates > 300, far, near)


def _rate_less_count(log_rates: Array, counts: Array) -> Array:
    """e^z - y; near z = 0 without the digits that e^z - 1 would lose."""
    near = np.clip(log_rates, -0.5, 0.5)
    close = np.expm1(near) + (1 - counts)
    return np.where(np.abs(log_rates) < 0.5, close, np.exp(log_rates) - counts)
