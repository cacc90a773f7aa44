"""Checks of chapter 1: lines, stacks of lines, and folds."""

from itertools import pairwise

import numpy as np

from actloss.activations import relu, step, tanh
from actloss.data.toy_data import xor
from actloss.lessons.exercises import exercise, numbers, right, wrong
from actloss.nets.network import mlp

# The three neurons of the chapter, one a column, and the mixture that exercise 1.1 asks for.
WEIGHTS = np.array([[1.0, 2.0, 0.0], [1.0, 1.0, 1.0]])
BIASES = np.array([-2.0, 4.0, 3.0])
MIXTURE = np.array([2.0, -1.0, 3.0])


def at_the_corners(values):
    """Four values in words, each beside its corner of the square."""
    corners = ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"]
    return ", ".join(f"{value:.3g} at {c}" for c, value in zip(corners, values, strict=True))


@exercise("1.1")
def one_neuron_for_three(answer):
    found = numbers(answer, 3)
    if found is None:
        return wrong("answer with three numbers, (w1, w2, b).")
    weights, bias = WEIGHTS @ MIXTURE, BIASES @ MIXTURE
    wanted = np.append(weights, bias)
    if np.allclose(found, wanted):
        return right("mixing neurons mixes their weights and their biases, and nothing else.")
    if np.allclose(found, [*WEIGHTS.sum(axis=1), BIASES.sum()]):
        return wrong("that is the plain sum; take 2, -1 and 3 times the neurons first.")
    if np.allclose(found[:2], weights):
        return wrong("the weights are right, but the bias is not; it is mixed like the weights.")
    scale = found @ wanted / (wanted @ wanted)
    if scale > 0 and np.allclose(found, scale * wanted):
        return wrong("that has the same line but another output; it must be equal, so don't scale.")
    if np.isclose(found[2], bias):
        return wrong("the bias is right; mix w1 with w1 and w2 with w2 in the same proportion.")
    return wrong("multiply each neuron's (w1, w2, b) by its factor and add up the three columns.")


@exercise("1.2")
def plateau(answer):
    found = numbers(answer, 4)
    if found is None:
        return wrong("answer with four numbers, the weights of the four ReLUs.")
    if np.allclose(found, [1, -1, -1, 1]):
        return right("each weight is the change of slope at its corner: +1, -1, -1, +1.")
    if np.allclose(found, [1, 0, -1, 0]):
        return wrong("these are the slopes of the pieces; the weights are the changes of slope.")
    corners = np.arange(4.0)
    heights = relu(corners[:, None] - corners) @ found
    for t, height, target in zip(corners, heights, (0, 1, 1, 0), strict=True):
        if not np.isclose(height, target):
            return wrong(f"at t = {t:.0f} your sum is {height:.3g}, but it should be {target}.")
    return wrong("right up to t = 3, but not beyond, where it does not stay at 0.")


@exercise("1.3")
def perceptron_for_nand(answer):
    found = numbers(answer, 3)
    if found is None:
        return wrong("answer with three numbers, (w1, w2, b).")
    corners, _ = xor()
    z = corners @ found[:2] + found[2]
    said = step(z)
    if np.array_equal(said, [1, 1, 1, 0]):
        return right("one line cuts the corner (1, 1) off from the other three.")
    if np.array_equal(said, [0, 0, 0, 1]):
        return wrong("that is AND; turn the signs of all three numbers and look at the corners.")
    if np.array_equal(said, [1, 0, 0, 0]):
        return wrong("that is NOR: a single 1 switches it off already; raise the bias.")
    if np.ptp(said) == 0:
        return wrong(f"it says {said[0]:.0f} at all four corners: its line misses the square.")
    if np.any((z == 0) & (np.array([1, 1, 1, 0]) == 1)):
        return wrong("z is 0 at a corner that should be 1, and step(0) is 0; move the line.")
    return wrong(f"it says {at_the_corners(said)}; only (1, 1) should give 0.")


@exercise("1.4")
def collapse_any_stack(answer):
    if not callable(answer):
        return wrong("answer with the function itself, collapse_layers, without calling it.")
    rng = np.random.default_rng()
    for depth in (1, 2, 3, 6):
        widths = rng.permutation(np.arange(2, 12))[: depth + 1]
        weights = [rng.normal(size=(m, n)) for m, n in pairwise(widths)]
        biases = [rng.normal(size=n) for n in widths[1:]]
        result = answer([w.copy() for w in weights], [b.copy() for b in biases])
        verdict = judge_stack(result, weights, biases)
        if verdict:
            return wrong(f"for a stack of {depth} layers {verdict}")
    return right("a stack of any depth and any widths is one matrix and one bias.")


def judge_stack(result, weights, biases):
    """What is wrong with the collapsed (W, b) of this stack; None if nothing is."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return f"it returned {type(result).__name__}; return the pair W, b."
    matrix, bias = (np.asarray(part, dtype=float) for part in result)
    shape = (len(weights[0]), weights[-1].shape[1])
    if matrix.shape != shape:
        return f"W has shape {matrix.shape}, not {shape}: rows are examples, so W1 stands first."
    product, carried = weights[0], biases[0]
    for weight, own in zip(weights[1:], biases[1:], strict=True):
        product, carried = product @ weight, carried @ weight + own
    if not np.allclose(matrix, product):
        return "W is wrong; it is the product of the matrices, first layer first."
    if bias.shape != carried.shape:
        return f"b has shape {bias.shape}, not {carried.shape}: one number per output."
    if np.allclose(bias, carried):
        return None
    if np.allclose(bias, biases[-1]):
        return "b is the last bias alone; the earlier ones pass through the later matrices."
    return "W is right, b is not; each bias is multiplied by all the matrices that come after it."


@exercise("1.5")
def xor_from_a_square(answer):
    found = numbers(answer, 5)
    if found is None:
        return wrong("answer with five numbers, (w1, w2, c, v, b).")
    corners, target = xor()
    *weights, shift, scale, bias = found
    said = scale * (corners @ weights + shift) ** 2 + bias
    if np.allclose(said, target):
        return right("a parabola across the diagonal meets all four corners.")
    if np.allclose(said, 1 - target):
        return wrong("that is the opposite of XOR; change the sign of v and adapt b.")
    if np.isclose(weights[0], weights[1]) and shift == 0:
        return wrong("with equal weights and c = 0 the outer corners differ; let c centre them.")
    return wrong(f"it gives {at_the_corners(said)}; XOR is 0, 1, 1, 0.")


@exercise("1.6")
def is_it_straight(answer):
    if not callable(answer):
        return wrong("answer with the function itself, is_affine, without calling it.")
    rng = np.random.default_rng()
    for name, function, n, straight in [*straight_and_bent(rng), unseen_fold(answer, rng)]:
        said = answer(function, n)
        if not isinstance(said, (bool, np.bool_)):
            return wrong(f"it returned {type(said).__name__}; return True or False.")
        if said != straight:
            return wrong(f"it said {bool(said)} of {name}.{HINTS.get(name, '')}")
    return right("it told the straight ones from the bent ones by their values alone.")


HINTS = {
    "a neuron with a bias": " f(0) need not be 0: lines may miss the origin.",
    "a deep linear network": " Allow for rounding: compare with a tolerance, not with ==.",
    "a fold far from the origin": " Look further out than a few units.",
    "a fold in the last input alone": " Vary all inputs, not only the first.",
    "a tanh neuron": " What mirrors itself at 0 need not be straight: try points that do not.",
    "a product of two inputs": " Vary several inputs at once.",
    "a fold that runs along your line of points": " One line is not enough: leave it.",
}


def unseen_fold(answer, rng, n=4):
    """A fold that nobody sees who looks along the one line of points that `answer` looks at."""
    seen = []

    def neuron(x):
        seen.append(np.array(x, dtype=float).reshape(-1, n))
        return seen[-1].sum(axis=1)

    answer(neuron, n)
    points = np.concatenate([np.zeros((0, n)), *seen])
    if len(points) < 2:
        return "a ReLU", lambda x: relu(x[:, 0]), n, False
    along = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)[2][0]
    across = rng.normal(size=n)
    across -= across @ along * along
    middle = points.mean(axis=0) @ across
    name = "a fold that runs along your line of points"
    return name, lambda x: relu(x @ across - middle - 1e-6), n, False


def straight_and_bent(rng):
    """Name, function of (points, n), n, and whether it is affine."""
    w = rng.normal(size=4)
    deep = mlp((3, 20, 20, 20, 1), "identity", rng=rng)
    folded = mlp((3, 20, 20, 1), "relu", rng=rng)
    yield "a neuron without a bias", lambda x: x @ w, 4, True
    yield "a neuron with a bias", lambda x: x @ w + 3, 4, True
    yield "a deep linear network", lambda x: deep(x)[:, 0], 3, True
    yield "a ReLU network", lambda x: folded(x)[:, 0], 3, False
    yield "a parabola", lambda x: (x @ w) ** 2, 4, False
    yield "a fold far from the origin", lambda x: relu(x[:, 0] - 8), 2, False
    yield "a fold in the last input alone", lambda x: x[:, 0] + relu(x[:, -1]), 3, False
    yield "a tanh neuron", lambda x: tanh(x @ w), 4, False
    yield "a product of two inputs", lambda x: x[:, 0] * x[:, 1], 2, False


@exercise("1.7")
def smallest_width(answer):
    found = numbers(answer, 4)
    if found is None:
        return wrong("answer with four counts, one for each of the widths 1 to 4.")
    if np.any(found > 10) or np.any(found < 0) or np.any(found % 1):
        return wrong("each count is a whole number from 0 to 10.")
    if np.any(found[:2] > 0):
        return wrong("one or two tanh units close no curve; is it more than 95 % that you count?")
    if found[2] < 5 or found[3] < 8:
        return wrong("more of width 3 and 4 succeed; is it tanh, with the seeds 0 to 9?")
    if np.all(found[2:] == 10):
        return wrong("not all of width 3 succeed in 60 steps; count each seed.")
    return right("three bends close a curve; two tanh units draw a stripe or an open bay.")
