"""What every public function asks of its input, and how it says no.

Each message names what was expected, what came, and the way out.
"""

import functools
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from actloss._types import Array, ArrayLike

INF = float("inf")
P = ParamSpec("P")
Record = TypeVar("Record")


def real_array(name: str, values: ArrayLike) -> Array:
    """`values` as an array of float64, or of the float type it already has."""
    array = np.asarray(values)
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.kind != "f":
        raise TypeError(
            f"{name} must hold real numbers, but holds {array.dtype}; "
            "convert it first, e.g. np.asarray(values, dtype=float)"
        )
    return array


def evaluate(
    formula: Callable[..., Any],
    arrays: Sequence[Array],
    dtype: Any,
    args: Sequence[Any] = (),
    params: Mapping[str, Any] | None = None,
) -> Array:
    """formula(*arrays) computed in float64 or longer, then rounded once to `dtype`.

    So float32 loses nothing to rounding on the way. Formulas have the right limits by themselves,
    so an overflow on the way there needs no warning.
    """
    wide = [a.astype(np.float64) if a.dtype.kind == "f" and a.itemsize < 8 else a for a in arrays]
    with np.errstate(all="ignore"):
        value = formula(*wide, *args, **(params or {}))
        return np.asarray(value).astype(dtype, copy=False)


def elementwise(
    formula: Callable[Concatenate[Array, P], Array],
) -> Callable[Concatenate[ArrayLike, P], Array]:
    """Let a formula for float64 arrays take lists, integers and float32, and answer in kind.

    nan is passed on here, so that the formulas need not think of it.
    """

    @functools.wraps(formula)
    def function(z: ArrayLike, *args: P.args, **params: P.kwargs) -> Array:
        z = real_array(f"the input of {formula.__name__}", z)
        given = [parameter(formula, value) for value in args]
        named = {name: parameter(formula, value) for name, value in params.items()}
        value = evaluate(formula, [z], z.dtype, given, named)
        unknown = np.isnan(z)
        if unknown.any():
            value = np.where(unknown, z, value)
        return value[()]  # turns a 0-d array into a number

    return function


def parameter(formula: Callable[..., Any], value: Any) -> Any:
    """`value` as a finite number, or as an array of them."""
    if isinstance(value, float) and -INF < value < INF:
        return value
    return finite(f"the parameters of {formula.__name__}", value)


def bare(function: Callable[..., Any]) -> Callable[..., Any]:
    """The formula within a checked function, for inner loops whose input was checked before."""
    return getattr(function, "__wrapped__", function)


def same_shape(
    prediction: ArrayLike,
    target: ArrayLike,
    names: tuple[str, str] = ("prediction", "target"),
) -> tuple[Array, Array]:
    """Both as arrays of one shape and float type; a single number goes with any shape."""
    prediction = real_array(names[0], prediction)
    target = real_array(names[1], target).astype(prediction.dtype, copy=False)
    if prediction.shape != target.shape and prediction.ndim and target.ndim:
        raise ValueError(
            f"{names[0]} and {names[1]} must have the same shape, but have {prediction.shape} "
            f"and {target.shape}; reshape one of them, since NumPy would combine every row "
            "of one with every row of the other"
        )
    return prediction, target


def class_scores(name: str, scores: ArrayLike) -> Array:
    """`scores` as an array whose last axis runs over the classes."""
    scores = real_array(name, scores)
    if scores.ndim == 0 or scores.shape[-1] == 0:
        raise ValueError(
            f"{name} must have one value per class along the last axis, but have shape "
            f"{scores.shape}; for a single score per example use sigmoid instead"
        )
    return scores


def class_labels(labels: ArrayLike, scores: Array) -> Array:
    """`labels` as integers that pick one class of each row of `scores`."""
    array = np.asarray(labels)
    classes = scores.shape[-1]
    if array.shape != scores.shape[:-1]:
        one_hot = array.shape == scores.shape
        raise ValueError(
            f"labels must have shape {scores.shape[:-1]}, one class index per row of logits "
            f"{scores.shape}, but have shape {array.shape}"
            + ("; turn one-hot rows into indices with labels.argmax(axis=-1)" if one_hot else "")
        )
    if array.dtype.kind not in "iu" and array.size:
        raise TypeError(
            f"labels must be integers, one class index each, but are {array.dtype}; "
            "use labels.astype(int) if they count the classes from 0"
        )
    if array.size and not 0 <= array.min() <= array.max() < classes:
        raise ValueError(
            f"labels must lie in 0..{classes - 1} for {classes} classes, but run from "
            f"{array.min()} to {array.max()}; count classes from 0"
        )
    return array.astype(np.intp, copy=False)


def within_unit_interval(name: str, values: Array) -> None:
    """Refuse values outside [0, 1]; nan passes."""
    low, high = np.nanmin(values, initial=0.0), np.nanmax(values, initial=1.0)
    if low < 0 or high > 1:
        worst = low if low < 0 else high
        raise ValueError(
            f"{name} must lie between 0 and 1, but hold {worst:.6g}; "
            "if these are logits, apply sigmoid or softmax first or use the loss that takes logits"
        )


def distribution(name: str, probs: ArrayLike) -> Array:
    """`probs` as an array whose last axis holds probabilities that sum to 1."""
    probs = class_scores(name, probs)
    within_unit_interval(name, probs)
    total = probs.sum(axis=-1)
    if np.any(np.abs(total - 1) > 1e-6):
        worst = np.ravel(total)[np.nanargmax(np.abs(total - 1))]
        raise ValueError(
            f"{name} must sum to 1 along the last axis, but sum to {worst:.8g}; "
            f"divide by the sum, or use softmax if these are scores"
        )
    return probs


def finite(name: str, values: Any) -> Array:
    """`values` as an array of finite numbers."""
    array = real_array(name, values)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, but hold nan or inf; remove those")
    return array


def positive(name: str, value: Any) -> Any:
    """`value` if it is a finite number above 0, or an array of such numbers."""
    if isinstance(value, float) and 0 < value < INF:
        return value  # at once: it is asked in each step of a training
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or not (array.size and 0 < array.min() <= array.max() < INF):
        raise ValueError(f"{name} must be a positive number, but is {value!r}; try 0.1, say")
    return value


def not_negative(name: str, value: Any) -> Any:
    """`value` if it is a finite number of at least 0."""
    if not (isinstance(value, (int, float, np.number)) and 0 <= value < INF):
        raise ValueError(f"{name} must be a number of at least 0, but is {value!r}; try 1.0, say")
    return value


def count(name: str, value: Any) -> int:
    """`value` if it is a whole number of at least 1."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
        raise ValueError(
            f"{name} must be a whole number of at least 1, but is {value!r}; try 10, say"
        )
    return int(value)


def generator(rng: Any) -> "np.random.Generator":
    """`rng` if it is a NumPy random generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng must be a NumPy random generator, but is {rng!r}; "
            "pass rng=np.random.default_rng(0), so that the run can be repeated"
        )
    return rng


def between_0_and_1(name: str, value: float) -> float:
    """`value` if it is a number between 0 and 1, both excluded."""
    if not (isinstance(value, (int, float, np.number)) and 0 < value < 1):
        raise ValueError(
            f"{name} must lie between 0 and 1, both excluded, but is {value!r}; try 0.5, say"
        )
    return float(value)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that is spelt most like `name`, if any is."""
    from difflib import get_close_matches  # needed for mistakes alone

    return next(iter(get_close_matches(name, list(names), n=1, cutoff=0.4)), None)


def number(name: str, value: Any) -> Any:
    """`value` if it is a single finite number; a bool is none, and neither is an array."""
    real = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if not (real and abs(value) <= sys.float_info.max):
        raise ValueError(f"{name} must be one finite number, but is {value!r}; try 0.1, say")
    return value


def known(name: Any, registry: Mapping[str, Record], kind: str) -> Record:
    """The entry of `registry` called `name`, or an error that offers the nearest one."""
    try:
        return registry[name]
    except (KeyError, TypeError):
        near = nearest(str(name), registry)
        hint = f"did you mean {near!r}? " if near else ""
        raise ValueError(
            f"no {kind} is called {name!r}; {hint}known are {', '.join(registry)}"
        ) from None
