"""The checks of chapter 8: right answers pass, each wrong one is told why it is wrong."""

import numpy as np
from overwriting import overwriting

import actloss as al
from actloss.lessons.exercises import chapter_08 as chapter


def huber_number(y, delta):
    low, high = np.min(y), np.max(y)
    for _ in range(80):
        middle = (low + high) / 2
        if np.clip(middle - y, -delta, delta).sum() > 0:
            high = middle
        else:
            low = middle
    return low


def log_cosh(r):
    return np.abs(r) + np.log1p(np.exp(-2 * np.abs(r))) - np.log(2)


def one_sided_log_cosh(r):
    return np.where(r >= 0, log_cosh(r), r**2)


def far_log_cosh(r):
    return np.where(np.abs(r) > 10, np.abs(r), log_cosh(r))


def weighted_median(y, votes):
    order = np.argsort(y)
    total = np.cumsum(votes[order])
    return y[order][np.argmax(total >= total[-1] / 2)]


def best_for_mape(y):
    return weighted_median(y, 1 / y)


def always(value):
    return lambda *args: value


RIGHT = [
    ("8.2", lambda guess, y, tau: np.maximum((1 - tau) * (guess - y), tau * (y - guess))),
    ("8.2", lambda guess, y, tau: al.quantile(guess, y, tau)),
    ("8.4", (202, 3)),
    ("8.4", [202.0, 3.0]),
    ("8.3", (0.75, 4)),
    ("8.3", ("0.75", "4.0")),
    ("8.1", huber_number),
    ("8.1", lambda y, delta: np.array([huber_number(y, delta)])),
    ("8.5", log_cosh),
    ("8.5", lambda r: al.log_cosh(r, np.zeros(len(r)))),
    ("8.5", lambda r: np.logaddexp(r, -r) - np.log(2)),
    ("8.6", best_for_mape),
    ("8.6", lambda y: np.sort(y)[np.searchsorted(np.cumsum(1 / np.sort(y)), np.sum(1 / y) / 2)]),
    ("8.7", (1, 51, 51)),
]

WRONG = [
    ("8.2", lambda guess, y, tau: al.quantile(guess, y, tau).mean(), "one fine for each value"),
    ("8.2", lambda guess, y, tau: al.quantile(guess, y, 1 - tau), "sides are exchanged"),
    ("8.2", lambda guess, y, tau: -al.quantile(guess, y, tau), "never negative"),
    ("8.2", lambda guess, y, tau: np.maximum(guess - y, 0) * (1 - tau), "too low must cost"),
    ("8.2", lambda guess, y, tau: np.maximum(y - guess, 0) * tau, "too high must cost"),
    ("8.2", lambda guess, y, tau: 2 * al.expectile(guess, y, tau) / 2, "do not square"),
    ("8.2", lambda guess, y, tau: np.abs(guess - y), ", not 29"),
    ("8.4", 202, "give two numbers"),
    ("8.4", (3, 202), "order is mean first"),
    ("8.4", (22, 3), "the sum, 1010"),
    ("8.4", (202, 4), "third of the five"),
    ("8.4", (22, 22), "add the five"),
    ("8.3", 0.75, "give two numbers"),
    ("8.3", (0.25, 2), "the dearer side"),
    ("8.3", (3, 4), "between 0 and 1"),
    ("8.3", (0.9, 4), "as 3 to 1"),
    ("8.3", (0.75, 3), "still falls upwards"),
    ("8.3", (0.75, 100), "already rises"),
    ("8.3", (0.75, 1), "exceeds 5τ"),
    ("8.1", lambda y, delta: y, "return one number"),
    ("8.1", lambda y, delta: np.mean(y), "that is the mean"),
    ("8.1", lambda y, delta: np.median(y), "that is the median"),
    ("8.1", lambda y, delta: np.clip(y, -delta, delta).mean(), "cut the residuals"),
    ("8.1", always(7.0), "they should cancel"),
    ("8.5", always(1.0), "one value for each r"),
    ("8.5", lambda r: np.log(np.cosh(r)), "not finite at r = -1000"),
    ("8.5", lambda r: np.logaddexp(r, -r), "ln 2 too large"),
    ("8.5", far_log_cosh, "far out it is |r| - ln 2"),
    ("8.5", one_sided_log_cosh, "cosh is even"),
    ("8.5", lambda r: log_cosh(r) + 1e-9, "it is wrong by 1e-09"),
    ("8.6", lambda y: y, "return one number"),
    ("8.6", np.median, "the plain median"),
    ("8.6", np.mean, "which RMSE asks for"),
    ("8.6", lambda y: len(y) / np.sum(1 / y), "harmonic mean"),
    ("8.6", lambda y: weighted_median(y, y), "the weight y"),
    ("8.6", np.min, "exceeds the least"),
    ("8.6", lambda y: best_for_mape(y) * (1 + 1e-7), "e-"),
    ("8.7", 1, "give three numbers"),
    ("8.7", (50, 51, 51), "ten million"),
    ("8.7", (1, 50, 51), "51st in order"),
    ("8.7", (1, 51, 1), "pulls with δ at most"),
]
RAISING = ["8.1", "8.2", "8.5", "8.6"]


def test_digits_that_are_lost_near_zero_are_named():
    exact = chapter.robust_log_cosh(lambda r: al.log_cosh(r, np.zeros(len(r))))
    assert "At 1e-9" in chapter.robust_log_cosh(log_cosh).why
    assert "At 1e-9" not in exact.why


def test_answers_are_not_changed():
    """A check hands out copies: a solution that writes into its input is judged all the same."""
    for judge, f in [
        (chapter.hubers_number, huber_number),
        (chapter.robust_log_cosh, log_cosh),
        (chapter.favourite_of_mape, best_for_mape),
    ]:
        assert judge(overwriting(f, by=1)).right
