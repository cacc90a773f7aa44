"""What every public function asks of its input, and how it says no.

Each message names what was expected, what came, and the way out. `public` is the one door: it makes
a public function of a formula, which then holds nothing but mathematics.
"""

import contextvars
import functools
import inspect
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from actloss._types import Array, ArrayLike

INF = float("inf")
# Numbers: with what a formula makes of them they fit a processor's cache, and together they stay
# below 256 KiB, from where on glibc may give memory back, and fetch it again, at each step.
BLOCK = 6_144
P = ParamSpec("P")
Record = TypeVar("Record")
Check = Callable[[str, Any], Any]
FLOAT64 = np.dtype(np.float64)

# quiet().run(f, x) is f(x) without warnings, whatever the caller's np.errstate says. NumPy keeps
# that setting in a context variable; to copy a context takes a tenth of np.errstate's time.
_quiet = contextvars.Context()
_quiet.run(np.seterr, all="ignore")
quiet = _quiet.copy

# Kinds of array that are no more than their numbers; others have a mask or units.
PLAIN = (np.ndarray, np.memmap, np.matrix)


def any_array(name: str, values: Any) -> Array:
    """`values` as an array of whatever it holds, unless that would lose what it means."""
    if type(values) is np.ndarray:
        return values
    if isinstance(values, (int, float)):
        return np.asarray(values)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # so a dropped mask or unit is told
            array = np.asarray(values)
    except Exception as error:
        raise ValueError(
            f"{name} must be numbers in rows of equal length, but NumPy makes no array of this "
            f"{type(values).__name__}: {error}"
        ) from error
    _refuse_more_than_numbers(name, values)
    return array


def _refuse_more_than_numbers(name: str, values: Any) -> None:
    if isinstance(values, np.ndarray) and type(values) not in PLAIN:
        lost, way_out = (
            "meaning beyond the numbers",
            "pass np.asarray(...) if these are all you mean",
        )
        if hasattr(values, "mask"):
            lost, way_out = "mask", "leave out what is masked with .compressed(), or .filled(0) it"
        raise TypeError(
            f"{name} must be a plain array, but is a {type(values).__name__}, whose {lost} would "
            f"be lost; {way_out}"
        )
    if isinstance(values, (list, tuple)) and any(
        issubclass(item, (list, tuple, np.ndarray)) for item in set(map(type, values))
    ):
        for item in values:
            _refuse_more_than_numbers(name, item)


def real_array(name: str, values: ArrayLike) -> Array:
    """`values` as an array of float64, or of the float type it already has."""
    if type(values) is np.ndarray and values.dtype is FLOAT64:
        return values  # at once: layers ask for it at each call
    array = any_array(name, values)
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    if array.dtype.kind != "f":
        raise TypeError(
            f"{name} must hold real numbers, but holds {array.dtype}; "
            "convert it first, e.g. np.asarray(values, dtype=float)"
        )
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def wide(array: Array) -> Array:
    """Floats as float64 or longer, row after row in memory; other arrays as they are.

    So short floats lose nothing to rounding on the way, and a view computes what its copy does.
    """
    dtype = array.dtype
    if dtype.kind != "f" or (dtype.itemsize >= 8 and array.flags.c_contiguous):
        return array
    return array.astype(np.float64 if dtype.itemsize < 8 else dtype, order="C")


def evaluate(formula: Callable[..., Any], arrays: Sequence[Array], dtype: Any) -> Any:
    """formula(*arrays) computed in float64 or longer, then rounded once to `dtype`.

    Formulas have the right limits by themselves, so an overflow on the way there needs no warning,
    whatever the caller's np.errstate says. A 0-d result is given as a number.
    """
    return quiet().run(_evaluate, formula, arrays, dtype)


def _evaluate(formula: Callable[..., Any], arrays: Sequence[Array], dtype: Any) -> Any:
    return np.asarray(formula(*map(wide, arrays))).astype(dtype, copy=False)[()]


def in_blocks(formula: Callable[..., Any], arrays: Sequence[Array], dtype: Any) -> Any:
    """`evaluate` for an element-wise formula of one array: a large one is computed in blocks.

    A formula goes over its array several times. A block stays in the processor's cache meanwhile,
    and what the formula keeps on the way is as small as the block.
    """
    (z,) = arrays
    if z.size <= BLOCK:
        return evaluate(formula, arrays, dtype)
    value = np.empty(z.shape, dtype)
    source, target = z.reshape(-1), value.reshape(-1)
    with np.errstate(all="ignore"):
        for start in range(0, z.size, BLOCK):
            block = slice(start, start + BLOCK)
            target[block] = formula(wide(source[block]))
    return value


def public(
    formula: Callable[..., Any],
    of: Callable[..., tuple[Array, ...]],
    finish: Callable[..., Any],
    checks: Mapping[str, Check],
    elementwise: bool = False,
) -> Callable[..., Any]:
    """Make a public function of a formula.

    of: checks and converts the arrays, which come first. checks: how to check the parameters that
    follow; those without a check must be finite. finish: turns the formula's value, with the arrays
    behind it, into the result before it is rounded to the type of the first array. elementwise:
    whether each number's value depends on it alone, and on parameters that are numbers.
    """
    signature = inspect.signature(formula)
    names = list(signature.parameters)
    inputs = len(inspect.signature(of).parameters)
    known_checks = {name: checks.get(name, finite_numbers) for name in names[inputs:]}

    @functools.wraps(formula)
    def function(*args: Any, **params: Any) -> Any:
        if len(args) != inputs or (params and not params.keys() <= known_checks.keys()):
            params = dict(signature.bind(*args, **params).arguments)
            args = tuple(params.pop(name) for name in names[:inputs])
        given = of(*args)
        if params:
            params = checked(function, params, given)

        def finished(*arrays: Array) -> Any:
            return finish(formula(*arrays, **params), *arrays)

        alone = elementwise and not any(isinstance(p, np.ndarray) for p in params.values())
        return (in_blocks if alone else evaluate)(finished, given, given[0].dtype)

    function.checks, function.elementwise = known_checks, elementwise  # type: ignore[attr-defined]
    return function


def checked(
    function: Callable[..., Any], params: Mapping[str, Any], arrays: Sequence[Array] = ()
) -> dict[str, Any]:
    """The parameters of a public function as its formula takes them; of other functions, as given.

    One that is an array must go with the formula's arrays, one to one or along the last axis.
    """
    checks = getattr(function, "checks", {})
    values = {name: checks[name](name, v) if name in checks else v for name, v in params.items()}
    for name, value in values.items():
        if not (isinstance(value, np.ndarray) and name in checks and arrays):
            continue
        shape = max((array.shape for array in arrays), key=len)
        if value.shape not in (shape, shape[-1:]):
            raise ValueError(
                f"{name} must be one number, or fit the last axis of shape {shape}, but has shape "
                f"{value.shape}; NumPy would combine every row of one with every row of the other"
            )
    return values


def elementwise(
    formula: Callable[Concatenate[Array, P], Array] | None = None, **checks: Check
) -> Any:
    """Let a formula for float64 arrays take lists, integers and float32, and answer in kind.

    nan is passed on here, so that the formulas need not think of it.
    """

    def decorate(
        formula: Callable[Concatenate[Array, P], Array],
    ) -> Callable[Concatenate[ArrayLike, P], Array]:
        return public(formula, _elements, _pass_nan, checks, elementwise=True)

    return decorate if formula is None else decorate(formula)


def _elements(z: ArrayLike) -> tuple[Array]:
    return (real_array("z", z),)


def _pass_nan(value: Array, z: Array) -> Array:
    unknown = np.isnan(z)
    return np.where(unknown, z, value) if unknown.any() else value


def bare(function: Callable[..., Any]) -> Callable[..., Any]:
    """The formula within a checked function, for inner loops whose input was checked before."""
    return getattr(function, "__wrapped__", function)


def is_elementwise(function: Callable[..., Any]) -> bool:
    """Whether each number's value depends on it alone, and on the parameters."""
    return getattr(function, "elementwise", False)


def same_shape(
    prediction: ArrayLike,
    target: ArrayLike,
    names: tuple[str, str] = ("prediction", "target"),
) -> tuple[Array, Array]:
    """Both as arrays of one shape; a single number goes with any shape."""
    prediction, target = real_array(names[0], prediction), real_array(names[1], target)
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
    array = any_array("labels", labels)
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
    off = np.abs(wide(probs).sum(axis=-1) - 1)
    kind = np.finfo(probs.dtype)  # each probability may be off by its rounding
    if np.any(off > max(1e-6, kind.eps + probs.shape[-1] * kind.smallest_subnormal)):
        worst = np.ravel(wide(probs).sum(axis=-1))[np.nanargmax(off)]
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


def numbers(name: str, value: Any) -> Any:
    """`value` as a finite float or an array of finite floats of float64 or longer, else None.

    A bool is no number here: `slope=True` is a slip.
    """
    if isinstance(value, float) and -INF < value < INF:
        return float(value)  # at once: it is asked in each step of a training
    array = any_array(name, value)
    if array.dtype.kind not in "iuf":
        return None
    array = wide(array if array.dtype.kind == "f" else array.astype(float))
    if not np.isfinite(array).all():
        return None
    return array if array.ndim else array.item()


def finite_numbers(name: str, value: Any) -> Any:
    """`value` as a finite number, or as an array of them."""
    found = numbers(name, value)
    if found is None:
        raise ValueError(f"{name} must be a finite number, but is {value!r}; try 0.1, say")
    return found


def _one(name: str, value: Any) -> Any:
    """`value` as one finite number, else None."""
    found = numbers(name, value)
    return None if isinstance(found, np.ndarray) else found


def number(name: str, value: Any) -> Any:
    """`value` as one finite number, as a float64 holds it; a bool is none, nor is an array."""
    found = _one(name, value)
    if found is None or abs(found) > sys.float_info.max:
        raise ValueError(f"{name} must be one finite number, but is {value!r}; try 0.1, say")
    return found


def positive(name: str, value: Any) -> Any:
    """`value` as a finite number above 0, or as an array of such numbers."""
    found = numbers(name, value)
    if isinstance(found, float) and found > 0:
        return found
    if found is None or np.size(found) == 0 or np.min(found) <= 0:
        raise ValueError(f"{name} must be a positive number, but is {value!r}; try 0.1, say")
    return found


def positive_number(name: str, value: Any) -> Any:
    """`value` as a finite number above 0, not an array."""
    positive(name, value)
    return number(name, value)


def not_negative(name: str, value: Any) -> Any:
    """`value` as a finite number of at least 0."""
    found = _one(name, value)
    if found is None or found < 0:
        raise ValueError(f"{name} must be a number of at least 0, but is {value!r}; try 1.0, say")
    return found


def count(name: str, value: Any) -> int:
    """`value` if it is a whole number of at least 1."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not (whole and 1 <= value <= sys.maxsize):
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


def between_0_and_1(name: str, value: Any) -> Any:
    """`value` as a number between 0 and 1, both excluded."""
    found = _one(name, value)
    if found is None or not 0 < found < 1:
        raise ValueError(
            f"{name} must lie between 0 and 1, both excluded, but is {value!r}; try 0.5, say"
        )
    return found


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that is spelt most like `name`, if any is."""
    from difflib import get_close_matches  # needed for mistakes alone

    return next(iter(get_close_matches(name, list(names), n=1, cutoff=0.4)), None)


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
