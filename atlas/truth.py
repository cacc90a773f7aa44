"""What the course's functions are at the questions' inputs, by mpmath with 50 digits.

The formulas are those that the library is tested against (tests/library/reference.py). At a kink
the slope is the library's, the subgradient of least magnitude; so are limits at infinity.
"""

import sys
from functools import cache
from pathlib import Path

import numpy as np
from mpmath import mp

import actloss as al
from actloss.catalogue import get_activation, get_loss
from atlas.asking.questions import CLASS_WEIGHTS, LOSSES, POINTS, rounded

sys.path.append(str(Path(__file__).parent.parent / "tests" / "library"))
import reference

# Our losses by the names of the questions: the record's name, and its parameters.
OURS = {
    "huber_2": ("huber", {"delta": 2.0}),
    "quantile_9": ("quantile", {"tau": 0.9}),
    "sigmoid_cross_entropy_weight_3": ("sigmoid_cross_entropy", {"positive_weight": 3.0}),
    "weighted_softmax_cross_entropy": (
        "weighted_softmax_cross_entropy", {"class_weights": CLASS_WEIGHTS}),
}  # fmt: skip
METRICS = {
    "accuracy": al.accuracy, "r_squared": al.r_squared,
    "root_mean_squared_error": al.root_mean_squared_error,
    "mean_absolute_error": al.mean_absolute_error,
    "mean_absolute_percentage_error": al.mean_absolute_percentage_error,
}  # fmt: skip


def title(thing):
    """The thing and its parameters, as pages say it."""
    name, params = OURS.get(thing, (thing, {}))
    given = ", ".join(f"{k} = {v}" for k, v in params.items())
    return name.replace("_", " ") + (f" ({given})" if given else "")


@cache
def activation(thing, dtype):
    """(values, slopes) at POINTS as `dtype` holds them."""
    record, formulas = get_activation(thing), reference.ACTIVATIONS[thing]
    values, slopes = [], []
    for z in rounded(POINTS, dtype):
        if not np.isfinite(z):  # limits, which the library's own tests hold
            values.append(float(record(z)))
            slopes.append(float(record.derivative(z)))
            continue
        values.append(float(formulas.value(mp.mpf(z), **record.params)))
        at_kink = any(z == kink for kink in record.kinks)
        slope = record.derivative(z) if at_kink else formulas.derivative(mp.mpf(z), **record.params)
        slopes.append(float(slope))
    return np.array(values), np.array(slopes)


def ours(thing, z):
    """(value, slope) as the course's library computes them in float64."""
    record = get_activation(thing)
    return float(record(z)), float(record.derivative(z))


@cache
def kinks(thing):
    return tuple(get_activation(thing).kinks)


def loss(thing, inputs, dtype):
    """(values, gradients) per example of a case, or None where the course has no answer."""
    given = {n: np.asarray(v) for n, v in inputs.items()}
    given = {n: v if v.dtype.kind == "i" else rounded(v, dtype) for n, v in given.items()}
    if thing in METRICS:
        try:
            return np.array([float(METRICS[thing](given["p"], given["y"]))]), None
        except ValueError:
            return None  # not defined there, as the course's library says
    if thing in ("precision", "recall"):
        # of the positive class, as others mean it
        value = getattr(al, thing)(given["p"], given["y"], 2)[1]
        return np.array([float(value)]), None
    if thing in ("softmax", "log_softmax"):
        return probabilities(thing, given["z"]), None
    if thing == "kl_divergence":
        return np.array(
            [divergence(p, q) for p, q in zip(given["p"], given["q"], strict=True)]
        ), None
    if "z" in given and given["z"].ndim == 2 and thing in ROWS_OF:
        return rows(thing, given)
    prediction = given.get("p", given.get("z"))
    return per_number(thing, prediction, given["y"])


def probabilities(thing, z):
    if not np.isfinite(z).all():
        return getattr(al, thing)(z)
    row = [mp.mpf(float(v)) for v in z[0][:8]]
    if z.shape[1] > 8:  # all the same
        each = mp.mpf(1) / z.shape[1]
        return np.full(z.shape, float(each if thing == "softmax" else mp.log(each)))
    made = reference.softmax(row) if thing == "softmax" else reference.log_softmax(row)
    return np.array([[float(v) for v in made]])


def divergence(p, q):
    p, q = ([mp.mpf(float(v)) for v in row] for row in (p, q))
    return float(mp.fsum(a * mp.log(a / b) for a, b in zip(p, q, strict=True) if a))


def weighted_smoothed(row, label, smoothing=0.1):
    """Each class's term has that class's weight."""
    logs, size = reference.log_softmax(row), len(row)
    share = [smoothing / size + (k == label) * (1 - smoothing) for k in range(size)]
    return -mp.fsum(s * w * v for s, w, v in zip(share, CLASS_WEIGHTS[:size], logs, strict=True))


def by_weight(plain):
    """A loss of a row, or its gradient, times the weight of the label's class."""
    weighted = reference.weighted(plain)
    return lambda row, label: weighted(row, label, CLASS_WEIGHTS[: len(row)])


CROSS_ENTROPY = (reference.softmax_cross_entropy, reference.softmax_cross_entropy_grad)
ROWS_OF = {
    "softmax_cross_entropy": CROSS_ENTROPY,
    "weighted_softmax_cross_entropy": tuple(map(by_weight, CROSS_ENTROPY)),
    "label_smoothed_cross_entropy": (
        lambda row, label: reference.label_smoothed(row, label, 0.1),
        lambda row, label: reference.label_smoothed_grad(row, label, 0.1)),
    "weighted_label_smoothed_cross_entropy": (weighted_smoothed, None),
}  # fmt: skip


def rows(thing, given):
    value, gradient = ROWS_OF[thing]
    labels = given.get("y")
    if labels is None or (labels < 0).any() or (labels >= given["z"].shape[1]).any():
        return soft(thing, given)
    values, gradients = [], []
    for row, label in zip(given["z"], labels, strict=True):
        if not np.isfinite(row).all():
            values.append(np.nan)
            gradients += [np.nan] * len(row)
            continue
        exact = [mp.mpf(float(v)) for v in row]
        values.append(float(value(exact, int(label))))
        if gradient:
            gradients += [float(v) for v in gradient(exact, int(label))]
    return np.array(values), np.array(gradients) if gradient else None


def soft(thing, given):
    """Labels that are shares: the losses of the classes, each times its share. None for others."""
    if thing != "softmax_cross_entropy" or "onehot" not in given:
        return None
    values = []
    for row, shares in zip(given["z"], given["onehot"], strict=True):
        logs = reference.log_softmax([mp.mpf(float(v)) for v in row])
        values.append(float(-mp.fsum(s * v for s, v in zip(shares, logs, strict=True))))
    return np.array(values), None


def per_number(thing, prediction, target):
    if prediction.shape != target.shape:
        return None  # the course's losses refuse such pairs
    name, params = OURS.get(thing, (thing, {}))
    record, formulas = get_loss(name).with_params(**params), reference.LOSSES[name]
    if formulas.target == "class" and not np.isin(target, (0, 1)).all():
        return None
    if formulas.target == "sign" and not np.isin(target, (-1, 1)).all():
        return None
    values, slopes = [], []
    for p, y in zip(prediction.ravel(), target.ravel(), strict=True):
        outside = name == "binary_cross_entropy" and not 0 < p < 1
        if not np.isfinite(p) or outside:
            with np.errstate(all="ignore"):
                one = np.array([p]), np.array([y])
                values.append(float(record(*one)))
                slopes.append(float(record.grad(*one)[0]))
            continue
        exact = mp.mpf(float(p)), mp.mpf(float(y))
        if formulas.target == "class":
            exact = exact[0], int(y)
        values.append(float(formulas.value(*exact, **record.params)))
        slopes.append(float(formulas.gradient(*exact, **record.params)))
    return np.array(values), np.array(slopes)


@cache
def of_case(thing, case, dtype):
    return loss(thing, LOSSES[thing][case], dtype)
