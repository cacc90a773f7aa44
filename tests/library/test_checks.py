"""The input checks themselves, beside what each public function's own tests see of them."""

import sys

import numpy as np
import pytest

from actloss import _checks


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1, 2], "f8"),
        ([True, False], "f8"),
        (np.array([1], np.uint8), "f8"),
        (np.array([1], np.float16), "f2"),
        (np.array([1], np.float32), "f4"),
        (np.array([1], np.longdouble), np.longdouble),
        (1, "f8"),
    ],
    ids=["ints", "bools", "bytes", "half", "single", "long", "number"],
)
def test_real_array_keeps_floats_and_widens_the_rest(values, dtype):
    array = _checks.real_array("x", values)
    assert array.dtype == np.dtype(dtype)
    np.testing.assert_array_equal(array, values)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a"], "<U1"),
        ([1j], "complex128"),
        ([None], "object"),
        (np.array(["2020"], "M8"), "datetime"),
    ],
    ids=["text", "complex", "object", "dates"],
)
def test_real_array_refuses_what_is_not_real(values, kind):
    with pytest.raises(
        TypeError, match=f"x must hold real numbers, but holds {kind}.*; convert it"
    ):
        _checks.real_array("x", values)


def test_elementwise_computes_in_float64_and_answers_in_kind():
    seen = []

    @_checks.elementwise
    def half(z, by=2.0):
        """Half."""
        seen.append(z.dtype)
        return z / by

    for dtype in (np.float16, np.float32, np.float64, np.longdouble):
        assert half(np.ones(3, dtype)).dtype == dtype
    assert seen == [np.float64] * 3 + [np.longdouble]
    assert half(3) == half(z=3) == 1.5
    assert half(3, by=4) == half(3, 4) == half(by=4, z=3) == 0.75
    assert (half.__name__, half.__doc__) == ("half", "Half.")
    with pytest.raises(TypeError, match=r"^z must hold real numbers"):
        half("a")


def test_elementwise_lets_formulas_overflow_in_peace():
    @_checks.elementwise
    def log_exp(z):
        return np.log(np.exp(z) - 1)

    np.testing.assert_array_equal(log_exp([1e4, 0.0, np.inf]), [np.inf, -np.inf, np.inf])


def test_same_shape_rounds_no_target_to_the_type_of_the_prediction():
    p, y = _checks.same_shape(np.ones(2, np.float32), [1.0, 2.0])
    assert (p.dtype, y.dtype) == (np.float32, np.float64)
    p, y = _checks.same_shape([1, 2], np.ones(2, np.float32))
    assert (p.dtype, y.dtype) == (np.float64, np.float32)


@pytest.mark.parametrize("pair", [([1, 2], 3), (3, [1, 2]), (1, 2)], ids=str)
def test_same_shape_lets_single_numbers_through(pair):
    for ours, given in zip(_checks.same_shape(*pair), pair, strict=True):
        np.testing.assert_array_equal(ours, given)


def test_same_shape_uses_the_names_it_is_given():
    with pytest.raises(ValueError, match=r"^logits and labels must .* \(1,\) and \(2,\); reshape"):
        _checks.same_shape([1], [1, 2], ("logits", "labels"))


@pytest.mark.parametrize("values", [[0.0, 1.0], [], 0.5, [np.nan, 0.5]], ids=str)
def test_the_unit_interval_has_its_ends_and_nan(values):
    _checks.within_unit_interval("p", np.asarray(values, float))


@pytest.mark.parametrize(
    ("values", "worst"),
    [([0.5, -1e-9], "-1e-09"), ([2.0, 3.0], "3"), ([np.nan, -2.0, 5.0], "-2"), ([np.inf], "inf")],
    ids=str,
)
def test_outside_the_unit_interval_the_worst_is_named(values, worst):
    with pytest.raises(ValueError, match=f"p must lie between 0 and 1, but hold {worst};"):
        _checks.within_unit_interval("p", np.asarray(values))


def test_a_distribution_may_be_off_by_rounding():
    _checks.distribution("p", np.full((2, 3), np.float32(1 / 3)))
    _checks.distribution("p", [0.5, 0.5 + 9e-7])
    with pytest.raises(ValueError, match=r"p must sum to 1 .*, but sum to 1\.000002; divide"):
        _checks.distribution("p", [0.5, 0.5 + 2e-6])


@pytest.mark.parametrize("value", [1, 0.5, np.float32(2), np.int64(3), 5e-324, [0.1, 2.0]], ids=str)
def test_positive_numbers_are_given_back(value):
    np.testing.assert_array_equal(_checks.positive("delta", value), value)


@pytest.mark.parametrize(
    "value", [0, -1, np.nan, np.inf, "1", None, 1j, True, [1.0, 0.0], []], ids=str
)
def test_other_numbers_are_not_positive(value):
    with pytest.raises(ValueError, match=r"^delta must be a positive number, but is "):
        _checks.positive("delta", value)


def test_known_offers_the_nearest_name_or_lists_all():
    registry = {"tanh": 1, "sigmoid": 2}
    assert _checks.known("tanh", registry, "activation") == 1
    with pytest.raises(
        ValueError, match="no activation is called 'sigmod'; did you mean 'sigmoid'"
    ):
        _checks.known("sigmod", registry, "activation")
    assert _checks.nearest("tahn", registry) == "tanh"
    assert _checks.nearest("xyz", registry) is None
    for odd in ("xyz", None, ["tanh", 1, 2, 3]):
        with pytest.raises(
            ValueError, match=r"^no activation is called .*known are tanh, sigmoid$"
        ):
            _checks.known(odd, registry, "activation")


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (_checks.finite, [0.0, [1, -2.0]], [np.nan, [1.0, np.inf]]),
        (_checks.not_negative, [0, 2.5, np.float32(1)], [-1, np.nan, np.inf, None, "1", [1.0]]),
        (_checks.count, [1, np.int64(7), sys.maxsize], [0, -3, 2.0, True, None, "2", 2**63]),
        (_checks.between_0_and_1, [0.5, np.float32(0.25)], [0, 1, -1, np.nan, None, "0.5"]),
    ],
    ids=["finite", "not negative", "count", "between 0 and 1"],
)
def test_numbers_in_their_bounds(check, good, bad):
    for value in good:
        np.testing.assert_array_equal(check("it", value), value)
    for value in bad:
        with pytest.raises(ValueError, match=r"^it must .*, but .*; "):
            check("it", value)


class Quantity(np.ndarray):
    """An array with a unit."""


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            np.ma.masked_array([1.0, 2.0], mask=[True, False]),
            "MaskedArray, whose mask .*compressed",
        ),
        ([np.ma.masked_array([1.0, 2.0], mask=[True, False])], "MaskedArray, whose mask"),
        (np.ones(2).view(Quantity), r"Quantity, whose meaning .*pass np.asarray"),
        ([[np.ones(2).view(Quantity)]], "Quantity"),
    ],
    ids=["masked", "in a list", "units", "deep in a list"],
)
def test_what_means_more_than_its_numbers_is_refused(values, message):
    with pytest.raises(TypeError, match=f"^x must be a plain array, but is a {message}"):
        _checks.real_array("x", values)


@pytest.mark.parametrize("values", [[[1.0], [1.0, 2.0]], [np.ma.masked, 1.0], [[], 1.0]], ids=str)
def test_what_is_no_array_is_refused_by_name(values):
    message = r"^x must be numbers in rows of equal length, but NumPy makes no array of this list: "
    with pytest.raises(ValueError, match=message):
        _checks.real_array("x", values)


def test_the_range_of_the_labels_is_told():
    with pytest.raises(ValueError, match=r"in 0\.\.2 for 3 classes, but run from 1 to 5; count"):
        _checks.class_labels([1, 5], np.zeros((2, 3)))


def test_plain_kinds_of_array_are_taken(tmp_path):
    stored = np.memmap(tmp_path / "x", float, "w+", shape=(2,))
    assert type(_checks.real_array("x", stored)) is np.ndarray
    assert _checks.real_array("x", np.ones(2, ">f4")).dtype == np.dtype("=f4")


@pytest.mark.parametrize("value", [True, np.True_, [True, False]], ids=str)
def test_true_is_no_number(value):
    for check in (_checks.positive, _checks.not_negative, _checks.finite_numbers):
        with pytest.raises(ValueError, match=r"^it must be .*number"):
            check("it", value)


def test_a_number_is_checked_in_full_precision():
    assert type(_checks.positive("it", np.float16(0.1))) is float
    assert _checks.positive("it", np.float16([0.1])).dtype == float
    assert _checks.positive("it", [1, 2]).dtype == float
    assert _checks.positive("it", np.ones(1, np.longdouble)).dtype == np.longdouble
    with pytest.raises(ValueError, match=r"^it must be one finite number"):
        _checks.positive_number("it", [0.1, 0.2])


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.longdouble("1e400")], ids=str)
def test_a_number_fits_float64(value):
    assert _checks.number("it", np.finfo(float).max) == np.finfo(float).max
    with pytest.raises(ValueError, match=r"^it must be one finite number, but is"):
        _checks.number("it", value)
    if isinstance(value, float):
        with pytest.raises(ValueError, match=r"^it must be a finite number, but is"):
            _checks.finite_numbers("it", value)
