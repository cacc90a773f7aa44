"""How good is it? Numbers for people, where losses are numbers for the gradient.

Every metric misleads somewhere; its docstring says where. Data must be finite.
"""

from typing import Any

import numpy as np

from actloss._checks import (
    class_labels,
    count,
    distribution,
    finite,
    real_array,
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
    predicted, labels = np.asarray(predicted), np.asarray(labels)
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
    classes = greatest + 1 if classes is None else count("classes", classes)
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
        probs = np.stack([1 - probs, probs], axis=1)
    probs = distribution("probs", probs)
    if probs.ndim != 2:
        raise ValueError(f"probs must be (n, classes) or (n,), but have shape {probs.shape}")
    predicted, labels = _labels(probs.argmax(axis=1), labels)
    class_labels(labels, probs)
    confidence, right = probs.max(axis=1), predicted == labels
    which = np.minimum((confidence * count("bins", bins)).astype(int), bins - 1)
    gap = np.bincount(which, confidence - right, minlength=bins)
    return float(np.abs(gap).sum() / len(labels))


def mean_absolute_error(prediction: ArrayLike, target: ArrayLike) -> float:
    """MAE: mean of $|p - y|$, in the units of the target. Says nothing of rare, great errors.

    >>> mean_absolute_error([1.0, 2.0], [1.0, 4.0])
    1.0
    """
    return float(np.mean(np.abs(_residuals(prediction, target))))


def root_mean_squared_error(prediction: ArrayLike, target: ArrayLike) -> float:
    r"""RMSE: $\sqrt{\text{mean}(p - y)^2}$, in the units of the target. A single outlier rules it.

    >>> round(root_mean_squared_error([1.0, 2.0], [1.0, 4.0]), 3)
    1.414
    """
    return float(np.sqrt(np.mean(_residuals(prediction, target) ** 2)))


def r_squared(prediction: ArrayLike, target: ArrayLike) -> float:
    r"""R²: $1 - \sum (p - y)^2 / \sum (y - \bar y)^2$; 1 is perfect, 0 is no better than the mean.

    It is negative for what is worse than the mean. Misleads between data sets: a wider range of
    targets raises it at the same errors. On training data it never falls when a feature is added.

    >>> round(r_squared([1.0, 2.0, 3.0], [1.0, 2.0, 4.0]), 3)
    0.786
    """
    residuals = _residuals(prediction, target)
    target = np.asarray(target)
    spread = np.sum((target - np.mean(target)) ** 2)
    if np.ptp(target) == 0:
        raise ValueError("target must vary for R² to be defined, but all its values are equal")
    return float(1 - np.sum(residuals**2) / spread)


def mean_absolute_percentage_error(prediction: ArrayLike, target: ArrayLike) -> float:
    r"""MAPE: mean of $|p - y| / |y|$, as a share (0.1 is 10 %).

    Undefined where a target is 0 and enormous near it. It favours predictions that are too small:
    those cost at most 1, those that are too great cost without bound.

    >>> round(mean_absolute_percentage_error([9.0, 12.0], [10.0, 10.0]), 3)
    0.15
    """
    residuals = _residuals(prediction, target)
    if not np.all(target):
        raise ValueError("target must not hold 0 for MAPE; use mean_absolute_error instead")
    return float(np.mean(np.abs(residuals / np.asarray(target))))


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
    array = finite(name, labels)
    if not (array == np.round(array)).all():
        raise ValueError(
            f"{name} must be whole numbers, one class each, but hold {array[array % 1 != 0][0]:g}; "
            "turn probabilities into classes with probs > 0.5 or argmax(axis=-1)"
        )
    return array.astype(int)


def _residuals(prediction: ArrayLike, target: ArrayLike) -> Array:
    prediction, target = real_array("prediction", prediction), real_array("target", target)
    if prediction.shape != target.shape or target.size == 0:
        raise ValueError(
            "prediction and target must have the same shape and not be empty, but have "
            f"{prediction.shape} and {target.shape}"
        )
    if not (np.isfinite(prediction).all() and np.isfinite(target).all()):
        raise ValueError("prediction and target must be finite, but hold nan or inf; remove those")
    return prediction - target


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
