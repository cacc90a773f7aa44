"""Chapter 3's comparisons, with other seeds and with half and double the budgets."""

import numpy as np
import pytest

import actloss as al
from conftest import OTHER_SEEDS, budgets

CHAPTER = "03"


@pytest.fixture(scope="module")
def arrives(chapter):
    """A function: what arrives in layer 1 of other networks, for an activation, scale, depth."""
    rngs = [np.random.default_rng(seed) for seed in OTHER_SEEDS]
    square = [np.stack([al.lecun(100, 100, rng) for rng in rngs]) for _ in range(100)]
    output = np.stack([al.lecun(100, 1, rng) for rng in rngs])
    chapter["unit"], chapter["more"] = [*square[:20], output], square[20:]
    return lambda *which: float(np.median(chapter["gradient_norms"](*which)[0]))


def test_each_activation_vanishes_and_explodes(arrives):
    for name, large in [("sigmoid", 20), ("tanh", 4), ("relu", 4)]:
        assert arrives(name, 0.5) < 1e-5
        assert arrives(name, large) > 10
    for scale in (10, 20):
        assert arrives("relu", scale) > 1e6 * arrives("tanh", scale)
        assert arrives("tanh", scale) > 1e4 * arrives("sigmoid", scale)
    assert arrives("relu", 0.5) < arrives("tanh", 0.5)


@pytest.mark.parametrize("depth", [20, 50, 100])
def test_he_keeps_relus_gradient_at_any_depth(arrives, depth):
    assert 0.05 < arrives("relu", 2**0.5, depth) < 5  # the median falls below the mean square


def test_tanhs_flat_band_belongs_to_twenty_layers(arrives):
    assert 0.5 < arrives("tanh", 1.4, 20) < 3
    assert arrives("tanh", 1.4, 100) > 15
    assert arrives("tanh", 0.9, 100) < 1e-4
    assert 0.01 < arrives("tanh", 1, 100) < arrives("tanh", 1, 20) < 0.5


def test_early_layers_are_slow(chapter):
    for hidden in (2, 3, 4):
        speeds = chapter["layer_speeds"](hidden, range(100, 150))
        assert np.all(np.diff(speeds, axis=0) > 0, axis=0).sum() >= 49
    assert 50 < np.median(speeds[3]) / np.median(speeds[0]) < 250


def test_early_layers_catch_up(chapter):
    speeds = np.median(chapter["speeds_later"](range(100, 105)), axis=1)
    assert np.all(speeds[3, :5] > 4 * speeds[0, :5])
    assert speeds[:, -5:].max() < 6 * speeds[:, -5:].min()


def test_he_keeps_the_signal_of_thirty_layers(chapter):
    sizes = [chapter["relu_signal"](seed, al.he) for seed in OTHER_SEEDS]
    assert 0.25 < min(sizes) < max(sizes) < 4


def test_a_mean_keeps_the_rate_small_and_the_detours_cost_nothing(chapter):
    z = np.random.default_rng(100).standard_normal((500, 50, 2))
    steps = {
        name: [chapter["steps_needed"](f, rate, z) for rate in chapter["rates"]]
        for name, f in chapter["kinds"].items()
    }
    at = chapter["rates"].index(0.8)
    assert steps["sigmoid"][at] == pytest.approx(steps["sigmoid - ½"][at], rel=0.15)
    for name, counts in steps.items():
        best = int(np.argmin(counts))
        assert 0 < best < len(counts) - 1, name
    assert min(steps["sigmoid"]) > 2 * min(steps["sigmoid - ½"])
    assert np.argmin(steps["sigmoid"]) < np.argmin(steps["sigmoid - ½"])


def test_with_one_layer_sigmoid_and_tanh_are_level(chapter):
    result = chapter["races"][1]
    for given in list(budgets(result))[1:]:
        for epochs in given:
            assert abs(result.median("tanh", epochs) - result.median("sigmoid", epochs)) < 0.02


def test_with_two_layers_tanh_is_ahead_at_first(chapter):
    result = chapter["races"][2]
    for early, late in budgets(result):
        assert result.wins("tanh", over="sigmoid", epochs=early) >= 9
        lead = [result.median("tanh", e) - result.median("sigmoid", e) for e in (early, late)]
        assert lead[1] < lead[0]
    assert lead[1] < 0.03


def test_six_sigmoid_layers_need_another_start(chapter):
    result = chapter["races"][6]
    for early, late in budgets(result):
        for epochs in (early, late):
            assert result.median("sigmoid", epochs) < 0.15
            assert result.wins("sigmoid, Adam", over="sigmoid", epochs=epochs) >= 8
            assert result.wins("sigmoid, tanh's start", over="sigmoid, Adam", epochs=epochs) >= 8
        centred = result.median("sigmoid - ½, tanh's start", early)
        assert centred > result.median("sigmoid, tanh's start", early) + 0.03
        assert abs(centred - result.median("tanh", early)) < 0.06
    for _, late in list(budgets(result))[1:]:
        same = [name for name in result.names if name not in ("sigmoid", "sigmoid, Adam")]
        assert np.ptp([result.median(name, late) for name in same]) < 0.04
