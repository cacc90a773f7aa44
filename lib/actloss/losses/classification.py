r"""Losses for classes: how surprised is the model by the label?

Losses that end in a sigmoid or softmax take logits, because the exact value cannot be had from the
rounded probability. Labels of several classes are integers (n,), counted from 0, or for
`softmax_cross_entropy` also soft: probabilities (n, classes); for a single output per class they
are 0 or 1 (or between), in the shape of the logits. Values are in nats.
"""

import numpy as np

from actloss._checks import bare, positive
from actloss._shift import below_top, exponentials, without_top
from actloss._types import Array
from actloss.losses._inputs import (
    class_logits,
    class_or_probs,
    gradient,
    logits,
    margins,
    per_example,
    probs,
)


@per_example(of=class_logits)
def zero_one(logits: Array, labels: Array) -> Array:
    """Zero-one loss: $1$ if the largest logit is not the label's, else $0$; the first wins a tie.

    >>> zero_one([[2.0, 1.0], [2.0, 1.0]], [0, 1])
    array([0., 1.])
    """
    return np.where(np.isnan(logits).any(axis=-1), np.nan, logits.argmax(axis=-1) != labels)


@gradient(of=class_logits)
def zero_one_grad(logits: Array, labels: Array) -> Array:
    """Gradient of the zero-one loss: $0$ wherever it exists; there is nothing to descend."""
    return np.where(np.isnan(logits).any(axis=-1, keepdims=True), np.nan, np.zeros_like(logits))


@per_example(of=margins)
def hinge(logits: Array, labels: Array) -> Array:
    r"""Hinge loss: $\max(0, 1 - yz)$ for labels $y = \pm 1$.

    Cortes & Vapnik (1995), https://doi.org/10.1007/BF00994018

    >>> hinge([2.0, 0.5, -1.0], [1, 1, 1])
    array([0. , 0.5, 2. ])
    """
    return np.maximum(1 - labels * logits, 0.0)


@gradient(of=margins)
def hinge_grad(logits: Array, labels: Array) -> Array:
    """Gradient of the hinge loss: $-y$ if $yz < 1$, else $0$."""
    return -labels * np.heaviside(1 - labels * logits, 0.0)


@per_example(of=probs)
def binary_cross_entropy(probs: Array, labels: Array) -> Array:
    r"""Binary cross-entropy: $-y \ln p - (1 - y) \ln(1 - p)$ with $0 \ln 0 = 0$.

    Not clipped: a certain prediction that is wrong costs inf. Use `sigmoid_cross_entropy` wherever
    logits are at hand.

    >>> binary_cross_entropy([0.9, 0.0], [1, 0]).round(4)
    array([0.1054, 0.    ])
    """
    true_part = np.where(labels == 0, 0.0 * probs, -labels * np.log(probs))
    false_part = np.where(labels == 1, 0.0 * probs, -(1 - labels) * np.log1p(-probs))
    return true_part + false_part


@gradient(of=probs)
def binary_cross_entropy_grad(probs: Array, labels: Array) -> Array:
    r"""Gradient of binary cross-entropy: $(1 - y)/(1 - p) - y/p$."""
    true_part = np.where(labels == 0, 0.0 * probs, labels / probs)
    false_part = np.where(labels == 1, 0.0 * probs, (1 - labels) / (1 - probs))
    return false_part - true_part


@per_example(of=logits, positive_weight=positive)
def sigmoid_cross_entropy(logits: Array, labels: Array, positive_weight: float = 1.0) -> Array:
    r"""Cross-entropy of a sigmoid output: $-w y \ln\sigma(z) - (1 - y) \ln\sigma(-z)$.

    positive_weight: $w$, how much more an example of class 1 counts.

    >>> sigmoid_cross_entropy([0.0, 40.0], [1, 1]).round(4)
    array([0.6931, 0.    ])
    """
    weight_1, weight_0 = positive_weight * labels, 1 - labels
    shared = (weight_1 + weight_0) * np.log1p(np.exp(-np.abs(logits)))
    wrong_side = np.where(logits > 0, weight_0, weight_1)
    return shared + np.where(wrong_side == 0, 0.0, wrong_side * np.abs(logits))


@gradient(of=logits, positive_weight=positive)
def sigmoid_cross_entropy_grad(logits: Array, labels: Array, positive_weight: float = 1.0) -> Array:
    r"""Gradient of sigmoid cross-entropy: $\sigma(z) - y$ (if $w = 1$), written as
    $(1 - y)\,\sigma(z) - w y\,\sigma(-z)$, which does not subtract two numbers near 1."""
    weight_1, weight_0 = positive_weight * labels, 1 - labels
    return weight_0 * sharp_sigmoid(logits) - weight_1 * sharp_sigmoid(-logits)


def sharp_sigmoid(z: Array) -> Array:
    """The sigmoid, to 2 units in the last place also where e is small: there e / (1 + e) is e minus
    a small part of e, and so rounded nearly once."""
    e = np.exp(-np.abs(z))
    share = np.maximum(e, z >= 0) / (1 + e)
    return np.where(z < -1.6, e - e * share, share)


@per_example(of=class_or_probs)
def softmax_cross_entropy(logits: Array, labels: Array) -> Array:
    r"""Cross-entropy of a softmax output: $-\ln s_y = \ln\sum_k e^{z_k} - z_y$.

    labels: integers (...), or soft labels (..., classes), each row the probabilities $p$ of the
    classes: then $-\sum_k p_k \ln s_k$.
    Also known as softmax loss, log-likelihood loss or log loss. The greatest exponential is 1 after
    the shift, so the logarithm of their sum is log1p of the others'.
    Bridle (1990), https://doi.org/10.1007/978-3-642-76153-9_28

    >>> softmax_cross_entropy([[0.0, 0.0], [0.0, 1000.0]], [0, 0]).round(4)
    array([6.931e-01, 1.000e+03])
    >>> softmax_cross_entropy([[0.0, 1000.0]], [[0.25, 0.75]])
    array([250.])
    """
    difference, dropped = below_top(logits)
    log_total = np.log1p(without_top(exponentials(difference, dropped), difference).sum(axis=-1))
    if labels.shape == logits.shape:
        surprise = (log_total[..., np.newaxis] - dropped) - difference
        return np.where(labels == 0, 0.0, labels * surprise).sum(axis=-1)
    at = at_labels(logits, labels)
    surprise = (log_total.ravel() - dropped.take(at)) - difference.take(at)
    return surprise.reshape(labels.shape)


@gradient(of=class_or_probs)
def softmax_cross_entropy_grad(logits: Array, labels: Array) -> Array:
    r"""Gradient of softmax cross-entropy: $s_i - 1$ for the label's class, $s_i$ for the others,
    and $s_i \sum_k p_k - p_i$ for soft labels.

    What would be subtracted from 1 is added up from the other classes instead, which keeps the
    digits near 0: $s_i (\sum_{k \ne i} p_k) - p_i (\sum_{k \ne i} s_k)$.
    """
    e = exponentials(*below_top(logits))
    probs = e / e.sum(axis=-1, keepdims=True)
    if labels.shape == logits.shape:
        return probs * sum_of_others(labels) - labels * sum_of_others(probs)
    return subtract_at(probs, at_labels(probs, labels))


def at_labels(array: Array, labels: Array) -> Array:
    """Where in `array` (..., classes), counted row after row, the labels' entries are."""
    starts = np.arange(0, array.size, array.shape[-1])
    return (starts + labels.ravel()).astype(np.intp, copy=False)  # `put` wants it, on 32 bits too


def subtract_at(probs: Array, at: Array) -> Array:
    """s - y, in place: $s_y - 1$ is minus the sum of the others, which keeps its digits near 0."""
    probs.put(at, 0.0)
    probs.put(at, -np.add.reduce(probs, axis=-1))
    return probs


def sum_of_others(x: Array) -> Array:
    """For each entry the sum of the others of its row: not the total less the entry where that one
    is the greatest, since little might be left."""
    greatest = x.argmax(axis=-1)[..., np.newaxis] == np.arange(x.shape[-1])
    others = np.where(greatest, 0.0, x).sum(axis=-1, keepdims=True)
    return np.where(greatest, others, x.sum(axis=-1, keepdims=True) - x)


def softmax_loss_and_grad(logits: Array, labels: Array) -> tuple[Array, Array]:
    """Both at once for training: shares the exponentials and leaves the shift's last digit."""
    if labels.shape == logits.shape:
        return bare(softmax_cross_entropy)(logits, labels), bare(softmax_cross_entropy_grad)(
            logits, labels
        )
    at = at_labels(logits, labels)
    difference = logits - np.maximum.reduce(logits, axis=-1, keepdims=True)
    probs = np.exp(difference)
    total = np.add.reduce(probs, axis=-1, keepdims=True)
    probs /= total
    values = np.log(total[..., 0]) - difference.take(at).reshape(labels.shape)
    return values, subtract_at(probs, at)
