"""Exercises of chapter 4: softmax, its logarithm and its gradient."""

import numpy as np

from actloss.lessons.exercises import exercise, near, right, wrong
from actloss.probability import logsumexp, softmax, softmax_vjp

SCORES = np.array([3.0, 1.0, -3.0])


def number(answer):
    """The one number of an answer, which may also stand in an array or be a root of a polynomial;
    nan if there are several, or if it has an imaginary part."""
    found = np.real_if_close(np.array(answer), tol=1e6)
    return float(found.item()) if found.size == 1 and not np.iscomplexobj(found) else np.nan


@exercise("4.1")
def twice_as_sure(answer):
    answer = number(answer)
    if np.isnan(answer):
        return wrong("give one number, the probability of the cat.")
    if near(answer, softmax(2 * SCORES)[0], 0.003):
        return right("adding changes nothing, doubling doubles the leads: 0.98 for the cat.")
    if near(answer, softmax(SCORES)[0], 0.003):
        return wrong("adding to all scores changes nothing, but doubling doubles the differences.")
    if near(answer, 2 * softmax(SCORES)[0], 0.003):
        return wrong("double the scores, not the probability, which cannot exceed 1.")
    if not 0 <= answer <= 1:
        return wrong("a probability lies between 0 and 1.")
    return wrong("the leads of the cat are now 4 and 12; compare the three exponentials.")


@exercise("4.2")
def robust_logsumexp(function):
    rng = np.random.default_rng(4)
    moderate = rng.normal(size=(6, 4))
    found = np.array(function(moderate.copy()), dtype=float)
    true = logsumexp(moderate)
    if found.shape != true.shape:
        return wrong(f"return one value per row, of shape {true.shape}; yours is {found.shape}.")
    if near(found, np.exp(true)):
        return wrong("that is the sum of the exponentials; its logarithm is missing.")
    if near(found, np.log(np.exp(moderate - moderate.max(1, keepdims=True)).sum(1))):
        return wrong("add the maximum again that you have subtracted.")
    if near(found, moderate.max(axis=1)):
        return wrong("that is the maximum; the other terms add to it.")
    if not near(found, true):
        return wrong("it is not ln Σ exp(z) even at moderate scores.")
    extreme = np.concatenate(
        [
            moderate + 1000,
            moderate - 1000,
            300 * moderate,
            np.zeros((1, 4)),
            [[1000.0, 0, 0, -1000]],
        ]
    )
    with np.errstate(all="ignore"):
        found = np.array(function(extreme.copy()), dtype=float)
    bad = extreme[~np.isfinite(found)]
    if len(bad):
        return wrong(
            f"not finite for scores near {bad[0, 0]:.0f}; subtract the maximum of each row before "
            "the exponential, and add it after the logarithm."
        )
    if not np.allclose(found, logsumexp(extreme), rtol=1e-9, atol=0):
        return wrong("it is finite, but not right to nine digits where the scores are large.")
    return right("finite and exact, because the largest exponential is always 1.")


@exercise("4.3")
def by_hand(answer):
    found, s = np.array(answer, dtype=float).ravel(), np.array([0.2, 0.7, 0.1])
    if found.size != 3:
        return wrong("give three numbers, one for each score.")
    true = s - [0, 0, 1]
    if near(found, true):
        return right("s - y: the second class, believed most, is pushed down hardest of the wrong.")
    if near(found, -true):
        return wrong("the sign is wrong: that is the direction of descent, y - s.")
    if near(found, [0, 0, true[2]]):
        return wrong("the other scores count too: each of them is in the denominator of softmax.")
    if near(found, [0, 0, -1 / s[2]]):
        return wrong("that is the gradient in the probabilities; go on to the scores.")
    if near(found, s - [1, 0, 0]) or near(found, s - [0, 1, 0]):
        return wrong("the truth is the third class; subtract the 1 there.")
    return wrong("subtract the one-hot label from the probabilities.")


@exercise("4.4")
def softmax_too_many(answer):
    answer = number(answer)
    floor = np.log(np.e + 999) - 1
    if abs(answer - floor) < 0.01:
        return right(f"ln(e + 999) - 1 = {floor:.3f}, hardly better than knowing nothing.")
    if np.isnan(answer):
        return wrong("give one number, the smallest loss.")
    if answer < -0.01:
        return wrong("a loss of this kind is never negative; a minus sign is missing.")
    if abs(answer) < 0.01:
        return wrong("the first softmax gives 1 at most, and the second makes less than 1 of it.")
    if abs(answer - np.log(1000)) < 0.01:
        return wrong("that is the loss of who knows nothing; a lead of 1 helps a little.")
    if abs(answer - np.log(1 + 9 / np.e)) < 0.01:
        return wrong("that is the floor for ten classes; here there are 999 wrong ones.")
    return wrong(
        "put the scores 1, 0, 0, …, 0 with 999 zeros into softmax and take -ln of the first."
    )


@exercise("4.5")
def hot_for_one_half(answer):
    answer = number(answer)
    if np.isnan(answer):
        return wrong("give one real number, the temperature.")
    if not answer > 0:
        return wrong("a temperature is positive.")
    true = -2 / np.log(0.6823278038280193)  # v + v³ = 1
    if abs(answer - true) < 0.01:
        return right(f"T = {true:.3f}; then the dog and the hen share the other half.")
    if abs(answer - 1 / true) < 0.01:
        return wrong("that is 1/T, the factor; the scores are divided by T.")
    cat = softmax(SCORES / answer)[0]
    side = "higher" if cat > 0.5 else "lower"
    return wrong(f"at your T the cat has {cat:.3f}; you need a {side} temperature.")


@exercise("4.6")
def squared_error_through_softmax(function):
    rng = np.random.default_rng(6)
    for classes in [3, 4, 5, 6] * 3:
        z, label = rng.normal(scale=2, size=classes), int(rng.integers(classes))
        found = np.array(function(z.copy(), label), dtype=float)
        if found.shape != z.shape:
            return wrong(
                f"return one number per score, of shape {z.shape}; yours is {found.shape}."
            )
        s = softmax(z)
        mistake = s - np.eye(classes)[label]
        true = softmax_vjp(z, 2 * mistake)
        if not near(found, true):
            return wrong(_squared_mistake(found, true, s, mistake))
    return right("the Jacobian times twice the mistake; it vanishes where softmax saturates.")


def _squared_mistake(found, true, s, mistake):
    if near(found, true / 2):
        return "a factor 2 is missing: this loss has no ½."
    if near(found, -true):
        return "the sign is wrong: the mistake is s - y."
    if near(found, mistake):
        return "that is the gradient of the log-likelihood; here the Jacobian does not cancel."
    if near(found, 2 * mistake):
        return "that is the gradient in the probabilities; the Jacobian of softmax is missing."
    label = np.argmin(mistake)  # the only negative one
    if near(found, 2 * mistake[label] * s[label] * (np.eye(len(s))[label] - s)):
        return "that is the slope of the true class's term alone; the others add theirs."
    if near(found, 2 * mistake * s * (1 - s)):
        return "that uses the Jacobian's diagonal alone; each score moves the other classes too."
    return "multiply the Jacobian, s_i([i = j] - s_j), by twice the mistake."


@exercise("4.7")
def how_narrow(answer):
    found = np.array(answer, dtype=float).ravel()
    if found.size != 2:
        return wrong("give two numbers: the accuracy for 8 hidden units and that for 32.")
    if (found > 1).any() or (found < 0).any():
        return wrong("an accuracy is a share between 0 and 1.")
    narrow, wide = found
    if narrow > wide:
        return wrong("the order is 8 hidden units first, then 32.")
    if wide > 0.988:
        return wrong("that looks like the accuracy on the training digits; use the test set.")
    if wide < 0.955:
        return wrong(
            "32 units do better; did you train 30 epochs in batches of 32, at the best rate?"
        )
    if not 0.86 < narrow < 0.955:
        return wrong("32 is right; for 8 units take the median of ten runs, which differ a lot.")
    return right("eight numbers tell most digits apart; thirty-two tell about half of the others.")
