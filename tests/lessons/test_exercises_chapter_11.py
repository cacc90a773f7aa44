"""The checks of chapter 11: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
from overwriting import overwriting

import actloss as al
from actloss.lessons.exercises.chapter_11 import mutual_information


def information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return al.kl_divergence(joint.ravel(), product.ravel())


def naive_information(joint):
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.sum(joint * np.log(joint / product))


def always(value):
    return lambda *args: value


def two_pixels():
    """The nats of the two best pixels together, and those of each, added."""
    digits = al.load_digits()
    dark = digits.x >= 0.5

    def tells(*pixels):
        cases = sum(2**k * dark[:, pixel] for k, pixel in enumerate(pixels))
        joint = np.histogram2d(cases, digits.y, bins=(range(5), range(11)))[0] / len(digits.y)
        return information(joint)

    alone = [tells(k) for k in range(64)]
    best = int(np.argmax(alone))
    second = int(np.argmax([tells(best, k) for k in range(64)]))
    return tells(best, second), alone[best] + alone[second]


RIGHT = [
    ("11.1", 7.755),
    ("11.1", 3 * np.log2(6)),
    ("11.2", (2, 2)),
    ("11.2", [2.0, 2.0]),
    ("11.3", 0.368),
    ("11.3", np.log(2) - al.entropy([0.9, 0.1])),
    ("11.4", information),
    ("11.4", lambda t: al.entropy(t.sum(0)) + al.entropy(t.sum(1)) - al.entropy(t.ravel())),
    ("11.5", two_pixels()),
]

WRONG = [
    ("11.1", 5.38, "in nats"),
    ("11.1", 2.585, "one six"),
    ("11.1", 17.27, "add up"),
    ("11.1", -7.755, "never negative"),
    ("11.1", 216, "1/216"),
    ("11.2", 2, "a pair"),
    ("11.2", (2, 1.386), "in nats"),
    ("11.2", (1.9375, 2), "two questions more"),
    ("11.2", (1.5, 2), "fewer questions than bits"),
    ("11.2", (3, 2), "weigh each"),
    ("11.2", (2, 3), "sum of p"),
    ("11.3", 0.511, "other way round"),
    ("11.3", 0.693, "subtract the unavoidable"),
    ("11.3", 0.325, "unavoidable part"),
    ("11.3", 0.531, "in bits"),
    ("11.3", 0.4, "mean surprise"),
    ("11.4", naive_information, "nan"),
    ("11.4", lambda t: information(t) / np.log(2), "bits"),
    ("11.4", lambda t: -information(t), "never negative"),
    ("11.4", lambda t: al.entropy(t.ravel()), "entropy of the joint"),
    (
        "11.4",
        lambda t: al.kl_divergence(np.outer(t.sum(1), t.sum(0)).ravel(), t.ravel()),
        "not the other way",
    ),
    (
        "11.4",
        lambda t: information(t) if t.shape == (2, 3) else al.cross_entropy(t.sum(1), t.sum(0)),
        "does not see the joint",
    ),
    ("11.4", always(0.3), "average"),
    ("11.5", 0.6, "a pair"),
    ("11.5", two_pixels()[::-1], "together first"),
    ("11.5", np.divide(two_pixels(), np.log(2)), "in bits"),
    ("11.5", (two_pixels()[0], 1.0), "first number is right"),
    ("11.5", (0.3, 0.3), "dark is at least"),
]
RAISING = ["11.4"]


def test_an_answer_that_overwrites_its_table_is_judged_fairly():
    assert mutual_information(overwriting(information, by=0.5)).right
