"""Softmax and relatives, entropies: identities, extremes, refusals; digits: test_exactness."""

import numpy as np
import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from mpmath import mp

import actloss as al

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

OF_LOGITS = {"softmax": al.softmax, "log_softmax": al.log_softmax, "logsumexp": al.logsumexp}
OF_PAIRS = {"cross_entropy": al.cross_entropy, "kl_divergence": al.kl_divergence}

logits = arrays(float, st.integers(1, 6), elements=st.floats(-1e3, 1e3))
weights = arrays(float, 4, elements=st.floats(0, 1).map(lambda w: 0.0 if w < 1e-3 else w)).filter(
    lambda w: w.sum() > 0.01
)
distributions = weights.map(lambda w: w / w.sum())


# --- softmax, log-softmax, log-sum-exp ---


def test_a_certain_class_keeps_its_small_logarithm():
    np.testing.assert_allclose(al.log_softmax([40.0, 0.0])[0], -np.exp(-40), rtol=1e-14)
    np.testing.assert_allclose(al.logsumexp([0.0, -40.0]), np.exp(-40), rtol=1e-14)


@given(logits)
def test_rows_sum_to_one(z):
    np.testing.assert_allclose(al.softmax(z).sum(), 1, rtol=1e-15)
    np.testing.assert_allclose(np.exp(al.log_softmax(z)), al.softmax(z), rtol=1e-12, atol=1e-320)


@given(logits, st.integers(-(2**20), 2**20))
def test_a_shift_changes_no_probability(z, shift):
    z = np.round(z * 1024) / 1024  # so that the shift itself is exact
    np.testing.assert_array_equal(al.softmax(z + shift), al.softmax(z))
    np.testing.assert_array_equal(al.log_softmax(z + shift), al.log_softmax(z))
    np.testing.assert_allclose(al.logsumexp(z + shift), al.logsumexp(z) + shift, rtol=1e-14)


@given(logits)
def test_logsumexp_is_a_smooth_maximum(z):
    assert z.max() <= al.logsumexp(z) <= z.max() + np.log(len(z)) + 1e-12


@given(logits, st.permutations(range(6)))
def test_the_order_of_the_classes_does_not_matter(z, order):
    order = [i for i in order if i < len(z)]
    np.testing.assert_allclose(al.softmax(z[order]), al.softmax(z)[order], rtol=1e-14)


@pytest.mark.parametrize(
    ("z", "probs", "logs", "total"),
    [
        ([1e308, -1e308], [1, 0], [0, -np.inf], 1e308),
        ([-1e308, -1e308], [0.5, 0.5], [-np.log(2)] * 2, -1e308),
        ([np.inf, 0.0], [1, 0], [0, -np.inf], np.inf),
        ([-np.inf, 0.0], [0, 1], [-np.inf, 0], 0),
        ([np.inf, np.inf], [0.5, 0.5], [-np.log(2)] * 2, np.inf),
        ([-np.inf, -np.inf], [0.5, 0.5], [-np.log(2)] * 2, -np.inf),
        ([1000.0, 1000.0], [0.5, 0.5], [-np.log(2)] * 2, 1000 + np.log(2)),
        ([-7.0], [1], [0], -7),
        ([np.nan, 0.0], [np.nan] * 2, [np.nan] * 2, np.nan),
    ],
    ids=str,
)
def test_extremes(z, probs, logs, total):
    np.testing.assert_allclose(al.softmax(z), probs)
    np.testing.assert_allclose(al.log_softmax(z), logs)
    np.testing.assert_allclose(al.logsumexp(z), total)


@pytest.mark.parametrize("name", OF_LOGITS)
def test_manners_with_logits(name):
    function = OF_LOGITS[name]
    z = np.array([[[0, 1, 2], [3, 3, 3]]])
    values = function(z)
    assert values.dtype == np.float64
    assert values.shape == ((1, 2) if name == "logsumexp" else (1, 2, 3))
    np.testing.assert_array_equal(function(z.tolist()), values)
    np.testing.assert_array_equal(function(z[0, 0]), values[0, 0])
    assert function(z.astype(np.float32)).dtype == np.float32
    np.testing.assert_allclose(function(z.astype(np.float32)), values, rtol=1e-6)
    wide = z.astype(float)
    function(wide)
    np.testing.assert_array_equal(wide, z)


@pytest.mark.parametrize("name", OF_LOGITS)
@pytest.mark.parametrize("z", [3.0, [], np.zeros((2, 0))], ids=["number", "empty", "no classes"])
def test_scores_need_classes(name, z):
    with pytest.raises(ValueError, match=r"logits must have one value per class .*use sigmoid ins"):
        OF_LOGITS[name](z)


# --- the gradient through softmax ---


def test_vjp_is_the_transposed_jacobian():
    z, g = np.array([0.3, -1.2, 2.0, 0.0]), np.array([1.0, -2.0, 0.5, 3.0])
    s = al.softmax(z)
    jacobian = np.diag(s) - np.outer(s, s)
    np.testing.assert_allclose(al.softmax_vjp(z, g), jacobian.T @ g, rtol=1e-14)
    slope = al.numerical_gradient(lambda z: (al.softmax(z) * g).sum(), z).astype(float)
    bound = 1e-12 if reference.LONGER else 1e-9
    np.testing.assert_allclose(al.softmax_vjp(z, g), slope, rtol=bound)


def test_vjp_of_rows_is_row_by_row():
    rng = np.random.default_rng(0)
    z, g = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4))
    rows = [al.softmax_vjp(*pair) for pair in zip(z.reshape(6, 4), g.reshape(6, 4), strict=True)]
    np.testing.assert_allclose(al.softmax_vjp(z, g).reshape(6, 4), rows, rtol=1e-14)
    assert al.softmax_vjp(z.astype(np.float32), g.astype(np.float32)).dtype == np.float32


def test_vjp_of_the_loss_in_the_probabilities_is_the_loss_in_the_logits():
    z, y = np.array([[0.3, -1.2, 2.0], [1.0, 1.0, -4.0]]), np.array([2, 0])
    in_probs = -np.eye(3)[y] / al.softmax(z)
    expected = al.softmax_cross_entropy_grad(z, y)
    np.testing.assert_allclose(al.softmax_vjp(z, in_probs), expected, rtol=1e-13)


def test_vjp_needs_a_number_per_class():
    with pytest.raises(ValueError, match=r"shape of logits, \(2, 3\), but has \(3,\); give one"):
        al.softmax_vjp(np.zeros((2, 3)), np.zeros(3))
    with pytest.raises(ValueError, match="logits must have one value per class"):
        al.softmax_vjp(1.0, 1.0)
    with pytest.raises(TypeError, match="grad must hold real numbers"):
        al.softmax_vjp([0.0, 1.0], ["a", "b"])


def test_vjp_of_extremes_is_silent():
    np.testing.assert_array_equal(al.softmax_vjp([1e308, -1e308], [1.0, 5.0]), [0, 0])
    np.testing.assert_array_equal(al.softmax_vjp([np.inf, 0.0], [1.0, 5.0]), [0, 0])
    assert np.isnan(al.softmax_vjp([0.0, 1.0], [np.inf, 0.0])).any()
    assert np.isnan(al.softmax_vjp([np.nan, 1.0], [1.0, 0.0])).all()


# --- entropies ---


def test_by_hand():
    np.testing.assert_allclose(al.entropy([0.5, 0.25, 0.25]), 1.5 * np.log(2))
    np.testing.assert_allclose(al.cross_entropy([0.5, 0.5], [0.25, 0.75]), np.log(16 / 3) / 2)
    np.testing.assert_allclose(al.kl_divergence([0.5, 0.5], [0.25, 0.75]), np.log(4 / 3) / 2)
    np.testing.assert_allclose(al.entropy(np.full((2, 3, 8), 1 / 8)), np.full((2, 3), np.log(8)))


def test_what_cannot_happen_adds_nothing():
    certain = al.entropy([0.0, 1.0, 0.0])
    assert certain == 0
    assert not np.signbit(certain)
    assert al.cross_entropy([0.0, 1.0], [0.5, 0.5]) == np.log(2)
    for p in ([0.0, 1.0], [0.5, 0.5]):
        assert str(float(al.kl_divergence(p, p))) == "0.0"  # and not -0.0
    np.testing.assert_allclose(al.kl_divergence([0.0, 1.0], [0.5, 0.5]), np.log(2))


def test_what_was_ruled_out_costs_infinity():
    assert al.cross_entropy([0.5, 0.5], [0.0, 1.0]) == np.inf
    assert al.kl_divergence([0.5, 0.5], [0.0, 1.0]) == np.inf


def test_what_was_nearly_ruled_out_costs_a_finite_amount():
    p, q = [0.5, 0.5], [1e-320, 1.0]
    true = (mp.log(mp.mpf(0.5) / mp.mpf(1e-320)) + mp.log(mp.mpf(0.5))) / 2
    np.testing.assert_allclose(al.kl_divergence(p, q), float(true), rtol=1e-14)
    np.testing.assert_allclose(al.kl_divergence(q, p), np.log(2), rtol=1e-14)


@given(distributions, distributions)
def test_entropies_against_mpmath(p, q):
    terms = [(mp.mpf(a), mp.mpf(b)) for a, b in zip(p.tolist(), q.tolist(), strict=True) if a]
    true_entropy = -mp.fsum(a * mp.log(a) for a, _ in terms)
    np.testing.assert_allclose(al.entropy(p), float(true_entropy), rtol=1e-14, atol=1e-16)
    if all(b for _, b in terms):
        true_cross = -mp.fsum(a * mp.log(b) for a, b in terms)
        true_kl = mp.fsum(a * mp.log(a / b) for a, b in terms)
        np.testing.assert_allclose(
            al.cross_entropy(p, q), float(true_cross), rtol=1e-14, atol=1e-16
        )
        np.testing.assert_allclose(al.kl_divergence(p, q), float(true_kl), rtol=1e-13, atol=1e-15)
        assert al.kl_divergence(p, q) >= -1e-15
    else:
        assert al.cross_entropy(p, q) == al.kl_divergence(p, q) == np.inf
    assert 0 <= al.entropy(p) <= np.log(4) + 1e-15
    assert al.kl_divergence(p, p) == 0


def test_nan_is_passed_on():
    unknown = [np.nan, 1.0]
    assert np.isnan(al.entropy(unknown))
    for function in OF_PAIRS.values():
        assert np.isnan(function(unknown, [0.5, 0.5]))
        assert np.isnan(function([0.5, 0.5], unknown))
        assert np.isnan(function([0.0, 1.0], unknown))


@pytest.mark.parametrize("name", OF_PAIRS)
def test_manners_with_pairs(name):
    function = OF_PAIRS[name]
    p, q = np.array([[0.5, 0.5], [0.25, 0.75]]), np.array([[0.25, 0.75], [0.5, 0.5]])
    values = function(p, q)
    assert values.shape == (2,)
    np.testing.assert_array_equal(function(p.tolist(), q.tolist()), values)
    assert function(p.astype(np.float32), q.astype(np.float32)).dtype == np.float32
    np.testing.assert_array_equal(function([0, 1], [0, 1]), 0)
    with pytest.raises(
        ValueError, match=r"the same shape, but have \(2, 2\) and \(2,\); both must"
    ):
        function(p, q[0])


BAD = {
    "negative": ([-0.1, 1.1], "must lie between 0 and 1, but hold -0.1; if these are logits"),
    "sum": ([0.5, 0.6], r"must sum to 1 along the last axis, but sum to 1\.1; divide by the sum"),
    "one bad row": ([[0.5, 0.5], [0.2, 0.2]], r"must sum to 1 .* but sum to 0\.4"),
    "empty": ([], r"must have one value per class along the last axis, but have shape \(0,\)"),
    "inf": ([np.inf, 0.0], "must lie between 0 and 1, but hold inf"),
    "number": (1.0, r"must have one value per class along the last axis, but have shape \(\)"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_distribution_is_refused(case):
    bad, message = BAD[case]
    with pytest.raises(ValueError, match="p " + message):
        al.entropy(bad)
    for function in OF_PAIRS.values():
        with pytest.raises(ValueError, match="p " + message):
            function(bad, [0.5, 0.5])
        with pytest.raises(ValueError, match="q " + message):
            function([0.5, 0.5], bad)


@pytest.mark.parametrize("bad", [["a", "b"], [1j, 0], None], ids=["text", "complex", "None"])
def test_what_is_no_real_number_is_refused(bad):
    for function in OF_LOGITS.values():
        with pytest.raises(TypeError, match=r"logits must hold real numbers, .*; convert it"):
            function(bad)
    with pytest.raises(TypeError, match="p must hold real numbers"):
        al.entropy(bad)
    for function in OF_PAIRS.values():
        with pytest.raises(TypeError, match="q must hold real numbers"):
            function([0.5, 0.5], bad)


def test_rounded_probabilities_sum_to_one_as_well_as_their_type_can():
    for z in ([2, 0, 2, -1], np.zeros(3), np.linspace(0, 9, 1000)):
        probs = al.softmax(np.float16(z))
        wide = probs.astype(float) / probs.astype(float).sum()
        np.testing.assert_allclose(al.entropy(probs), al.entropy(wide), rtol=3e-3)
    with pytest.raises(ValueError, match="p must sum to 1"):
        al.entropy(np.float16([0.5, 0.505]))


def test_vjp_keeps_its_digits_where_one_class_has_nearly_all():
    z, g = [37.42994775023705, 0.0], [1.0, 0.0]
    small = mp.exp(-mp.mpf(z[0])) / (1 + mp.exp(-mp.mpf(z[0]))) ** 2
    np.testing.assert_allclose(al.softmax_vjp(z, g), [float(small), -float(small)], rtol=1e-15)
    np.testing.assert_allclose(al.softmax_vjp([700.0, 0.0, 0.0], [2.0, 1.0, 2.0])[0],
                               np.exp(-700.0), rtol=1e-14)  # fmt: skip


def test_vjp_does_not_overflow():
    values = al.softmax_vjp([0.0, 0.0], [1.7e308, -1.7e308])
    np.testing.assert_allclose(values, [0.85e308, -0.85e308], rtol=1e-15)
    np.testing.assert_array_equal(al.softmax_vjp([0.0, 0.0], [5e-324, 0.0])[0], 0)


# --- temperature ---


@pytest.mark.parametrize(("scale", "size"), [(1.0, 1.0), (7.0, 1.0), (0.3, 1e300), (2.0, 1e-300)])
def test_the_fitted_temperature_has_the_least_loss(scale, size):
    rng = np.random.default_rng(3)
    z = rng.normal(scale=3, size=(200, 4))
    labels = np.array([rng.choice(4, p=p) for p in al.softmax(z / scale)])
    t = al.fit_temperature(z * size, labels) / size
    assert 0.6 * scale < t < 1.6 * scale
    losses = [al.softmax_cross_entropy(z / near, labels).mean() for near in (0.99 * t, t, 1.01 * t)]
    assert losses[1] == min(losses)


@given(arrays(float, 4, elements=st.floats(-20, 20)), st.lists(st.integers(0, 3), min_size=8))
def test_no_other_temperature_is_better(row, labels):
    z = np.tile(row, (len(labels), 1))
    at = al.fit_temperature(z, labels)
    factors = np.geomspace(1e-3, 1e3, 31)
    losses = [al.softmax_cross_entropy(z * f, labels).mean() for f in factors]
    if at == np.inf:
        assert min(losses) >= np.log(4) - 1e-12
    elif at > 0:
        assert al.softmax_cross_entropy(z / at, labels).mean() <= min(losses) + 1e-9


def test_a_temperature_below_the_normal_numbers_comes_in_silence():
    with np.errstate(all="raise"):
        found = al.fit_temperature([[4e-310, 0.0]] * 4, [0, 0, 0, 1])
        assert found == pytest.approx(4e-310 / float(np.log(3)), rel=1e-12)
        assert al.fit_temperature([[4e300, 1e-300]] * 4, [0, 0, 0, 1]) > 3e300


def test_temperature_by_hand():
    # three of four are right: a lead of 4 / T must be worth ln 3
    found = al.fit_temperature([[4.0, 0.0]] * 4, [0, 0, 0, 1])
    np.testing.assert_allclose(found, 4 / np.log(3), rtol=1e-15)
    assert al.fit_temperature([[4.0, 0.0]], [0]) == 0
    assert al.fit_temperature([[4.0, 0.0]], [1]) == np.inf
    assert al.fit_temperature([[1.0, 1.0]], [1]) == 0


@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        ([1.0, 2.0], 0, ValueError, "logits must be"),
        (np.empty((0, 3)), np.empty(0, int), ValueError, "at least 1"),
        ([[1.0, np.nan]], [0], ValueError, "finite"),
        ([[1.0, 2.0]], [2], ValueError, "labels must lie in"),
        ([[1.0, 2.0]], [0.5], TypeError, "integers"),
    ],
)
def test_wrong_calls_of_fit_temperature(logits, labels, error, message):
    with pytest.raises(error, match=message):
        al.fit_temperature(logits, labels)
