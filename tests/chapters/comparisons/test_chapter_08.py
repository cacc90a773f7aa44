"""Chapter 8 with other splits of the patients, other lots, and half and double the steps."""

import numpy as np
import pytest

from conftest import OTHER_SEEDS

CHAPTER = "08"
MORE_SEEDS = range(100, 140)


@pytest.fixture(scope="module")
def misses(chapter):
    """Share of spoilt scores -> loss -> misses (splits, budgets) on the test patients."""
    steps = (10, 20, 40, 80, 160)
    found = {}
    for share in (0, 0.05, 0.1):
        races = [chapter["network_race"](seed, share, steps) for seed in OTHER_SEEDS]
        found[share] = {
            loss: 80 * np.array([[race.median(loss, budget) for budget in steps] for race in races])
            for loss in chapter["losses"]
        }
    return found


@pytest.mark.parametrize("share", [0.05, 0.1])
@pytest.mark.parametrize("robust", ["huber", "absolute_error"])
def test_spoilt_scores_harm_the_squared_error_most(misses, share, robust):
    behind = misses[share]["squared_error"] - misses[share][robust]
    assert np.all(np.sum(behind > 0, axis=0) >= 9)
    assert np.all(np.median(behind, axis=0) > 4)


def test_on_clean_scores_the_losses_lie_close_together(misses):
    medians = np.array([np.median(miss, axis=0) for miss in misses[0].values()])
    assert np.all(np.ptp(medians, axis=0) < 5)


@pytest.mark.parametrize("wrong", [-600, 900])
def test_lots_move_the_squared_slope_more(chapter, wrong):
    """22 spoilt scores anywhere, not only at the greatest bmi."""
    moved = {"squared": [], "absolute": []}
    for seed in OTHER_SEEDS:
        y = chapter["diabetes"].y.copy()
        y[np.random.default_rng(seed).choice(442, 22, replace=False)] = wrong
        for name, slopes in moved.items():
            fit = chapter["fits"][name]
            clean = fit(chapter["x"], chapter["diabetes"].y)[1]
            slopes.append(abs(fit(chapter["x"], y)[1] - clean))
    assert np.median(moved["squared"]) > 2 * np.median(moved["absolute"])


@pytest.mark.parametrize(("count", "turned"), [(44, False), (88, True)])
def test_enough_wrong_scores_turn_the_absolute_error_too(chapter, count, turned):
    y = chapter["diabetes"].y.copy()
    y[np.argsort(chapter["bmi"])[-count:]] = -600
    assert (chapter["fits"]["absolute"](chapter["x"], y)[1] < 0) == turned


def test_a_band_loses_more_on_new_patients_the_more_weights_it_has(chapter):
    lost, low = {}, {}
    noise = np.random.default_rng(1).standard_normal((442, 20))
    ten = chapter["diabetes"].x
    for weights, x in {2: chapter["bmi"][:, None], 11: ten, 31: np.hstack([ten, noise])}.items():
        train, test = np.array([chapter["coverage"](seed, x) for seed in MORE_SEEDS]).T
        assert train.min() >= 0.8
        lost[weights], low[weights] = np.median(train - test), np.mean(test < 0.8)
    assert lost[2] < 0.03 < lost[11] < lost[31]
    assert low[2] < 0.65 <= low[11] + 0.05 < low[31] + 0.05


@pytest.mark.parametrize("columns", [25, 50, 100, 150])
def test_noise_columns_raise_r2_in_training_and_lower_it_on_the_test(chapter, columns):
    r2 = chapter["r2_with_noise"]
    gain = np.array([np.subtract(r2(seed, columns), r2(seed, 0)) for seed in OTHER_SEEDS])
    assert np.all(gain[:, 0] > 0)
    assert np.sum(gain[:, 1] < 0) >= 8


def test_skewed_waits_keep_mean_and_robust_numbers_apart(chapter):
    for seed in OTHER_SEEDS:
        y = np.random.default_rng(seed).exponential(size=20_000)
        huber = chapter["best_guess"](lambda g, y: chapter["al"].huber_grad(g, y, 0.5), y)
        assert np.median(y) < huber < y.mean() - 0.2


def test_the_walk_ends_where_all_pairs_say(chapter):
    for seed in OTHER_SEEDS:
        rows = np.random.default_rng(seed).choice(442, 12, replace=False)
        x, y = chapter["x"][rows], chapter["diabetes"].y[rows]
        first, second = np.triu_indices(12, k=1)
        keep = x[first, 1] != x[second, 1]
        pairs = np.stack([x[first], x[second]], axis=1)[keep]
        lines = np.linalg.solve(pairs, np.stack([y[first], y[second]], axis=1)[keep][..., None])
        least = np.abs(y - (x @ lines)[..., 0]).sum(axis=1).min()
        assert np.abs(y - x @ chapter["quantile_fit"](x, y)).sum() == pytest.approx(least)
