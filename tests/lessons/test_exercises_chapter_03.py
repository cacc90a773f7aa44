"""The checks of chapter 3: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
import pytest
from overwriting import overwriting

import actloss as al
from actloss.lessons.exercises import CHECKS, check
from actloss.lessons.exercises.chapter_03 import long_run


def step(delta, weights, z, f_prime):
    return (delta @ weights.T) * f_prime(z)


def step_with_loops(delta, weights, z, f_prime):
    below = np.zeros_like(z)
    for i, j in np.ndindex(weights.shape):
        below[:, i] += delta[:, j] * weights[i, j]
    return below * f_prime(z)


def slope_at_the_output(delta, weights, z, f_prime):
    f = al.tanh if f_prime is al.tanh_prime else al.sigmoid
    return (delta @ weights.T) * f_prime(f(z))


def times_the_output(delta, weights, z, f_prime):
    f = al.tanh if f_prime is al.tanh_prime else al.sigmoid
    return (delta @ weights.T) * f(z)


def to_tanh(weights, bias):
    return weights / 4, bias / 2 + weights.sum(axis=0) / 4


def settled_factor(scale):
    """By a million random numbers instead of a sum over a grid."""
    t, q = np.random.default_rng(0).standard_normal(1_000_000), 1.0
    for _ in range(60):
        q = scale**2 * np.mean(np.tanh(np.sqrt(q) * t) ** 2)
    return scale * np.sqrt(np.mean(np.cosh(np.sqrt(q) * t) ** -4))


RIGHT = [
    ("3.1", step),
    ("3.1", step_with_loops),
    ("3.2", lambda n, c: np.sqrt(2 / (n * (1 + c**2)))),
    ("3.2", lambda n, c: ((1 + c**2) / 2 * n) ** -0.5),
    ("3.3", np.sqrt(2)),
    ("3.3", [1.41]),
    ("3.4", 4 ** (20 / 19)),
    ("3.4", "4.30"),
    ("3.5", to_tanh),
    ("3.5", lambda w, b: [w / 4, (2 * b + w.sum(axis=0)) / 4]),
    ("3.6", settled_factor),
    ("3.6", lambda g: round(long_run(g), 3)),
]

WRONG = [
    ("3.1", lambda delta, weights, z, f_prime: delta @ weights.T @ f_prime(z).T, "shape of z"),
    ("3.1", lambda delta, weights, z, f_prime: delta @ weights.T, "f'(z) is missing"),
    ("3.1", slope_at_the_output, "belongs at z"),
    ("3.1", times_the_output, "multiplies by f(z)"),
    ("3.1", lambda delta, weights, z, f_prime: delta @ weights.T * z, "multiplies by z"),
    ("3.1", lambda delta, weights, z, f_prime: f_prime(z), "element by element"),
    ("3.2", lambda n, c: 2 / (n * (1 + c**2)), "the variance"),
    ("3.2", lambda n, c: np.sqrt(2 / n), "rule for ReLU"),
    ("3.2", lambda n, c: np.sqrt(2 / (n * (1 + c))), "square of its slope"),
    ("3.2", lambda n, c: np.sqrt(2 / (1 + c**2)), "number of inputs"),
    ("3.2", lambda n, c: np.sqrt(1 / (n * (1 + c**2))), "each side"),
    ("3.2", lambda n, c: 1.0, "solve"),
    ("3.3", 2, "ReLU halves it"),
    ("3.3", 4, "squared norm"),
    ("3.3", 1, "He's weights"),
    ("3.3", 0.707, "the ReLU alone"),
    ("3.3", 1.0111 * np.sqrt(2), "times ½"),
    ("3.3", 20, "times ½"),
    ("3.4", 4, "how many weights"),
    ("3.4", 4 ** (20 / 21), "count again"),
    ("3.4", 4 ** (19 / 20), "count again"),
    ("3.4", 0.25, "that is the slope"),
    ("3.4", -(4 ** (20 / 19)), "w > 0"),
    ("3.4", 4.2925, "three digits"),
    ("3.4", 4.313, "three digits"),
    ("3.4", 7, "set w^19"),
    ("3.5", lambda w, b: w / 4, "two arrays"),
    ("3.5", lambda w, b: (w.T / 4, b / 2), "keep their shapes"),
    ("3.5", lambda w, b: (4 * w, 2 * b - 2 * w.sum(axis=0)), "from tanh to the sigmoid"),
    ("3.5", lambda w, b: (w / 2, b / 2), "another from tanh"),
    ("3.5", lambda w, b: (w, b), "in z = hW + b"),
    ("3.5", lambda w, b: (w / 4, b / 2), "adds a constant"),
    ("3.5", lambda w, b: (w / 4, b + w.sum(axis=0) / 4), "is halved as well"),
    ("3.5", lambda w, b: (w / 4, b / 2 + w.sum(axis=0)), "weights are right"),
    ("3.6", lambda g: g, "g alone"),
    ("3.6", lambda g: long_run(g, repetitions=0), "repeat until"),
    ("3.6", lambda g: long_run(g) ** 2, "take the root"),
    ("3.6", lambda g: long_run(g) / g, "typical slope"),
    ("3.6", lambda g: long_run(g) + 0.002, "first q"),
]
RAISING = ["3.1", "3.2", "3.5", "3.6"]


def test_the_factor_is_that_of_a_deep_wide_network():
    """Twenty layers further down, far from the input, the gradient shrinks or grows as computed."""
    rng = np.random.default_rng(36)
    network = al.mlp([1000] * 41 + [1], "tanh", rng=rng, init=al.lecun)
    for layer in network.layers[::2]:
        layer.weights *= 1.4
    network.backward(np.ones_like(network(rng.normal(size=(1, 1000)))))
    low, high = (np.linalg.norm(network.layers[2 * k].bias_grad) for k in (19, 39))
    assert (low / high) ** (1 / 20) == pytest.approx(long_run(1.4), rel=0.02)


@pytest.mark.parametrize("number", ["3.3", "3.4"])
def test_two_numbers_are_no_answer(number, capsys):
    check(number, [1, 2])
    assert "answer with one number" in capsys.readouterr().out


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    assert CHECKS["3.1"](overwriting(step)).right
    assert CHECKS["3.5"](overwriting(to_tanh)).right
