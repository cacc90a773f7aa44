"""Exercises of chapter 3: what a gradient goes through on its way down."""

import numpy as np

from actloss.activations import sigmoid, sigmoid_prime, tanh, tanh_prime
from actloss.lessons.exercises import exercise, near, one_number, right, wrong


@exercise("3.1")
def one_step_back(step):
    rng = np.random.default_rng(3)
    delta, weights, z = rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), rng.normal(size=(4, 5))
    for f, f_prime in [(tanh, tanh_prime), (sigmoid, sigmoid_prime)]:
        found = np.asarray(step(delta.copy(), weights.copy(), z.copy(), f_prime), dtype=float)
        true = (delta @ weights.T) * f_prime(z)
        if found.shape != true.shape:
            return wrong(f"the answer needs the shape of z, {z.shape}; yours is {found.shape}.")
        if not near(found, true):
            return wrong(_step_mistake(found, delta @ weights.T, z, f, f_prime))
    return right("back through the weights, then times the slope of each neuron.")


def _step_mistake(found, passed, z, f, f_prime):
    if near(found, passed):
        return "the slope f'(z) is missing."
    if near(found, passed * f_prime(f(z))):
        return "the slope is taken at a = f(z); it belongs at z."
    if near(found, passed * f(z)):
        return "that multiplies by f(z); the chain rule asks for f'(z)."
    if near(found, passed * z):
        return "that multiplies by z; the chain rule asks for f'(z)."
    return "multiply delta by the transposed weights, then element by element by f'(z)."


@exercise("3.2")
def scale_for_leaky_relu(scale):
    for n, slope in [(100, 0.0), (100, 1.0), (64, 0.01), (300, 0.25), (50, 0.5)]:
        found, true = one_number(scale(n, slope)), np.sqrt(2 / (n * (1 + slope**2)))
        if not near(found, true):
            return wrong(_scale_mistake(found, true, n, slope))
    return right("√(2 / (n (1 + c²))): He's rule at c = 0, that of a linear layer at c = 1.")


def _scale_mistake(found, true, n, slope):
    if near(found, true**2):
        return "that is the variance; the standard deviation is its root."
    if near(found, np.sqrt(2 / n)):
        return "that is He's rule for ReLU; the negative side lets c² of its square through."
    if near(found, np.sqrt(2 / (n * (1 + slope)))):
        return "the negative half counts with the square of its slope, c²."
    if near(found, true * np.sqrt(n)):
        return "the number of inputs is missing: n weights add up."
    if near(found, np.sqrt(1 / (n * (1 + slope**2)))):
        return "each side holds half of the inputs: E[f'²] is (1 + c²)/2."
    return "solve n · variance · (1 + c²)/2 = 1 for the variance, and take the root."


@exercise("3.3")
def factor_of_a_layer(answer):
    factor = one_number(answer)
    if within(factor, np.sqrt(2), 0.01):
        return right(
            "√(400 · 0.01 / 2) = √2: after 20 such layers the gradient is 1,024 times larger."
        )
    if within(factor, 2, 0.01):
        return wrong(
            "2 is the factor without an activation, or that of the square; ReLU halves it."
        )
    if within(factor, 4, 0.01):
        return wrong("400 · 0.01 is the factor of the squared norm, and without the ReLU.")
    if within(factor, 1, 0.01):
        return wrong("it would be 1 with He's weights, whose deviation is √(2/400) = 0.07.")
    if within(factor, np.sqrt(0.5), 0.01):
        return wrong("that is the ReLU alone; the 400 weights stretch as well.")
    return wrong("the squared norm is multiplied by n times the variance of a weight, times ½.")


def within(value, target, share):
    """Whether `value` is off by this share of `target` at the most."""
    return abs(value - target) <= share * abs(target)


@exercise("3.4")
def weight_of_a_chain(answer):
    weight = one_number(answer)
    if weight <= 0:
        return wrong("w > 0 is asked for; 19 negative weights would turn the sign of the gradient.")
    if abs(weight - 4 ** (20 / 19)) <= 0.005:
        return right("w = 4^(20/19) = 4.30: one slope more than there are weights between them.")
    if within(weight, 4, 0.002):
        return wrong("20 slopes of ¼, but how many weights lie between 20 neurons?")
    if within(weight, 4 ** (20 / 21), 0.002) or within(weight, 4 ** (19 / 20), 0.002):
        return wrong("count again: 20 slopes, and one weight less than neurons.")
    if within(weight, 0.25, 0.002):
        return wrong("that is the slope; the weights have to make up for it.")
    return wrong("set w^19 · (¼)^20 to 1, and give three digits.")


@exercise("3.5")
def sigmoid_layer_as_tanh(to_tanh):
    rng = np.random.default_rng(5)
    weights, bias, z = rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=(6, 4))
    pair = to_tanh(weights.copy(), bias.copy())
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        return wrong("return two arrays, the weights and the bias of the tanh layer.")
    found_weights, found_bias = (np.asarray(part, dtype=float) for part in pair)
    if found_weights.shape != weights.shape or found_bias.shape != bias.shape:
        return wrong("weights and bias keep their shapes, (inputs, outputs) and (outputs,).")
    aim = 2 * sigmoid(sigmoid(2 * z) @ weights + bias) - 1
    if near(tanh(tanh(z) @ found_weights + found_bias), aim):
        return right("W/4 and b/2 plus a quarter of each column's sum: the same function.")
    return wrong(_conversion_mistake(found_weights, found_bias, weights, bias))


def _conversion_mistake(found_weights, found_bias, weights, bias):
    if near(found_weights, 4 * weights):
        return "that is the way from tanh to the sigmoid; here it goes back."
    if near(found_weights, weights / 2):
        return "one ½ comes from h = (1 + t)/2, another from tanh(z/2)."
    if not near(found_weights, weights / 4):
        return "write h = (1 + t)/2 in z = hW + b, and halve z."
    if near(found_bias, bias / 2):
        return "the ½ in h = (1 + t)/2 adds a constant: a quarter of the sum over the inputs."
    if near(found_bias, bias + weights.sum(axis=0) / 4):
        return "the old bias is halved as well, since tanh takes z/2."
    return "the weights are right; the bias is b/2 plus what the constant ½ of the inputs adds."


@exercise("3.6")
def factor_in_the_long_run(factor):
    for scale in [0.5, 0.9, 1.2, 1.4, 2.0, 3.0]:
        found, true = one_number(factor(scale)), long_run(scale)
        if abs(found - true) > 0.0015:
            return wrong(_long_run_mistake(found, scale))
    return right(
        "1.017 a layer at 1.2 and 1.049 at 1.4: little in 20 layers, a factor 5 and 120 in 100."
    )


def _long_run_mistake(found, scale):
    if abs(found - scale) < 0.0015:
        return "that is g alone; above 1 the slopes in the long run are below 1."
    if abs(found - long_run(scale, repetitions=0)) < 0.0015:
        return "that is the factor at q = 1; repeat until q no longer changes."
    if abs(found - long_run(scale) ** 2) < 0.0015:
        return "that is the factor of the squared norm; take the root."
    if abs(found - long_run(scale) / scale) < 0.0015:
        return "that is the typical slope; the weights multiply by g."
    return f"at g = {scale} it is not {found:.4g}: first q, then g · √E[tanh'(√q t)²]."


def long_run(scale, repetitions=500):
    """What a wide tanh layer multiplies the norm of δ by, once the variance of z has settled."""
    t = np.linspace(-10, 10, 2001)
    density = np.exp(-(t**2) / 2) / np.exp(-(t**2) / 2).sum()
    q = 1.0
    for _ in range(repetitions):
        q = scale**2 * np.sum(tanh(np.sqrt(q) * t) ** 2 * density)
    return float(scale * np.sqrt(np.sum(tanh_prime(np.sqrt(q) * t) ** 2 * density)))
