"""Exercises of chapter 6: ReLU and its relatives on the negative side."""

import math

import numpy as np

from actloss.activations import SELU_ALPHA, SELU_SCALE, leaky_relu
from actloss.lessons.exercises import (
    exercise,
    near,
    one_number,
    right,
    rounds_to,
    whole_number,
    wrong,
)

RELU_MEAN = 1 / math.sqrt(2 * math.pi)


@exercise("6.1")
def back_in_a_hundred(answer):
    slope = one_number(answer)
    if not 0 <= slope <= 1:
        return wrong("a slope between 0 and 1 is meant.")
    if slope == 0:
        return wrong("with slope 0 the neuron is dead; it never comes back.")
    wait, before = rides_to_recover(slope), rides_to_recover(slope - 0.01)
    if wait > 100:
        return wrong(f"with slope {slope:.4g} it takes more than 100 rides.")
    if before <= 100:
        return wrong(f"slope {slope:.4g} does it, but so does one that is 0.01 smaller.")
    return right(f"back after {wait} rides; the wait goes roughly like one over the slope.")


def rides_to_recover(slope, steps=200):
    """Rides after the wrong fare until the mean mistake is below 0.1; if never, steps + 1."""
    rides = np.arange(1.0, 6.0)
    weight, bias = 0.2, 0.2
    for step in range(55 + steps):
        distance = rides[step % 5]
        fare = -35.0 if step == 54 else 1 + distance / 2
        z = weight * distance + bias
        a, a_prime = (z, 1) if z > 0 else (slope * z, slope)
        weight -= 0.02 * 2 * (a - fare) * a_prime * distance
        bias -= 0.02 * 2 * (a - fare) * a_prime
        outputs = leaky_relu(weight * rides + bias, max(slope, 0.0))
        if step >= 55 and np.abs(outputs - 1 - rides / 2).mean() < 0.1:
            return step - 54
    return steps + 1


@exercise("6.2")
def find_the_dead(dead_units):
    rng = np.random.default_rng(3)
    seen = np.zeros(4, dtype=bool)
    for _ in range(20):
        # Whole numbers, so that z is exactly 0 in whatever order it is summed.
        x, weights = rng.integers(-3, 4, (6, 3)) + 0.0, rng.integers(-3, 4, (3, 5)) + 0.0
        z = x @ weights
        bias = np.where(rng.random(5) < 0.5, 0, -z.max(axis=0) * rng.choice([1.5, 0.5, 1.0], 5))
        dead = np.all(x @ weights + bias <= 0, axis=0)
        found = np.asarray(dead_units(weights.copy(), bias.copy(), x.copy()))
        if found.shape != dead.shape:
            return wrong(f"return one truth value per unit, {dead.shape}, not {found.shape}.")
        seen |= [
            np.any(found != dead),
            np.any(found != np.any(x @ weights + bias <= 0, axis=0)),
            np.any(found != np.all(z <= 0, axis=0)),
            np.any(found != ~dead),
        ]
    if not seen[0]:
        return right("silent for every example, the bias included.")
    if not seen[1]:
        return wrong("one silent example does not kill: the unit must be silent for all of them.")
    if not seen[2]:
        return wrong("the bias is missing: z = x @ weights + bias.")
    if not seen[3]:
        return wrong("these are the living; True should mean dead.")
    return wrong("a unit is dead if z = x @ weights + bias is at most 0 for every row of x.")


@exercise("6.3")
def gradient_of_slopes(slope_gradient):
    rng = np.random.default_rng(2)
    for n, channels in [(5, 3), (4, 4), (1, 2)]:
        z, grad = rng.normal(size=(2, n, channels))
        found = np.asarray(slope_gradient(z.copy(), grad.copy()), dtype=float)
        parts = grad * np.minimum(z, 0)
        if not (found.shape == (channels,) and near(found, parts.sum(axis=0))):
            return wrong(_slope_mistake(found, z, grad, parts))
    return right("the sum over the examples of the gradient times min(z, 0).")


def _slope_mistake(found, z, grad, parts):
    mistakes = [
        (parts, "add up the examples: each channel has one slope, which all examples share."),
        (parts.sum(), "each channel has a slope of its own: add along the examples alone."),
        (parts.sum(axis=1), "add along the examples, axis 0, and keep the channels."),
        (parts.mean(axis=0), "take the sum; the mean is already in the gradient of the loss."),
        (np.sum(grad * z, axis=0), "the slope acts on negative z only: min(z, 0), not z."),
        (np.sum(grad * (z < 0), axis=0), "∂a/∂slope is z itself where z < 0, and not 1."),
        (-parts.sum(axis=0), "the sign is wrong: min(z, 0) is negative, leave it so."),
    ]
    for values, why in mistakes:
        if found.shape == np.shape(values) and near(found, values):
            return why
    if found.shape != parts.shape[1:]:
        return f"return one number per channel, of shape {parts.shape[1:]}, not {found.shape}."
    return (
        "with a = max(0, z) + slope·min(0, z), what is ∂a/∂slope? Times grad, summed over examples."
    )


@exercise("6.4")
def half_a_leak(answer):
    mean = one_number(answer)
    if rounds_to(mean, RELU_MEAN / 2, 3):
        return right(f"(1 - 0.5) / √(2π) = {RELU_MEAN / 2:.4f}: the left half takes back half.")
    if abs(mean - RELU_MEAN) < 6e-4:
        return wrong("that is ReLU's mean; the leak lets negative outputs through as well.")
    if abs(mean - 1.5 * RELU_MEAN) < 6e-4:
        return wrong("the left side counts with a minus sign: its outputs are negative.")
    if abs(mean - 0.25) < 6e-4:
        return wrong("½ of ½? The mean of the positive half is 1/√(2π), which is not ½.")
    if mean == 0:
        return wrong("it is 0 for slope 1 only, where the function does not bend.")
    return wrong("the mean is (1 - slope) / √(2π).")


@exercise("6.5")
def centred_elu(answer):
    alpha = one_number(answer)
    if rounds_to(alpha, SELU_ALPHA, 3):
        return right("it is SELU's α; the scale λ then makes the variance 1.")
    if abs(alpha - SELU_SCALE) < 6e-4:
        return wrong("that is SELU's scale λ, which cannot move a mean of 0.")
    if abs(alpha - 1) < 6e-4:
        return wrong("with α = 1 the mean is 0.1605.")
    if abs(alpha - SELU_SCALE * SELU_ALPHA) < 6e-4:
        return wrong("that is λα, the depth of SELU's plateau.")
    if abs(alpha - SELU_ALPHA) < 0.02:
        return wrong("near; give three correct decimals.")
    return wrong("the mean is 1/√(2π) + α(√e·Φ(-1) - ½); set it to 0.")


@exercise("6.6")
def born_alive(answer):
    width = whole_number(answer)
    if width == 8:
        return right("0.04 to 0.05 at width 8; the formula for one input gives 0.075.")
    if width == 9:
        return wrong(
            "that is what the formula for a single input says; with inputs on both sides of 0 "
            "a little more gets through. Count."
        )
    if width < 8:
        return wrong(f"of networks of width {width} more than one in twenty is born dead.")
    return wrong("a narrower one does it as well.")
