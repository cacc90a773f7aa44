"""Exercises of chapter 12: distributions, their losses, and bands that keep their word."""

import numpy as np

from actloss.lessons.exercises import exercise, near, one_number, right, rounds_to, wrong
from actloss.losses import gaussian_likelihood_grad


@exercise("12.1")
def normal_slopes(function):
    rng = np.random.default_rng(1)
    mean, s, y = rng.normal(size=(3, 20))
    found = np.asarray(function(mean.copy(), s.copy(), y.copy()), dtype=float)
    if found.shape != (2, 20):
        return wrong(f"return two arrays of shape (20,), in μ and in s; yours is {found.shape}.")
    in_mean, in_s = gaussian_likelihood_grad(np.stack([mean, s], axis=1), y).T
    r, sigma = y - mean, np.exp(s)
    if near(found[0], -in_mean):
        return wrong("the slope in μ has the wrong sign: a mean that is too low asks for more.")
    if near(found[0], -r / sigma):
        return wrong(
            "in μ: the residual is divided by σ twice, once for each factor of the square."
        )
    if near(found[0], -r):
        return wrong("in μ: that is the squared error's; here σ² divides it.")
    if not near(found[0], in_mean):
        return wrong("the slope in μ is not right: differentiate ½ (y - μ)² e^(-2s) in μ.")
    if near(found[1], in_s / sigma):
        return wrong("the second is the slope in σ; in s = ln σ it is σ times as large.")
    if near(found[1], -in_s):
        return wrong("the slope in s has the wrong sign: s itself stands in the loss with a plus.")
    if near(found[1], in_s - 1):
        return wrong("the second lacks the slope of the term s, which is 1.")
    if not near(found[1], in_s):
        return wrong("the slope in s is not right: e^(-2s) brings down a factor of -2.")
    return right("in μ the residual over σ², in s one less the squared residual in spreads.")


@exercise("12.2")
def poisson_loss(function):
    z, y = np.meshgrid(np.linspace(-2, 3, 11), [0.0, 1.0, 5.0])
    with np.errstate(all="ignore"):
        found = np.asarray(function(z.copy(), y.copy()), dtype=float)
    if found.shape != z.shape:
        return wrong(f"return one value for each z, shape {z.shape}; yours is {found.shape}.")

    def without_y(values):  # what depends on y alone may be left out
        return values - values[:, -1:]

    found, plus = without_y(found), z > 0
    if near(found, without_y(np.exp(z) - y * z)):
        return right("e^z - yz, and e^z - y is its slope: the rate less the count.")
    if near(found, without_y(y * z - np.exp(z))):
        return wrong("that is ln P; the loss is its negative.")
    if near(found[plus], without_y(z - y * np.log(np.maximum(z, 1e-9)))[plus]):
        return wrong("z is the logarithm of the rate: λ = e^z.")
    if near(found, without_y(np.exp(z))):
        return wrong("the term with the count is missing: ln λ^y = y ln λ = yz.")
    if near(found, without_y(-y * z)):
        return wrong("the term e^-λ is missing: its logarithm is -λ.")
    return wrong("take -ln of e^-λ λ^y / y! with λ = e^z, term by term.")


@exercise("12.3")
def conformal_margin(function):
    rng = np.random.default_rng(3)
    for n, share in [(19, 0.8), (50, 0.9), (111, 0.8), (40, 0.5)]:
        low = rng.normal(size=n) - rng.choice([0.5, 3.0])
        high, y = low + 2, low + 1 + rng.normal(size=n)
        scores = np.sort(np.maximum(low - y, y - high))
        true = scores[int(np.ceil((n + 1) * share)) - 1]
        found = float(np.asarray(function(low.copy(), high.copy(), y.copy(), share), dtype=float))
        if near(found, true):
            continue
        if true < 0 and near(found, 0.0):
            return wrong("a band that is too wide needs a negative margin: do not cut it off at 0.")
        for guess in (scores[int(np.ceil(n * share)) - 1], np.quantile(scores, share)):
            if near(found, guess):
                return wrong(f"the rank is (n + 1)·{share}, rounded up: the new case counts too.")
        absolute = np.sort(np.abs(y - (low + high) / 2))
        if near(found, absolute[int(np.ceil((n + 1) * share)) - 1]):
            return wrong("measure from the nearer edge of the band, not from its middle.")
        if near(found, -true):
            return wrong("the sign is turned round: inside the band the score is negative.")
        return wrong(f"for {n} cases and a share of {share} it is {found:.4g}, not {true:.4g}.")
    return right("with (n + 1) in the rank the new case is one of n + 1 that are alike.")


@exercise("12.4")
def rolls(answer):
    found = one_number(answer)
    if rounds_to(found, 226.98, 0):
        return right("τ = 60/80 = 0.75, and 200 + 0.674 · 40 = 227.")
    if rounds_to(found, 173.02, 0):
        return wrong("that is too few: a roll that is missing costs more than one too many.")
    if rounds_to(found, 200, 0):
        return wrong("that is the mean; the costs of the two sides differ.")
    if rounds_to(found, 251.26, 0):
        return wrong("that is the 0.9-quantile; here the costs are as 60 to 20.")
    if rounds_to(found, 230, 0):
        return wrong("τ is a share of days, not of σ: look up how many σ leave 75 % below.")
    return wrong("find τ from the costs, then the number of σ that leaves the share τ below.")


@exercise("12.5")
def best_log_sigma(answer):
    found = one_number(answer)
    if rounds_to(found, 0.458, 3):
        return right("σ² = 10/4 = 2.5: the likelihood's σ is the root mean squared residual.")
    if rounds_to(found, 1.581, 3) or rounds_to(found, 2.5, 3):
        return wrong("that is σ or its square; s is the logarithm of σ.")
    if rounds_to(found, 0.602, 3):
        return wrong("you divided by n - 1; the slope 1 - r²/σ² sums to 0 with n.")
    if rounds_to(found, 0.916, 3):
        return wrong("that is ln σ²; s is half of it.")
    return wrong("set the sum of the four slopes 1 - r² e^(-2s) to 0 and solve for s.")
