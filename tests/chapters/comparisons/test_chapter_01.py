"""Chapter 1: what width, activation, likeness to a nerve cell and a small loss are good for."""

import numpy as np
import pytest

import actloss as al
from conftest import OTHER_SEEDS, budgets

CHAPTER = "01"


def successes(chapter, width, activation, steps=60, seeds=OTHER_SEEDS):
    nets = [chapter["train"](width, activation, seed, steps) for seed in seeds]
    right = [al.accuracy(net.predict(chapter["rings"]), chapter["ring"]) for net in nets]
    return sum(share > 0.95 for share in right)


@pytest.mark.parametrize("steps", [150, 600])
def test_equal_first_weights_never_part(chapter, steps):
    equal, random = (chapter["while_learning"](first, steps) for first in ("equal", "random"))
    assert np.ptp(equal.layers[0].weights, axis=1).max() < 1e-9
    assert np.ptp(random.layers[0].weights, axis=1).min() > 0.5


@pytest.mark.parametrize("steps", [30, 60, 120])
def test_two_relus_never_close_a_curve_three_may_and_eight_do(chapter, steps):
    one, two, three, eight = (successes(chapter, w, "relu", steps) for w in (1, 2, 3, 8))
    assert one == two == 0
    assert 1 <= three <= 7
    assert eight >= 9


def test_patience_does_not_help_three_relus(chapter):
    assert successes(chapter, 3, "relu", 240) == successes(chapter, 3, "relu", 60)


def test_three_tanh_units_are_enough_and_two_are_not(chapter):
    assert successes(chapter, 2, "tanh") == 0
    assert successes(chapter, 3, "tanh") >= 5


def test_relu_makes_facets_and_tanh_makes_curves(chapter):
    for seed in OTHER_SEEDS[:3]:
        facets = {}
        for name in ["relu", "tanh"]:
            net = chapter["train"](8, name, seed)
            net(chapter["grid"])
            slopes = np.round(net.backward(np.ones((len(chapter["grid"]), 1))), 6)
            facets[name] = len(np.unique(slopes, axis=0))
        assert facets["relu"] < 60 < 3000 < facets["tanh"]


def test_step_never_learns_and_the_sigmoid_is_late(chapter):
    race = chapter["likeness"]
    for early, late in budgets(race):
        assert race.median("step", early) < 0.65 > race.median("step", late)
        for better in ["tanh", "relu"]:
            assert race.wins(better, over="sigmoid", epochs=early) >= 9
            assert race.median(better, late) > 0.95
        assert race.median("sigmoid", late) > race.median("sigmoid", early) + 0.2
    assert race.median("sigmoid") > 0.95


def test_a_smaller_training_loss_is_more_robust_only_while_it_follows_the_curve(chapter):
    for seeds in (range(100, 120), range(200, 220)):
        line, cubic, wild = (
            np.median([chapter["losses_of_fit"](degree, s) for s in seeds], axis=0)
            for degree in (1, 3, 9)
        )
        assert np.all(cubic < line)
        assert wild[0] < cubic[0]
        assert np.all(wild[1:] > 3 * cubic[1:])
