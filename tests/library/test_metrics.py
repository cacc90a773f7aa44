"""Metrics: equal to scikit-learn's or to sums by hand, their pitfalls, and what they refuse."""

import inspect
import re
from fractions import Fraction

import numpy as np
import pytest
from mpmath import mp
from sklearn import metrics as theirs

import actloss as al

RNG = np.random.default_rng(0)
labels = RNG.integers(4, size=200)
predicted = np.where(RNG.random(200) < 0.6, labels, RNG.integers(4, size=200))
target = RNG.normal(3, 2, 200)
prediction = target + RNG.normal(0, 0.5, 200)

OF_LABELS = {
    "accuracy": (al.accuracy, theirs.accuracy_score),
    "confusion_matrix": (al.confusion_matrix, theirs.confusion_matrix),
    "recall": (al.recall, lambda y, p: theirs.recall_score(y, p, average=None)),
    "precision": (al.precision, lambda y, p: theirs.precision_score(y, p, average=None)),
}
OF_VALUES = {
    "mean_absolute_error": (al.mean_absolute_error, theirs.mean_absolute_error),
    "root_mean_squared_error": (al.root_mean_squared_error, theirs.root_mean_squared_error),
    "r_squared": (al.r_squared, theirs.r2_score),
    "mean_absolute_percentage_error": (
        al.mean_absolute_percentage_error,
        theirs.mean_absolute_percentage_error,
    ),
}
METRICS = [*OF_LABELS, *OF_VALUES, "calibration_error"]
of_labels = pytest.mark.parametrize("name", OF_LABELS)
of_values = pytest.mark.parametrize("name", OF_VALUES)


# --- values ---


@of_labels
@pytest.mark.parametrize("convert", [np.asarray, np.ndarray.tolist, lambda a: a.astype(float)])
def test_of_labels_like_scikit_learn(name, convert):
    ours, scikits = OF_LABELS[name]
    values = ours(convert(predicted), convert(labels))
    np.testing.assert_allclose(values, scikits(labels, predicted), rtol=1e-15)


@of_values
@pytest.mark.parametrize("convert", [np.asarray, np.ndarray.tolist, np.round, np.float32])
def test_of_values_like_scikit_learn(name, convert):
    ours, scikits = OF_VALUES[name]
    p, y = convert(prediction + 20), convert(target + 20)
    value = ours(p, y)
    assert isinstance(value, float)
    assert value == pytest.approx(scikits(y, p), rel=1e-5 if convert is np.float32 else 1e-13)


def test_accuracy_is_the_share_that_is_right():
    assert al.accuracy([0, 1, 2, 2], [0, 1, 1, 2]) == 0.75
    assert al.accuracy(np.array([1]), np.array([1])) == 1
    assert al.accuracy([1, 1], [0, 0]) == 0
    assert al.accuracy([-1, 1], [-1, -1]) == 0.5
    assert al.accuracy(np.array([0.3, 0.7]) > 0.5, [0, 1]) == 1
    assert isinstance(al.accuracy([1, 1], [0, 1]), float)


def test_accuracy_of_many_runs():
    share = al.accuracy([[0, 1, 1], [1, 1, 0]], [0, 1, 0])
    np.testing.assert_allclose(share, [2 / 3, 2 / 3])
    assert al.accuracy(np.stack([labels, predicted]), labels).tolist() == [
        1.0,
        al.accuracy(predicted, labels),
    ]


def test_rows_are_true_and_columns_are_predicted():
    np.testing.assert_array_equal(al.confusion_matrix([2, 0], [1, 0], classes=3),
                                  [[1, 0, 0], [0, 0, 1], [0, 0, 0]])  # fmt: skip


def test_classes_that_do_not_occur_have_no_recall_and_no_precision():
    np.testing.assert_array_equal(al.recall([0, 2], [0, 0], classes=4), [0.5, *[np.nan] * 3])
    np.testing.assert_array_equal(al.precision([0, 2], [0, 0], classes=4), [1, np.nan, 0, np.nan])


def calibration_by_hand(probs, y, bins):
    """One example at a time."""
    sums = [[0.0, 0.0, 0] for _ in range(bins)]
    for row, label in zip(probs, y, strict=True):
        confidence = max(row)
        entry = sums[min(int(confidence * bins), bins - 1)]
        entry[0] += confidence
        entry[1] += np.argmax(row) == label
        entry[2] += 1
    return sum(n / len(y) * abs(c / n - right / n) for c, right, n in sums if n)


@pytest.mark.parametrize("bins", [1, 5, 10, 15])
def test_calibration_error_is_the_mean_gap_by_confidence(bins):
    probs = al.softmax(RNG.normal(0, 2, (200, 4)))
    expected = calibration_by_hand(probs, labels, bins)
    assert al.calibration_error(probs, labels, bins=bins) == pytest.approx(expected, rel=1e-12)
    assert al.calibration_error(probs, labels) == al.calibration_error(probs, labels, bins=10)
    p = probs[:, 0]
    two = calibration_by_hand(np.stack([1 - p, p], axis=1), labels % 2, bins)
    assert al.calibration_error(p, labels % 2, bins=bins) == pytest.approx(two, rel=1e-12)


def test_calibration_by_hand():
    assert al.calibration_error([[0.75, 0.25]] * 4, [0, 0, 0, 1]) == pytest.approx(0)
    assert al.calibration_error([[1.0, 0.0]] * 4, [0, 1, 1, 1]) == pytest.approx(0.75)
    assert al.calibration_error([0.0, 1.0], [0, 1]) == 0
    # one bin: 0.95 + 1 beside 1 right; two bins: 0.85 beside 0 and 0.95 beside 1
    assert al.calibration_error([0.95, 1.0], [1, 0]) == pytest.approx(0.475)
    assert al.calibration_error([0.85, 0.95], [0, 1]) == pytest.approx(0.45)


def test_one_half_is_named_class_0_and_a_bin_has_its_lower_end():
    assert al.calibration_error([0.5, 0.55], [0, 1]) == pytest.approx(0.475)
    assert al.calibration_error([0.75, 0.8], [1, 0], bins=4) == pytest.approx(0.275)


# --- the pitfalls that the docstrings name ---


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_where_it_misleads(name):
    text = inspect.getdoc(getattr(al, name))
    words = ("islead", "Undefined", "Says nothing of", "outlier rules it")
    assert any(word in text for word in words)


def test_accuracy_rewards_naming_the_frequent_class():
    rare = np.arange(100) < 5
    assert al.accuracy(np.zeros(100, int), rare) == 0.95
    assert al.recall(np.zeros(100, int), rare.astype(int), classes=2)[1] == 0


def test_recall_rewards_naming_a_class_always_and_precision_naming_it_once():
    y = np.array([0, 1, 0, 1, 1])
    assert al.recall(np.ones(5, int), y)[1] == 1
    assert al.precision([0, 1, 0, 0, 0], y)[1] == 1


def test_calibration_rewards_the_frequency():
    y = np.arange(100) < 30
    assert al.calibration_error(np.full(100, 0.3), y.astype(int)) == pytest.approx(0)


def test_one_outlier_rules_the_rmse():
    y = np.zeros(100)
    p = np.where(np.arange(100) == 0, 100.0, 0.0)
    assert al.mean_absolute_error(p, y) == 1
    assert al.root_mean_squared_error(p, y) == 10


def test_r_squared_rewards_a_wide_range_and_may_be_negative():
    noise = RNG.normal(size=100)
    narrow, wide = np.linspace(0, 1, 100), np.linspace(0, 100, 100)
    assert al.r_squared(narrow + noise, narrow) < 0
    assert al.r_squared(wide + noise, wide) > 0.99
    assert al.r_squared(np.full(100, narrow.mean()), narrow) == pytest.approx(0)


def test_percentages_favour_too_little():
    assert al.mean_absolute_percentage_error([0.0], [10.0]) == 1
    assert al.mean_absolute_percentage_error([100.0], [10.0]) == 9


# --- wrong calls ---


@pytest.mark.parametrize(
    ("predicted", "labels"),
    [([0, 1], [0]), ([[0], [1]], [0, 1]), (np.zeros((2, 3)), [0, 1]), ([], []), (1, 1)],
    ids=["lengths", "column", "logits", "empty", "number"],
)
@of_labels
def test_shapes_must_agree(name, predicted, labels):
    shapes = re.escape(f"{np.shape(predicted)} and {np.shape(labels)}")
    message = rf"same shape \(n,\), but have {shapes}; turn logits into labels with argmax"
    with pytest.raises(ValueError, match=message):
        OF_LABELS[name][0](predicted, labels)


@of_labels
@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ([0.3, 0.7], ValueError, "must be whole numbers, .* but hold 0.3; turn probabilities"),
        ([0, np.nan], ValueError, "must be finite, but hold nan or inf; remove those"),
        (["a", "b"], TypeError, "must hold real numbers, but holds <U1; convert"),
        ([None, 1], TypeError, "must hold real numbers, but holds object"),
    ],
    ids=["probabilities", "nan", "text", "None"],
)
def test_labels_are_whole_numbers(name, wrong, error, message):
    with pytest.raises(error, match="predicted " + message):
        OF_LABELS[name][0](wrong, [0, 1])
    with pytest.raises(error, match="labels " + message):
        OF_LABELS[name][0]([0, 1], wrong)


def test_the_first_that_is_no_class_is_named():
    with pytest.raises(ValueError, match=r"labels must be whole .* but hold 2\.5; turn"):
        al.accuracy([0, 0, 0], [3.0, 2.5, 0.25])


def test_class_numbers_end_where_float64_skips_some():
    assert al.accuracy([2.0**53], [2**53]) == 1
    with pytest.raises(ValueError, match=r"^labels must be class numbers, but reach 9.0072e\+15"):
        al.accuracy([0], [2.0**53 + 2])


@pytest.mark.parametrize("name", ["confusion_matrix", "recall", "precision"])
def test_classes_count_from_0(name):
    function = OF_LABELS[name][0]
    for wrong, least in (([-1, 1], -1), ([[0, 1], [1, 1]], 0)):
        shapes = re.escape(f"{np.shape(wrong)} and (2,)")
        with pytest.raises(
            ValueError, match=rf"from 0, but have shapes {shapes} and reach {least}; turn labels"
        ):
            function(wrong, [0, 1])
    with pytest.raises(
        ValueError, match=r"in 0..1 for 2 classes, but reach 3; count classes from 0"
    ):
        function([0, 3], [0, 1], classes=2)
    for classes in (0, 2.5, "2"):
        with pytest.raises(
            ValueError, match="classes must be a whole number of at least 1, but is"
        ):
            function([0, 1], [0, 1], classes=classes)


@of_values
@pytest.mark.parametrize(
    ("prediction", "target", "error", "message"),
    [
        ([1.0, 2.0], [[1.0], [2.0]], ValueError, r"same shape .* have \(2,\) and \(2, 1\)"),
        ([1.0, 2.0], 1.0, ValueError, r"same shape .* have \(2,\) and \(\)"),
        ([], [], ValueError, r"not be empty, but have \(0,\) and \(0,\)"),
        ([np.nan, 1.0], [1.0, 2.0], ValueError, "must be finite, but hold nan or inf; remove"),
        ([1.0, 2.0], [np.inf, 1.0], ValueError, "must be finite"),
        (["a", "b"], [1.0, 2.0], TypeError, "prediction must hold real numbers"),
        ([1.0, 2.0], [1j, 2.0], TypeError, "target must hold real numbers"),
    ],
    ids=["column", "number", "empty", "nan", "inf", "text", "complex"],
)
def test_values_must_be_finite_and_of_one_shape(name, prediction, target, error, message):
    with pytest.raises(error, match=message):
        OF_VALUES[name][0](prediction, target)


@pytest.mark.parametrize("constant", [1.0, 0.1])
def test_r_squared_needs_targets_that_vary(constant):
    with pytest.raises(ValueError, match=r"target must vary for R² .* all its values are equal"):
        al.r_squared([1.0, 2.0, 3.0], [constant] * 3)  # the mean of 0.1 three times is not 0.1


def test_percentages_need_targets_other_than_0():
    with pytest.raises(ValueError, match="must not hold 0 for MAPE; use mean_absolute_error"):
        al.mean_absolute_percentage_error([1.0, 2.0], [0.0, 1.0])


@pytest.mark.parametrize(
    ("probs", "y", "error", "message"),
    [
        ([[0.5, 0.6]], [0], ValueError, r"probs must sum to 1 .* but sum to 1\.1; divide"),
        ([[2.0, -1.0]], [0], ValueError, "probs must lie between 0 and 1, but hold -1; if these"),
        ([1.5], [0], ValueError, "probs must lie between 0 and 1, but hold 1.5"),
        ([[np.nan, 1.0]], [0], ValueError, "probs must be finite"),
        ([["a", "b"]], [0], TypeError, "probs must hold real numbers"),
        (0.5, 0, ValueError, "probs must have one value per class"),
        (np.full((2, 2, 2), 0.5), [0, 1], ValueError, r"probs must be \(n, classes\) or \(n,\)"),
        ([[0.5, 0.5]], [0, 1], ValueError, r"same shape \(n,\)"),
        ([[0.5, 0.5]], [[0, 1]], ValueError, r"same shape \(n,\)"),
        ([[0.5, 0.5]], [2], ValueError, "labels must lie in 0..1 for 2 classes, but run from 2"),
        ([0.5], [2], ValueError, "labels must lie in 0..1 for 2 classes, but run from 2"),
        ([[0.5, 0.5]], [0.5], ValueError, "labels must be whole numbers"),
        (np.zeros((0, 2)), [], ValueError, r"same shape \(n,\)"),
    ],
)
def test_wrong_calls_of_calibration_error(probs, y, error, message):
    with pytest.raises(error, match=message):
        al.calibration_error(probs, y)


@pytest.mark.parametrize("bins", [0, -1, 2.5, None])
def test_bins_are_a_whole_number(bins):
    with pytest.raises(
        ValueError, match=f"bins must be a whole number of at least 1, but is {bins}"
    ):
        al.calibration_error([[0.5, 0.5]], [0], bins=bins)


# --- right for every finite input ---


def ulps(value, true):
    """Distance from the true rational number, in units in its last place."""
    return abs(Fraction(value) - true) / Fraction(np.spacing(abs(float(true))))


def true_metrics(p, y):
    p, y = [Fraction(float(v)) for v in p], [Fraction(float(v)) for v in y]
    n, middle = len(y), sum(y) / len(y)
    errors = sum((a - b) ** 2 for a, b in zip(p, y, strict=True))
    return {
        "mean_absolute_error": sum(abs(a - b) for a, b in zip(p, y, strict=True)) / n,
        "root_mean_squared_error": errors / n,  # squared
        "r_squared": 1 - errors / sum((b - middle) ** 2 for b in y),
        "mean_absolute_percentage_error": sum(abs((a - b) / b) for a, b in zip(p, y, strict=True))
        / n,
    }


EXTREMES = {
    "ordinary": (prediction, target),
    "1e200": (1e200 * prediction, 1e200 * target),
    "1e-200": (1e-200 * prediction, 1e-200 * target),
    "subnormal": (1e-320 * prediction, 1e-320 * target),
    "opposite ends": ([1.5e308, -1.7e308, 1.0], [-1e307, -1.6e308, 2.0]),
    "both at once": ([1e300, 1e-300, 3.0], [1.0000001e300, 2e-300, 2.0]),
    "shifted": (1e15 + np.arange(9.0), 1e15 + np.arange(9.0)[::-1]),
    "near the mean": (np.full(3, 1 / 3 + 1e-9), [0.1, 0.2, 0.7]),
    "half": (np.float16([0, 300, 65504]), np.float16([1, 400, -65504])),
}


@of_values
@pytest.mark.parametrize("case", EXTREMES)
def test_of_values_to_4_ulp(name, case):
    p, y = map(np.asarray, EXTREMES[case])
    true = true_metrics(p, y)[name]
    value = OF_VALUES[name][0](p, y)
    if name == "root_mean_squared_error":
        root = mp.sqrt(mp.mpf(true.numerator) / true.denominator)
        assert abs(value - root) <= 4 * mp.mpf(float(np.spacing(float(root))))
    else:
        assert ulps(value, true) <= 4
    assert isinstance(value, float)


def test_a_metric_too_great_for_a_float_is_infinite():
    p, y = [1.7e308, -1.7e308], [-1.7e308, 1.7e308]
    assert al.mean_absolute_error(p, y) == al.root_mean_squared_error(p, y) == np.inf
    assert al.mean_absolute_error([1.5e308] * 2, [0.0, 0.0]) == 1.5e308
    assert al.mean_absolute_error([1.5e308, 0.0], [-1.5e308, 0.0]) == 1.5e308
    assert al.r_squared([1e300, 0.0], [1e-300, 0.0]) == -np.inf
    assert al.mean_absolute_percentage_error([1e300], [1e-300]) == np.inf
    assert al.r_squared(np.float16([0, 300]), np.float16([0, 400])) == 0.875


@pytest.mark.parametrize("size", [1e-200, 1e-20, 1e-5])
def test_calibration_of_nearly_certain_predictions(size):
    assert al.calibration_error([size, size], [0, 0]) == pytest.approx(size, rel=1e-15)
    assert al.calibration_error([[1 - size, size]], [1]) == 1 - size
    half = np.float16([0.9, 0.2, 0.65])
    labels = [1, 0, 1]
    assert al.calibration_error(half, labels) == al.calibration_error(half.astype(float), labels)


def test_the_callers_floating_point_settings_change_no_metric():
    for case in EXTREMES.values():
        for ours, _ in OF_VALUES.values():
            expected = ours(*case)
            with np.errstate(all="raise"):
                assert ours(*case) == expected
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(al.recall([0, 2], [0, 0], classes=3), [0.5, np.nan, np.nan])


def test_a_table_of_a_billion_classes_is_refused():
    with pytest.raises(ValueError, match=r"predicted and labels .* but reach 1000000000 .*number"):
        al.confusion_matrix([0, 10**9], [0, 1])
    for greatest, classes in ((10_000, None), (1, 10_001)):
        with pytest.raises(ValueError, match=f"but reach {greatest} with classes = {classes};"):
            al.confusion_matrix([0, greatest], [0, 1], classes=classes)
