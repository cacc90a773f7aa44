"""Initial weights: their variance, their seed, and what they do to a signal."""

import re

import numpy as np
import pytest

import actloss as al

VARIANCES = {
    "xavier": (al.xavier, lambda n_in, n_out: 2 / (n_in + n_out)),
    "he": (al.he, lambda n_in, n_out: 2 / n_in),
    "lecun": (al.lecun, lambda n_in, n_out: 1 / n_in),
    "normal": (al.normal, lambda n_in, n_out: 1.0),
}
every = pytest.mark.parametrize("name", VARIANCES)


@every
@pytest.mark.parametrize(("n_in", "n_out"), [(400, 100), (100, 400)])
def test_mean_and_variance(name, n_in, n_out):
    init, variance = VARIANCES[name]
    w = init(n_in, n_out, np.random.default_rng(0))
    assert w.shape == (n_in, n_out)
    assert w.dtype == np.float64
    expected = variance(n_in, n_out)
    np.testing.assert_allclose(w.var(), expected, rtol=0.03)  # four standard errors
    assert abs(w.mean()) < 4 * np.sqrt(expected / w.size)
    np.testing.assert_allclose((w**4).mean(), 3 * expected**2, rtol=0.1)  # a normal number's


@every
def test_the_generator_decides(name):
    init, _ = VARIANCES[name]
    first = init(3, 4, np.random.default_rng(1))
    np.testing.assert_array_equal(first, init(3, 4, np.random.default_rng(1)))
    rng = np.random.default_rng(1)
    init(3, 4, rng)
    assert not np.array_equal(first, init(3, 4, rng))


def test_normal_takes_a_scale():
    one, wide = (al.normal(3, 4, np.random.default_rng(2), scale=scale) for scale in (1, 5))
    np.testing.assert_allclose(wide, 5 * one)


def test_lecun_keeps_the_variance_and_he_the_mean_square_of_relu():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((500, 300))
    np.testing.assert_allclose((x @ al.lecun(300, 200, rng)).var(), 1, rtol=0.05)
    positive = al.relu(x)
    before, after = (positive**2).mean(), (al.relu(positive @ al.he(300, 200, rng)) ** 2).mean()
    np.testing.assert_allclose(after, before, rtol=0.05)


@every
@pytest.mark.parametrize("rng", [None, 0, np.random.RandomState(0)], ids=["None", "seed", "legacy"])
def test_randomness_must_be_a_generator(name, rng):
    message = rf"rng must be .* but is {re.escape(repr(rng))}; pass rng=np.random.default_rng\(0\)"
    with pytest.raises(TypeError, match=message):
        VARIANCES[name][0](2, 3, rng)


@every
@pytest.mark.parametrize(
    "sizes", [(0, 3), (3, 0), (-1, 2), (2.0, 2), ("2", 2), (None, 2), (2, None)], ids=str
)
def test_sizes_are_whole(name, sizes):
    with pytest.raises(
        ValueError, match=r"n_(in|out) must be a whole number of at least 1, but is"
    ):
        VARIANCES[name][0](*sizes, np.random.default_rng(0))


@pytest.mark.parametrize("scale", [-1.0, np.nan, np.inf, None, "1"])
def test_a_scale_is_not_negative(scale):
    with pytest.raises(ValueError, match=f"scale must be a number of at least 0, but is '?{scale}"):
        al.normal(2, 3, np.random.default_rng(0), scale=scale)
    assert not al.normal(2, 3, np.random.default_rng(0), scale=0).any()
