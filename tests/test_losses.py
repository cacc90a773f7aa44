"""Every loss of the catalogue: values, gradients, edges, averaging, and what it refuses."""

import numpy as np
import pytest
from mpmath import mp

import actloss as al
import reference

BOUND = 4.0  # greatest error of values and gradients, in units of the last place

SOFT = 0.25  # a label that is no class but a probability
TARGETS = {"values": (0.0, 1.5, -3.0), "probs": (0.0, 1.0, SOFT), "logits": (0.0, 1.0, SOFT)}
PROBABILITIES = np.array(
    [1e-320, 1e-300, 1e-17, 1e-3, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 2**-40, 1 - 2**-53]
)


def rows(spread, n=20, classes=5):
    """Logits that differ by up to `spread`, shifted by up to 100, and labels."""
    rng = np.random.default_rng(spread)
    logits = rng.uniform(-spread / 2, spread / 2, (n, classes)) + rng.uniform(-100, 100, (n, 1))
    return logits, rng.integers(classes, size=n)


def variants():
    """Each loss with its own parameters and with those of the reference."""
    for name, record in al.LOSSES.items():
        entry = reference.LOSSES.get(name)
        for params in ({}, *(entry.variants if entry else ())):
            text = ", ".join(f"{k}={v:g}" for k, v in params.items())
            yield pytest.param(record.with_params(**params), id=f"{name}({text})" if text else name)


def of(kinds):
    """The variants whose reference takes rows of logits, or single numbers."""
    rows = kinds == "rows"
    return [v for v in variants() if reference.LOSSES[v.values[0].name].rows == rows]


every_loss = pytest.mark.parametrize("name", al.LOSSES)
every_variant = pytest.mark.parametrize("record", list(variants()))
of_numbers = pytest.mark.parametrize("record", of("numbers"))
of_rows = pytest.mark.parametrize("record", of("rows"))


def example(record, shape=(6,), dtype=float):
    """A prediction of this shape (plus the classes, if there are any) and a target for it."""
    rng = np.random.default_rng(0)
    if reference.LOSSES[record.name].rows:
        prediction, target = rng.normal(size=(*shape, 3)), rng.integers(3, size=shape)
        return prediction.astype(dtype), target
    prediction, target = rng.uniform(0.2, 0.8, shape), rng.uniform(0, 1, shape)
    return prediction.astype(dtype), target.astype(dtype)


# --- values and gradients ---


def test_every_loss_has_a_reference():
    assert set(reference.LOSSES) == set(al.LOSSES)


@every_loss
def test_parameters_are_tried_beside_their_defaults(name):
    tried = {key for params in reference.LOSSES[name].variants for key in params}
    assert tried == set(al.LOSSES[name].params)


@of_numbers
def test_numbers_are_right_to_a_few_units_in_the_last_place(record):
    entry, params = reference.LOSSES[record.name], record.params
    predictions = PROBABILITIES if record.takes == "probs" else reference.GRID
    for y in TARGETS[record.takes]:
        pairs = [(mp.mpf(p), mp.mpf(y)) for p in predictions.tolist()]
        targets = np.full_like(predictions, y)
        for part, function in (("value", record.function), ("gradient", record.gradient)):
            true = reference.exact([getattr(entry, part)(*pair, **params) for pair in pairs])
            with np.errstate(over="ignore"):  # squares of 1e300 are inf, as they should be
                values = function(predictions, targets, **params)
            error = true.ulps(values)
            if y == SOFT and part == "gradient":  # which crosses 0 between the two labels
                crossing = np.abs(true.high) <= 1
                error[crossing] = true.ulps(values, scale=1.0)[crossing]
            worst = np.argmax(error)
            assert error[worst] <= BOUND, f"{part} at {predictions[worst]!r}, {y}"


@of_rows
@pytest.mark.parametrize("spread", [1, 10, 300])
def test_rows_are_right_to_the_rounding_of_their_differences(record, spread):
    entry, params = reference.LOSSES[record.name], record.params
    logits, labels = rows(spread)
    values = record.function(logits, labels, **params)
    gradients = record.gradient(logits, labels, **params)
    for z, label, value, gradient in zip(logits, labels.tolist(), values, gradients, strict=True):
        row = [mp.mpf(v) for v in z.tolist()]
        bound = BOUND + np.ptp(z)  # z - max(z) is rounded before it is exponentiated
        assert reference.exact([entry.value(row, label, **params)]).ulps(value) <= bound
        assert reference.exact(entry.gradient(row, label, **params)).ulps(gradient).max() <= bound


@every_variant
@pytest.mark.parametrize("shape", [(), (4,), (4, 2), (2, 3, 2)], ids=str)
def test_gradient_is_the_slope_of_the_mean(record, shape):
    prediction, target = example(record, shape)
    slope = al.numerical_gradient(lambda p: record(p, target), prediction).astype(float)
    gradient = record.grad(prediction, target)
    assert np.shape(gradient) == prediction.shape
    np.testing.assert_allclose(gradient, slope, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("spread", [1, 10])
def test_softmax_cross_entropys_gradient_far_from_the_examples_above(spread):
    logits, labels = rows(spread)
    loss = al.LOSSES["softmax_cross_entropy"]
    slope = al.numerical_gradient(lambda z: loss(z, labels), logits).astype(float)
    np.testing.assert_allclose(loss.grad(logits, labels), slope, rtol=1e-9, atol=1e-12)


@of_numbers
def test_a_single_target_goes_with_every_prediction(record):
    prediction, _ = example(record)
    same = np.ones_like(prediction)
    for function in (record, record.per_example, record.grad):
        np.testing.assert_array_equal(function(prediction, 1), function(prediction, same))


# --- by hand ---

BY_HAND = {
    "squared_error": ([[1.0, 4.0], [2.0, 2.0]], [[0.0, 6.0], [2.0, 3.0]], [5.0, 1.0]),
    "absolute_error": ([[1.0, 4.0], [2.0, 2.0]], [[0.0, 6.0], [2.0, 3.0]], [3.0, 1.0]),
    "huber": ([0.5, 3.0, -3.0], [0.0, 0.0, 0.0], [0.125, 2.5, 2.5]),
    "quantile": ([1.0, 1.0, 1.0], [3.0, 1.0, 0.0], [1.0, 0.0, 0.5]),
    "zero_one": ([[0.0, 2.0], [2.0, 0.0], [1.0, 1.0], [1.0, 1.0]], [0, 0, 0, 1], [1, 0, 0, 1]),
    "binary_cross_entropy": (
        [0.25, 0.25, 1.0, 0.0, 0.0, 1.0],
        [1, 0, 1, 0, 1, 0],
        [np.log(4), np.log(4 / 3), 0, 0, np.inf, np.inf],
    ),
    "sigmoid_cross_entropy": (
        [0.0, np.log(3), np.log(3), np.inf, -np.inf, np.inf, -np.inf],
        [0.3, 1, 0, 1, 0, 0, 1],
        [np.log(2), np.log(4 / 3), np.log(4), 0, 0, np.inf, np.inf],
    ),
    "softmax_cross_entropy": (
        [[0.0, 0.0], [np.log(3), 0.0], [0.0, np.inf], [0.0, np.inf], [40.0, 0.0]],
        [1, 0, 1, 0, 0],
        [np.log(2), np.log(4 / 3), 0, np.inf, np.exp(-40)],
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_values_by_hand(name):
    prediction, target, expected = BY_HAND[name]
    np.testing.assert_allclose(al.LOSSES[name].per_example(prediction, target), expected)
    np.testing.assert_allclose(al.LOSSES[name](prediction, target), np.mean(expected))


def test_quantile_weighs_the_two_sides():
    loss = al.LOSSES["quantile"].with_params(tau=0.9)
    np.testing.assert_allclose(loss.per_example([0.0, 2.0], [1.0, 1.0]), [0.9, 0.1])
    np.testing.assert_allclose(loss.grad([0.0, 1.0, 2.0], [1.0, 1.0, 1.0]), [-0.3, 0.0, 0.1 / 3])


def test_the_best_constant_is_mean_median_or_quantile():
    y = np.array([0.0, 1.0, 2.0, 3.0, 14.0])
    constants = np.linspace(-1, 15, 1601)
    best = {
        name: constants[np.argmin([record(c, y) for c in constants])]
        for name, record in (
            ("mean", al.LOSSES["squared_error"]),
            ("median", al.LOSSES["absolute_error"]),
            ("quantile", al.LOSSES["quantile"].with_params(tau=0.7)),
        )
    }
    assert best == pytest.approx({"mean": 4.0, "median": 2.0, "quantile": 3.0})


@pytest.mark.parametrize(
    ("gradient", "expected"),
    [
        (al.absolute_error_grad([2.0, -0.0], [2.0, 0.0]), [0, 0]),
        (al.quantile_grad([2.0], [2.0], tau=0.9), [0]),
        (al.huber_grad([1.0, -1.0, 5.0], [0.0, 0.0, 0.0]), [1, -1, 1]),
        (
            al.binary_cross_entropy_grad([0, 0, 1, 1, 0.5], [0, 1, 0, 1, 1]),
            [1, -np.inf, np.inf, -1, -2],
        ),
        (al.sigmoid_cross_entropy_grad([np.inf, -np.inf, 0.0], [0, 1, 1]), [1, -1, -0.5]),
        (al.softmax_cross_entropy_grad([[np.inf, 0.0], [1e308, -1e308]], [1, 1]), [[1, -1]] * 2),
    ],
    ids=["absolute", "quantile", "huber", "binary", "sigmoid", "softmax"],
)
def test_gradients_at_kinks_and_edges(gradient, expected):
    np.testing.assert_array_equal(gradient, expected)


@pytest.mark.parametrize("name", ["absolute_error", "huber", "log_cosh", "quantile"])
def test_robust_losses_grow_like_the_residual(name):
    record = al.LOSSES[name]
    assert np.isfinite(record.per_example([1e308, -1e308], [0.0, 0.0])).all()
    np.testing.assert_array_equal(record.per_example([np.inf, -np.inf], [0.0, 0.0]), [np.inf] * 2)
    assert np.abs(record.grad(np.array([np.inf, -np.inf]), np.zeros(2))).max() <= 1


def test_no_logit_is_too_large():
    z = [1e308, -1e308, 800.0, -800.0]
    np.testing.assert_array_equal(al.sigmoid_cross_entropy(z, [0, 1, 0, 1]), np.abs(z))
    np.testing.assert_array_equal(al.sigmoid_cross_entropy(z, [1, 0, 1, 0]), [0, 0, 0, 0])
    np.testing.assert_array_equal(al.softmax_cross_entropy([[0.0, 1e308, -1.0]], [0]), [1e308])
    np.testing.assert_array_equal(al.softmax_cross_entropy([[0.0, 1e308, -1.0]], [1]), [0])


def test_the_gradient_of_a_sure_prediction_keeps_its_digits():
    # sigma(40) - 1 and softmax - 1 would both be 0.
    tiny = -np.exp(-40)
    np.testing.assert_allclose(al.sigmoid_cross_entropy_grad([40.0], [1]), [tiny], rtol=1e-15)
    gradient = al.softmax_cross_entropy_grad([[40.0, 0.0]], [0])
    np.testing.assert_allclose(gradient, [[tiny, -tiny]], rtol=1e-15)


def test_two_classes_are_one_sigmoid():
    z = np.linspace(-30, 30, 25)
    labels = np.arange(25) % 2
    logits = np.column_stack([np.zeros(25), z])
    of_softmax = al.softmax_cross_entropy(logits, labels)
    np.testing.assert_allclose(of_softmax, al.sigmoid_cross_entropy(z, labels), rtol=1e-14)
    np.testing.assert_allclose(
        al.sigmoid_cross_entropy(z, labels),
        al.binary_cross_entropy(al.sigmoid(z), labels),
        rtol=1e-3,  # from the rounded probability only so much can be had
    )


# --- shapes, averages, manners ---


@every_variant
@pytest.mark.parametrize("shape", [(5,), (5, 2)], ids=str)
def test_one_value_per_example(record, shape):
    prediction, target = example(record, shape)
    values = record.per_example(prediction, target)
    gradient = record.gradient(prediction, target, **record.params)
    if reference.LOSSES[record.name].rows:
        assert values.shape == target.shape
    else:
        assert values.shape == (5,)
        columns = prediction.reshape(5, -1), target.reshape(5, -1)
        each = [record.per_example(p, t) for p, t in zip(columns[0].T, columns[1].T, strict=True)]
        np.testing.assert_allclose(values, np.sum(each, axis=0), rtol=1e-15)
    assert gradient.shape == prediction.shape
    np.testing.assert_allclose(record(prediction, target), values.mean(), rtol=1e-15)
    np.testing.assert_allclose(record.grad(prediction, target), gradient / values.size, rtol=1e-15)


@every_variant
def test_nan_spoils_its_own_example_alone(record):
    prediction, target = example(record, (4, 2))
    if reference.LOSSES[record.name].rows:
        prediction, target = prediction[:, 0], target[:, 0]
    prediction[1, 0] = np.nan
    values = record.per_example(prediction, target)
    assert np.isnan(values).tolist() == [False, True, False, False]
    gradient = record.grad(prediction, target)
    assert np.isnan(gradient[1, 0])
    assert np.isfinite(gradient[[0, 2, 3]]).all()


@of_numbers
def test_nan_in_the_target_is_passed_on(record):
    prediction, target = example(record)
    target[2] = np.nan
    assert np.flatnonzero(np.isnan(record.per_example(prediction, target))).tolist() == [2]
    assert np.flatnonzero(np.isnan(record.grad(prediction, target))).tolist() == [2]


@every_variant
def test_float32_stays_float32(record):
    prediction, target = example(record, dtype=np.float32)
    targets = [target]
    if not reference.LOSSES[record.name].rows:
        targets += [target.astype(float), np.round(target).astype(int), 1]
    for y in targets:
        for function in (record.per_example, record.grad):
            values = function(prediction, y)
            assert values.dtype == np.float32
            wide = function(prediction.astype(float), np.asarray(y))
            np.testing.assert_allclose(values, wide, rtol=1e-5, atol=1e-6)
        assert record(prediction, y).dtype == np.float32


@every_variant
def test_lists_and_integers_are_taken_and_left_alone(record):
    prediction, target = example(record)
    if record.takes != "probs":
        prediction = np.round(3 * prediction)
    copies = prediction.copy(), target.copy()
    for function in (record, record.per_example, record.grad):
        expected = function(prediction, target)
        np.testing.assert_array_equal(function(prediction.tolist(), target.tolist()), expected)
        if record.takes != "probs":
            np.testing.assert_array_equal(function(prediction.astype(int), target), expected)
    np.testing.assert_array_equal(prediction, copies[0])
    np.testing.assert_array_equal(target, copies[1])


@every_variant
def test_a_single_example_gives_a_number(record):
    prediction, target = example(record, ())
    value = record.per_example(prediction, target)
    assert isinstance(value, np.floating)
    assert value == record(prediction, target)


# --- wrong calls ---

LOGITS = np.zeros((4, 3))
REFUSED = {
    "one-hot": (
        [[1, 0, 0]] * 4,
        ValueError,
        r"shape \(4,\).* \(4, 3\); .*labels.argmax\(axis=-1\)",
    ),
    "columns": ([[1]] * 4, ValueError, r"must have shape \(4,\).*but have shape \(4, 1\)"),
    "fewer": ([1] * 3, ValueError, r"must have shape \(4,\).*but have shape \(3,\)"),
    "floats": ([0.0, 1.0, 2.0, 0.0], TypeError, r"integers.*float64; use labels.astype\(int\)"),
    "booleans": ([True] * 4, TypeError, "must be integers.* but are bool"),
    "too large": ([0, 1, 2, 3], ValueError, "in 0..2 for 3 classes, but run from 0 to 3; count"),
    "negative": ([0, 1, 2, -1], ValueError, "in 0..2 for 3 classes, but run from -1 to 2"),
}


@of_rows
@pytest.mark.parametrize("case", REFUSED)
def test_labels_that_fit_no_class_are_refused(record, case):
    labels, error, message = REFUSED[case]
    for function in (record, record.per_example, record.grad):
        with pytest.raises(error, match=message):
            function(LOGITS, labels)


@of_rows
@pytest.mark.parametrize("logits", [1.0, np.zeros((4, 0))], ids=["number", "no classes"])
def test_logits_need_classes(record, logits):
    for function in (record, record.grad):
        with pytest.raises(
            ValueError, match=r"one value per class.*but have shape \(.*; for a sing"
        ):
            function(logits, 0)


@of_numbers
@pytest.mark.parametrize("shapes", [((4,), (4, 1)), ((4, 1), (4,)), ((4,), (3,))], ids=str)
def test_shapes_that_numpy_would_combine_are_refused(record, shapes):
    prediction, target = np.full(shapes[0], 0.5), np.full(shapes[1], 0.5)
    message = r"must have the same shape, but have \(4.*\) and \(.*\); reshape one of them"
    for function in (record, record.per_example, record.grad):
        with pytest.raises(ValueError, match=message):
            function(prediction, target)


@every_variant
@pytest.mark.parametrize("bad", ["a", None, [1j, 0]], ids=["text", "None", "complex"])
def test_what_is_no_real_number_is_refused(record, bad):
    _, target = example(record)
    for function in (record, record.grad):
        with pytest.raises(TypeError, match=r"must hold real numbers, but holds .*; convert it"):
            function(bad, target)


@pytest.mark.parametrize("record", [v for v in variants() if v.values[0].takes == "probs"])
@pytest.mark.parametrize("p", [-0.1, 1.1, np.inf])
def test_probabilities_lie_between_0_and_1(record, p):
    for function in (record, record.grad):
        for probs in ([0.5, p], [np.nan, p]):
            with pytest.raises(
                ValueError, match=rf"probs must lie .* but hold {p:g}; if these are"
            ):
                function(probs, [0, 1])


@pytest.mark.parametrize("name", ["binary_cross_entropy", "sigmoid_cross_entropy"])
@pytest.mark.parametrize("y", [-1, 2])
def test_binary_labels_lie_between_0_and_1(name, y):
    for function in (al.LOSSES[name], al.LOSSES[name].grad):
        with pytest.raises(ValueError, match=f"labels must lie between 0 and 1, but hold {y}"):
            function([0.5, 0.5], [1, y])


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("huber", {"delta": 0}, "delta must be a positive number, but is 0"),
        ("huber", {"delta": -1.0}, "delta must be a positive number, but is -1.0"),
        ("huber", {"delta": np.nan}, "delta must be a positive number, but is nan"),
        ("quantile", {"tau": 0}, "tau must lie between 0 and 1, both excluded, but is 0"),
        ("quantile", {"tau": 1.0}, "tau must lie .* but is 1.0"),
        ("quantile", {"tau": np.nan}, "tau must lie .* but is nan"),
    ],
)
def test_parameters_out_of_bounds_are_refused(name, params, message):
    record = al.LOSSES[name].with_params(**params)
    for function in (record, record.grad):
        with pytest.raises(ValueError, match=message):
            function([1.0], [2.0])
