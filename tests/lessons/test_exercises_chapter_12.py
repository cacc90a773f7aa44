"""The checks of chapter 12: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
from overwriting import overwriting

from actloss.lessons.exercises import chapter_12 as chapter


def slopes(mean, s, y):
    return -(y - mean) * np.exp(-2 * s), 1 - ((y - mean) * np.exp(-s)) ** 2


def altered(first=lambda v, *rest: v, second=lambda v, *rest: v):
    """The right slopes, changed."""

    def answer(mean, s, y):
        in_mean, in_s = slopes(mean, s, y)
        return first(in_mean, mean, s, y), second(in_s, mean, s, y)

    return answer


def poisson(z, y):
    return np.exp(z) - y * z


def scores(low, high, y):
    return np.sort(np.maximum(low - y, y - high))


def rank(n, share):
    return int(np.ceil((n + 1) * share)) - 1


def margin(low, high, y, share):
    return scores(low, high, y)[rank(len(y), share)]


def always(value):
    return lambda *args: value


RIGHT = [
    ("12.1", slopes),
    ("12.2", poisson),
    ("12.2", lambda z, y: np.exp(z) - y * z + y**2),
    ("12.3", margin),
    ("12.3", lambda low, high, y, share: np.quantile(
        scores(low, high, y), np.ceil((len(y) + 1) * share) / len(y), method="inverted_cdf")),
    ("12.4", 227),
    ("12.4", 226.98),
    ("12.5", 0.458),
    ("12.5", np.log(2.5) / 2),
]  # fmt: skip

WRONG = [
    ("12.1", lambda mean, s, y: slopes(mean, s, y)[0], "return two arrays"),
    ("12.1", altered(lambda v, *rest: -v), "slope in μ has the wrong sign"),
    ("12.1", altered(lambda v, mean, s, y: v * np.exp(s)), "divided by σ twice"),
    ("12.1", altered(lambda v, mean, s, y: mean - y), "the squared error's"),
    ("12.1", altered(lambda v, *rest: 2 * v), "in μ is not right"),
    ("12.1", altered(second=lambda v, mean, s, y: v * np.exp(-s)), "the slope in σ"),
    ("12.1", altered(second=lambda v, *rest: -v), "slope in s has the wrong sign"),
    ("12.1", altered(second=lambda v, *rest: v - 1), "lacks the slope of the term s"),
    ("12.1", altered(second=lambda v, *rest: (v + 1) / 2), "brings down a factor"),
    ("12.2", always(1.0), "one value for each z"),
    ("12.2", lambda z, y: -poisson(z, y), "the loss is its negative"),
    ("12.2", lambda z, y: z - y * np.log(z), "the logarithm of the rate"),
    ("12.2", lambda z, y: np.exp(z), "term with the count is missing"),
    ("12.2", lambda z, y: -y * z, "term e^-λ is missing"),
    ("12.2", lambda z, y: np.exp(z) - z, "term by term"),
    ("12.3", lambda low, high, y, share: max(0, margin(low, high, y, share)), "negative margin"),
    ("12.3", lambda low, high, y, share: np.quantile(scores(low, high, y), share), "(n + 1)"),
    ("12.3", lambda low, high, y, share: np.sort(np.abs(y - (low + high) / 2))[
        rank(len(y), share)], "not from its middle"),
    ("12.3", lambda low, high, y, share: np.sort(-scores(low, high, y))[
        len(y) - 1 - rank(len(y), share)], "sign is turned round"),
    ("12.3", always(100.0), "not "),
    ("12.4", 173, "costs more than one too many"),
    ("12.4", 200, "that is the mean"),
    ("12.4", 251, "the 0.9-quantile"),
    ("12.4", 230, "a share of days"),
    ("12.4", 500, "find τ"),
    ("12.5", 1.581, "the logarithm of σ"),
    ("12.5", 0.602, "divided by n - 1"),
    ("12.5", 0.916, "half of it"),
    ("12.5", 3, "set the sum"),
]  # fmt: skip
RAISING = ["12.1", "12.2", "12.3"]


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    for judge, f in [
        (chapter.normal_slopes, slopes),
        (chapter.poisson_loss, poisson),
        (chapter.conformal_margin, margin),
    ]:
        assert judge(overwriting(f, by=1)).right
