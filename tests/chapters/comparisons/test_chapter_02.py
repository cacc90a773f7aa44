"""Chapter 2: what cross-entropy buys, and what makes positive inputs slow."""

import numpy as np
import pytest

from conftest import OTHER_SEEDS, budgets

CHAPTER = "02"


def steps(chapter, scale, loss, rate, most=1000):
    return chapter["steps_needed"](chapter["both"][loss], scale, rate, OTHER_SEEDS, most)


@pytest.mark.parametrize("rate", [0.25, 0.5, 1])
def test_at_one_small_rate_cross_entropy_is_much_the_faster_from_a_large_start(chapter, rate):
    cross, squared = (steps(chapter, 3, loss, rate) for loss in ("cross-entropy", "squared error"))
    assert np.sum(cross < squared / 4) >= 9


@pytest.mark.parametrize("scale", [0.1, 3])
@pytest.mark.parametrize("rate", [8, 16, 32, 128, 512])
def test_cross_entropy_takes_a_few_steps_at_every_large_rate(chapter, scale, rate):
    assert np.median(steps(chapter, scale, "cross-entropy", rate, most=100)) <= 6


@pytest.mark.parametrize("most", [500, 2000])
def test_the_squared_error_has_no_rate_for_both_starts(chapter, most):
    large = np.median(steps(chapter, 3, "squared error", 128, most))
    assert large < np.median(steps(chapter, 3, "squared error", 8, most)) / 3
    assert not np.isfinite(steps(chapter, 0.1, "squared error", 128, most)).all()


def test_the_lead_of_cross_entropy_is_one_of_speed(chapter):
    race = chapter["large_race"]
    for early, late in budgets(race):
        assert race.median("cross-entropy", early) > race.median("squared error", early)
        won, lost = ("cross-entropy", "squared error"), ("squared error", "cross-entropy")
        assert race.wins(*won, early) >= race.wins(*lost, early) + 3
        gap = race.median("cross-entropy", late) - race.median("squared error", late)
        assert abs(gap) < 0.02


def test_turning_inputs_round_unties_the_signs_and_changes_no_step(chapter):
    z = np.random.default_rng(100).standard_normal((1000, 20))
    inputs = 1 / (1 + np.exp(-z))
    labels = (inputs - 0.5) @ np.random.default_rng(101).standard_normal((20, 10)) > 0
    turned = inputs * np.tile([1, -1], 10)
    tied, centred = (chapter["steps_to_95"](v, labels) for v in (inputs, inputs - inputs.mean(0)))
    np.testing.assert_allclose(chapter["steps_to_95"](turned, labels), tied, atol=1)
    assert np.median(tied) > 4 * np.median(centred)
    assert chapter["sign_agreement"](inputs, 1) == 1
    assert chapter["sign_agreement"](turned, 1) == 0
