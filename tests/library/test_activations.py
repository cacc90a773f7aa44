"""Every activation of the catalogue: slope, edges and manners; its digits are in test_exactness."""

import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
import reference
from mpmath import mp

import actloss as al
from actloss import _checks

every_activation = pytest.mark.parametrize("name", al.ACTIVATIONS)
VARIANTS = dict(reference.variants(al.ACTIVATIONS, reference.ACTIVATIONS))
every_variant = pytest.mark.parametrize("record", VARIANTS.values(), ids=VARIANTS)


# --- values and derivatives ---


def test_every_activation_has_a_reference():
    assert set(reference.ACTIVATIONS) == set(al.ACTIVATIONS)


@every_activation
def test_parameters_are_tried_beside_their_defaults(name):
    record = al.ACTIVATIONS[name]
    tried = {key for params in reference.ACTIVATIONS[name].variants for key in params}
    assert tried == set(record.params)


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
    bound = 1e-12 if reference.LONGER else 1e-9
    np.testing.assert_allclose(record.derivative(z), slope, rtol=bound, atol=bound / 100)


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
    entry, params = reference.ACTIVATIONS[record.name], record.params
    for formula, function in ((entry.value, record), (entry.derivative, record.derivative)):
        for sign in (-1, 1):
            far = float(formula(mp.mpf(sign * 1e308), **params))
            limit = np.copysign(np.inf, far) if abs(far) > 1e300 else far
            np.testing.assert_allclose(function(sign * np.inf), limit, rtol=4e-16)


@pytest.mark.parametrize("function", [al.leaky_relu, al.prelu])
def test_a_slope_of_zero_is_relu_everywhere(function):
    z = np.append(reference.GRID, [-np.inf, np.inf])
    np.testing.assert_array_equal(function(z, slope=0), al.relu(z))
    slopes = np.array([0.0, 0.5])
    np.testing.assert_array_equal(function(np.full(2, -np.inf), slopes), [0, -np.inf])


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


@pytest.mark.parametrize("name", [n for n in al.ACTIVATIONS if al.ACTIVATIONS[n].params])
@pytest.mark.parametrize("value", [np.nan, np.inf, "a", None], ids=str)
def test_parameters_are_finite_numbers(name, value):
    record = al.ACTIVATIONS[name]
    wrong = record.with_params(**dict.fromkeys(record.params, value))
    for function in (wrong, wrong.derivative):
        with pytest.raises(
            ValueError, match=rf"^{next(iter(record.params))} must be a (finite|positive) number, "
        ):
            function([1.0, -1.0])


@pytest.mark.parametrize("alpha", [0, -1.0, [1.0, -1.0], []], ids=str)
def test_elus_alpha_is_positive(alpha):
    for function in (al.elu, al.elu_prime):
        with pytest.raises(
            ValueError, match=r"alpha must be a positive number, but is .*; try 0\.1"
        ):
            function([1.0, -1.0], alpha=alpha)


# Large arrays are computed in blocks.


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
@pytest.mark.parametrize("name", al.ACTIVATIONS)
def test_in_blocks_the_values_are_the_same(name, dtype, monkeypatch):
    z = np.linspace(-30, 30, 7 * 101, dtype=dtype)
    z[[3, 50, 99]] = np.nan, np.inf, -np.inf
    for view in (z, z.reshape(7, 101).T, z.reshape(7, 1, 101)[::-1]):
        for function in (al.ACTIVATIONS[name], al.ACTIVATIONS[name].derivative):
            monkeypatch.setattr(_checks, "BLOCK", z.size)
            at_once = function(view)
            monkeypatch.setattr(_checks, "BLOCK", 100)
            in_blocks = function(view)
            assert in_blocks.dtype == dtype
            np.testing.assert_array_equal(in_blocks, at_once)


def test_a_slope_for_each_channel_goes_with_a_large_array(monkeypatch):
    monkeypatch.setattr(_checks, "BLOCK", 4)
    np.testing.assert_array_equal(
        al.prelu(-np.ones((4, 3)), [0.1, 0.2, 0.3])[3], [-0.1, -0.2, -0.3]
    )


def test_what_a_large_array_needs_beside_its_result_is_little():
    z = np.linspace(-5, 5, 1_000_000)
    for f in (al.mish, al.ACTIVATIONS["gelu"].derivative):
        tracemalloc.start()
        f(z)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 1.2 * z.nbytes


def test_what_a_block_needs_is_not_fetched_anew_for_each_block():
    """In a process of its own: one that had a large array before keeps more for the next."""
    pytest.importorskip("resource")
    code = """if True:
        import resource, numpy as np, actloss as al
        z = np.ones(10_000_000)
        def pages(f):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
            f(z)
            return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
        for record in al.ACTIVATIONS.values():
            print(pages(record) - pages(np.copy), pages(record.derivative) - pages(np.copy))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert max(map(int, done.stdout.split())) < 5_000
