"""The checks of chapter 4: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
from overwriting import overwriting

import actloss as al
from actloss.lessons.exercises import chapter_04 as chapter


def gradient(z, label):
    return al.softmax_vjp(z, 2 * (al.softmax(z) - np.eye(len(z))[label]))


def in_probabilities(z, label):
    return 2 * (al.softmax(z) - np.eye(len(z))[label])


def diagonal_alone(z, label):
    s = al.softmax(z)
    return in_probabilities(z, label) * s * (1 - s)


def true_class_alone(z, label):
    s = al.softmax(z)
    return 2 * (s[label] - 1) * s[label] * (np.eye(len(z))[label] - s)


def naive(z):
    return np.log(np.exp(z).sum(axis=1))


def one_maximum_for_all(z):
    return z.max() + np.log(np.exp(z - z.max()).sum(axis=1))


def shift_by_the_mean(z):
    middle = z.mean(axis=1, keepdims=True)
    return middle[:, 0] + np.log(np.exp(z - middle).sum(axis=1))


def too_few_digits(z):
    return al.logsumexp(z) * (1 + 1e-8)


def not_added_again(z):
    return al.logsumexp(z) - z.max(axis=1)


RIGHT = [
    ("4.1", 0.982),
    ("4.1", "0.98"),
    ("4.1", np.array([0.982])),
    ("4.3", [0.2, 0.7, -0.9]),
    ("4.3", np.array([[0.2, 0.7, -0.9]])),
    ("4.3", np.array([0.2, 0.7, -0.9])),
    ("4.4", 5.909),
    ("4.4", np.log(1 + 999 / np.e)),
    ("4.4", al.softmax_cross_entropy(np.eye(1000)[:1], [0])),
    ("4.2", al.logsumexp),
    ("4.2", lambda z: np.logaddexp.reduce(z, axis=1)),
    ("4.5", 5.232),
    ("4.5", 5.24),
    ("4.5", 5.232 + 0j),
    ("4.6", gradient),
    ("4.6", lambda z, label: list(gradient(z, label))),
    ("4.7", (0.917, 0.972)),
    ("4.7", [0.92, 0.97]),
]

WRONG = [
    ("4.1", 0.8789, "doubling doubles the differences"),
    ("4.1", 1.7578, "not the probability"),
    ("4.1", -0.5, "between 0 and 1"),
    ("4.1", 0.93, "4 and 12"),
    ("4.1", al.softmax([6.0, 2.0, -6.0]), "one number"),
    ("4.3", 0.9, "three numbers"),
    ("4.3", [-0.2, -0.7, 0.9], "the sign"),
    ("4.3", [0, 0, -0.9], "in the denominator"),
    ("4.3", [0, 0, -10], "the gradient in the probabilities"),
    ("4.3", [-0.8, 0.7, 0.1], "the third class"),
    ("4.3", [0.2, -0.3, 0.1], "the third class"),
    ("4.3", [0.2, 0.7, 0.1], "subtract the one-hot label"),
    ("4.4", np.zeros(3), "one number"),
    ("4.4", -5.909, "minus sign"),
    ("4.4", 0, "the first softmax"),
    ("4.4", np.log(1000), "knows nothing"),
    ("4.4", np.log(1 + 9 / np.e), "for ten classes"),
    ("4.4", 3.0, "999 zeros"),
    ("4.2", lambda z: al.logsumexp(z)[:, np.newaxis], "one value per row"),
    ("4.2", lambda z: np.exp(z).sum(axis=1), "logarithm is missing"),
    ("4.2", not_added_again, "add the maximum again"),
    ("4.2", lambda z: z.max(axis=1), "that is the maximum"),
    ("4.2", lambda z: -al.logsumexp(z), "even at moderate scores"),
    ("4.2", naive, "not finite"),
    ("4.2", shift_by_the_mean, "not finite"),
    ("4.2", one_maximum_for_all, "not finite"),
    ("4.2", too_few_digits, "nine digits"),
    ("4.5", -1, "positive"),
    ("4.5", np.roots([1, 0, 1, -1]), "one real number"),
    ("4.5", 5.232 + 1j, "one real number"),
    ("4.5", 0.191, "that is 1/T"),
    ("4.5", 3, "higher"),
    ("4.5", 9, "lower"),
    ("4.6", lambda z, label: gradient(z, label)[1:], "one number per score"),
    ("4.6", lambda z, label: gradient(z, label) / 2, "factor 2"),
    ("4.6", lambda z, label: -gradient(z, label), "the sign"),
    ("4.6", lambda z, label: in_probabilities(z, label) / 2, "does not cancel"),
    ("4.6", in_probabilities, "Jacobian of softmax is missing"),
    ("4.6", diagonal_alone, "diagonal alone"),
    ("4.6", true_class_alone, "true class's term alone"),
    ("4.6", lambda z, label: z, "multiply the Jacobian"),
    ("4.7", 0.97, "two numbers"),
    ("4.7", (91.7, 97.2), "a share"),
    ("4.7", (0.972, 0.917), "the order"),
    ("4.7", (0.93, 1.0), "on the training digits"),
    ("4.7", (0.6, 0.9), "32 units do better"),
    ("4.7", (0.5, 0.972), "median of ten runs"),
]
RAISING = ["4.2", "4.6"]


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    assert chapter.squared_error_through_softmax(overwriting(gradient)).right
    assert chapter.robust_logsumexp(overwriting(al.logsumexp)).right
