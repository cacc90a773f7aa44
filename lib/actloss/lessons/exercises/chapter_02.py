"""Exercises of chapter 2: the sigmoid neuron and the losses that train it."""

import numpy as np

from actloss.activations import sigmoid, sigmoid_prime
from actloss.lessons.exercises import exercise, near, right, wrong
from actloss.losses import sigmoid_cross_entropy


def train(z, slope, steps):
    """Output of the neuron after so many steps from weight + bias = z, with learning rate 0.15."""
    for _ in range(steps):
        z = z - 0.3 * slope(z)
    return sigmoid(z)


@exercise("2.1")
def gradient_of_squared_error(gradient):
    rng = np.random.default_rng(3)
    for _ in range(20):
        weight, bias, x = rng.normal(size=3)
        y = float(rng.integers(2))
        found = np.array(gradient(weight, bias, x, y), dtype=float)
        if found.shape != (2,):
            return wrong("return two numbers, the derivative in the weight and that in the bias.")
        z = weight * x + bias
        miss = 2 * (sigmoid(z) - y)
        true = miss * sigmoid_prime(z) * np.array([x, 1.0])
        if not near(found, true):
            return wrong(_gradient_mistake(found, true, miss, x))
    return right("twice the mistake times σ'(z), and times the input for the weight.")


def _gradient_mistake(found, true, miss, x):
    if near(found, true / 2):
        return "a factor 2 is missing: this loss has no ½ to cancel it."
    if near(found, -true):
        return "the sign is wrong: the mistake is a - y, answer minus wanted."
    without_slope = miss * np.array([x, 1.0])
    if near(found, without_slope) or near(found, without_slope / 2):
        return "σ'(z) is missing; this is a multiple of cross-entropy's gradient."
    if near(found, true[[1, 1]]):
        return "∂z/∂w is x, and x need not be 1."
    if near(found, true[::-1]):
        return "the order is weight first, then bias."
    return "multiply ∂C/∂a = 2(a - y), ∂a/∂z = σ'(z) and ∂z/∂w = x or ∂z/∂b = 1."


@exercise("2.2")
def three_and_three(answer):
    if np.size(answer) != 1:
        return wrong("answer with one number, the output after 300 steps.")
    answer = float(np.squeeze(answer))
    end = train(6.0, lambda z: sigmoid(z) * sigmoid_prime(z), 300)
    if not 0 < answer < 1:
        return wrong("an output of a sigmoid lies between 0 and 1.")
    if abs(answer - end) < 0.05:
        return right(f"it ends at {end:.3f}, where it began; e^z / 0.3 is more than 1000 steps.")
    if abs(answer - train(6.0, sigmoid, 300)) < 0.05:
        return wrong("so low it would end with cross-entropy; the squared error has the factor σ'.")
    return wrong("how long does a neuron wait at z = 6? See 'How long does it stand still?'.")


@exercise("2.3")
def robust_cross_entropy(loss):
    z = np.array([-1000.0, -40.0, -2.0, 0.0, 0.5, 3.0, 40.0, 1000.0])
    z, y = np.repeat(z, 2), np.tile([0.0, 1.0], len(z))
    with np.errstate(all="ignore"):
        found = np.asarray(loss(z.copy(), y.copy()), dtype=float)
    true = sigmoid_cross_entropy(z, y)
    if found.shape != z.shape:
        return wrong(f"return one value per example, of shape {z.shape}; yours is {found.shape}.")
    moderate = np.abs(z) < 10
    if near(found[moderate], -true[moderate]):
        return wrong("the sign is wrong: a loss is not negative.")
    if near(found[moderate], sigmoid_cross_entropy(z, 1 - y)[moderate]):
        return wrong("the labels are swapped: y = 1 wants a large z.")
    if not near(found[moderate], true[moderate]):
        return wrong("it is not ln(1 + e^z) - yz even at moderate z.")
    if not np.isfinite(found).all():
        bad = z[~np.isfinite(found)][0]
        return wrong(f"not finite at z = {bad:.0f}; let no exponential have a positive argument.")
    off = ~np.isclose(found, true, rtol=1e-9, atol=0)
    if np.any(off & (z < 0)):  # y = 0: no difference is taken, so it is the logarithm
        return wrong("small losses lose their digits: ln(1 + e) rounds 1 + e first; use np.log1p.")
    if off.any():
        return wrong(
            "at z = 40, y = 1 the loss is 4.2e-18, but a difference of two numbers near 40 has no "
            "such digits (np.logaddexp(0, z) - y * z neither): take y·z from max(z, 0) first."
        )
    return right("finite and exact from -1,000 to 1,000, because z never became a probability.")


@exercise("2.4")
def other_label(answer):
    if np.size(answer) != 1:
        return wrong("answer with one number, the output a.")
    a = float(np.squeeze(answer))
    if abs(a - 1 / 3) < 0.005:
        return right("a(1-a)² peaks at 1/3, with the same height 4/27: the mirror image.")
    if abs(a - 2 / 3) < 0.005:
        return wrong("that is the peak if 0 is wanted; there a² (1-a) was largest.")
    if abs(a - 0.5) < 0.005:
        return wrong("there σ' is largest, but it is multiplied by the mistake 1 - a, which falls.")
    if a in (0, 1):
        return wrong("there the sigmoid is flat: the factor a(1-a) is 0.")
    return wrong("set the derivative of a(1-a)² to zero and take the root inside (0, 1).")


@exercise("2.5")
def cost_of_a_unit(answer):
    found = np.array(answer, dtype=float)
    if found.shape != (4,):
        return wrong("give four counts: squared error from 7 and from 8, then cross-entropy's two.")
    slopes = (lambda z: sigmoid(z) * sigmoid_prime(z), sigmoid)
    true = np.array([_wait(z, slope) for slope in slopes for z in (7.0, 8.0)])
    if _agree(found, true):
        return right("one multiplies the wait by nearly e with each unit, the other adds to it.")
    if _agree(found[[2, 3, 0, 1]], true):
        return wrong("the order is squared error first, then cross-entropy.")
    if _agree(found[[1, 0, 3, 2]], true):
        return wrong("the order is weight 7 first, then weight 8.")
    if _agree(found, true / 2) or _agree(found, true * 2):
        return wrong("twice off: weight and bias both learn, and the squared error has its ½.")
    if _agree(found[2:], true[2:]):
        return wrong(
            "cross-entropy is right; did the squared error get enough steps? From weight 8 it "
            "needs some 10,000."
        )
    if _agree(found[:2], true[:2]):
        return wrong("the first two are right; cross-entropy moves z by about 0.3 a step.")
    return wrong(
        "count the steps until the output is first below ½, at the rate 0.15, from bias 0."
    )


def _agree(found, true):
    """Whether the counts agree to 1 % or 2 steps: where one begins to count is left open."""
    return np.allclose(found, true, rtol=0.01, atol=2)


def _wait(z, slope):
    """Steps from z until the output is below 1/2."""
    steps = 0
    while z >= 0:
        z, steps = z - 0.3 * slope(z), steps + 1
    return steps
