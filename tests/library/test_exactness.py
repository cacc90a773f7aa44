"""Right to the last digits: every function against 50 digits, in units in the last place (ulp).

The bounds hold with and without AVX-512, whose exponential rounds differently.
"""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import reference
from mpmath import mp

import actloss as al

VALUE = {"gelu": 10.0}  # a product of several factors, each with an error of its own
DERIVATIVE = {"gelu": 10.0, "mish": 10.0}
LOSS = {"sigmoid_cross_entropy": 2.0, "focal": 8.0, "student_t": 6.0}
GRADIENT = {"sigmoid_cross_entropy": 2.0, "focal": 8.0, "student_t": 6.0}
DRAW = 8.0
SOFTMAX = 8.0
NARROW = 0.51  # float32: computed in float64, rounded once
SUBNORMAL = 1e-320  # the error that is left where e^z itself has lost its digits, below -708

ACTIVATIONS = dict(reference.variants(al.ACTIVATIONS, reference.ACTIVATIONS))
LOSSES = dict(reference.variants(al.LOSSES, reference.LOSSES))
ROWS = {k: v for k, v in LOSSES.items() if reference.LOSSES[v.name].target in ("label", "teacher")}
DRAWS = {k: v for k, v in LOSSES.items() if reference.LOSSES[v.name].target == "draw"}
NUMBERS = {k: v for k, v in LOSSES.items() if k not in ROWS and k not in DRAWS}
TARGETS = {
    "number": (0.0, 1.0, -3.0), "count": (0.0, 1.0, 3.0), "class": (0.0, 1.0), "sign": (-1.0, 1.0)
}  # fmt: skip
PROBABILITIES = np.array(
    [1e-320, 1e-300, 1e-17, 1e-3, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 2**-40, 1 - 2**-53]
)
# Where sigmoid's quotient e / (1 + e) alone would be off by more than 2 ulp.
HARD = np.concatenate([[-4.848432789844827, -1.1004533502050304], np.linspace(-9, 9, 701)])


def every(variants):
    return pytest.mark.parametrize("record", variants.values(), ids=variants)


@cache
def true_values(name, part, params, grid):
    formula = getattr(reference.ACTIVATIONS[name], part)
    return reference.exact([formula(mp.mpf(z), **dict(params)) for z in grid])


def parts(record, grid):
    """(part, values, true values, root) of the function and of its derivative on the grid."""
    entry, params = reference.ACTIVATIONS[record.name], tuple(record.params.items())
    key = tuple(grid.astype(float).tolist())
    for part, function, root in (
        ("value", record, entry.value_root),
        ("derivative", record.derivative, entry.derivative_root),
    ):
        yield part, function(grid), true_values(record.name, part, params, key), root


# --- activations ---


@every(ACTIVATIONS)
def test_activations(record):
    grid = reference.GRID
    for part, values, true, root in parts(record, grid):
        error = true.ulps(values)
        error[(grid < -30) & np.isclose(values, true.high, rtol=0, atol=SUBNORMAL)] = 0
        if part == "derivative":
            error[np.isin(grid, record.kinks)] = 0
        if root is not None:
            near = np.abs(grid - root) <= 0.2
            error[near] = true.ulps(values, scale=1.0)[near]
        bounds, usual = (VALUE, 3.5) if part == "value" else (DERIVATIVE, 5.0)
        worst = np.argmax(error)
        assert error[worst] <= bounds.get(record.name, usual), f"{part} at {grid[worst]!r}"


@every(ACTIVATIONS)
def test_activations_in_float32(record):
    grid = reference.GRID_FLOAT32
    for part, values, true, root in parts(record, grid):
        assert values.dtype == np.float32
        error = narrow_ulps(values, true)
        if part == "derivative":
            error[np.isin(grid, record.kinks)] = 0
        if root is not None:
            error[np.abs(grid - root) <= 0.2] = 0
        assert error.max() <= NARROW, f"{part} at {grid[np.argmax(error)]!r}"


def narrow_ulps(values, true):
    """Errors of float32 values in units in the last place; what overflows must be inf."""
    with np.errstate(over="ignore"):
        rounded = true.high.astype(np.float32)
    with np.errstate(invalid="ignore"):
        error = np.abs(values.astype(float) - true.high - true.low) / np.spacing(np.abs(rounded))
    return np.where(np.isinf(rounded), np.where(values == rounded, 0.0, np.inf), error)


# --- losses of numbers ---


def predictions(record, dtype=float):
    if record.takes == "probs":
        narrow = (PROBABILITIES > 1e-37) & (PROBABILITIES < 1 - 2**-24)
        return PROBABILITIES[narrow | (dtype is float)].astype(dtype)
    if dtype is not float:
        return reference.GRID_FLOAT32[::2]
    hard = record.name == "sigmoid_cross_entropy"
    return np.append(reference.GRID, HARD) if hard else reference.GRID


def loss_parts(record, dtype=float):
    """(part, target, values, true values) on the grid, for each target that the loss takes."""
    entry, params = reference.LOSSES[record.name], record.params
    grid = predictions(record, dtype)
    of_kind = record.takes in ("values", "log_rates") or entry.target == "sign"
    for y in TARGETS[entry.target] if of_kind else (0.0, 1.0):
        for part, function in (("value", record.function), ("gradient", record.gradient)):
            formula = getattr(entry, part)
            pairs = [(mp.mpf(p), mp.mpf(y)) for p in grid.astype(float).tolist()]
            true = reference.exact([formula(*pair, **params) for pair in pairs])
            yield part, y, function(grid, np.full_like(grid, y), **params), true


@every(NUMBERS)
def test_losses_of_numbers(record):
    weight = record.params.get("positive_weight", 1)  # one more factor, which is rounded too
    for part, y, values, true in loss_parts(record):
        bound = (LOSS if part == "value" else GRADIENT).get(record.name, 4.0) + 0.5 * (weight != 1)
        error = true.ulps(values)
        if record.takes in ("logits", "log_rates"):
            error[np.isclose(values, true.high, rtol=0, atol=SUBNORMAL)] = 0
        if record.takes == "log_rates" and y > 1:  # crosses 0: exact beside its two terms
            grid = predictions(record)
            beside = (np.abs(grid) <= 4) & (error > bound)
            error[beside] = true.ulps(values, scale=y * np.clip(np.abs(grid), 1, 4))[beside]
        worst = np.argmax(error)
        assert error[worst] <= bound, f"{part} at {predictions(record)[worst]!r}, {y}"


@every(NUMBERS)
def test_losses_of_numbers_in_float32(record):
    for part, y, values, true in loss_parts(record, np.float32):
        assert values.dtype == np.float32
        error = narrow_ulps(values, true)
        worst = np.argmax(error)
        assert error[worst] <= NARROW, f"{part} at {predictions(record, np.float32)[worst]!r}, {y}"


def test_soft_labels_of_sigmoid_cross_entropy():
    """Its gradient crosses 0 between the labels, where only the absolute error is small."""
    entry, z = reference.LOSSES["sigmoid_cross_entropy"], reference.GRID
    pairs = [(mp.mpf(v), mp.mpf(0.25), 1) for v in z.tolist()]
    value = reference.exact([entry.value(*pair) for pair in pairs])
    assert value.ulps(al.sigmoid_cross_entropy(z, np.full_like(z, 0.25))).max() <= 4
    gradient = reference.exact([entry.gradient(*pair) for pair in pairs])
    values = al.sigmoid_cross_entropy_grad(z, np.full_like(z, 0.25))
    assert gradient.ulps(values, scale=1.0).max() <= 2


def test_a_probability_of_1_minus_1e_300():
    """Its cross-entropy is 1e-300, not 0."""
    z = 690.7755278982137  # ln 1e300
    sigmoid = reference.exact([mp.log1p(mp.exp(-mp.mpf(z)))])
    rows = reference.exact([mp.log1p(mp.exp(-mp.mpf(z)))])
    assert 0.9e-300 < sigmoid.high[0] < 1.1e-300
    assert sigmoid.ulps(al.sigmoid_cross_entropy([z, -z], [1, 0])).max() <= 2
    assert sigmoid.ulps(-al.sigmoid_cross_entropy_grad([z, -z], [1, 0]) * [1, -1]).max() <= 2
    assert rows.ulps(al.softmax_cross_entropy([[z, 0.0], [0.0, -z]], [0, 0])).max() <= 4
    gradient = al.softmax_cross_entropy_grad([[z, 0.0], [0.0, -z]], [0, 0])
    assert rows.ulps(np.abs(gradient)).max() <= 4
    assert rows.ulps(-al.log_softmax([z, 0.0])[0]) <= 4
    assert sigmoid.ulps(al.focal([z], [1], gamma=0.0)).max() <= 8
    assert rows.ulps(al.binary_cross_entropy([1e-300], [0])).max() <= 1e4  # z is rounded too


# --- losses of rows, softmax and relatives ---


def rows(spread, kind="label", dtype=float, n=40, classes=5):
    """Logits that differ by up to `spread`, shifted by up to 100, and their targets."""
    rng = np.random.default_rng(spread)
    logits = rng.uniform(-spread / 2, spread / 2, (n, classes)) + rng.uniform(-100, 100, (n, 1))
    logits = logits.astype(dtype)
    if kind == "label":
        return logits, rng.integers(classes, size=n)
    return logits, (logits + rng.normal(size=logits.shape)).astype(dtype)


def of_rows(record, spread, dtype=float):
    """(values, gradients, true values, true gradients) for logits of this spread."""
    entry, params = reference.LOSSES[record.name], record.params
    logits, targets = rows(spread, entry.target, dtype)
    pairs = [
        ([mp.mpf(v) for v in z], [mp.mpf(v) for v in y] if entry.target == "teacher" else y)
        for z, y in zip(logits.astype(float).tolist(), targets.tolist(), strict=True)
    ]
    values = [entry.value(*pair, **params) for pair in pairs]
    gradients = [v for pair in pairs for v in entry.gradient(*pair, **params)]
    return (
        record.function(logits, targets, **params),
        record.gradient(logits, targets, **params).ravel(),
        reference.exact(values),
        reference.exact(gradients),
    )


@every({k: v for k, v in ROWS.items() if v.name not in ("distillation",)})
@pytest.mark.parametrize("spread", [1, 10, 300])
def test_losses_of_rows(record, spread):
    value, gradient, true, true_gradient = of_rows(record, spread)
    assert true.ulps(value).max() <= 4
    if record.name == "label_smoothed_cross_entropy":  # crosses 0 between the labels
        assert true_gradient.ulps(gradient, scale=1.0).max() <= 4
    else:
        assert true_gradient.ulps(gradient).max() <= 4


@every({k: v for k, v in ROWS.items() if v.name == "distillation"})
@pytest.mark.parametrize("spread", [1, 10, 300])
def test_distillation_where_teacher_and_student_nearly_agree(record, spread):
    """Sums of terms of both signs: exact beside the terms, which are T² p |v - z| / T."""
    value, gradient, true, true_gradient = of_rows(record, spread)
    temperature = record.params["temperature"]
    bound = 4 + 200 * (temperature != 1)  # logits up to 250, rounded when divided by T
    assert true.ulps(value, scale=temperature).max() <= bound
    assert true_gradient.ulps(gradient, scale=temperature).max() <= bound


@every({k: v for k, v in ROWS.items() if "=" not in k})
@pytest.mark.parametrize("spread", [1, 10, 300])
def test_losses_of_rows_in_float32(record, spread):
    value, gradient, true, true_gradient = of_rows(record, spread, np.float32)
    assert value.dtype == gradient.dtype == np.float32
    assert narrow_ulps(value, true).max() <= NARROW
    error = narrow_ulps(gradient, true_gradient)
    error[np.isclose(gradient, true_gradient.high, rtol=0, atol=1e-14)] = 0  # beside terms near 1
    assert error.max() <= NARROW


def draws():
    """Means, logarithms of spreads and draws: distances of 0 to 40 spreads, and far ones."""
    rng = np.random.default_rng(0)
    s = np.concatenate([rng.uniform(-3, 3, 300), rng.uniform(-300, 300, 100)])
    mean = np.append(rng.normal(size=300), np.zeros(100))
    distance = rng.choice([0.0, 1e-9, 1e-3, 0.4, 1.0, 3.0, 12.0, 41.0, 1e5], 400)
    return np.stack([mean, s], axis=1), mean + distance * rng.normal(size=400) * np.exp(s)


@every(DRAWS)
def test_losses_of_normal_distributions(record):
    """Sums of terms of both signs: exact beside the terms."""
    entry = reference.LOSSES[record.name]
    rows, targets = draws()
    pairs = [([mp.mpf(v) for v in row], mp.mpf(y))
             for row, y in zip(rows.tolist(), targets.tolist(), strict=True)]  # fmt: skip
    value = reference.exact([entry.value(*pair) for pair in pairs])
    w = (targets - rows[:, 0]) / np.exp(rows[:, 1])
    scale = np.maximum(np.abs(rows[:, 1]), w * w) if record.name == "gaussian_likelihood" else None
    assert value.ulps(record.per_example(rows, targets), scale=scale).max() <= DRAW
    slopes = record.gradient(rows, targets)
    of_mean, of_s = (reference.exact([entry.gradient(*pair)[i] for pair in pairs]) for i in (0, 1))
    assert of_mean.ulps(slopes[:, 0]).max() <= DRAW
    scale = np.maximum(1, w * w) if record.name == "gaussian_likelihood" else np.exp(rows[:, 1])
    assert of_s.ulps(slopes[:, 1], scale=scale).max() <= DRAW


@every(DRAWS)
def test_losses_of_normal_distributions_in_float32(record):
    rows, targets = (array[:300].astype(np.float32) for array in draws())
    for function in (record.per_example, record.gradient):
        wide = function(rows.astype(float), targets.astype(float))
        narrow = function(rows, targets)
        assert narrow.dtype == np.float32
        np.testing.assert_array_equal(narrow, wide.astype(np.float32))


@every(DRAWS)
def test_no_finite_normal_distribution_gives_nan(record):
    ends = [-1.7e308, -1e300, -800.0, 0.0, 5e-324, 800.0, 1e300, 1.7e308]
    mean, s, y = (array.ravel() for array in np.meshgrid(ends, ends, ends))
    rows = np.stack([mean, s], axis=1)
    values, slopes = record.per_example(rows, y), record.gradient(rows, y)
    assert not np.isnan(values).any()
    assert not np.isnan(slopes).any()
    entry = reference.LOSSES[record.name]
    some = np.abs(s) <= 800
    true = [entry.value([mp.mpf(m), mp.mpf(v)], mp.mpf(t))
            for m, v, t in zip(mean[some], s[some], y[some], strict=True)]  # fmt: skip
    np.testing.assert_allclose(values[some], [float(v) for v in true], rtol=1e-13)


def true_logsumexp(row):
    return mp.log(mp.fsum(mp.exp(v) for v in row))


@pytest.mark.parametrize("spread", [1, 10, 300, 1400])
def test_softmax_and_relatives(spread):
    z, _ = rows(spread)
    results = zip(z, al.softmax(z), al.log_softmax(z), al.logsumexp(z), strict=True)
    for row, probs, logs, total in results:
        row = [mp.mpf(v) for v in row.tolist()]
        true = reference.exact(reference.softmax(row))
        error = true.ulps(probs)
        error[np.isclose(probs, true.high, rtol=0, atol=SUBNORMAL)] = 0
        assert error.max() <= SOFTMAX
        assert reference.exact(reference.log_softmax(row)).ulps(logs).max() <= 4
        assert reference.exact([true_logsumexp(row)]).ulps(total, scale=max(100, abs(total))) <= 2


@pytest.mark.parametrize("spread", [1, 10, 80])
def test_softmax_and_relatives_in_float32(spread):
    z, _ = rows(spread, dtype=np.float32)
    results = zip(z, al.softmax(z), al.log_softmax(z), al.logsumexp(z), strict=True)
    for row, probs, logs, total in results:
        row = [mp.mpf(v) for v in row.tolist()]
        assert narrow_ulps(probs, reference.exact(reference.softmax(row))).max() <= NARROW
        assert narrow_ulps(logs, reference.exact(reference.log_softmax(row))).max() <= NARROW
        assert narrow_ulps(total, reference.exact([true_logsumexp(row)])) <= NARROW


def test_entropies_in_float32():
    rng = np.random.default_rng(0)
    p, q = (al.softmax(rng.normal(size=(20, 4))).astype(np.float32) for _ in range(2))
    pairs = [
        [[mp.mpf(v) for v in row] for row in pair]
        for pair in zip(p.astype(float).tolist(), q.astype(float).tolist(), strict=True)
    ]
    cross = reference.exact([-mp.fsum(a * mp.log(b) for a, b in zip(*pair)) for pair in pairs])  # noqa: B905
    assert narrow_ulps(al.cross_entropy(p, q), cross).max() <= NARROW
    own = reference.exact([-mp.fsum(a * mp.log(a) for a in a_row) for a_row, _ in pairs])
    assert narrow_ulps(al.entropy(p), own).max() <= NARROW


# --- far out ---

HUGE = np.array([1e16, 1e300, 1e308, 1.7e308])


@every({k: v for k, v in NUMBERS.items() if v.takes != "probs"})
def test_no_finite_number_gives_nan_or_an_inf_that_is_not_true(record):
    entry, params = reference.LOSSES[record.name], record.params
    targets = {
        "number": [-1.7e308, 0.0, 1.7e308],
        "count": [0.0, 1.0, 1.7e308],
        "class": [0.0, 1.0],
        "sign": [-1.0, 1.0],
    }
    kinds = targets["class"] if record.takes == "logits" and entry.target != "sign" else None
    grid = np.concatenate([-HUGE, HUGE])
    for y in kinds or targets[entry.target]:
        y_all = np.full_like(grid, y)
        pairs = [(mp.mpf(p), mp.mpf(y)) for p in grid.tolist()]
        for function, formula in (
            (record.function, entry.value),
            (record.gradient, entry.gradient),
        ):
            true = np.array([float(formula(*pair, **params)) for pair in pairs])
            np.testing.assert_allclose(function(grid, y_all, **params), true, rtol=1e-15)


@every(ROWS)
def test_no_finite_logits_give_nan(record):
    entry = reference.LOSSES[record.name]
    logits = np.array([[1e308, -1e308, 0.0, 1.0, 1e300], [-1e308] * 5, [1.7e308, 0, 0, 0, 0]])
    target = logits[:, ::-1] if entry.target == "teacher" else np.array([1, 0, 0])
    assert not np.isnan(record.per_example(logits, target)).any()
    assert np.isfinite(record.grad(logits, target)).all()


def test_means_do_not_overflow():
    assert al.LOSSES["absolute_error"]([1.5e308, 1.5e308], [0.0, 0.0]) == 1.5e308


# --- without AVX-512 ---


def avx512():
    """The features that NumPy would use AVX-512 by, on this machine."""
    from numpy._core import _multiarray_umath as core

    wide = [f for f in core.__cpu_dispatch__ if "AVX512" in f or f == "X86_V4"]
    return [f for f in wide if core.__cpu_features__.get(f)]


def test_the_bounds_hold_without_avx512():
    wide = avx512()
    if not wide or "NPY_DISABLE_CPU_FEATURES" in os.environ:
        pytest.skip("this machine computes without AVX-512 anyway, as is asked for")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-k",
        "not float32",
        __file__,
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(wide)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
