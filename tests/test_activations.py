"""Every activation of the catalogue: right to the last digits, at the edges, and in its manners."""

from functools import cache

import numpy as np
import pytest
from mpmath import mp

import actloss as al
import reference

BOUND = 3.5  # greatest error of a value, in units of the last place
BOUND_DERIVATIVE = 5.0
PRODUCTS = {"gelu": 10.0, "mish": 10.0}  # of several factors, each with an error of its own
SUBNORMAL = 1e-320  # the error that is left where exp(z) itself has lost its digits, below -708


def variants():
    """Each activation with its own parameters and with those of the reference."""
    for name, record in al.ACTIVATIONS.items():
        entry = reference.ACTIVATIONS.get(name)
        for params in ({}, *(entry.variants if entry else ())):
            text = ", ".join(f"{k}={v:g}" for k, v in params.items())
            yield pytest.param(record.with_params(**params), id=f"{name}({text})" if text else name)


every_activation = pytest.mark.parametrize("name", al.ACTIVATIONS)
every_variant = pytest.mark.parametrize("record", list(variants()))


@cache
def exact(name, part, params, float32=False):
    """True values or derivatives on the grid."""
    formula = getattr(reference.ACTIVATIONS[name], part)
    grid = reference.GRID_FLOAT32.astype(float) if float32 else reference.GRID
    return reference.exact([formula(mp.mpf(z), **dict(params)) for z in grid.tolist()])


def parts(record):
    """(values, true values, root, bound) of the function and of its derivative on the grid."""
    entry, params = reference.ACTIVATIONS[record.name], tuple(record.params.items())
    for part, function, root, bound in (
        ("value", record, entry.value_root, BOUND),
        ("derivative", record.derivative, entry.derivative_root, BOUND_DERIVATIVE),
    ):
        yield part, function, exact(record.name, part, params), root, bound


# --- values and derivatives ---


def test_every_activation_has_a_reference():
    assert set(reference.ACTIVATIONS) == set(al.ACTIVATIONS)


@every_activation
def test_parameters_are_tried_beside_their_defaults(name):
    record = al.ACTIVATIONS[name]
    tried = {key for params in reference.ACTIVATIONS[name].variants for key in params}
    assert tried == set(record.params)


@every_variant
def test_right_to_a_few_units_in_the_last_place(record):
    grid = reference.GRID
    for part, function, true, root, bound in parts(record):
        bound = max(bound, PRODUCTS.get(record.name, 0))
        values = function(grid)
        error = true.ulps(values)
        error[(grid < -30) & np.isclose(values, true.high, rtol=0, atol=SUBNORMAL)] = 0
        if part == "derivative":
            error[np.isin(grid, record.kinks)] = 0
        if root is not None:
            near = np.abs(grid - root) <= 0.2
            error[near] = true.ulps(values, scale=1.0)[near]
        worst = np.argmax(error)
        assert error[worst] <= bound, f"{part} at {grid[worst]!r}: {values[worst]!r}"


@every_variant
def test_the_references_derivative_is_the_slope_of_its_value(record):
    entry, params = reference.ACTIVATIONS[record.name], record.params
    h = mp.mpf(10) ** -20
    for z in (-37.1, -5.2, -2.9, -1.3, -0.4, 1e-3, 0.7, 2.1, 4.4, 18.6):
        slope = (entry.value(z + h, **params) - entry.value(z - h, **params)) / (2 * h)
        assert mp.almosteq(slope, entry.derivative(mp.mpf(z), **params), 1e-25, 1e-25)


@every_variant
def test_derivative_is_the_slope_of_the_function(record):
    z = np.array([-12.3, -4.1, -2.2, -0.6, 0.3, 1.7, 2.9, 5.8, 9.4])
    slope = al.numerical_gradient(lambda z: record(z).sum(), z).astype(float)
    np.testing.assert_allclose(record.derivative(z), slope, rtol=1e-9, atol=1e-11)


# --- kinks, limits, nan, range ---


@every_variant
def test_at_a_kink_the_slope_nearest_to_zero(record):
    for kink in record.kinks:
        left, at, right = record.derivative(np.array([kink - 1e-9, kink, kink + 1e-9]))
        nearest = np.clip(0.0, min(left, right), max(left, right))
        np.testing.assert_allclose(at, nearest, rtol=1e-8)


@pytest.mark.parametrize(
    ("record", "slope"),
    [
        (al.ACTIVATIONS["step"], 0),
        (al.ACTIVATIONS["relu"], 0),
        (al.ACTIVATIONS["leaky_relu"], 0.01),
        (al.ACTIVATIONS["leaky_relu"].with_params(slope=2.0), 1),
        (al.ACTIVATIONS["leaky_relu"].with_params(slope=1.0), 1),
        (al.ACTIVATIONS["leaky_relu"].with_params(slope=-1.0), 0),
        (al.ACTIVATIONS["elu"].with_params(alpha=2.0), 1),
        (al.ACTIVATIONS["elu"].with_params(alpha=0.5), 0.5),
        (al.ACTIVATIONS["selu"], al.activations.SELU_SCALE),
    ],
    ids=lambda value: f"{value.name}{dict(value.params) or ''}" if hasattr(value, "name") else "",
)
def test_slope_at_zero(record, slope):
    assert record.derivative(0.0) == record.derivative(-0.0) == slope


@every_variant
def test_kinks_are_where_the_slope_jumps(record):
    z = np.linspace(-10, 10, 20_002)  # no whole number among them
    jumps = np.abs(np.diff(record.derivative(z))) > 0.02
    jumps |= np.abs(np.diff(record(z))) > 0.02
    np.testing.assert_allclose(z[:-1][jumps], record.kinks, atol=1e-3)


@every_variant
def test_limits_at_infinity(record):
    for part, function, true, _, _ in parts(record):
        for sign in (-1, 1):
            far = true.high[sign * 1e308 == reference.GRID][0]
            limit = np.copysign(np.inf, far) if abs(far) > 1e300 else far
            value = function(sign * np.inf)
            np.testing.assert_allclose(value, limit, rtol=4e-16, err_msg=f"{part}, {sign} inf")


@every_variant
def test_nan_in_nan_out(record):
    z = np.array([1.0, np.nan, -1.0])
    for function in (record, record.derivative):
        assert np.isnan(function(z)).tolist() == [False, True, False]


@every_variant
def test_range_is_what_the_values_fill(record):
    z = np.concatenate([reference.GRID, np.linspace(-60, 60, 120_001), [-np.inf, np.inf]])
    values = record(z)
    np.testing.assert_allclose([values.min(), values.max()], record.range, atol=1e-6)
    low, high = record.range
    assert low - 1e-16 <= values.min()
    assert values.max() <= high


@pytest.mark.parametrize("name", [n for n, e in reference.ACTIVATIONS.items() if e.derivative_root])
def test_a_dip_is_as_deep_as_the_record_says(name):
    entry = reference.ACTIVATIONS[name]
    bottom = mp.findroot(entry.derivative, entry.derivative_root)
    np.testing.assert_allclose(
        al.ACTIVATIONS[name].range[0], float(entry.value(bottom)), rtol=1e-15
    )


# --- manners ---


@every_variant
def test_float32_is_rounded_once(record):
    z = reference.GRID_FLOAT32
    for part, function, _, root, _ in parts(record):
        values = function(z)
        assert values.dtype == np.float32
        np.testing.assert_array_equal(values, function(z.astype(float)).astype(np.float32))
        true = exact(record.name, part, tuple(record.params.items()), float32=True)
        unit = np.spacing(np.abs(true.high).astype(np.float32))
        error = np.abs(values - true.high) / unit
        if part == "derivative":
            error[np.isin(z, record.kinks)] = 0
        if root is not None:
            error[np.abs(z - root) <= 0.2] = 0
        assert error.max() <= 0.51, f"{part} at {z[np.argmax(error)]!r}"


@every_variant
def test_integers_lists_and_single_numbers(record):
    for function in (record, record.derivative):
        expected = function(np.array([[-2.0, 0.0], [1.0, 3.0]]))
        for z in ([[-2, 0], [1, 3]], np.array([[-2, 0], [1, 3]], dtype=np.int8)):
            values = function(z)
            assert values.dtype == np.float64
            np.testing.assert_array_equal(values, expected)
        single = function(3)
        assert isinstance(single, np.float64)
        assert single == expected[1, 1]
        assert isinstance(function(np.float32(3)), np.float32)
        assert function(np.zeros((0, 3))).shape == (0, 3)


@every_variant
def test_the_input_is_not_changed_and_not_given_back(record):
    z = np.linspace(-5, 5, 21)
    before = z.copy()
    for function in (record, record.derivative):
        values = function(z)
        np.testing.assert_array_equal(z, before)
        assert not np.shares_memory(values, z)


@every_variant
@pytest.mark.parametrize(
    "z", ["a", None, 1j, [object()]], ids=["text", "None", "complex", "object"]
)
def test_what_is_no_real_number_is_refused(record, z):
    for function in (record, record.derivative):
        with pytest.raises(TypeError, match=r"must hold real numbers, but holds .*; convert it"):
            function(z)


@pytest.mark.parametrize("function", [al.prelu, al.prelu_prime])
def test_prelu_takes_a_slope_per_channel(function):
    z = np.linspace(-3, 3, 12).reshape(4, 3)
    slopes = np.array([0.1, 1.0, -2.0])
    columns = [function(z[:, i], slope) for i, slope in enumerate(slopes)]
    np.testing.assert_array_equal(function(z, slopes), np.column_stack(columns))
    np.testing.assert_array_equal(al.prelu_prime(np.zeros(3), slopes), [0.1, 1.0, 0.0])
