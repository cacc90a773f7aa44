"""The checks of chapter 2: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
import pytest
from overwriting import overwriting

import actloss as al
from actloss.lessons.exercises import CHECKS
from actloss.lessons.exercises.chapter_02 import train


def gradient(weight, bias, x, y):
    z = weight * x + bias
    delta = 2 * (al.sigmoid(z) - y) * al.sigmoid_prime(z)
    return delta * x, delta


def cross_entropy_gradient(weight, bias, x, y):
    miss = al.sigmoid(weight * x + bias) - y
    return miss * x, miss


def delta_without_slope(*args):
    return tuple(2 * part for part in cross_entropy_gradient(*args))


def always(value):
    return lambda *args: value


def transformed(change):
    return lambda *args: tuple(change(*gradient(*args)))


def both_labels(z, y):
    return np.where(y == 1, al.softplus(-z), al.softplus(z))


def through_probability(z, y):
    a = al.sigmoid(z)
    return -y * np.log(a) - (1 - y) * np.log(1 - a)


def rounding(z, y):
    wrong_way = np.where(y == 1, -z, z)
    return np.maximum(wrong_way, 0) + np.log(1 + np.exp(-np.abs(z)))


RIGHT = [
    ("2.1", gradient),
    ("2.1", lambda *args: list(gradient(*args))),
    ("2.2", 0.997),
    ("2.2", "0.98"),
    ("2.2", np.array([0.997])),
    ("2.3", al.sigmoid_cross_entropy),
    ("2.3", both_labels),
    ("2.4", 1 / 3),
    ("2.4", 0.333),
    ("2.4", [1 / 3]),
    ("2.5", (3737, 10028, 27, 30)),
    ("2.5", [3738, 10029, 28, 31]),
]

WRONG = [
    ("2.1", always(0.3), "two numbers"),
    ("2.1", transformed(lambda w, b: (w / 2, b / 2)), "factor 2"),
    ("2.1", transformed(lambda w, b: (-w, -b)), "the sign"),
    ("2.1", delta_without_slope, "σ'(z) is missing"),
    ("2.1", cross_entropy_gradient, "σ'(z) is missing"),
    ("2.1", transformed(lambda w, b: (b, b)), "x need not be 1"),
    ("2.1", transformed(lambda w, b: (b, w)), "weight first"),
    ("2.1", always((0.1, 0.2)), "multiply"),
    ("2.2", 1.5, "between 0 and 1"),
    ("2.2", 0.02, "with cross-entropy"),
    ("2.2", 0.5, "How long does it stand still"),
    ("2.2", [0.997, 0.98], "one number"),
    ("2.3", lambda z, y: al.sigmoid_cross_entropy(z, y).mean(), "one value per example"),
    ("2.3", lambda z, y: -al.sigmoid_cross_entropy(z, y), "not negative"),
    ("2.3", lambda z, y: al.sigmoid_cross_entropy(z, 1 - y), "swapped"),
    ("2.3", lambda z, y: (al.sigmoid(z) - y) ** 2, "even at moderate z"),
    ("2.3", through_probability, "not finite"),
    ("2.3", lambda z, y: np.logaddexp(0, z) - y * z, "difference of two numbers"),
    ("2.3", rounding, "use np.log1p"),
    ("2.4", 0.667, "if 0 is wanted"),
    ("2.4", 0.5, "multiplied by the mistake"),
    ("2.4", 0, "is flat"),
    ("2.4", [1 / 3, 2 / 3], "one number"),
    ("2.4", 0.4, "set the derivative"),
    ("2.5", (2.69, 1.14), "four counts"),
    ("2.5", (2.7, 2.7, 1.1, 1.1), "count the steps"),
    ("2.5", (27, 30, 3737, 10028), "squared error first"),
    ("2.5", (10028, 3737, 30, 27), "weight 7 first"),
    ("2.5", (7474, 20056, 54, 60), "both learn"),
    ("2.5", (3737, 0, 27, 30), "enough steps"),
    ("2.5", (3737, 10028, 93, 97), "0.3 a step"),
]
RAISING = ["2.1", "2.3"]


def test_the_neuron_is_the_chapters():
    """Nielsen's two starts end at 0.09 and 0.20."""

    def slope(z):
        return al.sigmoid(z) * al.sigmoid_prime(z)

    assert train(1.5, slope, 300) == pytest.approx(0.0940, abs=5e-5)
    assert train(4.0, slope, 300) == pytest.approx(0.2028, abs=5e-5)


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    assert CHECKS["2.3"](overwriting(al.sigmoid_cross_entropy)).right
