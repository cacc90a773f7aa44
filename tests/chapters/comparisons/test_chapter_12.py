"""Chapter 12 with other first weights, rates, budgets, counts and splits."""

import numpy as np
import pytest

import actloss as al
from conftest import OTHER_SEEDS

CHAPTER = "12"


@pytest.mark.parametrize(
    ("rate", "epochs"), [(0.005, 1000), (0.01, 500), (0.02, 1000), (0.01, 2000)]
)
def test_a_likelihood_with_its_own_spread_stops_at_a_wrong_mean(chapter, rate, epochs):
    ends = {}
    for name, loss in chapter["contestants"].items():
        history = chapter["train_waves"](loss, OTHER_SEEDS, rate, epochs)
        ends[name] = history.measures["miss"][:, -1]
    for rival in ("β = ½", "CRPS"):
        assert np.median(ends[rival]) < np.median(ends["likelihood"]) / 2
        assert np.sum(ends[rival] < ends["likelihood"]) >= 8


@pytest.mark.parametrize("seed", [100, 101, 102])
def test_poisson_bands_are_too_narrow_for_rates_that_scatter(chapter, seed):
    held = {}
    for alpha in (0.5, 0):
        y, mu, found, rng = chapter["counts_experiment"](alpha, seed)
        assert abs(found - alpha) < 0.15
        gamma = rng.gamma(1 / found, found, (2000, len(y)))
        for name, rate in (("Poisson", mu), ("both", mu * gamma)):
            low, high = np.quantile(rng.poisson(rate, (2000, len(y))), [0.05, 0.95], axis=0)
            held[alpha, name] = np.mean((low <= y) & (y <= high))
    assert held[0.5, "Poisson"] < 0.8
    assert min(held[0.5, "both"], held[0, "Poisson"], held[0, "both"]) > 0.88


def test_a_margin_of_patients_laid_aside_mends_the_band(chapter):
    shares = np.array([chapter["held"](*chapter["band"](seed)) for seed in range(100, 160)])
    plain, trained, aside = shares.mean(axis=0)
    assert plain < 0.78
    assert trained < 0.78
    assert 0.78 < aside < 0.84
    assert aside - max(plain, trained) > 0.03


def test_one_spread_for_all_is_too_wide_for_the_poor(chapter):
    off, poorer = chapter["off"], chapter["poorer"]
    own, one = np.exp(chapter["s"]), chapter["one_sigma"]
    halves = np.array([[np.mean(off[who] < 1.28 * sigma[who]) for who in (poorer, ~poorer)]
                       for sigma in (own, one)])  # fmt: skip
    assert abs(halves[0, 0] - halves[0, 1]) < 0.05
    assert halves[1, 0] - halves[1, 1] > 0.1


def test_a_spread_that_begins_alike_finds_how_households_fan_out(chapter):
    nets = [al.mlp([2, 2], "identity", rng=np.random.default_rng(seed)) for seed in OTHER_SEEDS]
    for net in nets:
        net.layers[0].weights[:, 1] = 0
    income, food = chapter["income"], chapter["food"]
    how = {"loss": "gaussian_likelihood", "optimizer": al.Adam(0.02), "epochs": 1000}
    for net in al.fit_many(nets, income, food, **how).networks:
        mean, s = net(income).T
        held = np.mean(np.abs(food - mean) < 1.28 * np.exp(s))
        assert 0.74 < held < 0.82
        assert np.corrcoef(s, income[:, 0])[0, 1] > 0.8
