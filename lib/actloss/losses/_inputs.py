"""What a loss asks of its input. The formulas themselves then hold nothing but mathematics.

`@per_example(of=values)` makes a loss of a formula: it checks and converts both arguments and sums
over the outputs of one example. `@gradient(of=values)` does the same for a gradient, without the
sum. Checks of parameters follow: `delta=positive`. The bare formula stays within reach as
`function.__wrapped__`, for training, which checks its data once.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from actloss._checks import (
    Check,
    any_array,
    class_labels,
    class_scores,
    distribution,
    numbers,
    public,
    real_array,
    same_shape,
    within_unit_interval,
)
from actloss._types import Array, ArrayLike

Inputs = Callable[[ArrayLike, ArrayLike], tuple[Array, Array]]
Formula = Callable[..., Any]
Public = Callable[..., Any]


def values(prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    """Predictions and targets in the same units and of the same shape."""
    return same_shape(prediction, target)


def counts(log_rates: ArrayLike, counts: ArrayLike) -> tuple[Array, Array]:
    """Logarithms of rates and counts of at least 0, of the same shape."""
    log_rates, counts = same_shape(log_rates, counts, ("log_rates", "counts"))
    least = np.nanmin(counts, initial=0.0)
    if least < 0:
        raise ValueError(f"counts must be at least 0, but hold {least:g}; count from 0")
    return log_rates, counts


def normals(prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    """Means and logarithms of spreads (..., 2), and targets (...) or one for all."""
    prediction, target = real_array("prediction", prediction), real_array("target", target)
    if prediction.ndim == 0 or prediction.shape[-1] != 2:
        raise ValueError(
            "prediction must hold a mean and the logarithm of a spread along its last axis, 2 "
            f"values, but has shape {prediction.shape}; give the network two outputs"
        )
    if target.ndim and target.shape != prediction.shape[:-1]:
        raise ValueError(
            f"target must have shape {prediction.shape[:-1]}, one value per mean of the "
            f"prediction {prediction.shape}, but has shape {target.shape}; reshape it"
        )
    return prediction, target


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


def class_or_probs(logits: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    """Logits (..., classes) and labels: integers (...), or probabilities (..., classes)."""
    logits, labels = class_scores("logits", logits), any_array("labels", labels)
    if labels.shape == logits.shape:
        return logits, distribution("labels", labels)
    return logits, class_labels(labels, logits)


def per_example(of: Inputs, **checks: Check) -> Callable[[Formula], Public]:
    """Make a loss of a formula; `of` checks its two arguments."""

    def total(values: Array, prediction: Array, target: Array) -> Array:
        """One value per example: if there is still one per output, their sum."""
        per_output = 1 < values.ndim == max(prediction.ndim, target.ndim)
        return values.sum(axis=-1) if per_output else values

    return lambda formula: public(formula, of, total, checks)


def gradient(of: Inputs, **checks: Check) -> Callable[[Formula], Public]:
    """Make a gradient of a formula; `of` checks its two arguments."""
    return lambda formula: public(formula, of, lambda grad, *arrays: grad, checks)


def class_weights(name: str, value: Any) -> Array | None:
    """One weight of at least 0 per class; None stands for equal ones."""
    if value is None:
        return None
    weights = numbers(name, value)
    if np.ndim(weights) != 1 or np.size(weights) == 0 or np.min(weights) < 0 or not np.any(weights):
        raise ValueError(
            f"{name} must be numbers of at least 0, one per class, not all 0, but are {value!r}; "
            "equal weights are None"
        )
    return np.asarray(weights)


def weights_of_labels(labels: ArrayLike, class_weights: Array | None) -> Array:
    """The weight of each label's class."""
    labels = any_array("labels", labels)
    return np.ones(labels.shape) if class_weights is None else class_weights[labels]
