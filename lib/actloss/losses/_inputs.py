"""What a loss asks of its input. The formulas themselves then hold nothing but mathematics.

`@per_example(of=values)` makes a loss of a formula: it checks and converts both arguments and sums
over the outputs of one example. `@gradient(of=values)` does the same for a gradient, without the
sum. The bare formula stays within reach as `function.__wrapped__`, for training, which checks its
data once.
"""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from actloss._checks import (
    class_labels,
    class_scores,
    evaluate,
    real_array,
    same_shape,
    within_unit_interval,
)
from actloss._types import Array, ArrayLike

Check = Callable[[ArrayLike, ArrayLike], tuple[Array, Array]]
Formula = Callable[..., Any]
Public = Callable[..., Any]


def values(prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    """Predictions and targets in the same units and of the same shape."""
    return same_shape(prediction, target)


def probs(probs: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    """Probabilities and labels within [0, 1], of the same shape."""
    probs, labels = same_shape(probs, labels, ("probs", "labels"))
    within_unit_interval("probs", probs)
    within_unit_interval("labels", labels)
    return probs, labels


def logits(logits: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    """One logit per output and labels within [0, 1], of the same shape."""
    logits, labels = same_shape(logits, labels, ("logits", "labels"))
    within_unit_interval("labels", labels)
    return logits, labels


def margins(logits: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    """One score per output and labels that are -1 or 1, of the same shape."""
    logits, labels = same_shape(logits, labels, ("logits", "labels"))
    bad = labels[(np.abs(labels) != 1) & ~np.isnan(labels)]
    if bad.size:
        raise ValueError(
            f"labels must be -1 or 1, but hold {bad.flat[0]:g}; turn 0 and 1 into 2 * labels - 1"
        )
    return logits, labels


def class_logits(logits: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    """Logits (..., classes) and integer labels (...)."""
    logits = class_scores("logits", logits)
    return logits, class_labels(labels, logits)


def per_example(of: Check) -> Callable[[Formula], Public]:
    """Make a loss of a formula; `of` checks its two arguments."""

    def decorate(formula: Formula) -> Public:
        @functools.wraps(formula)
        def loss(prediction: ArrayLike, target: ArrayLike, *args: Any, **params: Any) -> Any:
            prediction, target = of(prediction, target)
            value = evaluate(formula, (prediction, target), prediction.dtype, args, params)
            return (value.sum(axis=-1) if 1 < value.ndim == prediction.ndim else value)[()]

        return loss

    return decorate


def gradient(of: Check) -> Callable[[Formula], Public]:
    """Make a gradient of a formula; `of` checks its two arguments."""

    def decorate(formula: Formula) -> Public:
        @functools.wraps(formula)
        def grad(prediction: ArrayLike, target: ArrayLike, *args: Any, **params: Any) -> Any:
            prediction, target = of(prediction, target)
            return evaluate(formula, (prediction, target), prediction.dtype, args, params)[()]

        return grad

    return decorate


def checked_weights(weights: ArrayLike | None, classes: int) -> Array:
    """One weight of at least 0 per class; None gives every class 1."""
    if weights is None:
        return np.ones(classes)
    weights = real_array("class_weights", weights)
    if weights.shape != (classes,) or not (weights >= 0).all() or not 0 < weights.max() < np.inf:
        raise ValueError(
            f"class_weights must be {classes} numbers of at least 0, one per class, not all 0, "
            f"but are {weights}; equal weights are None"
        )
    return weights
