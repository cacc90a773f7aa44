"""The checks of chapter 5: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
from overwriting import overwriting

import actloss as al
from actloss.lessons.exercises import chapter_05 as chapter


def smoothed(logits, labels, smoothing):
    p = (1 - smoothing) * np.eye(logits.shape[1])[labels] + smoothing / logits.shape[1]
    return al.softmax(logits) - p


def hard(logits, labels, smoothing):
    return al.softmax_cross_entropy_grad(logits, labels)


def shared_by_others(logits, labels, smoothing):
    y = np.eye(logits.shape[1])[labels]
    p = (1 - smoothing) * y + smoothing / (logits.shape[1] - 1) * (1 - y)
    return al.softmax(logits) - p


def not_whole(logits, labels, smoothing):
    return al.softmax(logits) - (1 - smoothing) * np.eye(logits.shape[1])[labels]


def psi(theta, m):
    k = np.floor(m * theta / np.pi)
    return (-1.0) ** k * np.cos(m * theta) - 2 * k


def piece(theta, m):
    return np.minimum(np.floor(m * theta / np.pi), m - 1)


def always(value):
    return lambda *args: value


RIGHT = [
    ("5.2", 400),
    ("5.2", [399.0]),
    ("5.1", 9 / 13),
    ("5.1", 0.69),
    ("5.3", smoothed),
    ("5.3", al.label_smoothed_cross_entropy_grad),
    ("5.3", lambda *args: smoothed(*args).tolist()),
    ("5.4", 0.694),
    ("5.5", psi),
    ("5.5", lambda theta, m: psi(theta, m).tolist()),
    ("5.6", (0.8669, 3.714)),
    ("5.6", [0.870, 3.68]),
]

WRONG = [
    ("5.2", 20, "exponent"),
    ("5.2", 0.0025, "turn it over"),
    ("5.2", 1.108, "of the wrong answer"),
    ("5.2", [1, 2], "one number"),
    ("5.2", 3, "divide"),
    ("5.1", 0.2, "true frequency"),
    ("5.1", 0.9, "do not decide"),
    ("5.1", 4 / 13, "of the 3"),
    ("5.1", 9, "between 0 and 1"),
    ("5.1", 0.5, "add up to 1"),
    ("5.3", always(0.3), "shape"),
    ("5.3", lambda *args: -smoothed(*args), "sign"),
    ("5.3", lambda *args: smoothed(*args) / 4, "averaged"),
    ("5.3", hard, "hard labels"),
    ("5.3", shared_by_others, "all K classes"),
    ("5.3", not_whole, "is missing"),
    ("5.3", lambda z, *args: np.zeros_like(z), "build p"),
    ("5.4", 0.9, "not least at the truth"),
    ("5.4", 0.306, "share of 10 %"),
    ("5.4", 2, "between 0 and 1"),
    ("5.4", 0.5, "minimise"),
    ("5.5", always(0.3), "one value per angle"),
    ("5.5", lambda theta, m: np.cos(m * theta), "rises again"),
    ("5.5", lambda theta, m: psi(theta, m) + 2 * piece(theta, m), "wrong height"),
    ("5.5", lambda theta, m: np.cos(m * theta) - 3 * piece(theta, m), "change of sign"),
    ("5.5", lambda theta, m: -m * theta, "it must be 1"),
    ("5.5", lambda theta, m: 1 - 2 * m * theta / np.pi, "on the piece k"),
    ("5.6", 0.8669, "two numbers"),
    ("5.6", (3.714, 0.8669), "the order"),
    ("5.6", (0.3, 3.714), "no network"),
    ("5.6", (1.2, 3.0), "train longer"),
    ("5.6", (0.8669, 2.0), "measure the lead"),
]
RAISING = ["5.3", "5.5"]


def test_the_answer_of_focal_loss_is_found_by_calculus_too():
    """0.9 and 0.1 times the two slopes cancel at the right answer."""
    z = np.log(0.69421 / 0.30579)
    slope = 0.9 * al.focal_grad(z, 1.0) + 0.1 * al.focal_grad(z, 0.0)
    assert abs(slope) < 1e-3


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    assert chapter.smoothed_gradient(overwriting(smoothed)).right
    assert chapter.one_more_piece(overwriting(psi)).right
