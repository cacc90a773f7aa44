r"""Variants of the softmax and sigmoid losses, for classes that are rare, labels that are soft,
examples that are easy, and classes that should lie further apart."""

from typing import Any

import numpy as np

from actloss._checks import (
    bare,
    between_0_and_1,
    class_labels,
    class_scores,
    count,
    evaluate,
    not_negative,
    positive_number,
    real_array,
    same_shape,
    wide,
)
from actloss._shift import below_top, exponentials, without_top
from actloss._types import Array, ArrayLike
from actloss.activations import sigmoid, softplus
from actloss.losses._inputs import (
    class_logits,
    class_weights,
    gradient,
    per_example,
    weights_of_labels,
)
from actloss.losses.classification import (
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
)
from actloss.probability import _log_softmax, _softmax

sigmoid, softplus = bare(sigmoid), bare(softplus)
bare_cross_entropy = bare(softmax_cross_entropy)
bare_cross_entropy_grad = bare(softmax_cross_entropy_grad)


def teacher_logits(logits: ArrayLike, teacher: ArrayLike) -> tuple[Array, Array]:
    """Logits of student and teacher, both (n, classes)."""
    logits, teacher = class_scores("logits", logits), class_scores("teacher logits", teacher)
    return same_shape(logits, teacher, ("logits", "teacher logits"))


def hard_logits(logits: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    """One logit per output and labels that are 0 or 1, of the same shape."""
    logits, labels = same_shape(logits, labels, ("logits", "labels"))
    bad = labels[(labels != 0) & (labels != 1) & ~np.isnan(labels)]
    if bad.size:
        raise ValueError(
            f"labels must be 0 or 1, but hold {bad.flat[0]:g}; "
            "sigmoid_cross_entropy takes labels between them"
        )
    return logits, labels


def balance_or_none(name: str, value: Any) -> Any:
    """A weight between 0 and 1, or None, which weighs no class."""
    return None if value is None else between_0_and_1(name, value)


def balanced(labels: Array, balance: float | None) -> Any:
    """The weight of each label: `balance` for 1, the rest for 0."""
    return 1.0 if balance is None else np.where(labels == 0, 1 - balance, balance)


@per_example(of=class_logits, class_weights=class_weights)
def weighted_softmax_cross_entropy(
    logits: Array, labels: Array, class_weights: Array | None = None
) -> Array:
    r"""Softmax cross-entropy times the weight of the label's class: $-w_y \ln s_y$.

    class_weights: (classes,), at least 0. The mean divides by the sum of the weights.

    >>> weighted_softmax_cross_entropy([[0.0, 0.0]] * 2, [0, 1], class_weights=[1, 3]).round(3)
    array([0.693, 2.079])
    """
    weights = weights_of_labels(labels, class_weights)
    return weights * bare_cross_entropy(logits, labels)


@gradient(of=class_logits, class_weights=class_weights)
def weighted_softmax_cross_entropy_grad(
    logits: Array, labels: Array, class_weights: Array | None = None
) -> Array:
    r"""Gradient of the weighted loss: $w_y (s_i - y_i)$."""
    weights = weights_of_labels(labels, class_weights)
    return weights[..., np.newaxis] * bare_cross_entropy_grad(logits, labels)


@per_example(of=class_logits, smoothing=between_0_and_1)
def label_smoothed_cross_entropy(logits: Array, labels: Array, smoothing: float = 0.1) -> Array:
    r"""Label smoothing: $-(1 - \epsilon)\ln s_y - (\epsilon/K) \sum_k \ln s_k$.

    smoothing: $\epsilon$, between 0 and 1; $K$ is the number of classes.
    Szegedy et al. (2016), https://arxiv.org/abs/1512.00567

    >>> label_smoothed_cross_entropy([[0.0, 2.0]], [1], smoothing=0.1).round(3)
    array([0.227])
    """
    hard = bare_cross_entropy(logits, labels)
    difference, dropped = below_top(logits)
    log_total = np.log1p(without_top(exponentials(difference, dropped), difference).sum(axis=-1))
    return (1 - smoothing) * hard + smoothing * (log_total - (difference + dropped).mean(axis=-1))


@gradient(of=class_logits, smoothing=between_0_and_1)
def label_smoothed_cross_entropy_grad(
    logits: Array, labels: Array, smoothing: float = 0.1
) -> Array:
    r"""Gradient of the smoothed loss: $s_i - (1 - \epsilon)\,y_i - \epsilon/K$."""
    e = exponentials(*below_top(logits))
    even = e / e.sum(axis=-1, keepdims=True) - 1 / logits.shape[-1]
    return (1 - smoothing) * bare_cross_entropy_grad(logits, labels) + smoothing * even


@per_example(of=hard_logits, gamma=not_negative, balance=balance_or_none)
def focal(logits: Array, labels: Array, gamma: float = 2.0, balance: float | None = None) -> Array:
    r"""Focal loss: cross-entropy times $q^\gamma$, where $q$ is the probability given to the wrong
    class; easy examples count less.

    labels: 0 or 1. gamma: how much less, at least 0, which gives cross-entropy. balance: the
    paper's $\alpha$ between 0 and 1, a factor of the examples of class 1; the others get
    $1 - \alpha$. None weighs neither.
    Lin et al. (2017), https://arxiv.org/abs/1708.02002

    >>> focal([0.0, 3.0], [1, 1]).round(4)
    array([1.733e-01, 1.000e-04])
    """
    margin = (2 * labels - 1) * logits
    return balanced(labels, balance) * sigmoid(-margin) ** gamma * softplus(-margin)


@gradient(of=hard_logits, gamma=not_negative, balance=balance_or_none)
def focal_grad(
    logits: Array, labels: Array, gamma: float = 2.0, balance: float | None = None
) -> Array:
    r"""Gradient of the focal loss: $-(2y - 1)\,q^\gamma\,(\gamma(1 - q)\ell + q)$ with the
    cross-entropy $\ell$, times the class's weight."""
    sign = 2 * labels - 1
    margin = np.maximum(sign * logits, -800.0)  # beyond, 1 - q is 0, but 0 · inf would be nan
    q = sigmoid(-margin)
    easy = gamma * sigmoid(margin) * softplus(-margin)
    return -sign * balanced(labels, balance) * q**gamma * (easy + q)


@per_example(of=teacher_logits, temperature=positive_number)
def distillation(logits: Array, teacher: Array, temperature: float = 1.0) -> Array:
    r"""Distillation: $T^2\,\mathrm{KL}(p \,\|\, s)$, where $p = \mathrm{softmax}(v/T)$ comes from
    the teacher's logits $v$ and $s = \mathrm{softmax}(z/T)$ from the student's $z$.

    temperature: $T > 0$; above 1 it shows the student which wrong classes the teacher finds likely.
    The factor $T^2$ keeps the gradient's size when $T$ changes.
    Hinton et al. (2015), https://arxiv.org/abs/1503.02531

    >>> distillation([[1.0, 2.0]], [[1.0, 2.0]], temperature=4.0)
    array([0.])
    """
    believed, taught = _log_softmax(logits / temperature), _log_softmax(teacher / temperature)
    p = np.exp(taught)
    return temperature**2 * np.where(p == 0, 0.0, p * (taught - believed)).sum(axis=-1)


@gradient(of=teacher_logits, temperature=positive_number)
def distillation_grad(logits: Array, teacher: Array, temperature: float = 1.0) -> Array:
    r"""Gradient of distillation: $T(s_i - p_i)$."""
    return temperature * (_softmax(logits / temperature) - _softmax(teacher / temperature))


def large_margin_softmax(
    features: ArrayLike, weights: ArrayLike, labels: ArrayLike, margin: int = 2
) -> Array:
    r"""L-softmax: softmax cross-entropy of the logits $z_j = |w_j||x| \cos\theta_j$, with the
    label's $\cos\theta$ replaced by the smaller $\psi(\theta) = (-1)^k \cos m\theta - 2k$, where
    $k\pi/m \le \theta \le (k+1)\pi/m$.

    features: (n, d), no row all 0; weights: (d, classes), no column all 0; labels: integers (n,);
    margin: $m$, a whole number of at least 1, where 1 is plain softmax. Returns (n,).
    Not in LOSSES, since it needs the last layer's input and weights and not their product.
    Liu et al. (2016), https://arxiv.org/abs/1612.02295

    >>> large_margin_softmax([[1.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]], [0], margin=2).round(3)
    array([1.313])
    """
    x, w, labels = _margin_inputs(features, weights, labels, margin)

    def loss(x: Array, w: Array) -> Array:
        logits, *_ = _margin_logits(x, w, labels, margin)
        return bare_cross_entropy(logits, labels)

    return evaluate(loss, [x, w], x.dtype)


def large_margin_softmax_grad(
    features: ArrayLike, weights: ArrayLike, labels: ArrayLike, margin: int = 2
) -> tuple[Array, Array]:
    r"""Gradients of L-softmax in the features (n, d) and in the weights (d, classes), summed over
    the examples for the weights."""
    x, w, labels = _margin_inputs(features, weights, labels, margin)
    x_type, w_type, x, w = x.dtype, w.dtype, wide(x), wide(w)
    rows = np.arange(len(labels))
    with np.errstate(all="ignore"):
        logits, slope_x, slope_w = _margin_logits(x, w, labels, margin)
        others = bare_cross_entropy_grad(logits, labels)
        of_label = others[rows, labels][:, np.newaxis]
        others[rows, labels] = 0.0
        features_grad = others @ w.T + of_label * slope_x
        weights_grad = x.T @ others
        np.add.at(weights_grad.T, labels, of_label * slope_w)
        return features_grad.astype(x_type), weights_grad.astype(w_type)


def _margin_inputs(
    features: ArrayLike, weights: ArrayLike, labels: ArrayLike, margin: int
) -> tuple[Array, Array, Array]:
    """Features (n, d), weights (d, classes) and labels (n,) that have angles between them."""
    x, w = real_array("features", features), real_array("weights", weights)
    if x.ndim != 2 or w.ndim != 2 or x.shape[1] != w.shape[0]:
        raise ValueError(
            "features (n, d) and weights (d, classes) must share d, but have shapes "
            f"{x.shape} and {w.shape}; transpose one of them"
        )
    count("margin", margin)
    labels = class_labels(labels, class_scores("weights", np.empty((len(x), w.shape[1]))))
    if not x.any(axis=1).all() or not w.any(axis=0).all():
        raise ValueError(
            "no row of features and no column of weights may be all 0, since it has no angle; "
            "leave such examples out, and draw the weights at random"
        )
    return x, w, labels


def _margin_logits(x: Array, w: Array, labels: Array, margin: int) -> tuple[Array, Array, Array]:
    r"""The logits with the label's replaced, and the slopes of the label's in x and in w_y.

    The label's logit is $f = |w||x|\,g(c)$ with $c = \cos\theta = wx/(|w||x|)$ and
    $g(c) = (-1)^k \cos(m \arccos c) - 2k$, whose derivative is
    $(-1)^k m \sin(m\theta)/\sin\theta$.
    """
    # Lengths are of rows and columns that were brought near 1: no square overflows.
    _, of_x = np.frexp(np.abs(x).max(axis=1, keepdims=True))
    _, of_w = np.frexp(np.abs(w).max(axis=0, keepdims=True))
    x, w = np.ldexp(x, -of_x), np.ldexp(w, -of_w)
    logits = np.ldexp(x @ w, of_x + of_w)
    w_y = w.T[labels]
    of_w = of_w.T[labels]
    size_x = np.linalg.norm(x, axis=1, keepdims=True)
    size_w = np.linalg.norm(w_y, axis=1, keepdims=True)
    cosine = np.clip((x * w_y).sum(axis=1, keepdims=True) / (size_x * size_w), -1.0, 1.0)
    angle = np.arccos(cosine)
    k = np.minimum(np.floor(margin * angle / np.pi), margin - 1)
    sign = 1 - 2 * (k % 2)
    g = sign * np.cos(margin * angle) - 2 * k
    sine = np.sin(angle)
    at_end = np.abs(sine) < 1e-8  # θ = 0 or π, where the quotient tends to m
    quotient = sign * np.sin(margin * angle) / np.where(at_end, 1.0, sine)
    slope = margin * np.where(at_end, float(margin), quotient)
    rows = np.arange(len(x))
    logits[rows, labels] = np.ldexp(size_x * size_w * g, of_x + of_w)[:, 0]
    slope_x = size_w * g * x / size_x + slope * (w_y - cosine * size_w * x / size_x)
    slope_w = size_x * g * w_y / size_w + slope * (x - cosine * size_x * w_y / size_w)
    return logits, np.ldexp(slope_x, of_w), np.ldexp(slope_w, of_x)
