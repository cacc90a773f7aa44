"""Exercises of chapter 8: losses for values, and the numbers they ask for."""

import numpy as np

from actloss.lessons.exercises import exercise, numbers, right, wrong
from actloss.losses import huber_grad, log_cosh, quantile
from actloss.metrics import mean_absolute_percentage_error


@exercise("8.1")
def hubers_number(function):
    rng = np.random.default_rng(3)
    for delta in [0.2, 1.345, 5.0, 50.0]:
        y = rng.standard_normal(31)
        y[:4] += 100  # wild values on one side
        found = np.asarray(function(y.copy(), delta), dtype=float)
        if found.size != 1:
            return wrong(f"return one number; yours has shape {found.shape}.")
        found = float(found.squeeze())
        if np.isclose(found, _crossing(y, delta), rtol=1e-6, atol=1e-6):
            continue
        if np.isclose(found, y.mean()):
            return wrong("that is the mean; limit the pull of each value to δ.")
        if np.isclose(found, np.median(y)):
            return wrong("that is the median; inside δ the pull is the residual, not its sign.")
        if np.isclose(found, np.clip(y, -delta, delta).mean()):
            return wrong("you cut the values at ±δ; cut the residuals g - y instead.")
        at, pull = f"at δ = {delta}", huber_grad(found, y, delta).sum()
        return wrong(f"{at} the pulls at your guess add up to {pull:.3g}; they should cancel.")
    return right("the pulls cancel, for a small δ near the median, for a large one at the mean.")


def _crossing(y, delta):
    """Where the sum of Huber's pulls is 0."""
    low, high = y.min(), y.max()
    for _ in range(100):
        middle = (low + high) / 2
        if huber_grad(middle, y, delta).sum() > 0:
            high = middle
        else:
            low = middle
    return middle


@exercise("8.2")
def pinball(function):
    y = np.array([-2.0, 0.5, 1.0, 4.0, 30.0])
    for tau, guess in [(0.9, 1.0), (0.25, 3.0), (0.5, -4.0)]:
        found = np.asarray(function(guess, y.copy(), tau), dtype=float)
        true, r = quantile(guess, y, tau), guess - y
        if found.shape != y.shape:
            return wrong(f"return one fine for each value, shape (5,); yours is {found.shape}.")
        if np.allclose(found, true):
            continue
        if np.allclose(found, quantile(guess, y, 1 - tau)):
            return wrong("the sides are exchanged: a guess that is too low costs τ a minute.")
        if np.allclose(found, -true):
            return wrong("a fine is never negative: too low means y - guess, not guess - y.")
        if np.allclose(found, np.where(r > 0, (1 - tau) * r, 0)):
            return wrong("a guess that is too low must cost something, too.")
        if np.allclose(found, np.where(r < 0, -tau * r, 0)):
            return wrong("a guess that is too high must cost something, too.")
        if np.allclose(found, np.where(r > 0, 1 - tau, tau) * r**2):
            return wrong("each minute costs the same: do not square the distance.")
        at = np.argmax(np.abs(found - true))
        return wrong(
            f"guess {guess}, value {y[at]}, τ = {tau}: {true[at]:.4g}, not {found[at]:.4g}."
        )
    return right("at τ = ½ it is half the absolute error.")


@exercise("8.3")
def three_times_as_bad(answer):
    found = numbers(answer, 2)
    if found is None:
        return wrong("give two numbers, (tau, guess).")
    tau, guess = found
    if np.isclose(tau, 0.25):
        return wrong("τ is the share of the cost of being too low; here that is the dearer side.")
    if np.isclose(tau, 3):
        return wrong("τ lies between 0 and 1: scale the costs 3 and 1 so that they add up to 1.")
    if not np.isclose(tau, 0.75):
        return wrong("the costs are as τ to 1 - τ, and they are as 3 to 1.")
    if np.isclose(guess, 4):
        return right("5τ = 3.75: three values at or below are too few, four are enough.")
    if np.isclose(guess, 3):
        return wrong(
            "τ is right; just above 3 the votes are 3 - 3.75, so the fine still falls upwards."
        )
    if guess > 4:
        return wrong("τ is right; just above 4 the votes are 4 - 3.75, so the fine already rises.")
    return wrong("τ is right; go up until the number of values at or below exceeds 5τ = 3.75.")


@exercise("8.4")
def one_more_zero(answer):
    found = numbers(answer, 2)
    if found is None:
        return wrong("give two numbers, (mean, median).")
    if np.allclose(found, [202, 3]):
        return right("the mean went from 22 to 202; the median has not noticed.")
    if np.allclose(found, [3, 202]):
        return wrong("the order is mean first, then median.")
    if np.isclose(found[1], 3):
        return wrong("the median is right; the mean is the sum, 1010, over the number of days.")
    if np.isclose(found[0], 202):
        return wrong("the mean is right; the median is the third of the five in order of size.")
    return wrong("add the five and divide by 5; then take the middle one of the five.")


@exercise("8.5")
def robust_log_cosh(function):
    r = np.concatenate([np.linspace(-3, 3, 25), [-1000.0, -800, -40, -1e-5, 1e-5, 40, 800, 1000]])
    with np.errstate(all="ignore"):
        found = np.asarray(function(r.copy()), dtype=float)
    true = log_cosh(r, np.zeros(len(r)))
    if found.shape != r.shape:
        return wrong(f"return one value for each r, shape {r.shape}; yours is {found.shape}.")
    if not np.isfinite(found).all():
        bad = r[~np.isfinite(found)][0]
        return wrong(f"not finite at r = {bad:.0f}; let no exponential have a positive argument.")
    if np.allclose(found, true + np.log(2), rtol=1e-9, atol=1e-9):
        return wrong("it is ln 2 too large everywhere: cosh r is half of the sum of exponentials.")
    far, gap = np.abs(r) > 10, np.abs(found - true)
    if np.allclose(found[~far], true[~far]) and np.allclose(found[far], np.abs(r[far])):
        return wrong("far out it is |r| - ln 2, not |r|.")
    if np.allclose(found[r >= 0], true[r >= 0]) and not np.allclose(found[r < 0], true[r < 0]):
        return wrong("right for r ≥ 0 only; cosh is even, so use |r|.")
    if np.any(gap > 1e-12 * np.maximum(1, np.abs(r))):
        return wrong(f"at r = {r[gap.argmax()]:.4g} it is wrong by {gap.max():.2g}.")
    why = "finite, and off by 1e-12 at most: the larger exponential came out as |r|."
    if not np.isclose(function(np.array([1e-9]))[0], 5e-19, rtol=1e-6, atol=0):
        why += " At 1e-9 the digits are lost all the same: ln cosh r is r²/2 = 5e-19 there."
    return right(why)


@exercise("8.6")
def favourite_of_mape(function):
    rng = np.random.default_rng(5)
    samples = [np.array([1.0, 2, 3, 4, 100])]
    samples += [rng.lognormal(size=n) for n in (7, 20, 50)]
    for y in samples:
        found = np.asarray(function(rng.permutation(y)), dtype=float)
        if found.size != 1:
            return wrong(f"return one number; yours has shape {found.shape}.")
        found = float(found.squeeze())
        least = min(_mape(guess, y) for guess in y)  # lowest at a corner, which is a value
        if _mape(found, y) <= least * (1 + 1e-9):
            continue
        if np.isclose(found, np.median(y)):
            return wrong("that is the plain median, MAE's favourite; value y has 1/y votes here.")
        if np.isclose(found, y.mean()):
            return wrong("that is the mean, which RMSE asks for.")
        if np.isclose(found, len(y) / np.sum(1 / y)):
            return wrong("that is the harmonic mean; an absolute error asks for a median.")
        if np.isclose(found, _weighted_median(y, y)):
            return wrong("you gave value y the weight y; dividing by y makes it 1/y.")
        excess = _mape(found, y) / least - 1
        return wrong(f"its MAPE exceeds the least that is possible by {excess:.2g} of it.")
    return right("the small values have more votes, so it lies below the median.")


def _mape(guess, y):
    return mean_absolute_percentage_error(np.full(len(y), guess), y)


def _weighted_median(y, votes):
    order = np.argsort(y)
    total = np.cumsum(votes[order])
    return y[order][np.argmax(total >= total[-1] / 2)]


@exercise("8.7")
def liars(answer):
    found = numbers(answer, 3)
    if found is None:
        return wrong("give three numbers, (mean, median, huber).")
    mean, median, huber = found
    if mean != 1:
        return wrong("a single value of 1e9 moves the mean by about ten million.")
    if median != 51:
        return wrong(
            "the median of 101 is the 51st in order of size, and it is wild as soon as that is."
        )
    if huber != 51:
        return wrong(
            "each liar pulls with δ at most, and 51 honest values can pull against 50 liars "
            "with as much; count again, and bisect long enough: the interval is 1e9 wide."
        )
    return right("one liar breaks the mean; the other two hold out until liars are the majority.")
