r"""Losses and their gradients in the prediction.

Each function returns one value per example, unaveraged; a prediction of shape (n, outputs) is
summed over its outputs. Each gradient has the shape of the prediction and belongs to the sum of
those values. The records in `LOSSES` average over examples.

Losses that end in a sigmoid or softmax take logits, because the exact value cannot be had from
the rounded probability. nan is passed on; at a kink the gradient is the subgradient of least
magnitude.
"""

import numpy as np

from actloss._checks import (
    class_labels,
    class_scores,
    positive,
    same_shape,
    within_unit_interval,
)
from actloss.activations import sigmoid
from actloss.probability import log1p_of_others, shifted, softmax


def _per_example(values):
    """Sum over the outputs of each example; a single output stays as it is."""
    return values.sum(axis=-1) if values.ndim > 1 else values


def _residual(prediction, target):
    prediction, target = same_shape(prediction, target)
    return prediction - target


def squared_error(prediction, target):
    r"""Squared error: $(p - y)^2$, without a factor 1/2.

    prediction, target: (n,) or (n, outputs), in the same units; returns (n,), in units squared.
    """
    return _per_example(_residual(prediction, target) ** 2)


def squared_error_grad(prediction, target):
    """Gradient of the squared error: $2(p - y)$."""
    return 2 * _residual(prediction, target)


def absolute_error(prediction, target):
    r"""Absolute error: $|p - y|$.

    prediction, target: (n,) or (n, outputs), in the same units; returns (n,) in those units.
    """
    return _per_example(np.abs(_residual(prediction, target)))


def absolute_error_grad(prediction, target):
    """Gradient of the absolute error: the sign of $p - y$; $0$ at the kink $p = y$."""
    return np.sign(_residual(prediction, target))


def huber(prediction, target, delta=1.0):
    r"""Huber's loss: $r^2/2$ for $|r| \le \delta$, else $\delta(|r| - \delta/2)$, with $r = p - y$.

    prediction, target: (n,) or (n, outputs); delta: where the parabola turns into a line, in the
    units of the target; returns (n,).
    Huber (1964), https://doi.org/10.1214/aoms/1177703732
    """
    size = np.abs(_residual(prediction, target))
    near = np.minimum(size, positive("delta", delta))
    return _per_example(near**2 / 2 + delta * (size - near))


def huber_grad(prediction, target, delta=1.0):
    r"""Gradient of Huber's loss: the residual $p - y$, cut off at $\pm\delta$."""
    delta = positive("delta", delta)
    return np.clip(_residual(prediction, target), -delta, delta)


def log_cosh(prediction, target):
    r"""Log-cosh: $\ln\cosh r$, about $r^2/2$ near 0 and $|r| - \ln 2$ far out, with $r = p - y$.

    prediction, target: (n,) or (n, outputs); returns (n,).
    Near 0 it is $\ln(1 + 2\sinh^2(r/2))$, which keeps the digits that $\cosh r$ rounds away.
    """
    size = np.abs(_residual(prediction, target))
    near = np.minimum(size, 20.0)  # beyond, ln cosh r = |r| - ln 2 to the last digit
    return _per_example(np.log1p(2 * np.sinh(near / 2) ** 2) + (size - near))


def log_cosh_grad(prediction, target):
    r"""Gradient of log-cosh: $\tanh(p - y)$."""
    return np.tanh(_residual(prediction, target))


def quantile(prediction, target, tau=0.5):
    r"""Quantile (pinball) loss: $\tau r$ for $r \ge 0$, else $(\tau - 1) r$, with $r = y - p$.

    prediction, target: (n,) or (n, outputs); tau: the quantile wanted, between 0 and 1;
    returns (n,). Its best constant prediction is the tau-quantile of the targets.
    Koenker & Bassett (1978), https://doi.org/10.2307/1913643
    """
    r = -_residual(prediction, target)
    tau = _between_0_and_1("tau", tau)
    return _per_example(tau * np.maximum(r, 0.0) + (1 - tau) * np.maximum(-r, 0.0))


def quantile_grad(prediction, target, tau=0.5):
    r"""Gradient of the quantile loss: $-\tau$ below the target, $1 - \tau$ above it, $0$ at it."""
    r = -_residual(prediction, target)
    tau = _between_0_and_1("tau", tau)
    return (1 - tau) * np.heaviside(-r, 0.0) - tau * np.heaviside(r, 0.0)


def zero_one(logits, labels):
    """Zero-one loss: $1$ if the largest logit is not the label's, else $0$; the first wins a tie.

    logits: (..., classes); labels: integers (...); returns (...).
    """
    z = class_scores("logits", logits)
    wrong = (z.argmax(axis=-1) != class_labels(labels, z)).astype(z.dtype)
    return np.where(np.isnan(z).any(axis=-1), np.nan, wrong)[()]


def zero_one_grad(logits, labels):
    """Gradient of the zero-one loss: $0$ wherever it exists; there is nothing to descend."""
    z = class_scores("logits", logits)
    class_labels(labels, z)
    return np.where(np.isnan(z).any(axis=-1, keepdims=True), np.nan, np.zeros_like(z))


def binary_cross_entropy(probs, labels):
    r"""Binary cross-entropy: $-y \ln p - (1 - y) \ln(1 - p)$ with $0 \ln 0 = 0$, in nats.

    probs, labels: (n,) or (n, outputs), both within [0, 1]; returns (n,). Not clipped: a certain
    prediction that is wrong costs inf. Use `sigmoid_cross_entropy` wherever logits are at hand.
    """
    p, y = _probs_and_labels(probs, labels)
    with np.errstate(all="ignore"):
        true_part = np.where(y == 0, 0.0 * p, -y * np.log(p))
        false_part = np.where(y == 1, 0.0 * p, -(1 - y) * np.log1p(-p))
    return _per_example(true_part + false_part)


def binary_cross_entropy_grad(probs, labels):
    r"""Gradient of binary cross-entropy in p: $(p - y) / (p(1 - p))$; for hard labels
    $-1/p$ or $1/(1 - p)$."""
    p, y = _probs_and_labels(probs, labels)
    with np.errstate(all="ignore"):
        true_part = np.where(y == 0, 0.0 * p, y / p)
        false_part = np.where(y == 1, 0.0 * p, (1 - y) / (1 - p))
    return false_part - true_part


def sigmoid_cross_entropy(logits, labels):
    r"""Cross-entropy of a sigmoid output: $-y \ln\sigma(z) - (1 - y) \ln\sigma(-z)$, in nats.

    logits: (n,) or (n, outputs), any real numbers; labels: the same shape, within [0, 1];
    returns (n,). Exact for any logit, since neither logarithm is taken of a rounded number.
    """
    z, y = _logits_and_labels(logits, labels)
    with np.errstate(all="ignore"):
        shared = np.log1p(np.exp(-np.abs(z)))
        wrong_way = np.where(z > 0, 1 - y, y)  # the label's weight on the side z is not on
        return _per_example(shared + np.where(wrong_way == 0, 0.0, wrong_way * np.abs(z)))


def sigmoid_cross_entropy_grad(logits, labels):
    r"""Gradient of sigmoid cross-entropy: $\sigma(z) - y = (1 - y)\sigma(z) - y\,\sigma(-z)$.

    The second form does not subtract two numbers that are nearly 1.
    """
    z, y = _logits_and_labels(logits, labels)
    return (1 - y) * sigmoid(z) - y * sigmoid(-z)


def softmax_cross_entropy(logits, labels):
    r"""Cross-entropy of a softmax output: $-\ln s_y = \ln\sum_k e^{z_k} - z_y$, in nats.

    logits: (..., classes), any real numbers; labels: integers (...), counted from 0;
    returns (...). Also known as softmax loss, log-likelihood loss or log loss.
    Bridle (1990), https://doi.org/10.1007/978-3-642-76153-9_28
    """
    z = class_scores("logits", logits)
    y = class_labels(labels, z)[..., np.newaxis]
    d = shifted(z)
    return log1p_of_others(d) - np.take_along_axis(d, y, axis=-1)[..., 0]


def softmax_cross_entropy_grad(logits, labels):
    r"""Gradient of softmax cross-entropy: $s_i - 1$ for the label's class, $s_i$ for the others.

    $s_y - 1$ is computed as minus the sum of the other probabilities, which keeps its digits
    when $s_y$ is nearly 1.
    """
    z = class_scores("logits", logits)
    y = class_labels(labels, z)[..., np.newaxis]
    grad = softmax(z)
    np.put_along_axis(grad, y, 0.0, axis=-1)
    np.put_along_axis(grad, y, -grad.sum(axis=-1, keepdims=True), axis=-1)
    return grad


def _between_0_and_1(name, value):
    if not 0 < value < 1:
        raise ValueError(f"{name} must lie between 0 and 1, both excluded, but is {value!r}")
    return value


def _probs_and_labels(probs, labels):
    p, y = same_shape(probs, labels, ("probs", "labels"))
    within_unit_interval("probs", p)
    within_unit_interval("labels", y)
    return p, y


def _logits_and_labels(logits, labels):
    z, y = same_shape(logits, labels, ("logits", "labels"))
    within_unit_interval("labels", y)
    return z, y
