"""The checks of chapter 9: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
from overwriting import overwriting

import actloss as al
from actloss.lessons.exercises import CHECKS
from actloss.lessons.exercises.chapter_09 import STEEPER

BETS = {"spam": "coin", "letter": "die", "temperature": "bell", "journey": "peak"}
BETS["objects"] = "coin"


def poisson(z, y):
    return np.exp(z) - y * z, np.exp(z) - y


def with_factorial(z, y):
    log_factorial = np.array([np.log(np.arange(1, n + 1)).sum() for n in y])
    return np.exp(z) - y * z + log_factorial, np.exp(z) - y


def poisson_loss(change):
    return lambda z, y: (change(with_factorial(z, y)[0], z, y), np.exp(z) - y)


def poisson_pull(change):
    return lambda z, y: (np.exp(z) - y * z, change(z, y))


def gaussian(m, v, y):
    return (v + (y - m) ** 2 * np.exp(-v)) / 2


def luck(scores):
    return lucky(scores, scores[:, : scores.shape[1] // 2].mean(axis=1))


def lucky(scores, key):
    early, late = np.split(scores, 2, axis=1)
    chosen = np.argmax(key)
    return chosen, early[chosen].mean(), late[chosen].mean()


def best_of_fresh(scores):
    chosen, before, _ = luck(scores)
    return chosen, before, np.split(scores, 2, axis=1)[1].mean(axis=1).max()


RIGHT = [
    ("9.4", [3.14]),
    ("9.1", BETS),
    ("9.4", np.log(23)),
    ("9.4", "3.14"),
    ("9.2", poisson),
    ("9.2", with_factorial),
    ("9.3", 44),
    ("9.3", np.int64(44)),
    ("9.5", gaussian),
    ("9.5", lambda m, v, y: gaussian(m, v, y) + np.log(2 * np.pi) / 2),
    ("9.6", luck),
    ("9.6", lambda scores: np.array(luck(scores))),
    ("9.7", [0.654, 0.864, 0.875, 0.877, 0.796, 0.590]),
    ("9.7", STEEPER + 0.03),
    ("9.7", STEEPER[np.newaxis]),
]

WRONG = [
    ("9.4", 3.13, "how surprising"),
    ("9.1", "coin", "a dictionary"),
    ("9.1", {"spam": "coin"}, "a dictionary"),
    ("9.1", {**BETS, "spam": "sigmoid"}, "choose"),
    ("9.1", {**BETS, "spam": "die"}, "yes and no"),
    ("9.1", {**BETS, "letter": "coin"}, "sum to 1"),
    ("9.1", {**BETS, "temperature": "peak"}, "a little either way"),
    ("9.1", {**BETS, "journey": "bell"}, "very large misses"),
    ("9.1", {**BETS, "objects": "die"}, "80 coins"),
    ("9.4", -np.log(23), "the sign"),
    ("9.4", np.log2(23), "in bits"),
    ("9.4", 3 * np.log(23), "per word"),
    ("9.4", 1 / 23, "its surprise"),
    ("9.4", 2.3, "how surprising"),
    ("9.4", 3.13, "how surprising"),
    ("9.4", [3, 14], "one number"),
    ("9.2", lambda z, y: [z, y, z], "two arrays"),
    ("9.2", lambda z, y: (0.1, z), "one value per example"),
    ("9.2", poisson_loss(lambda loss, z, y: -loss), "the sign is wrong"),
    (
        "9.2",
        poisson_loss(lambda loss, z, y: 2 * (np.exp(z) - y * z) - loss),
        "ln y! has the wrong sign",
    ),
    ("9.2", poisson_loss(lambda loss, z, y: z - y * np.log(z)), "the mean itself"),
    ("9.2", poisson_loss(lambda loss, z, y: (z - y) ** 2), "m - y ln m"),
    ("9.2", poisson_pull(lambda z, y: z - y), "not z"),
    ("9.2", poisson_pull(lambda z, y: y - np.exp(z)), "the sign of the derivative"),
    ("9.2", poisson_pull(lambda z, y: z), "differentiate"),
    ("9.3", 43, "a little more"),
    ("9.3", 43.7, "whole step"),
    ("9.3", 4, "a sigmoid"),
    ("9.3", 10, "the steps multiply"),
    ("9.3", 45, "0.0087 is left"),
    ("9.3", -44, "give the first step"),
    ("9.5", lambda m, v, y: gaussian(m, v, y).mean(), "one value per example"),
    ("9.5", lambda m, v, y: -gaussian(m, v, y), "the sign"),
    ("9.5", lambda m, v, y: 2 * gaussian(m, v, y), "factor ½"),
    ("9.5", lambda m, v, y: np.log(2 * np.pi) + 2 * gaussian(m, v, y), "factor ½"),
    ("9.5", lambda m, v, y: gaussian(m, v, y) + v / 2, "v alone is too large"),
    ("9.5", lambda m, v, y: gaussian(m, v, y) - v / 2, "the term v / 2"),
    ("9.5", lambda m, v, y: (v + (y - m) ** 2 * np.exp(v)) / 2, "makes a miss cheaper"),
    ("9.5", lambda m, v, y: v + (y - m) ** 2 * np.exp(-2 * v) / 2, "not of its root"),
    ("9.5", lambda m, v, y: (y - m) ** 2, "the Gaussian density"),
    ("9.6", lambda scores: scores.mean(), "three things"),
    ("9.6", lambda scores: lucky(scores, scores.mean(axis=1)), "no longer fresh"),
    (
        "9.6",
        lambda scores: lucky(scores, np.split(scores, 2, axis=1)[1].mean(axis=1)),
        "the first one is for choosing",
    ),
    (
        "9.6",
        lambda scores: lucky(scores, np.split(scores, 2, axis=1)[0].max(axis=1)),
        "best single score",
    ),
    ("9.6", lambda scores: [luck(scores)[k] for k in (0, 2, 1)], "the order"),
    ("9.6", lambda scores: np.add(luck(scores), [1, 0, 0]), "counted from 0"),
    ("9.6", best_of_fresh, "chosen before"),
    ("9.6", lambda scores: (0, 0, 0), "average both halves"),
    ("9.7", [0.65, 0.86], "six medians"),
    ("9.7", 100 * STEEPER, "per cent"),
    ("9.7", STEEPER[::-1], "the first two"),
    ("9.7", [0.683, 0.864, 0.864, 0.819, 0.701, 0.539], "into the derivative"),
]
RAISING = ["9.2", "9.5", "9.6"]


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    for number, function in [("9.2", poisson), ("9.5", gaussian), ("9.6", luck)]:
        assert CHECKS[number](overwriting(function)).right


def test_the_cell_forgets_as_the_exercise_says():
    """44 steps back less than 1 % is left, 43 steps back more."""
    slope = al.tanh_prime(0.0)
    assert (0.9 * slope) ** 44 < 0.01 < (0.9 * slope) ** 43
