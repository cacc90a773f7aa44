"""The checks of chapter 7: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
from overwriting import overwriting

from actloss.lessons.exercises import chapter_07 as chapter

UP = [(0, 0), (1, 1), (2, 0)]
DOWN = [(0, 0), (2, 0)]


def lines_of(k, lift=1 / 3, steepness=1.0, tilt=0.0):
    """The best lines, in the mean, for steepness · x² + tilt · x on [-1, 1]."""
    middles = -1 + (2 * np.arange(k) + 1) / k
    return 2 * steepness * middles + tilt, steepness * (lift / k**2 - middles**2)


def fitted(x, y, k, rng):
    """Read the parabola off its second differences, then give its best lines."""
    steepness, tilt, _ = np.polyfit(x, y, 2)
    return lines_of(k, steepness=steepness, tilt=tilt)


def with_a_lost_line(x, y, k, rng):
    slopes, heights = fitted(x, y, k, rng)
    heights[0] -= 100
    return slopes, heights


def not_finite(x, y, k, rng):
    slopes, heights = fitted(x, y, k, rng)
    return slopes * np.nan, heights


def tangents(x, y, k, rng):
    slopes, heights = fitted(x, y, k, rng)
    return slopes, heights - 1 / (3 * k**2)


RIGHT = [
    ("7.1", [2]),
    ("7.1", 2),
    ("7.1", "2"),
    ("7.3", 6165),
    ("7.3", np.array([6165])),
    ("7.4", 1),
    ("7.4", 0.995),
    ("7.5", 5),
    ("7.2", (UP, DOWN)),
    ("7.2", (np.add(UP, (3, -2)), np.add(DOWN, (3, -2)))),
    ("7.2", ([*UP, (0, -1)], DOWN)),
    ("7.6", fitted),
    ("7.6", lambda *args: [list(part) for part in fitted(*args)]),
]

WRONG = [
    ("7.1", "two", "one number"),
    ("7.1", 3, "never strictly"),
    ("7.1", 4, "compare the parallel"),
    ("7.1", 1, "draw the four lines"),
    ("7.1", 2.5, "whole number"),
    ("7.1", np.nan, "one number"),
    ("7.1", [2, 3], "one number"),
    ("7.3", 6100, "biases are missing"),
    ("7.3", 6160, "biases of the 5 outputs"),
    ("7.3", 6105, "biases of the pieces"),
    ("7.3", 6060, "outputs are missing"),
    ("7.3", 6125, "there are 60 and not 20"),
    ("7.3", 2125, "k = 1"),
    ("7.3", 6375, "not tripled"),
    ("7.3", 6365, "not their 60 pieces"),
    ("7.3", 7, "pieces times (inputs + 1)"),
    ("7.4", 0.5, "that is ReLU"),
    ("7.4", 0.564, "the mean of the greater"),
    ("7.4", 0.318, "square of the mean"),
    ("7.4", 0.68, "the variance"),
    ("7.4", 2, "shared between"),
    ("7.4", 7, "draw 100,000 pairs"),
    ("7.5", 4, "1.061 from the centre"),
    ("7.5", 3, "1.500 from the centre"),
    ("7.5", 6, "fewer can as well"),
    ("7.5", 2, "enclose nothing"),
    ("7.5", 4.4, "whole number"),
    ("7.5", 2, "enclose nothing"),
    ("7.2", 3, "two lists"),
    ("7.2", (UP, DOWN, UP), "two lists"),
    ("7.2", (np.transpose(UP), DOWN), "one (slope, height) pair for each line"),
    ("7.2", (DOWN, UP), "upside down"),
    ("7.2", ([(0, 1)], [(-1, 0), (1, 0)]), "goes on falling"),
    ("7.2", (np.add(UP, (0, 0.5)), DOWN), "off by +0.50"),
    ("7.2", (UP, [(0, 0), (1, 0)]), "slope jump"),
    ("7.2", ([*UP, (3, -50)], DOWN), "further out"),
    ("7.6", lambda *args: fitted(*args)[0], "two arrays"),
    ("7.6", lambda x, y, k, rng: lines_of(k + 1), "two arrays"),
    ("7.6", lambda x, y, k, rng: lines_of(k), "the floor"),
    ("7.6", with_a_lost_line, "lines are in use"),
    ("7.6", not_finite, "not finite"),
    ("7.6", tangents, "times the floor"),
]
RAISING = ["7.6"]


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    assert chapter.fit_without_a_gradient(overwriting(fitted)).right
