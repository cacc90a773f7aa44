"""Each exercise of chapter 1 takes every right answer and tells every usual mistake apart."""

import numpy as np

from actloss.lessons.exercises import chapter_01 as chapter
from actloss.lessons.exercises.chapter_01 import collapse_any_stack, is_it_straight


def collapse(weights, biases):
    matrix, bias = weights[0], biases[0]
    for weight, own in zip(weights[1:], biases[1:], strict=True):
        matrix, bias = matrix @ weight, bias @ weight + own
    return matrix, bias


def is_affine(f, n, reach=10.0, center=0.0, tolerance=1e-8):
    p, q = reach * np.random.default_rng(0).normal(size=(2, 1000, n)) + center
    middle, ends = f((p + q) / 2), (f(p) + f(q)) / 2
    return bool(np.abs(middle - ends).max() <= tolerance * (1 + np.abs(ends).max()))


def is_linear(f, n):
    return bool(abs(f(np.zeros((1, n)))[0]) < 1e-9) and is_affine(f, n)


def is_affine_in_first(f, n):
    x = np.zeros((201, n))
    x[:, 0] = np.linspace(-50, 50, 201)
    return bool(np.abs(np.diff(f(x), 2)).max() < 1e-8)


def is_affine_along_one_line(f, n, direction=None):
    """Second differences along one line: blind for a fold that runs along it."""
    direction = np.arange(1.0, n + 1) if direction is None else direction
    values = f(np.linspace(-30, 30, 201)[:, np.newaxis] * direction)
    return bool(np.allclose(np.diff(values, 2), 0, atol=1e-8 * (1 + np.abs(values).max())))


def is_affine_along_a_random_line(f, n):
    rng = np.random.default_rng()
    lines = [3 * rng.normal(size=n) for _ in range(20)]
    return all(is_affine_along_one_line(f, n, line) for line in lines)


RIGHT = [
    ("1.1", (0, 4, 1)),
    ("1.1", np.array([0.0, 4.0, 1.0])),
    ("1.2", (1, -1, -1, 1)),
    ("1.3", (-1, -1, 1.5)),
    ("1.3", [-3, -2, 4.5]),
    ("1.4", collapse),
    ("1.4", lambda w, b: list(collapse(w, b))),
    ("1.5", (1, -1, 0, 1, 0)),
    ("1.5", (-2, 2, 0, 0.25, 0)),
    ("1.5", (1, 1, -1, -1, 1)),
    ("1.6", is_affine),
    ("1.6", lambda f, n: np.bool_(is_affine(f, n))),
    ("1.6", is_affine_along_a_random_line),
    ("1.7", (0, 0, 7, 9)),
    ("1.7", np.array([0, 0, 6, 10])),
]


def is_odd_about_0(f, n):
    """Looks at pairs of points that mirror each other at the origin, and at nothing else."""
    x = 100 * np.random.default_rng(0).normal(size=(1000, n))
    return np.allclose(f(x) + f(-x), 2 * f(np.zeros((1, n))))


def is_affine_along_the_axes(f, n):
    """Walks along one axis at a time."""
    steps = np.linspace(-100, 100, 201)[:, None]
    paths = [f(steps * axis) for axis in np.eye(n)]
    return all(np.abs(np.diff(path, 2)).max() < 1e-8 * np.ptp(path) + 1e-9 for path in paths)


WRONG = [
    ("1.1", (0, 4), "three numbers"),
    ("1.1", "w", "three numbers"),
    ("1.1", (0, 4, np.nan), "three numbers"),
    ("1.1", (3, 3, 5), "the plain sum"),
    ("1.1", (0, 4, 5), "the bias is not"),
    ("1.1", (0, 8, 2), "another output"),
    ("1.1", (4, 0, 1), "the bias is right"),
    ("1.1", (0, -8, -2), "add up the three columns"),
    ("1.2", (1, -1, -1), "four numbers"),
    ("1.2", (1, 0, -1, 0), "changes of slope"),
    ("1.2", (1, 0, -1, 1), "at t = 2 your sum is 2"),
    ("1.2", (1, -1, -1, 0), "does not stay at 0"),
    ("1.3", (1, 2), "three numbers"),
    ("1.3", (1, 1, -1.5), "that is AND"),
    ("1.3", (-1, -1, 0.5), "that is NOR"),
    ("1.3", (-1, -1, 5), "says 1 at all four corners"),
    ("1.3", (1, 1, -5), "says 0 at all four corners"),
    ("1.3", (-1, -2, 2), "step(0) is 0"),
    ("1.3", (1, 1, -0.5), "0 at (0, 0), 1 at (0, 1)"),
    ("1.4", 7, "without calling it"),
    ("1.4", lambda w, b: w[0], "return the pair"),
    ("1.4", lambda w, b: [part.T for part in collapse(w, b)], "rows are examples"),
    ("1.4", lambda w, b: (2 * collapse(w, b)[0], b[-1]), "product of the matrices"),
    ("1.4", lambda w, b: (collapse(w, b)[0], b[-1]), "the last bias alone"),
    ("1.4", lambda w, b: (collapse(w, b)[0], collapse(w, b)[1][None]), "b has shape (1, "),
    ("1.4", lambda w, b: (collapse(w, b)[0], 2 * collapse(w, b)[1]), "W is right, b is not"),
    ("1.5", (1, -1, 0), "five numbers"),
    ("1.5", (1, -1, 0, -1, 1), "the opposite of XOR"),
    ("1.5", (1, 1, 0, 1, 0), "let c centre them"),
    ("1.5", (1, 0, 0, 1, 0), "1 at (1, 1)"),
    ("1.6", True, "without calling it"),
    ("1.6", lambda f, n: "yes", "return True or False"),
    ("1.6", lambda f, n: True, "True of a ReLU network"),
    ("1.6", lambda f, n: False, "False of a neuron without a bias"),
    ("1.6", is_linear, "lines may miss the origin"),
    ("1.6", lambda f, n: is_affine(f, n, tolerance=0.0), "False of"),
    ("1.6", lambda f, n: is_affine(f, n, reach=1.0), "Look further out"),
    ("1.6", is_affine_in_first, "Vary all inputs"),
    ("1.6", is_odd_about_0, "need not be straight"),
    ("1.6", is_affine_along_the_axes, "Vary several inputs"),
    ("1.6", is_affine_along_one_line, "runs along your line"),
    ("1.7", 3, "four counts"),
    ("1.7", "0079", "four counts"),
    ("1.7", (0, 0, 0.7, 0.9), "whole number"),
    ("1.7", (0, 0, 7, 11), "from 0 to 10"),
    ("1.7", (0, 3, 7, 9), "close no curve"),
    ("1.7", (0, 0, 4, 8), "more of width 3 and 4"),
    ("1.7", (0, 0, 10, 10), "not all of width 3"),
]
RAISING = ["1.4", "1.6"]


def test_functions_are_tried_on_new_numbers_each_time():
    stacks = []
    collapse_any_stack(lambda w, b: stacks.append(w[0][0, 0]) or collapse(w, b))
    collapse_any_stack(lambda w, b: stacks.append(w[0][0, 0]) or collapse(w, b))
    assert len(set(stacks)) == len(stacks)


def test_an_answer_cannot_change_what_it_is_judged_by():
    def greedy(weights, biases):
        matrix, bias = (part.copy() for part in collapse(weights, biases))
        for part in weights + biases:
            part[:] = 0
        return matrix, bias

    assert collapse_any_stack(greedy).right


def test_the_straight_ones_are_straight_and_the_bent_ones_bent():
    for _ in range(20):
        assert is_it_straight(is_affine).right


def test_the_mixture_is_that_of_the_text():
    assert np.array_equal(chapter.WEIGHTS.T, [[1, 1], [2, 1], [0, 1]])
    assert np.array_equal(chapter.BIASES, [-2, 4, 3])
