"""How good is it? Numbers for people, where losses are numbers for the gradient.

Every metric misleads somewhere; its docstring says where. Data must be finite. Sums are exact
(`math.fsum`), and what is summed is split into mantissa and exponent, so that nothing overflows or
underflows on the way.
"""

import math
from operator import lshift, mul, sub
from typing import Any

import numpy as np

from actloss._checks import (
    any_array,
    class_labels,
    count,
    distribution,
    finite,
    real_array,
    wide,
    within_unit_interval,
)
from actloss._types import Array, ArrayLike


def accuracy(predicted: ArrayLike, labels: ArrayLike) -> Any:
    """Share of the predicted labels that are right.

    predicted, labels: classes (n,), for many runs predicted (runs, n); returns a number, or
    (runs,). Misleads where classes are rare: if 95 % are of one class, naming it always scores .95.

    >>> round(accuracy([0, 1, 1], [0, 1, 0]), 3)
    0.667
    """
    predicted, labels = any_array("predicted", predicted), any_array("labels", labels)
    if labels.ndim != 1 or labels.size == 0 or predicted.shape[-1:] != labels.shape:
        raise ValueError(
            "predicted and labels must be class labels of the same shape (n,), but have "
            f"{predicted.shape} and {labels.shape}; turn logits into labels with argmax(axis=1)"
        )
    share = np.mean(_whole("predicted", predicted) == _whole("labels", labels), axis=-1)
    return share if share.ndim else float(share)


def confusion_matrix(predicted: ArrayLike, labels: ArrayLike, classes: int | None = None) -> Array:
    """How many examples of each true class (rows) were given each predicted class (columns).

    predicted, labels: integers (n,); classes: how many there are, unless all occur.
    Misleads who expects rows to be predicted, as in some books; and counts of a rare class look
    small whatever its recall is.

    >>> confusion_matrix([0, 1, 1], [0, 1, 0])
    array([[1, 1],
           [0, 1]])
    """
    predicted, labels = _labels(predicted, labels)
    greatest = max(predicted.max(), labels.max())
    if greatest >= 10_000 or (classes is not None and count("classes", classes) > 10_000):
        raise ValueError(
            "predicted and labels must be classes numbered from 0 without gaps, at most 10000, but "
            f"reach {greatest} with classes = {classes}; np.unique(labels, return_inverse=True) "
            "numbers them"
        )
    classes = greatest + 1 if classes is None else int(classes)
    if greatest >= classes:
        raise ValueError(
            f"predicted and labels must lie in 0..{classes - 1} for {classes} classes, but reach "
            f"{greatest}; count classes from 0"
        )
    return np.bincount(labels * classes + predicted, minlength=classes**2).reshape(classes, classes)


def recall(predicted: ArrayLike, labels: ArrayLike, classes: int | None = None) -> Array:
    """For each class, the share of its examples that were found; nan for a class without any.

    Misleads alone: whoever names a class always has its recall at 1.

    >>> recall([0, 1, 1], [0, 1, 0])
    array([0.5, 1. ])
    """
    table = confusion_matrix(predicted, labels, classes)
    return _ratio(table.diagonal(), table.sum(axis=1))


def precision(predicted: ArrayLike, labels: ArrayLike, classes: int | None = None) -> Array:
    """For each class, the share of right ones among the examples named so; nan if none was.

    Misleads alone: naming a class once, where it is certain, has precision 1. It changes with how
    frequent the class is, so it cannot be compared between data sets.

    >>> precision([0, 1, 1], [0, 1, 0])
    array([1. , 0.5])
    """
    table = confusion_matrix(predicted, labels, classes)
    return _ratio(table.diagonal(), table.sum(axis=0))


def calibration_error(probs: ArrayLike, labels: ArrayLike, bins: int = 10) -> float:
    """Expected calibration error: mean distance of confidence and accuracy, by confidence.

    probs: (n, classes), or (n,) the probability of class 1; labels: integers (n,).
    Misleads on small data: with few examples in a bin, chance alone makes a distance; and a model
    that gives everyone the class's frequency is perfectly calibrated and useless.
    Guo et al. (2017), https://arxiv.org/abs/1706.04599

    >>> round(calibration_error([[0.9, 0.1], [0.8, 0.2]], [0, 1]), 3)
    0.45
    """
    probs = finite("probs", probs)
    within_unit_interval("probs", probs)
    if probs.ndim == 1:
        predicted = (probs > 0.5).astype(int)
        # Of a rounded 1 - p little would be left beside 1: the sums get the 1 and the -p.
        parts = [1 - predicted, np.where(predicted, 1, -1) * wide(probs)]
    else:
        probs = distribution("probs", probs)
        if probs.ndim != 2:
            raise ValueError(f"probs must be (n, classes) or (n,), but have shape {probs.shape}")
        predicted = probs.argmax(axis=1)
        parts = [np.zeros(len(probs)), wide(probs).max(axis=1)]
    predicted, labels = _labels(predicted, labels)
    class_labels(labels, probs if probs.ndim == 2 else np.empty((len(probs), 2)))
    confidence, right = parts[0] + parts[1], predicted == labels
    which = np.minimum(np.floor(confidence * count("bins", bins)), bins - 1)
    gaps = [
        math.fsum(np.concatenate([parts[0][i], parts[1][i], -right[i].astype(float)]).tolist())
        for i in (which == bin for bin in np.unique(which))
    ]
    return math.fsum(map(abs, gaps)) / len(labels)


def mean_absolute_error(prediction: ArrayLike, target: ArrayLike) -> float:
    """MAE: mean of $|p - y|$, in the units of the target. Says nothing of rare, great errors.

    >>> mean_absolute_error([1.0, 2.0], [1.0, 4.0])
    1.0
    """
    residuals, exponents, _ = _residuals(prediction, target)
    return _mean(np.abs(residuals), exponents)


def root_mean_squared_error(prediction: ArrayLike, target: ArrayLike) -> float:
    r"""RMSE: $\sqrt{\text{mean}(p - y)^2}$, in the units of the target. A single outlier rules it.

    >>> round(root_mean_squared_error([1.0, 2.0], [1.0, 4.0]), 3)
    1.414
    """
    residuals, exponents, _ = _residuals(prediction, target)
    return _mean(residuals**2, 2 * exponents, root=True)


def r_squared(prediction: ArrayLike, target: ArrayLike) -> float:
    r"""R²: $1 - \sum (p - y)^2 / \sum (y - \bar y)^2$; 1 is perfect, 0 is no better than the mean.

    It is negative for what is worse than the mean. Misleads between data sets: a wider range of
    targets raises it at the same errors. On training data it never falls when a feature is added.

    >>> round(r_squared([1.0, 2.0, 3.0], [1.0, 2.0, 4.0]), 3)
    0.786
    """
    prediction, target = _pair(prediction, target)
    if target.min() == target.max():
        raise ValueError("target must vary for R² to be defined, but all its values are equal")
    numbers = _whole_numbers(np.concatenate([prediction, target], axis=None))
    n = len(numbers) // 2
    p, y = numbers[:n], numbers[n:]
    residuals = list(map(sub, p, y))
    errors = n * sum(map(mul, residuals, residuals))
    spread = n * sum(map(mul, y, y)) - sum(y) ** 2
    try:
        return (spread - errors) / spread
    except OverflowError:
        return -math.inf


def mean_absolute_percentage_error(prediction: ArrayLike, target: ArrayLike) -> float:
    r"""MAPE: mean of $|p - y| / |y|$, as a share (0.1 is 10 %).

    Undefined where a target is 0 and enormous near it. It favours predictions that are too small:
    those cost at most 1, those that are too great cost without bound.

    >>> round(mean_absolute_percentage_error([9.0, 12.0], [10.0, 10.0]), 3)
    0.15
    """
    residuals, exponents, target = _residuals(prediction, target)
    if not np.all(target):
        raise ValueError("target must not hold 0 for MAPE; use mean_absolute_error instead")
    sizes, of_sizes = np.frexp(target)
    return _mean(np.abs(residuals / sizes), exponents - of_sizes)


def _labels(predicted: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    accuracy(predicted, labels)  # for its checks
    predicted, labels = _whole("predicted", predicted), _whole("labels", labels)
    if predicted.ndim != 1 or min(predicted.min(), labels.min()) < 0:
        raise ValueError(
            "predicted and labels must be (n,) and count the classes from 0, but have shapes "
            f"{predicted.shape} and {labels.shape} and reach {min(predicted.min(), labels.min())}; "
            "turn labels of -1 and 1 into (labels + 1) // 2"
        )
    return predicted, labels


def _whole(name: str, labels: ArrayLike) -> Array:
    """Class labels as integers; whole numbers of any type are taken."""
    array = wide(finite(name, labels))
    if not (array == np.round(array)).all():
        raise ValueError(
            f"{name} must be whole numbers, one class each, but hold {array[array % 1 != 0][0]:g}; "
            "turn probabilities into classes with probs > 0.5 or argmax(axis=-1)"
        )
    if np.abs(array).max(initial=0) > 2**53:
        raise ValueError(f"{name} must be class numbers, but reach {np.abs(array).max():g}")
    return array.astype(np.int64)


def _pair(prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    """Both as finite arrays of one shape, float64 or longer."""
    prediction, target = real_array("prediction", prediction), real_array("target", target)
    if prediction.shape != target.shape or target.size == 0:
        raise ValueError(
            "prediction and target must have the same shape and not be empty, but have "
            f"{prediction.shape} and {target.shape}"
        )
    return wide(finite("prediction", prediction)), wide(finite("target", target))


def _residuals(prediction: ArrayLike, target: ArrayLike) -> tuple[Array, Array, Array]:
    """p - y as mantissas and exponents of 2, and the targets."""
    prediction, target = _pair(prediction, target)
    with np.errstate(all="ignore"):
        residuals = prediction - target
        fits = bool(np.isfinite(residuals).all())
        mantissas, exponents = np.frexp(residuals if fits else prediction / 2 - target / 2)
    return mantissas, exponents + (not fits), target


def _mean(mantissas: Array, exponents: Array, root: bool = False) -> float:
    """Mean of mantissa · 2^exponent, or its square root; the exponents of squares are even."""
    top = exponents[mantissas != 0].max(initial=np.iinfo(exponents.dtype).min // 4)
    with np.errstate(all="ignore"):
        mean = math.fsum(np.ldexp(mantissas, exponents - top).ravel().tolist()) / mantissas.size
        return float(np.ldexp(math.sqrt(mean), top // 2) if root else np.ldexp(mean, top))


def _whole_numbers(values: Array) -> list[int]:
    """The values times a power of 2 that makes them all whole: sums of these are exact."""
    mantissas, exponents = np.frexp(values)
    whole = np.ldexp(mantissas, np.finfo(values.dtype).nmant + 1)
    shifts = exponents - exponents.min()
    return list(map(lshift, map(int, whole.tolist()), shifts.tolist()))


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
