"""The checks of chapter 6: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
from overwriting import overwriting

import actloss as al
from actloss.activations import SELU_ALPHA, SELU_SCALE
from actloss.lessons.exercises import CHECKS
from actloss.lessons.exercises.chapter_06 import RELU_MEAN, rides_to_recover


def slope_gradient(z, grad):
    return np.sum(grad * np.minimum(z, 0), axis=0)


def through_the_layer(z, grad):
    layer = al.PReLU(z.shape[1])
    layer.forward(z)
    layer.backward(grad)
    return layer.slope_grad


def dead_units(weights, bias, x):
    return np.all(x @ weights + bias <= 0, axis=0)


def always(value):
    return lambda *args: value


RIGHT = [
    ("6.4", 0.199),
    ("6.4", "0.1995"),
    ("6.4", [RELU_MEAN / 2]),
    ("6.3", slope_gradient),
    ("6.3", through_the_layer),
    ("6.3", lambda z, g: list(np.einsum("ij,ij->j", g, np.where(z < 0, z, 0)))),
    ("6.2", dead_units),
    ("6.2", lambda w, b, x: ~np.any(x @ w + b > 0, axis=0)),
    ("6.2", lambda w, b, x: (x @ w).max(axis=0) <= -b),
    ("6.2", lambda w, b, x: dead_units(w, b, x).tolist()),
    (
        "6.2",
        lambda w, b, x: [all(x[::, ::-1] @ v[::-1] + c <= 0) for v, c in zip(w.T, b, strict=True)],
    ),
    ("6.5", 1.673),
    ("6.5", SELU_ALPHA),
    ("6.1", 0.14),
    ("6.6", 8),
    ("6.6", "8"),
]

WRONG = [
    ("6.6", np.nan, "one number"),
    ("6.4", RELU_MEAN, "ReLU's mean"),
    ("6.4", 1.5 * RELU_MEAN, "minus sign"),
    ("6.4", 0.25, "½ of ½"),
    ("6.4", 0, "slope 1 only"),
    ("6.4", 0.7, "(1 - slope)"),
    ("6.4", (0.1, 0.2), "one number"),
    ("6.3", lambda z, g: g * np.minimum(z, 0), "add up the examples"),
    ("6.3", lambda z, g: slope_gradient(z, g).sum(), "slope of its own"),
    ("6.3", lambda z, g: np.sum(g * np.minimum(z, 0), axis=1), "axis 0"),
    ("6.3", lambda z, g: slope_gradient(z, g) / len(z), "take the sum"),
    ("6.3", lambda z, g: np.sum(g * z, axis=0), "negative z only"),
    ("6.3", lambda z, g: np.sum(g * (z < 0), axis=0), "and not 1"),
    ("6.3", lambda z, g: -slope_gradient(z, g), "the sign"),
    ("6.3", always(np.ones(7)), "one number per channel"),
    ("6.3", lambda z, g: np.sum(g, axis=0), "what is ∂a/∂slope"),
    ("6.2", lambda w, b, x: np.any(x @ w + b <= 0, axis=0), "one silent example"),
    ("6.2", lambda w, b, x: np.all(x @ w <= 0, axis=0), "the bias is missing"),
    ("6.2", lambda w, b, x: ~dead_units(w, b, x), "the living"),
    ("6.2", lambda w, b, x: dead_units(w, b, x).all(), "one truth value per unit"),
    ("6.2", always(np.zeros(5, dtype=bool)), "for every row"),
    ("6.2", lambda w, b, x: np.all(x @ w + b < 0, axis=0), "at most 0"),
    ("6.5", SELU_SCALE, "SELU's scale"),
    ("6.5", 1, "0.1605"),
    ("6.5", SELU_SCALE * SELU_ALPHA, "λα"),
    ("6.5", 1.68, "three correct decimals"),
    ("6.5", 0.4, "set it to 0"),
    ("6.1", 2, "between 0 and 1"),
    ("6.1", 0, "never comes back"),
    ("6.1", 0.1, "more than 100"),
    ("6.1", 0.5, "0.01 smaller"),
    ("6.6", 8.5, "whole number"),
    ("6.6", np.nan, "one number"),
    ("6.6", 9, "a single input"),
    ("6.6", 5, "more than one in twenty"),
    ("6.6", 20, "a narrower one"),
]
RAISING = ["6.3", "6.2"]


def test_the_neuron_is_the_chapters():
    """A small slope waits long; the steeper ones come back sooner, and slope 0 never."""
    assert rides_to_recover(0.0) == 201
    assert 100 < rides_to_recover(0.1) < 201
    assert rides_to_recover(0.5) < rides_to_recover(0.2)


def born_dead(width, depth, nets, rng):
    """Share of ReLU networks with one input whose output does not depend on it."""
    a = np.tile([[-1.0], [1.0]], (nets, 1, 1))  # zero biases: only the sign of the input counts
    dead = np.zeros(nets, dtype=bool)
    for _ in range(depth):
        a = al.relu(a @ rng.standard_normal((nets, a.shape[-1], width)))
        dead |= ~(a > 0).any(axis=(1, 2))
    return dead.mean()


def test_eight_is_the_least_width_that_is_mostly_born_alive():
    rng = np.random.default_rng(1)
    assert born_dead(7, 20, 3000, rng) > 0.055
    assert born_dead(8, 20, 3000, rng) < 0.045


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    assert CHECKS["6.3"](overwriting(slope_gradient, by=1)).right
    assert CHECKS["6.2"](overwriting(dead_units)).right
