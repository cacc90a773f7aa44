"""Thousands of random calls: a valid one is answered in silence, an invalid one gets a sentence.

`ACTLOSS_FUZZ=100000` draws so many of each kind instead of what takes half a minute.
"""

import os
import warnings

import numpy as np
import pytest
from calls import CALLS, LARGEST, LAYOUTS, Draw, laid_out
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.slow

steady = settings(
    max_examples=int(os.environ.get("ACTLOSS_FUZZ", 8000)),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
seeds = st.integers(0, 2**32 - 1)
names = st.sampled_from(list(CALLS))
shapes = st.lists(st.integers(0, 4), max_size=3).map(tuple)
FLOATS = ("f2", "f4", "f8", "g")
OTHERS = ("i1", "u1", "i4", "i8", "b")


@st.composite
def draws(draw):
    """An array's shape, type and size of numbers, up to the ends of its type."""
    dtype = draw(st.sampled_from(FLOATS + OTHERS))
    scale = draw(st.sampled_from([None, 1e-320, 1e-200, 1e-7, 300.0, 1e4, 1e30, 1e200, 1.7e308]))
    if scale is not None and dtype in FLOATS:
        scale = min(scale, LARGEST[dtype])
    return Draw(draw(seeds), draw(shapes), dtype, scale)


def parts(result):
    return result if isinstance(result, tuple) else (result,)


@steady
@given(names, draws(), st.sampled_from(list(LAYOUTS)), st.booleans())
def test_a_valid_call_is_answered_in_silence(name, draw, layout, strict):
    call = CALLS[name](draw)
    arguments = laid_out(call.arguments, LAYOUTS[layout])
    before = laid_out(arguments, np.copy)
    with warnings.catch_warnings(), np.errstate(all="raise" if strict else "warn"):
        warnings.simplefilter("error")
        result = call.function(**arguments)
    for ours, theirs in zip(arguments.values(), before.values(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    if call.shape is not None:
        assert np.shape(result) == call.shape
    if call.dtype is not None:
        assert all(part.dtype == call.dtype for part in parts(result))
    elif not isinstance(result, tuple):
        assert isinstance(result, (float, np.ndarray))
    if call.shape == ():
        assert not isinstance(result, np.ndarray)


class Quantity(np.ndarray):
    """An array that means more than its numbers."""


class Unreadable:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no array today")


def ragged(value):
    return [[1.0, 2.0], [3.0]]


ARRAY_FAULTS = {
    "text": lambda v: "0.5",
    "texts": lambda v: np.full(np.shape(v), "a"),
    "None": lambda v: None,
    "complex": lambda v: np.asarray(v) + 1j,
    "object": lambda v: object(),
    "dates": lambda v: np.zeros(np.shape(v), "M8[s]"),
    "ragged": ragged,
    "masked": lambda v: np.ma.masked_array(v, mask=np.ones(np.shape(v), bool)),
    "masked within": lambda v: [np.ma.masked_array([1.0, 2.0], mask=[True, False])],
    "masked constant": lambda v: [np.ma.masked, 1.0],
    "units": lambda v: np.asarray(v).view(Quantity),
    "unreadable": lambda v: Unreadable(),
    "another shape": lambda v: np.zeros((*np.shape(v), 7), np.asarray(v).dtype),
    "too great": lambda v: v + np.asarray(100, v.dtype),
    "set": lambda v: {1.0, 2.0},
    "dict": lambda v: {"a": 1.0},
    "function": lambda v: np.sum,
    "type": lambda v: float,
}
NUMBER_FAULTS = {
    "True": lambda v: True,
    "numpy's True": lambda v: np.True_,
    "text": lambda v: "0.5",
    "nan": lambda v: np.nan,
    "inf": lambda v: np.inf,
    "None": lambda v: None,
    "complex": lambda v: 1j,
    "object": lambda v: object(),
    "list of text": lambda v: ["a"],
    "ragged": ragged,
    "masked": lambda v: np.ma.masked_array(0.5, mask=True),
    "units": lambda v: np.array(0.5).view(Quantity),
    "empty": lambda v: np.zeros((0, 9)),
    "column": lambda v: np.full((7, 1), 0.5),
    "cube": lambda v: np.full((2, 2, 2, 2, 2), 0.5),
    "other length": lambda v: np.full(19, 0.5),
    "huge": lambda v: 10**400,
}
PARAMETERS_OF_ARRAYS = ("slope", "alpha", "delta", "positive_weight", "class_weights",
                        "dof", "scale", "dispersion")  # fmt: skip
ANY_SHAPE = ("softmax", "log_softmax", "logsumexp", "entropy", "numerical_gradient")
# A record calls its arguments prediction and target; what these are, its loss says.
SAY = {
    "prediction": ("prediction", "probs", "logits", "log_rates"),
    "target": ("target", "labels", "teacher", "counts"),
}


def wrong(name, argument, fault):
    """Whether this fault is one: some functions take any shape, and a split takes any rows."""
    if fault == "too great":
        return argument in ("labels", "probs", "p", "q") and name != "accuracy"
    if name.startswith("split_") and argument in ("x", "y"):
        return fault in ("None", "object", "ragged", "unreadable") or "mask" in fault
    if fault == "another shape":
        return argument != "z" and name not in ANY_SHAPE
    fine = {("class_weights", "None"), ("classes", "None"), ("rng", "huge")}
    return (argument, fault) not in fine


@steady
@given(names, seeds, st.sampled_from([(4,), (4, 6), (2, 3, 4)]), seeds)
def test_an_invalid_call_names_its_argument(name, seed, shape, choice):
    call = CALLS[name](Draw(seed, shape))
    rng = np.random.default_rng(choice)
    argument = rng.choice(list(call.arguments))
    value = call.arguments[argument]
    of_arrays = isinstance(value, np.ndarray) and argument not in PARAMETERS_OF_ARRAYS
    faults = ARRAY_FAULTS if of_arrays else NUMBER_FAULTS
    fault = rng.choice(list(faults))
    if not wrong(name, argument, fault):
        return
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        with pytest.raises((TypeError, ValueError)) as caught:
            call.function(**call.arguments | {argument: faults[fault](value)})
    said = SAY.get(argument, (argument,))
    if fault == "another shape":  # which of the two is wrong, nobody knows
        said = [*call.arguments, *sum(SAY.values(), ())]
    assert any(word in str(caught.value) for word in said)
