"""What may cross from a student's process: plain data, and nothing that acts."""

import json

import numpy as np
import pytest

from grading.marking.plain import NotPlain, decode, encode


class Everything(float):
    """Equal to everything, as a cheat would have it."""

    def __eq__(self, _):
        return True

    __hash__ = float.__hash__


PLAIN = [None, True, 3, -(10**40), 0.1, float("inf"), "ä\n", [1, [2.0]], (1, "a"), {"a": (1,)}, {}]
ARRAYS = [
    np.arange(6.0).reshape(2, 3),
    np.array(3),
    np.float32(0.1),
    np.int64(3),
    np.array([], dtype=bool),
    np.arange(6)[::2],
    np.arange(3, dtype=">f8"),
]


def crossed(value):
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_come_back_as_they_were(value):
    found = crossed(value)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("value", ARRAYS, ids=repr)
def test_arrays_come_back_as_they_were(value):
    found = crossed(value)
    assert type(found) is type(value)
    assert found.shape == value.shape
    assert found.dtype == value.dtype.newbyteorder("=")
    np.testing.assert_array_equal(found, value)


def test_nan_comes_back():
    assert np.isnan(crossed(float("nan")))


def test_a_number_that_equals_everything_arrives_as_a_number():
    assert Everything(1) == 2
    assert crossed(Everything(1)) != 2


@pytest.mark.parametrize(
    "value",
    [object(), print, np.array([None]), np.array(["a"]), 1j, {1, 2}, b"a"],
    ids=lambda value: type(value).__name__,
)
def test_objects_do_not_cross(value):
    with pytest.raises(NotPlain):
        encode(value)


def test_a_list_that_contains_itself_does_not_cross():
    endless = []
    endless.append(endless)
    with pytest.raises(NotPlain, match="without end"):
        encode(endless)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"object": "x"},
        {"str": 3},
        {"is": 3},
        {"int": "3e"[:0]},
        {"list": 3},
        {"dict": [[{"list": []}, {"is": None}]]},
        {"array": "|O", "shape": [1], "bytes": "AAAAAAAAAAA="},
        {"array": "<f8", "shape": [2], "bytes": "AAAAAAAAAAA="},
        {"array": "<f8", "shape": [-1, -1], "bytes": "AAAAAAAAAAA="},
        {"array": "<f8", "shape": [10**30], "bytes": ""},
        {"array": "V", "shape": [0], "bytes": ""},
    ],
    ids=repr,
)
def test_what_is_no_plain_value_is_refused(data):
    with pytest.raises(ValueError):  # noqa: PT011  # many words for it
        decode(data)
