"""Chapter 11's control, dealt in other ways."""

import numpy as np
import pytest

from conftest import OTHER_SEEDS

CHAPTER = "11"


def test_what_chance_seems_to_tell_is_what_the_formula_says(chapter):
    dark, digits = chapter["dark"], chapter["digits"]
    varies = np.minimum(dark.sum(axis=0), len(dark) - dark.sum(axis=0)) > 100
    told = [
        chapter["tells"](dark, np.random.default_rng(seed).permutation(digits.y))[varies].mean()
        for seed in OTHER_SEEDS
    ]
    assert np.mean(told) == pytest.approx(9 / (2 * len(dark)), rel=0.1)
    assert chapter["maps"]["the digits"].max() > 50 * np.max(told)
