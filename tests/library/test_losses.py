"""Every loss of the catalogue: values, gradients, edges, averaging, and what it refuses."""

import numpy as np
import pytest
import reference
from mpmath import mp

import actloss as al

# How well differences tell a slope: in long doubles, where the machine has them, in float64.
SLOPE = 1e-12 if reference.LONGER else 1e-9

every_loss = pytest.mark.parametrize("name", al.LOSSES)
VARIANTS = dict(reference.variants(al.LOSSES, reference.LOSSES))
every_variant = pytest.mark.parametrize("record", VARIANTS.values(), ids=VARIANTS)


def of(*kinds):
    """The variants whose targets are of these kinds."""
    some = {k: v for k, v in VARIANTS.items() if reference.LOSSES[v.name].target in kinds}
    return pytest.mark.parametrize("record", some.values(), ids=some)


of_numbers = of("number", "count", "class", "sign")
of_rows = of("label", "teacher")
of_labels = of("label")


def example(record, shape=(6,), dtype=float):
    return reference.example(record.name, shape, dtype)


# --- values and gradients ---


def test_every_loss_has_a_reference():
    assert set(reference.LOSSES) == set(al.LOSSES)


@every_loss
def test_parameters_are_tried_beside_their_defaults(name):
    tried = {key for params in reference.LOSSES[name].variants for key in params}
    assert tried == set(al.LOSSES[name].params)


@every_variant
def test_the_references_gradient_is_the_slope_of_its_value(record):
    entry, h = reference.LOSSES[record.name], mp.mpf(10) ** -20
    predictions, targets = example(record)
    for prediction, target in zip(predictions.tolist(), targets.tolist(), strict=True):
        if not entry.rows:
            at = mp.mpf(prediction)
            above, below = (entry.value(at + d, target, **record.params) for d in (h, -h))
            true = entry.gradient(at, target, **record.params)
            assert mp.almosteq((above - below) / (2 * h), true, 1e-25, 1e-25)
            continue
        row = [mp.mpf(v) for v in prediction]
        for i, true in enumerate(entry.gradient(row, target, **record.params)):
            above, below = (
                entry.value([v + d * (k == i) for k, v in enumerate(row)], target, **record.params)
                for d in (h, -h)
            )
            assert mp.almosteq((above - below) / (2 * h), true, 1e-25, 1e-25)


@every_variant
@pytest.mark.parametrize("shape", [(), (4,), (4, 2), (2, 3, 2)], ids=str)
def test_gradient_is_the_slope_of_the_mean(record, shape):
    prediction, target = example(record, shape)
    slope = al.numerical_gradient(lambda p: record(p, target), prediction).astype(float)
    gradient = record.grad(prediction, target)
    assert np.shape(gradient) == prediction.shape
    np.testing.assert_allclose(gradient, slope, rtol=SLOPE, atol=SLOPE / 100)


@of_numbers
def test_a_single_target_goes_with_every_prediction(record):
    prediction, _ = example(record)
    same = np.ones_like(prediction)
    for function in (record, record.per_example, record.grad):
        np.testing.assert_array_equal(function(prediction, 1), function(prediction, same))


# --- by hand ---

BY_HAND = {
    "expectile": ([1.0, 1.0, 1.0], [3.0, 1.0, 0.0], [2.0, 0.0, 0.5]),
    "student_t": (
        [2.0, -6.0, np.inf],
        [0.0, 0.0, 0.0],
        [2.5 * np.log(2), 2.5 * np.log(10), np.inf],
    ),
    "gaussian_likelihood": (
        [
            [0.0, 0.0],
            [1.0, np.log(2)],
            [3.0, -np.inf],
            [0.0, -np.inf],
            [0.0, np.inf],
            [np.inf, 0.0],
        ],
        [2.0, 3.0, 3.0, 3.0, 3.0, 3.0],
        [2.0, np.log(2) + 0.5, -np.inf, np.inf, np.inf, np.inf],
    ),
    "crps_gaussian": (
        [[0.0, -np.inf], [3.0, -np.inf], [0.0, 0.0], [0.0, np.inf], [np.inf, 0.0]],
        [3.0, 3.0, 0.0, 3.0, 3.0],
        [3.0, 0.0, (np.sqrt(2) - 1) / np.sqrt(np.pi), np.inf, np.inf],
    ),
    "poisson": (
        [0.0, np.log(3), -np.inf, -np.inf, np.inf, np.inf, np.inf],
        [3, 3, 0, 1, 0, 7, np.inf],
        [1.0, 3 - 3 * np.log(3), 0.0, np.inf, np.inf, np.inf, np.inf],
    ),
    "negative_binomial": (
        [0.0, np.log(3), -np.inf, -np.inf, np.inf],
        [3, 1, 0, 1, 0],
        [4 * np.log(2), 2 * np.log(4) - np.log(3), 0.0, np.inf, np.inf],
    ),
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
        [[0, 0], [np.log(3), 0], [0, np.inf], [0, np.inf], [40, 0], [np.inf] * 2, [-np.inf] * 2],
        [1, 0, 1, 0, 0, 1, 1],
        [np.log(2), np.log(4 / 3), 0, np.inf, np.exp(-40), np.log(2), np.log(2)],
    ),
    "hinge": ([2, 1, 0.5, -3, np.inf, -np.inf], [1, 1, -1, 1, 1, 1], [0, 0, 1.5, 4, 0, np.inf]),
    "focal": (
        [0.0, np.log(3), np.log(3), np.inf, -np.inf, -np.inf, np.inf],
        [1, 1, 0, 1, 0, 1, 0],
        [np.log(2) / 4, np.log(4 / 3) / 16, 9 * np.log(4) / 16, 0, 0, np.inf, np.inf],
    ),
    "label_smoothed_cross_entropy": (
        [[np.log(3), 0.0], [np.log(3), 0.0], [np.inf, 0.0]],
        [0, 1, 0],
        [
            0.95 * np.log(4 / 3) + 0.05 * np.log(4),
            0.05 * np.log(4 / 3) + 0.95 * np.log(4),
            np.inf,
        ],
    ),
    "distillation": (
        [[0.0, 0.0], [0.0, 0.0], [np.inf, 0.0], [0.0, np.inf]],
        [[0.0, 0.0], [np.log(3), 0.0], [np.inf, 0.0], [np.inf, 0.0]],
        [0, 0.75 * np.log(1.5) + 0.25 * np.log(0.5), 0, np.inf],
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_values_by_hand(name):
    prediction, target, expected = BY_HAND[name]
    np.testing.assert_allclose(al.LOSSES[name].per_example(prediction, target), expected)
    with np.errstate(invalid="ignore"):  # the mean of inf and -inf
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
        (lambda: al.absolute_error_grad([2.0, -0.0], [2.0, 0.0]), [0, 0]),
        (lambda: al.quantile_grad([2.0], [2.0], tau=0.9), [0]),
        (lambda: al.huber_grad([1.0, -1.0, 5.0], [0.0, 0.0, 0.0]), [1, -1, 1]),
        (
            lambda: al.binary_cross_entropy_grad([0, 0, 1, 1, 0.5, 0.5], [0, 1, 0, 1, 1, 0]),
            [1, -np.inf, np.inf, -1, -2, 2],
        ),
        (lambda: al.sigmoid_cross_entropy_grad([np.inf, -np.inf, 0.0], [0, 1, 1]), [1, -1, -0.5]),
        (
            lambda: al.softmax_cross_entropy_grad([[np.inf, 0.0], [1e308, -1e308]], [1, 1]),
            [[1, -1]] * 2,
        ),
        (lambda: al.student_t_grad([np.inf, -np.inf, 0.0, 2.0], [0.0] * 4), [0, 0, 0, 1.25]),
        (lambda: al.expectile_grad([2.0, 3.0, 1.0], [2.0] * 3, tau=0.75), [0, 0.5, -1.5]),
        (
            lambda: al.gaussian_likelihood_grad(
                [[0, 0], [3, -np.inf], [0, -np.inf], [0, np.inf], [0, 1e4]], [2, 3, 3, 3, np.inf]
            ),
            [[-2, -3], [0, 1], [-np.inf, -np.inf], [0, 1], [-np.inf, -np.inf]],
        ),
        (
            lambda: al.crps_gaussian_grad([[3, 0.0], [0, -np.inf], [9, -np.inf]], [3, 3, 3])[:, 0],
            [0, -1, 1],
        ),
        (lambda: al.poisson_grad([-np.inf, np.inf, 0.0], [2, 2, 1]), [-2, np.inf, 0]),
        (
            lambda: al.negative_binomial_grad([-np.inf, np.inf, 0.0], [2, 2, 1], dispersion=0.5),
            [-2, 2, 0],
        ),
        (lambda: al.hinge_grad([1.0, -1.0, 0.5, 2.0], [1, -1, -1, 1]), [0, 0, 1, 0]),
        (lambda: al.focal_grad([np.inf, -np.inf, -np.inf, -1e308], [1, 1, 0, 1]), [0, -1, 0, -1]),
    ],
    ids=[
        "absolute",
        "quantile",
        "huber",
        "binary",
        "sigmoid",
        "softmax",
        "student",
        "expectile",
        "gaussian",
        "crps",
        "poisson",
        "negative binomial",
        "hinge",
        "focal",
    ],
)
def test_gradients_at_kinks_and_edges(gradient, expected):
    np.testing.assert_array_equal(gradient(), expected)


@pytest.mark.parametrize("name", ["gaussian_likelihood", "crps_gaussian"])
@pytest.mark.parametrize(
    ("prediction", "target", "message"),
    [
        (
            1.0,
            1.0,
            r"prediction must hold a mean and the log.* has shape \(\); give the network two",
        ),
        (np.zeros((4, 3)), np.zeros(4), r"2 values, but has shape \(4, 3\)"),
        (
            np.zeros((4, 2)),
            np.zeros(3),
            r"target must have shape \(4,\), .* has shape \(3,\); resh",
        ),
        (np.zeros((4, 2)), np.zeros((4, 1)), r"target must have shape \(4,\), .* shape \(4, 1\)"),
    ],
)
def test_a_normal_distribution_is_a_mean_and_a_spread(name, prediction, target, message):
    for function in (al.LOSSES[name], al.LOSSES[name].per_example, al.LOSSES[name].grad):
        with pytest.raises(ValueError, match=message):
            function(prediction, target)


@pytest.mark.parametrize("name", ["poisson", "negative_binomial"])
def test_counts_are_at_least_0(name):
    for function in (al.LOSSES[name], al.LOSSES[name].grad):
        with pytest.raises(ValueError, match="counts must be at least 0, but hold -1; count from"):
            function([0.5, 0.5], [1, -1])


def test_few_degrees_of_freedom_and_no_dispersion_are_limits():
    r = np.linspace(-3, 3, 13)
    t = al.student_t(r, np.zeros(13), dof=1e9)
    np.testing.assert_allclose(t, al.LOSSES["squared_error"].per_example(r, 0.0) / 2, rtol=1e-7)
    z, y = np.meshgrid(r, [0.0, 1.0, 7.0])
    small = al.negative_binomial(z[0], y[0], dispersion=1e-9)
    np.testing.assert_allclose(small, al.poisson(z[0], y[0]), rtol=1e-7)
    slope = al.negative_binomial_grad(z, y, dispersion=1e-9)
    np.testing.assert_allclose(slope, al.poisson_grad(z, y), rtol=1e-7, atol=1e-7)


def test_crps_is_its_integral():
    t = np.linspace(-40, 40, 800_001)
    for mean, sigma, y in [(0.0, 1.0, 0.5), (1.0, 0.3, -2.0), (2.0, 3.0, 2.0)]:
        density = np.exp(-(((t - mean) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
        gap = np.cumsum(density) * 1e-4 - (t >= y)
        value = al.crps_gaussian([mean, np.log(sigma)], y)
        assert value == pytest.approx(np.sum(gap**2) * 1e-4, rel=1e-3)


def test_the_best_expectile_balances_distances():
    y = np.random.default_rng(0).exponential(size=200)
    grid = np.linspace(0, 5, 5001)
    loss = al.LOSSES["expectile"].with_params(tau=0.8)
    best = grid[np.argmin([loss(g, y) for g in grid])]
    above, below = np.maximum(y - best, 0).sum(), np.maximum(best - y, 0).sum()
    assert 0.8 * above == pytest.approx(0.2 * below, rel=0.01)


@pytest.mark.parametrize("name", ["absolute_error", "huber", "log_cosh", "quantile"])
def test_robust_losses_grow_like_the_residual(name):
    record = al.LOSSES[name]
    assert np.isfinite(record.per_example([1e308, -1e308], [0.0, 0.0])).all()
    np.testing.assert_array_equal(record.per_example([np.inf, -np.inf], [0.0, 0.0]), [np.inf] * 2)
    assert np.abs(record.grad(np.array([np.inf, -np.inf]), np.zeros(2))).max() <= 1


def test_a_residual_that_overflows_need_not_make_the_loss_overflow():
    p, y = [1.5e308, -1.5e308], [-1.5e308, 1.5e308]
    np.testing.assert_allclose(al.huber(p, y, delta=0.25), [0.75e308] * 2)
    np.testing.assert_allclose(al.quantile(p, y, tau=0.25), [np.inf, 0.75e308])
    np.testing.assert_array_equal(al.huber([1.0], [0.0], delta=1e308), [0.5])
    wide = [0.95e308, 710.0]  # a distance of 0.85 spreads
    true = reference.crps_gaussian([mp.mpf(v) for v in wide], mp.mpf(-0.95e308))
    np.testing.assert_allclose(al.crps_gaussian(wide, -0.95e308), float(true), rtol=1e-13)


def test_sigmoid_cross_entropy_weighs_the_rare_class():
    z, y = np.array([2.0, 2.0, -1.0]), np.array([1, 0, 1])
    plain, weighted = al.sigmoid_cross_entropy(z, y), al.sigmoid_cross_entropy(z, y, 3.0)
    np.testing.assert_allclose(weighted, plain * [3, 1, 3])
    plain, weighted = al.sigmoid_cross_entropy_grad(z, y), al.sigmoid_cross_entropy_grad(z, y, 3)
    np.testing.assert_allclose(weighted, plain * [3, 1, 3])


def test_a_single_class_may_have_a_weight():
    assert al.weighted_softmax_cross_entropy([[0.3]], [0], class_weights=[2.0]) == 0


def test_weights_multiply_and_divide():
    loss = al.LOSSES["weighted_softmax_cross_entropy"]
    logits, labels = example(loss)
    plain = al.softmax_cross_entropy(logits, labels)
    w = np.array([0.5, 2.0, 0.0, 1.0, 7.0])
    weighted = loss.with_params(class_weights=w)
    np.testing.assert_allclose(weighted.per_example(logits, labels), w[labels] * plain)
    assert loss(logits, labels) == pytest.approx(plain.mean())
    assert weighted(logits, labels) == pytest.approx(np.average(plain, weights=w[labels]))


def test_temperature_keeps_the_size_of_the_gradient():
    z, v = np.random.default_rng(0).normal(size=(2, 4, 5))
    sizes = [np.abs(al.distillation_grad(z, v, temperature=t)).max() for t in (50.0, 100.0)]
    np.testing.assert_allclose(sizes[0], sizes[1], rtol=0.02)


def test_no_logit_is_too_large():
    z = [1e308, -1e308, 800.0, -800.0]
    np.testing.assert_array_equal(al.sigmoid_cross_entropy(z, [0, 1, 0, 1]), np.abs(z))
    np.testing.assert_array_equal(al.sigmoid_cross_entropy(z, [1, 0, 1, 0]), [0, 0, 0, 0])
    np.testing.assert_array_equal(al.softmax_cross_entropy([[0.0, 1e308, -1.0]], [0]), [1e308])
    np.testing.assert_array_equal(al.softmax_cross_entropy([[0.0, 1e308, -1.0]], [1]), [0])
    record, rows = al.LOSSES["softmax_cross_entropy"], np.array([[0.0, 1e308, -1.0]])
    value, gradient = record.value_and_grad(rows, np.array([0]))
    assert value == 1e308
    np.testing.assert_array_equal(gradient, [[-1, 1, 0]])


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
    weight = values.size
    if reference.LOSSES[record.name].rows:
        assert values.shape == prediction.shape[:-1]
        if record.params.get("class_weights"):
            weight = np.asarray(record.params["class_weights"])[target].sum()
    else:
        assert values.shape == (5,)
        columns = prediction.reshape(5, -1), target.reshape(5, -1)
        each = [record.per_example(p, t) for p, t in zip(columns[0].T, columns[1].T, strict=True)]
        np.testing.assert_allclose(values, np.sum(each, axis=0), rtol=1e-15)
    assert gradient.shape == prediction.shape
    np.testing.assert_allclose(record(prediction, target), values.sum() / weight, rtol=1e-15)
    np.testing.assert_allclose(record.grad(prediction, target), gradient / weight, rtol=1e-15)


@every_variant
@pytest.mark.parametrize("dtype", [float, np.float32])
def test_training_sees_the_same_mean_and_gradient(record, dtype):
    for runs in ((), (3,)):
        if reference.LOSSES[record.name].rows:
            prediction, target = example(record, (*runs, 7), dtype)
        else:
            prediction, target = example(record, (*runs, 7, 2), dtype)
        value, gradient = record.value_and_grad(prediction, target)
        assert gradient.dtype == dtype
        assert np.shape(value) == runs
        each = [(prediction, target)] if not runs else zip(prediction, target, strict=True)
        expected = np.array([record(p, t) for p, t in each])
        bound = 1e-14 if dtype is float else 1e-5
        np.testing.assert_allclose(value, expected if runs else expected[0], rtol=bound)
        for run in range(3) if runs else [...]:
            true = record.grad(prediction[run], target[run])
            np.testing.assert_allclose(gradient[run], true, rtol=10 * bound, atol=bound)


@of_numbers
def test_training_refuses_shapes_that_numpy_would_combine(record):
    prediction, target = example(record, (4, 1))
    with pytest.raises(ValueError, match=r"same shape, but have \(4, 1\) and \(4,\); reshape"):
        record.value_and_grad(prediction, target[:, 0])


@every_variant
def test_there_is_no_mean_of_nothing(record):
    prediction, target = example(record, (0,))
    assert record.per_example(prediction, target).shape == (0,)
    for function in (record, record.grad):
        with pytest.raises(ValueError, match=f"{record.name} has no mean over 0 examples; give at"):
            function(prediction, target)


def test_there_is_no_mean_over_classes_without_weight():
    loss = al.LOSSES["weighted_softmax_cross_entropy"].with_params(class_weights=[1, 0, 1])
    for function in (loss, loss.grad):
        with pytest.raises(ValueError, match="no mean over 2 examples whose weights are all 0"):
            function(np.zeros((2, 3)), [1, 1])
    value, gradient = loss.value_and_grad(np.zeros((2, 3)), np.array([1, 1]))
    assert value == 0
    np.testing.assert_array_equal(gradient, np.zeros((2, 3)))  # a batch without any


@every_variant
def test_nan_spoils_its_own_example_alone(record):
    prediction, target = example(record, (4, 2))
    if reference.LOSSES[record.name].rows:
        prediction, target = example(record, (4,))
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
    if reference.LOSSES[record.name].target in ("number", "count", "class"):
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

LOGITS = np.zeros((4, 5))
REFUSED = {
    "columns": ([[1]] * 4, ValueError, r"must have shape \(4,\).*but have shape \(4, 1\)"),
    "fewer": ([1] * 3, ValueError, r"must have shape \(4,\).*but have shape \(3,\)"),
    "floats": ([0.0, 1.0, 2.0, 0.0], TypeError, r"integers.*float64; use labels.astype\(int\)"),
    "booleans": ([True] * 4, TypeError, "must be integers.* but are bool"),
    "too large": ([0, 1, 2, 5], ValueError, "in 0..4 for 5 classes, but run from 0 to 5; count"),
    "negative": ([0, 1, 2, -1], ValueError, "in 0..4 for 5 classes, but run from -1 to 2"),
    "text": (["a"] * 4, TypeError, "labels must be integers.* but are <U1"),
    "None": (None, ValueError, r"shape \(4,\).*but have shape \(\)"),
}


@of_labels
@pytest.mark.parametrize("case", REFUSED)
def test_labels_that_fit_no_class_are_refused(record, case):
    labels, error, message = REFUSED[case]
    for function in (record, record.per_example, record.grad):
        with pytest.raises(error, match=message):
            function(LOGITS, labels)


@of_labels
def test_one_hot_rows_are_taken_as_soft_labels_or_refused(record):
    labels = np.array([0, 4, 2, 2])
    rows = np.eye(5, dtype=int)[labels]
    logits = np.arange(20.0).reshape(4, 5) ** 1.5
    for function in (record, record.per_example, record.grad):
        if record.name == "softmax_cross_entropy":
            np.testing.assert_array_equal(function(logits, rows), function(logits, labels))
            continue
        with pytest.raises(ValueError, match=r"shape \(4,\).* \(4, 5\); .*argmax\(axis=-1\)"):
            function(logits, rows)


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
    names = {"values": "prediction and target", "log_rates": "log_rates and counts"}
    names = names.get(record.takes, f"{record.takes} and labels")
    message = (
        rf"^{names} must have the same shape, but have \(4.*\) and \(.*\); reshape one of them"
    )
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


@pytest.mark.parametrize("record", [v for v in VARIANTS.values() if v.takes == "probs"])
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
        ("quantile", {"tau": "0.5"}, "tau must lie .* but is '0.5'; try 0.5"),
        ("quantile", {"tau": None}, "tau must lie .* but is None"),
        ("label_smoothed_cross_entropy", {"smoothing": 0}, "smoothing must lie .* but is 0"),
        ("label_smoothed_cross_entropy", {"smoothing": 1.5}, "smoothing must lie .* but is 1.5"),
        ("focal", {"gamma": -1}, "gamma must be a number of at least 0, but is -1; try"),
        ("focal", {"gamma": np.inf}, "gamma must be a number of at least 0, but is inf"),
        ("focal", {"gamma": None}, "gamma must be a number of at least 0, but is None"),
        ("focal", {"balance": 1}, "balance must lie between 0 and 1, both excluded, but is 1; try"),
        ("focal", {"balance": [0.2]}, "balance must lie between 0 and 1"),
        ("distillation", {"temperature": 0.0}, "temperature must be a positive number, but is 0"),
        ("sigmoid_cross_entropy", {"positive_weight": -2}, "positive_weight must be a positive"),
        (
            "weighted_softmax_cross_entropy",
            {"class_weights": [1, 2]},
            "class_weights must .*5.* shape ",
        ),
        (
            "weighted_softmax_cross_entropy",
            {"class_weights": [1, 1, 1, 1, -1]},
            "class_weights must be numbers of at least 0",
        ),
        (
            "weighted_softmax_cross_entropy",
            {"class_weights": np.zeros(5)},
            "per class, not all 0, b",
        ),
        ("weighted_softmax_cross_entropy", {"class_weights": []}, "be numbers of at least 0"),
        (
            "weighted_softmax_cross_entropy",
            {"class_weights": [1, 1, 1, 1, np.inf]},
            "be numbers of",
        ),
        (
            "weighted_softmax_cross_entropy",
            {"class_weights": [1, 1, 1, 1, np.nan]},
            "be numbers of",
        ),
    ],
)
def test_parameters_out_of_bounds_are_refused(name, params, message):
    record = al.LOSSES[name].with_params(**params)
    prediction, target = example(record)
    for function in (record, record.grad):
        with pytest.raises(ValueError, match=message):
            function(prediction, target)


@pytest.mark.parametrize(
    ("name", "labels", "message"),
    [
        ("hinge", [0, 1], "labels must be -1 or 1, but hold 0; turn 0 and 1 into"),
        ("hinge", [0.5, 1], "labels must be -1 or 1, but hold 0.5"),
        ("focal", [0.5, 1], "labels must be 0 or 1, but hold 0.5; sigmoid_cross_entropy takes"),
        ("focal", [-1, 1], "labels must be 0 or 1, but hold -1"),
    ],
)
def test_labels_of_two_classes(name, labels, message):
    for function in (al.LOSSES[name], al.LOSSES[name].grad):
        with pytest.raises(ValueError, match=message):
            function([0.5, 0.5], labels)


@pytest.mark.parametrize("teacher", [1.0, np.zeros(5), np.zeros((4, 4)), np.zeros((4, 0))], ids=str)
def test_a_teacher_says_as_much_as_its_student(teacher):
    for function in (al.distillation, al.distillation_grad):
        with pytest.raises(
            ValueError, match=r"teacher logits must have (one value|the same shape)"
        ):
            function(np.zeros((4, 5)), teacher)
    with pytest.raises(TypeError, match="teacher logits must hold real numbers"):
        al.distillation(np.zeros((1, 1)), [["a"]])


# --- large-margin softmax ---

FEATURES, WEIGHTS = (np.random.default_rng(4).normal(size=s) for s in ((6, 3), (3, 4)))
LABELS = np.array([0, 1, 2, 3, 0, 1])
margins = pytest.mark.parametrize("margin", [1, 2, 3, 4])


def true_large_margin(x, w, label, margin):
    """The loss of one example by the paper's formula, in mpmath."""
    dots = [mp.fsum(a * b for a, b in zip(x, column, strict=True)) for column in w]
    size = mp.sqrt(mp.fsum(a * a for a in x)) * mp.sqrt(mp.fsum(a * a for a in w[label]))
    angle = mp.acos(dots[label] / size)
    k = min(int(mp.floor(margin * angle / mp.pi)), margin - 1)
    dots[label] = size * ((-1) ** k * mp.cos(margin * angle) - 2 * k)
    return reference.softmax_cross_entropy(dots, label)


def mp_rows(array):
    return [[mp.mpf(v) for v in row] for row in array.tolist()]


@margins
def test_large_margin_softmax_is_the_papers(margin):
    x, w = mp_rows(FEATURES), mp_rows(WEIGHTS.T)
    true = [true_large_margin(row, w, y, margin) for row, y in zip(x, LABELS, strict=True)]
    values = al.large_margin_softmax(FEATURES, WEIGHTS, LABELS, margin=margin)
    np.testing.assert_allclose(values, np.array(true, dtype=float), rtol=1e-13)


@margins
def test_both_gradients_of_large_margin_softmax(margin):
    x, w, h = mp_rows(FEATURES), mp_rows(WEIGHTS.T), mp.mpf(10) ** -20
    in_x, in_w = al.large_margin_softmax_grad(FEATURES, WEIGHTS, LABELS, margin=margin)
    assert (in_x.shape, in_w.shape) == (FEATURES.shape, WEIGHTS.shape)

    def total(example=None):
        chosen = range(len(x)) if example is None else [example]
        return mp.fsum(true_large_margin(x[n], w, int(LABELS[n]), margin) for n in chosen)

    def slope(row, i, example=None):
        middle, values = row[i], []
        for d in (h, -h):
            row[i] = middle + d
            values.append(total(example))
        row[i] = middle
        return float((values[0] - values[1]) / (2 * h))

    for n, i in np.ndindex(in_x.shape):
        assert in_x[n, i] == pytest.approx(slope(x[n], i, n), rel=1e-12, abs=1e-13)
    for i, k in np.ndindex(in_w.shape):
        assert in_w[i, k] == pytest.approx(slope(w[k], i), rel=1e-12, abs=1e-13)


def test_a_margin_of_1_is_plain_softmax():
    plain = al.softmax_cross_entropy(FEATURES @ WEIGHTS, LABELS)
    values = al.large_margin_softmax(FEATURES, WEIGHTS, LABELS, margin=1)
    np.testing.assert_allclose(values, plain, rtol=1e-13)
    grads = al.large_margin_softmax_grad(FEATURES, WEIGHTS, LABELS, margin=1)
    in_logits = al.softmax_cross_entropy_grad(FEATURES @ WEIGHTS, LABELS)
    np.testing.assert_allclose(grads[0], in_logits @ WEIGHTS.T, rtol=1e-12)
    np.testing.assert_allclose(grads[1], FEATURES.T @ in_logits, rtol=1e-12)


def test_the_margin_is_2_unless_given():
    given = FEATURES, WEIGHTS, LABELS
    for function in (al.large_margin_softmax, al.large_margin_softmax_grad):
        for ours, theirs in zip(function(*given), function(*given, margin=2), strict=True):
            np.testing.assert_array_equal(ours, theirs)


@margins
def test_a_margin_asks_for_more_at_every_angle(margin):
    angle = np.linspace(0, np.pi, 50)  # both ends: features along the weights, and against them
    x = np.column_stack([np.cos(angle), np.sin(angle)])
    w = np.array([[1.0, 0.0], [0.0, 0.0001]])
    values = al.large_margin_softmax(x, w, np.zeros(50, int), margin=margin)
    assert (np.diff(values) > 0).all()
    plain = al.softmax_cross_entropy(x @ w, np.zeros(50, int))
    assert (values >= plain - 1e-15).all()
    in_x, in_w = al.large_margin_softmax_grad(x, w, np.zeros(50, int), margin=margin)
    assert np.isfinite(in_x).all()
    assert np.isfinite(in_w).all()
    near = np.array([[np.cos(1e-6), np.sin(1e-6)], [np.cos(np.pi - 1e-6), np.sin(1e-6)]])
    beside, _ = al.large_margin_softmax_grad(near, w, [0, 0], margin=margin)
    np.testing.assert_allclose(in_x[[0, -1]], beside, atol=1e-4)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_cosine_that_rounds_beyond_1_has_an_angle(sign):
    x = np.random.default_rng(0).normal(size=(200, 3))
    given = x, sign * x.T, np.arange(200)
    for array in (al.large_margin_softmax(*given), *al.large_margin_softmax_grad(*given)):
        assert np.isfinite(array).all()


def test_large_margin_softmax_in_float32():
    narrow = FEATURES.astype(np.float32), WEIGHTS.astype(np.float32), LABELS
    wide = narrow[0].astype(float), narrow[1].astype(float), LABELS
    values, true = al.large_margin_softmax(*narrow), al.large_margin_softmax(*wide)
    np.testing.assert_array_equal(values, true.astype(np.float32))
    grads, true = al.large_margin_softmax_grad(*narrow), al.large_margin_softmax_grad(*wide)
    for ours, theirs in zip(grads, true, strict=True):
        assert ours.dtype == np.float32
        np.testing.assert_array_equal(ours, theirs.astype(np.float32))


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        (
            {"features": FEATURES[0]},
            ValueError,
            r"must share d, but have shapes \(3,\) and \(3, 4\)",
        ),
        ({"weights": WEIGHTS.T}, ValueError, r"share d, .* \(6, 3\) and \(4, 3\); transpose"),
        ({"weights": WEIGHTS[:, 0]}, ValueError, r"share d, .* \(6, 3\) and \(3,\)"),
        ({"weights": np.zeros((3, 4))}, ValueError, "no column of weights may be all 0"),
        ({"weights": WEIGHTS * [1, 1, 1, 0]}, ValueError, "no column of weights may be all 0"),
        (
            {"features": np.zeros((6, 3))},
            ValueError,
            "no row of features .*leave such examples out",
        ),
        ({"features": [["a"] * 3] * 6}, TypeError, "features must hold real numbers"),
        ({"weights": None}, TypeError, "weights must hold real numbers"),
        ({"labels": LABELS[:5]}, ValueError, r"labels must have shape \(6,\).*have shape \(5,\)"),
        (
            {"labels": LABELS + 1},
            ValueError,
            "labels must lie in 0..3 for 4 classes, but run from 1",
        ),
        ({"labels": np.eye(4)[LABELS]}, ValueError, "one-hot rows into indices"),
        ({"labels": LABELS + 0.0}, TypeError, "labels must be integers"),
        ({"margin": 0}, ValueError, "margin must be a whole number of at least 1, but is 0"),
        ({"margin": 2.5}, ValueError, "margin must be a whole number of at least 1, but is 2.5"),
        ({"margin": np.nan}, ValueError, "margin must be a whole number .* but is nan"),
        ({"margin": None}, ValueError, "margin must be a whole number .* but is None"),
    ],
)
def test_wrong_calls_of_large_margin_softmax(changes, error, message):
    call = {"features": FEATURES, "weights": WEIGHTS, "labels": LABELS, **changes}
    for function in (al.large_margin_softmax, al.large_margin_softmax_grad):
        with pytest.raises(error, match=message):
            function(**call)


# --- short floats, single numbers, soft labels ---


def test_the_mean_of_many_short_floats_is_not_lost():
    prediction, target = np.full(65_520, 2, np.float16), np.zeros(65_520, np.float16)
    loss = al.LOSSES["squared_error"]
    assert loss(prediction, target) == 4
    assert loss(prediction, target).dtype == np.float16
    np.testing.assert_array_equal(loss.grad(prediction, target), np.float16(4 / 65_520))
    value, gradient = loss.value_and_grad(prediction[:, None], target[:, None])
    assert value == 4
    np.testing.assert_array_equal(gradient, np.float16(4 / 65_520))


def test_what_is_summed_is_rounded_afterwards():
    p, y = np.float16([[250.0, 0.0], [0.0, 0.0], [0.0, 0.0]]), np.zeros((3, 2), np.float16)
    assert al.LOSSES["squared_error"](p, y) == np.float16(250**2 / 3)  # 250² is float16's 62500
    p = np.float32([[1.0, 2.0**-13, 2.0**-13]])  # squares of which the last two round away
    assert al.squared_error(p, np.zeros((1, 3)))[0] == np.float32(1 + 2 * 2.0**-26)
    many = np.full((1, 2048), np.float16(1 / 64))
    assert al.absolute_error(many, np.zeros((1, 2048)))[0] == 32


def test_targets_keep_their_precision():
    assert al.absolute_error(np.float32([16777216]), [16777217]) == 1
    assert al.squared_error_grad(np.float32([16777216]), [16777217]) == -2
    value = al.sigmoid_cross_entropy(np.float32([100]), [1 - 1e-9])
    np.testing.assert_allclose(value, 1e-7, rtol=1e-6)
    assert al.quantile([0.0], [1.0], tau=np.float16(0.1)) == float(np.float16(0.1))
    assert al.quantile([1.0], [0.0], tau=np.float16(0.1)) == 1 - float(np.float16(0.1))


@of_numbers
def test_a_single_prediction_is_summed_like_an_array(record):
    _, target = example(record, (3, 2))
    for function in (record, record.per_example):
        same = np.full((3, 2), 0.5)
        np.testing.assert_array_equal(function(0.5, target), function(same, target))
    np.testing.assert_array_equal(record.grad(0.5, target), record.grad(same, target))


def test_a_number_predicts_two_outputs():
    np.testing.assert_array_equal(al.squared_error(0.0, [[1.0, 2.0]]), [5])


def soft_labels(classes=5, n=40):
    """Rows of probabilities, among them certain ones and others with zeros."""
    rng = np.random.default_rng(0)
    rows = al.softmax(rng.normal(size=(n, classes)) * 3)
    rows[0] = [0, 1, 0, 0, 0]
    rows[1] = [0.5, 0, 0, 0.5, 0]
    return rows


@pytest.mark.parametrize("spread", [1, 10, 300])
def test_soft_labels_against_mpmath(spread):
    rng = np.random.default_rng(spread)
    rows = soft_labels()
    logits = rng.uniform(-spread / 2, spread / 2, rows.shape) + 100
    loss = al.LOSSES["softmax_cross_entropy"]
    values, gradients = loss.per_example(logits, rows), al.softmax_cross_entropy_grad(logits, rows)
    for z, p, value, gradient in zip(*(a.tolist() for a in (logits, rows, values, gradients)),
                                     strict=True):  # fmt: skip
        z, p = [mp.mpf(v) for v in z], [mp.mpf(v) for v in p]
        true = reference.exact(
            [-mp.fsum(a * b for a, b in zip(p, reference.log_softmax(z), strict=True))]
        )
        assert true.ulps(value).max() <= 4
        slope = [mp.fsum(p) * s - a for s, a in zip(reference.softmax(z), p, strict=True)]
        # It crosses 0 between the labels, where only the error beside its two terms is small.
        terms = [max(mp.fsum(p) * s, a) for s, a in zip(reference.softmax(z), p, strict=True)]
        scale = np.array([float(t) for t in terms])
        assert reference.exact(slope).ulps(np.array(gradient), scale=scale).max() <= 6


def test_certain_soft_labels_are_integer_labels():
    logits = np.random.default_rng(0).normal(size=(3, 4, 5)) * 20
    labels = np.random.default_rng(1).integers(5, size=(3, 4))
    for rows in (np.eye(5)[labels], np.eye(5, dtype=int)[labels]):
        values = al.softmax_cross_entropy(logits, rows)
        np.testing.assert_array_equal(values, al.softmax_cross_entropy(logits, labels))
        gradient = al.softmax_cross_entropy_grad(logits, rows)
        expected = al.softmax_cross_entropy_grad(logits, labels)
        np.testing.assert_allclose(gradient, expected, rtol=4e-16)
    assert al.softmax_cross_entropy([[40.0, 0.0]], [[1, 0]]) == np.log1p(np.exp(-40.0))
    gradient = al.softmax_cross_entropy_grad([[40.0, 0.0]], [[1.0, 0.0]])
    np.testing.assert_allclose(gradient, [[-np.exp(-40), np.exp(-40)]], rtol=1e-15)
    np.testing.assert_array_equal(al.softmax_cross_entropy([[np.inf, 0.0]], [[1.0, 0.0]]), [0])


def test_smoothed_labels_are_soft_labels():
    logits, labels = example(al.LOSSES["softmax_cross_entropy"])
    rows = 0.9 * np.eye(5)[labels] + 0.1 / 5
    soft = al.LOSSES["softmax_cross_entropy"]
    smoothed = al.LOSSES["label_smoothed_cross_entropy"].with_params(smoothing=0.1)
    for part in ("per_example", "grad", "__call__"):
        ours = getattr(soft, part)(logits, rows)
        np.testing.assert_allclose(ours, getattr(smoothed, part)(logits, labels), rtol=1e-13)
    for ours, theirs in zip(soft.value_and_grad(logits, rows),
                            smoothed.value_and_grad(logits, labels), strict=True):  # fmt: skip
        np.testing.assert_allclose(ours, theirs, rtol=1e-13)


def test_training_takes_soft_labels_of_many_runs():
    rows, loss = soft_labels(), al.LOSSES["softmax_cross_entropy"]
    logits = np.random.default_rng(3).normal(size=(3, *rows.shape))
    values, gradients = loss.value_and_grad(logits, np.broadcast_to(rows, logits.shape))
    for run in range(3):
        np.testing.assert_allclose(values[run], loss(logits[run], rows), rtol=1e-14)
        np.testing.assert_allclose(gradients[run], loss.grad(logits[run], rows), rtol=1e-14)


def test_a_network_learns_soft_labels():
    rng = np.random.default_rng(0)
    x, rows = rng.normal(size=(12, 3)), soft_labels(n=12)
    nets = [al.mlp((3, 24, 5), "tanh", rng=np.random.default_rng(seed)) for seed in range(2)]
    options = {"loss": "softmax_cross_entropy", "epochs": 200}
    many = al.fit_many(nets, x, rows, optimizer=al.Adam(0.03), **options)
    one = al.fit(nets[0], x, rows, optimizer=al.Adam(0.03), **options)
    np.testing.assert_allclose(many.loss[0], one.loss, rtol=1e-9)
    least = al.entropy(rows).mean()  # what no prediction can do better
    assert least <= one.loss[-1] < least + 0.1


def test_soft_labels_keep_float32():
    rows = soft_labels().astype(np.float32)
    logits = np.random.default_rng(3).normal(size=rows.shape).astype(np.float32)
    for function in (al.softmax_cross_entropy, al.softmax_cross_entropy_grad):
        values = function(logits, rows)
        assert values.dtype == np.float32
        np.testing.assert_array_equal(
            values, function(logits.astype(float), rows.astype(float)).astype(np.float32)
        )


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([[0.5, 0.6]], r"labels must sum to 1 along the last axis, but sum to 1\.1"),
        ([[1.5, -0.5]], "labels must lie between 0 and 1, but hold -0.5"),
        ([[0.5], [0.5]], r"labels must have shape \(1,\)"),
    ],
)
def test_soft_labels_are_probabilities(labels, message):
    for function in (al.softmax_cross_entropy, al.softmax_cross_entropy_grad):
        with pytest.raises(ValueError, match=message):
            function([[0.0, 1.0]], labels)


@pytest.mark.parametrize(
    ("function", "params", "name"),
    [
        (al.sigmoid_cross_entropy, {"positive_weight": [[1.0], [2.0], [3.0]]}, "positive_weight"),
        (al.sigmoid_cross_entropy_grad, {"positive_weight": [[1.0]] * 3}, "positive_weight"),
        (al.huber, {"delta": [[1.0], [2.0]]}, "delta"),
        (al.huber, {"delta": [1.0, 2.0]}, "delta"),
        (al.huber, {"delta": [[1.0], [2.0, 3.0]]}, "delta"),
        (al.huber_grad, {"delta": True}, "delta"),
        (al.focal, {"gamma": True}, "gamma"),
        (al.quantile, {"tau": np.ma.masked_array(0.5, mask=True)}, "tau"),
    ],
)
def test_parameters_never_change_the_shape(function, params, name):
    with pytest.raises((TypeError, ValueError), match=f"^{name} must "):
        function([0.0, 1.0, 1.0], [0, 1, 1], **params)


def test_a_parameter_may_have_one_value_per_output():
    p, y = np.array([[3.0, 3.0], [0.5, 3.0]]), np.zeros((2, 2))
    columns = [al.huber(p[:, i], y[:, i], delta) for i, delta in enumerate([1.0, 2.0])]
    np.testing.assert_array_equal(al.huber(p, y, delta=[1.0, 2.0]), np.sum(columns, axis=0))


def test_arguments_may_be_named():
    logits, labels = np.eye(3), [0, 1, 1]
    expected = al.softmax_cross_entropy(logits, labels)
    np.testing.assert_array_equal(al.softmax_cross_entropy(labels=labels, logits=logits), expected)
    with pytest.raises(TypeError, match="labels"):
        al.softmax_cross_entropy(logits)
    with pytest.raises(TypeError, match="slop"):
        al.leaky_relu(1.0, slop=2)


def test_large_margin_softmax_of_huge_and_tiny_vectors():
    for scale in (1e200, 1e-200):
        huge = FEATURES * scale, WEIGHTS / scale, LABELS
        np.testing.assert_allclose(
            al.large_margin_softmax(*huge), al.large_margin_softmax(FEATURES, WEIGHTS, LABELS),
            rtol=1e-13,
        )  # fmt: skip
        in_x, in_w = al.large_margin_softmax_grad(FEATURES, WEIGHTS, LABELS)
        of_x, of_w = al.large_margin_softmax_grad(*huge)
        np.testing.assert_allclose(of_x * scale, in_x, rtol=1e-12)
        np.testing.assert_allclose(of_w / scale, in_w, rtol=1e-12)


@every_variant
def test_the_callers_floating_point_settings_change_nothing(record):
    prediction, target = example(record, (4, 2))
    if reference.LOSSES[record.name].rows:
        prediction, target = example(record, (4,))
    if record.takes == "logits" and reference.LOSSES[record.name].rows:
        prediction = prediction * 745
    if record.takes == "values":
        prediction = prediction * 1e300

    def all_of():
        whole = [f(prediction, target) for f in (record, record.per_example, record.grad)]
        return [*whole, *record.value_and_grad(prediction, target)]

    expected = all_of()
    with np.errstate(all="raise"):
        found = all_of()
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
