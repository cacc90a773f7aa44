"""The shipped data equal scikit-learn's bit for bit; splits and toy data do as they say."""

import gzip
import hashlib
from importlib.resources import files

import numpy as np
import pytest

from actloss.data import datasets
from actloss.data.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_engel,
    load_stackloss,
    split_train_test,
    standardize,
)
from actloss.data.toy_data import blobs, circles, moons, spirals, xor

LOADERS = [load_digits, load_breast_cancer, load_diabetes, load_engel, load_stackloss]
TOYS = {
    "moons": lambda n, noise, rng: moons(n, noise, rng),
    "circles": lambda n, noise, rng: circles(n, noise, rng),
    "spirals": lambda n, noise, rng: spirals(n, noise, rng, turns=2.0),
    "blobs": lambda n, noise, rng: blobs(n, [[-2, 0], [2, 0]], noise, rng),
}


# --- the shipped data ---


def original(name):
    return getattr(pytest.importorskip("sklearn.datasets"), name)()


def test_digits_are_scikit_learns():
    ours, theirs = load_digits(), original("load_digits")
    assert ours.x.dtype == np.float64
    assert ours.x.shape == (1797, 64)
    np.testing.assert_array_equal(ours.x, theirs.data / 16)
    np.testing.assert_array_equal(ours.y, theirs.target)
    assert ours.feature_names == tuple(theirs.feature_names)
    assert ours.class_names == tuple(map(str, theirs.target_names))


def test_breast_cancer_is_scikit_learns():
    ours, theirs = load_breast_cancer(), original("load_breast_cancer")
    assert ours.x.dtype == np.float64
    assert ours.x.shape == (569, 30)
    np.testing.assert_array_equal(ours.x, theirs.data)
    np.testing.assert_array_equal(ours.y, theirs.target)
    assert ours.feature_names == tuple(theirs.feature_names)
    assert ours.class_names == tuple(theirs.target_names)


def test_diabetes_is_scikit_learns():
    ours, theirs = load_diabetes(), original("load_diabetes")
    assert ours.x.dtype == np.float64
    assert ours.x.shape == (442, 10)
    np.testing.assert_array_equal(ours.x, theirs.data)
    np.testing.assert_array_equal(ours.y, theirs.target)
    assert ours.feature_names == tuple(theirs.feature_names)
    np.testing.assert_allclose((ours.x**2).sum(axis=0), 1, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        # The decompressed text, as made from the csv files of statsmodels 0.15.0.
        ("engel", "998deb4355b22906afe487351db13ab752bae07e04c42d2907f79d41accbf688"),
        ("stackloss", "1feac649574070bc77469f1704bf49b1181399f1e6e714713301a3b77197fc60"),
    ],
)
def test_classics_are_as_they_came(name, digest):
    text = gzip.decompress(files("actloss").joinpath("data", f"{name}.csv.gz").read_bytes())
    assert hashlib.sha256(text).hexdigest() == digest


def test_engel_has_the_published_quantile_fit():
    # The median regression of these data, 81.48225 + 0.56018 x, goes through two households and
    # has half of the others on each side.
    engel = load_engel()
    assert engel.x.shape == (235, 1)
    above = engel.y - (81.48225 + 0.5601806 * engel.x[:, 0])
    assert (np.sum(above > 1e-3), np.sum(above < -1e-3)) == (116, 117)


def test_stackloss_has_the_published_least_squares_fit():
    stack = load_stackloss()
    assert stack.x.shape == (21, 3)
    columns = np.column_stack([np.ones(21), stack.x])
    fit = np.linalg.lstsq(columns, stack.y, rcond=None)[0]
    np.testing.assert_allclose(fit, [-39.9197, 0.7156, 1.2953, -0.1521], atol=5e-5)


@pytest.mark.parametrize("load", LOADERS)
def test_a_data_set_is_complete(load):
    data = load()
    assert data.x.shape == (len(data.y), len(data.feature_names))
    assert np.isfinite(data.x).all()
    assert np.isfinite(data.y).all()
    assert data.description
    if data.class_names is None:
        assert data.y.dtype == np.float64
    else:
        assert data.y.dtype == np.int64
        assert set(data.y) == set(range(len(data.class_names)))


@pytest.mark.parametrize("load", LOADERS)
def test_the_arrays_are_the_callers(load):
    first = load()
    first.x[:] = -1
    first.y[:] = -1
    assert not np.array_equal(load().x, first.x)
    assert not np.array_equal(load().y, first.y)


def test_every_file_has_a_loader_and_a_provenance():
    folder = files("actloss").joinpath("data")
    text = folder.joinpath("README.md").read_text(encoding="utf-8")
    names = {f.name.removesuffix(".csv.gz") for f in folder.iterdir() if f.name.endswith(".gz")}
    assert names == {load.__name__.removeprefix("load_") for load in LOADERS}
    assert all(f"`{name}.csv.gz`" in text for name in names)


# --- splitting ---


def test_split_is_a_partition_that_keeps_rows_together():
    x = np.arange(40.0).reshape(20, 2)
    part = split_train_test(x, x[:, 0] + 0.5, test_fraction=0.3)
    assert len(part.x_test) == 6
    np.testing.assert_array_equal(np.sort(np.concatenate([part.x_train, part.x_test]), axis=0), x)
    np.testing.assert_array_equal(part.y_train, part.x_train[:, 0] + 0.5)
    np.testing.assert_array_equal(part.y_test, part.x_test[:, 0] + 0.5)


@pytest.mark.parametrize("fraction", [0.1, 0.25, 0.5, 0.9])
@pytest.mark.parametrize("load", [load_digits, load_breast_cancer])
def test_each_class_gives_its_share_to_within_one_example(load, fraction):
    data = load()
    part = data.split(fraction, rng=3)
    share = fraction * np.bincount(data.y)
    assert np.abs(np.bincount(part.y_test) - share).max() < 1
    assert len(part.y_train) + len(part.y_test) == len(data.y)


def test_a_rare_class_is_in_both_parts():
    y = np.array([0] * 50 + [1] * 2)
    part = split_train_test(np.arange(52.0), y, test_fraction=0.1)
    assert np.sum(part.y_train == 1) == np.sum(part.y_test == 1) == 1


def test_only_integer_labels_are_stratified_unless_asked():
    # Half of each class, thirty times: chance alone would not hit it every time.
    y = np.repeat([0, 1], 10)
    ones = {
        stratify: {split_train_test(y, y, 0.5, seed, stratify).y_test.sum() for seed in range(30)}
        for stratify in (None, True, False)
    }
    assert ones[None] == ones[True] == {5}
    assert len(ones[False]) > 1
    floats = {split_train_test(y, y.astype(float), 0.5, seed).y_test.sum() for seed in range(30)}
    assert len(floats) > 1


def test_the_seed_decides_the_split():
    digits = load_digits()
    same, again, other = digits.split(rng=1), digits.split(rng=1), digits.split(rng=2)
    np.testing.assert_array_equal(same.x_test, again.x_test)
    assert not np.array_equal(same.y_test, other.y_test)
    np.testing.assert_array_equal(digits.split().y_test, digits.split(rng=0).y_test)
    from_generator = digits.split(rng=np.random.default_rng(1))
    np.testing.assert_array_equal(from_generator.y_test, same.y_test)


def test_both_parts_are_shuffled():
    y = np.repeat([0, 1, 2], 30)
    part = split_train_test(y, y)
    assert np.any(np.diff(part.y_train) < 0)
    assert np.any(np.diff(part.y_test) < 0)


# --- standardising ---


def test_standardize_uses_the_training_set_alone():
    rng = np.random.default_rng(0)
    train, test = rng.normal(5, 3, (200, 4)), rng.normal(7, 1, (50, 4))
    scaled, scaled_test = standardize(train, test)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose(scaled_test, (test - train.mean(axis=0)) / train.std(axis=0))
    np.testing.assert_array_equal(standardize(train), scaled)


def test_a_constant_column_is_only_moved():
    # The mean of 0.1, ten times, is not 0.1, so that its computed deviation is not 0.
    train = np.column_stack([np.full(10, 0.1), np.arange(10.0)])
    assert train.std(axis=0)[0] > 0
    scaled, test = standardize(train, np.array([[3.1, 0.0]]))
    np.testing.assert_allclose(scaled[:, 0], 0, atol=1e-15)
    np.testing.assert_allclose(test[0, 0], 3.0)


def test_standardize_keeps_float32_and_its_input():
    train = np.array([[1, 2], [3, 4], [5, 9]])
    before = train.copy()
    assert standardize(train).dtype == np.float64
    assert standardize(train.astype(np.float32)).dtype == np.float32
    np.testing.assert_array_equal(train, before)


# --- toy data ---


def test_xor_is_the_four_corners():
    x, y = xor()
    assert x.shape == (4, 2)
    assert y.tolist() == [0, 1, 1, 0]
    np.testing.assert_array_equal(y, x[:, 0] != x[:, 1])


@pytest.mark.parametrize("toy", TOYS)
@pytest.mark.parametrize("n", [2, 101])
def test_toy_shapes_and_seeds(toy, n):
    make = TOYS[toy]
    x, y = make(n, 0.1, 7)
    assert x.shape == (n, 2)
    assert y.shape == (n,)
    assert x.dtype == np.float64
    assert y.dtype == np.int64
    assert np.bincount(y).tolist() == [n - n // 2, n // 2]
    np.testing.assert_array_equal(x, make(n, 0.1, 7)[0])
    np.testing.assert_array_equal(x, make(n, 0.1, np.random.default_rng(7))[0])
    assert not np.array_equal(x, make(n, 0.1, 8)[0])


@pytest.mark.parametrize("toy", TOYS)
def test_noise_is_a_standard_deviation(toy):
    clean, _ = TOYS[toy](4000, 0.0, 0)
    noisy, _ = TOYS[toy](4000, 0.2, 0)
    np.testing.assert_allclose((noisy - clean).std(axis=0), 0.2, rtol=0.05)


def test_moons_lie_on_two_half_circles_that_interlock():
    x, y = moons(200, 0.0, 0)
    upper, lower = x[y == 0], x[y == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1)
    assert upper[:, 1].min() > 0
    assert lower[:, 1].max() < 0.5
    assert upper[:, 0].max() > lower[:, 0].min()
    assert upper[:, 1].min() < lower[:, 1].max()


def test_circles_have_radius_one_and_a_half():
    x, y = circles(100, 0.0, 0)
    np.testing.assert_allclose(np.hypot(*x.T), np.where(y == 0, 1.0, 0.5))
    np.testing.assert_allclose(x.sum(axis=0), 0, atol=1e-12)


def test_spirals_are_opposite_and_make_their_turns():
    x, y = spirals(2000, 0.0, 0, turns=2.0)
    np.testing.assert_allclose(x[y == 1], -x[y == 0])
    radius = np.hypot(*x[y == 0].T)
    assert np.all(np.diff(radius) > 0)
    assert radius[0] < 0.01
    assert 0.99 < radius[-1] < 1
    angle = np.unwrap(np.arctan2(x[y == 0, 1], x[y == 0, 0]))
    np.testing.assert_allclose((angle[-1] - angle[0]) / (2 * np.pi), 2.0, rtol=0.01)


def test_blobs_sit_on_their_centers_in_any_dimension():
    centers = [[0.0, 0.0, 9.0], [4.0, 0.0, 0.0]]
    x, y = blobs(3000, centers, 0.5, 0)
    assert x.shape == (3000, 3)
    for label, center in enumerate(centers):
        np.testing.assert_allclose(x[y == label].mean(axis=0), center, atol=0.05)
        np.testing.assert_allclose(x[y == label].std(axis=0), 0.5, rtol=0.1)


# --- wrong calls ---

X, LABELS = np.zeros((6, 2)), np.array([0, 0, 0, 1, 1, 1])
WRONG = {
    "lengths": (lambda: split_train_test(X, LABELS[:5]), r"\(6, 2\) and \(5,\); pass arrays of eq"),
    "a number for x": (lambda: split_train_test(1.0, LABELS), r"shapes \(\) and \(6,\)"),
    "one example": (lambda: split_train_test(X[:1], LABELS[:1]), r"but has 1; add some"),
    "fraction 0": (
        lambda: split_train_test(X, LABELS, 0),
        "between 0 and 1, both excluded, but is 0; try",
    ),
    "fraction 1": (lambda: split_train_test(X, LABELS, 1.0), "between 0 and 1, .*but is 1.0"),
    "fraction of text": (
        lambda: split_train_test(X, LABELS, "0.5"),
        "test_fraction must lie .* but is '0.5'; try 0.5",
    ),
    "masked rows": (
        lambda: split_train_test(X, [np.ma.masked, 1]),
        "^y must be numbers in rows of equal length",
    ),
    "objects to stratify": (
        lambda: split_train_test(X, np.array([None] * 6), stratify=True),
        "y must hold one label for each example, .* holds object",
    ),
    "n is True": (lambda: blobs(True, [[0.0]], 1, 0), "n must be a whole number"),
    "fraction nan": (lambda: split_train_test(X, LABELS, np.nan), "but is nan"),
    "lonely class": (
        lambda: split_train_test(X, [0, 0, 0, 0, 0, 7]),
        "class 7 has 1; leave that class out or pass stratify=False",
    ),
    "stratify a matrix": (lambda: split_train_test(X, X, stratify=True), r"\(6, 2\); pass strati"),
    "1-D": (lambda: standardize(LABELS), r"shapes are \(6,\); a single column is x.reshape"),
    "columns": (lambda: standardize(X, X[:, :1]), r"shapes are \(6, 2\), \(6, 1\)"),
    "no rows": (lambda: standardize(X[:0]), r"shapes are \(0, 2\)"),
    "nan": (lambda: standardize(X, X + np.nan), "nan or inf is in it; remove or fill"),
    "n below classes": (lambda: moons(1, 0.1, 0), "at least 2, one example .* is 1; make n larger"),
    "n below centers": (lambda: blobs(2, [[0], [1], [2]], 0.1, 0), "at least 3, .* but is 2"),
    "n not whole": (lambda: circles(10.0, 0.1, 0), "whole number .* but is 10.0"),
    "negative noise": (
        lambda: moons(10, -0.1, 0),
        "noise must be a number of at least 0, but is -0.1",
    ),
    "nan noise": (lambda: circles(10, np.nan, 0), "noise must be .* but is nan"),
    "negative spread": (lambda: blobs(4, [[0], [1]], -1, 0), "spread must be .* but is -1"),
    "flat centers": (lambda: blobs(4, [0.0, 1.0], 1, 0), r"shape \(2,\) .* write \[\[-1, 0\]"),
    "nan centers": (lambda: blobs(4, [[np.nan], [1.0]], 1, 0), "must be finite points"),
    "no turns": (lambda: spirals(10, 0.1, 0, turns=0), "turns must be a positive number, but is 0"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_call_says_what_and_how(case):
    call, message = WRONG[case]
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("rng", [None, -1, True, 1.0, "0", np.random.RandomState(0)])
def test_randomness_must_be_a_generator_or_a_seed(rng):
    with pytest.raises(TypeError, match=r"but is .*; use np.random.default_rng\(0\)"):
        moons(10, 0.1, rng)


def test_a_numpy_integer_is_a_seed():
    np.testing.assert_array_equal(moons(9, 1, np.int64(5))[0], moons(9, 1, 5)[0])


def test_the_global_generator_is_left_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    datasets.load_digits().split()
    moons(10, 0.1, 0)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_standardize_of_extremes():
    train = np.array([[1.0, 5.0], [2.0, 6.0], [4.0, 9.0]])
    expected = standardize(train)
    for scale in (2.0**1000, 2.0**-1030):
        with np.errstate(all="raise"):
            np.testing.assert_array_equal(standardize(train * scale), expected)
    many = np.float16(np.arange(4000) % 2 * 60000)[:, None]
    np.testing.assert_array_equal(standardize(many)[:2, 0], [-1, 1])
    np.testing.assert_array_equal(standardize(np.full((3, 1), 1.7e308)), np.zeros((3, 1)))
