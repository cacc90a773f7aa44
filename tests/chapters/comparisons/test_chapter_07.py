"""Chapter 7: maxout beside ReLU, and which steps lose lines."""

import numpy as np
import pytest

from conftest import OTHER_SEEDS, budgets

CHAPTER = "07"


def share_in_use(chapter, k, seeds=OTHER_SEEDS, **settings):
    units = chapter["train_units"](k, seeds, **settings)
    return np.mean([chapter["lines_in_use"](unit) == k for unit in units])


@pytest.mark.parametrize("scale", [0.5, 1, 2])
def test_long_steps_lose_lines_and_short_ones_keep_most(chapter, scale):
    long = {"rate": 0.02, "epochs": int(1000 * scale)}
    short = {"rate": 0.0025, "epochs": int(4000 * scale)}
    for k in (2, 3):
        assert share_in_use(chapter, k, **long) > 0.7
        assert share_in_use(chapter, k, **short) > 0.7
    for k in (4, 5):
        assert share_in_use(chapter, k, **long) < 0.7
        assert share_in_use(chapter, k, **short) >= 0.7


@pytest.mark.parametrize("scale", [0.5, 1, 2])
def test_random_heights_lose_lines_at_either_rate(chapter, scale):
    for rate, epochs in [(0.02, 1000), (0.0025, 4000)]:
        settings = {"rate": rate, "epochs": int(epochs * scale)}
        random = share_in_use(chapter, 3, range(100, 140), spread=0.5, **settings)
        assert random < 0.6 < share_in_use(chapter, 3, **settings)


def test_equal_parameters_end_level_and_maxout_leads_at_the_start(chapter):
    result = chapter["result"]
    for first, last in budgets(result):
        for init in ("He", "LeCun"):
            ours, theirs = f"15 maxout units, {init}", f"28 ReLUs, {init}"
            assert result.median(ours, first) > result.median(theirs, first)
            assert abs(result.median(ours, last) - result.median(theirs, last)) <= 0.015
            assert result.median(ours, first) > result.median("15 ReLUs, He", first)


def test_the_first_weights_make_no_difference(chapter):
    result = chapter["result"]
    for both in budgets(result):
        for epochs in both:
            for name in ("28 ReLUs", "15 maxout units"):
                gap = result.median(f"{name}, He", epochs) - result.median(f"{name}, LeCun", epochs)
                assert abs(gap) <= 0.02


@pytest.mark.parametrize("scale", [0.5, 1, 2])
def test_few_pieces_are_lost_on_the_digits(chapter, scale):
    for rate in (0.05, 0.1):
        assert chapter["lost_pieces"](rate, int(10 * scale), OTHER_SEEDS) < 15
