"""Exercises of chapter 9: the last layer and its loss, memory, and fair comparisons."""

import numpy as np

from actloss.lessons.exercises import exercise, near, one_number, right, rounds_to, wrong

LOG_2_PI = np.log(2 * np.pi)


BETS = {
    "spam": ("coin", "spam has two answers, yes and no, with one probability."),
    "letter": ("die", "a letter is exactly one of 26, so the probabilities must sum to 1."),
    "temperature": ("bell", "a temperature is a number, and it scatters a little either way."),
    "journey": ("peak", "a delay is a number with rare, very large misses."),
    "objects": ("coin", "each of the 80 is there or not, whatever the others are: 80 coins."),
}


@exercise("9.1")
def five_targets(answer):
    if not isinstance(answer, dict) or set(answer) != set(BETS):
        return wrong(f"the answer is a dictionary with the words {', '.join(BETS)}.")
    for target, (bet, why) in BETS.items():
        if answer[target] not in ("coin", "die", "bell", "peak"):
            return wrong(f'{target}: choose "coin", "die", "bell" or "peak".')
        if answer[target] != bet:
            return wrong(f"{target}: not {answer[target]}; {why}")
    return right("the target decides, whether it belongs to a mail, a picture or a bus.")


@exercise("9.2")
def counts(loss_and_pull):
    rng = np.random.default_rng(9)
    z, y = rng.normal(size=12), rng.integers(0, 6, 12).astype(float)
    with np.errstate(all="ignore"):
        found = loss_and_pull(z.copy(), y.copy())
    if len(found) != 2:
        return wrong("return two arrays, the loss and its derivative in z.")
    loss, pull = (np.asarray(part, dtype=float) for part in found)
    if loss.shape != z.shape or pull.shape != z.shape:
        return wrong(f"both arrays have one value per example, shape {z.shape}.")
    short = np.exp(z) - y * z
    log_factorial = np.array([np.sum(np.log(np.arange(1, n + 1))) for n in y])
    if not (near(loss, short) or near(loss, short + log_factorial)):
        return wrong(_count_mistake(loss, short, log_factorial, z, y))
    if near(pull, np.exp(z) - y):
        return right("mean minus target once more: the exponential is the canonical last layer.")
    if near(pull, z - y):
        return wrong("the loss is right; the derivative of exp(z) is exp(z), not z.")
    if near(pull, y - np.exp(z)):
        return wrong("the loss is right; the sign of the derivative is not.")
    return wrong("the loss is right; differentiate exp(z) - y z in z.")


def _count_mistake(loss, short, log_factorial, z, y):
    if near(loss, -short) or near(loss, -short - log_factorial):
        return "the sign is wrong: that is ln q, and the loss is -ln q."
    if near(loss, short - log_factorial):
        return "the term ln y! has the wrong sign; or leave it out."
    with np.errstate(all="ignore"):
        taken_as_mean = z - y * np.log(z)
    some = np.isfinite(taken_as_mean)
    if near(loss[some], taken_as_mean[some]):
        return "z is the logarithm of the mean; you took z for the mean itself."
    return "-ln q is m - y ln m + ln y!, with m = exp(z) and so ln m = z."


@exercise("9.3")
def length_of_memory(answer):
    answer = one_number(answer)
    if answer == 44:
        return right("0.9 to the power 44 is 0.0097; a weight below 1 forgets exponentially.")
    if answer == 43:
        return wrong("after 43 steps a little more than 1 % is left: 0.0108.")
    if 43 < answer < 44:
        return wrong("that is where the curve crosses 1 %; give the first whole step beyond it.")
    if answer in (2, 3, 4):
        return wrong("so fast a sigmoid would forget; the slope of tanh at 0 is 1.")
    if answer == 10:
        return wrong("the steps multiply: 0.9 · 0.9 · …, they do not take 0.1 away each time.")
    return wrong(
        f"each step multiplies by the weight times tanh'(0) = 1, so after {answer:g} steps "
        f"{0.9**answer:.2g} is left; give the first step that leaves less than 0.01."
    )


@exercise("9.4")
def cost_of_ignorance(answer):
    answer = one_number(answer)
    if rounds_to(answer, np.log(23), 2):
        return right("ln 23: a first loss far above it means that something is wrong already.")
    if abs(answer + np.log(23)) <= 0.005:
        return wrong("the sign is wrong: a loss is -ln q, and not negative.")
    if abs(answer - np.log2(23)) <= 0.005:
        return wrong("that is in bits; nats are asked for, so take the natural logarithm.")
    if abs(answer - 3 * np.log(23)) < 0.02:
        return wrong("that is for a phrase of three words; the mean per word is asked for.")
    if abs(answer - 1 / 23) <= 0.005:
        return wrong("that is the probability of each word; the loss is its surprise.")
    return wrong("each word gets the probability 1/23; how surprising is the right one?")


@exercise("9.5")
def own_spread(loss):
    rng = np.random.default_rng(5)
    m, v, y = rng.normal(size=(3, 12))
    found = np.asarray(loss(m.copy(), v.copy(), y.copy()), dtype=float)
    if found.shape != m.shape:
        return wrong(f"return one value per example, shape {m.shape}; yours is {found.shape}.")
    square = (y - m) ** 2
    true = (v + square * np.exp(-v)) / 2
    for constant in (0, LOG_2_PI / 2):
        if near(found, true + constant):
            return right("without the term v / 2 it would call every spread infinite and be happy.")
        mistakes = {
            "the sign is wrong: that is ln q.": -true - constant,
            "a factor ½ is missing.": 2 * (true + constant),
            "the term v / 2 is missing: then an infinite spread costs nothing.": (
                square * np.exp(-v) / 2 + constant
            ),
            "the term with v alone is too large: -ln of 1 / sqrt(exp(v)) is v / 2.": (
                v + square * np.exp(-v) / 2 + constant
            ),
            "a larger variance makes a miss cheaper: exp(-v), not exp(v).": (
                (v + square * np.exp(v)) / 2 + constant
            ),
            "v is the logarithm of the variance, not of its root.": (
                v + square * np.exp(-2 * v) / 2 + constant
            ),
        }
        for why, mistake in mistakes.items():
            if near(found, mistake):
                return wrong(why)
    return wrong("take -ln of the Gaussian density and put exp(v) for the variance.")


# Best by the first half: row 0; by the second: 1; by all: 2; by a single score: 3.
TELLING = np.array(
    [
        [0.80, 0.80, 0.80, 0.10, 0.10, 0.10],
        [0.10, 0.10, 0.10, 0.90, 0.90, 0.90],
        [0.70, 0.70, 0.70, 0.70, 0.70, 0.70],
        [0.99, 0.10, 0.10, 0.20, 0.20, 0.20],
    ]
)


@exercise("9.6")
def winners_luck(luck):
    rng = np.random.default_rng(6)
    sizes = [(11, 10), (3, 2), (5, 8), (7, 4)]
    for scores in [TELLING, *(rng.random(size) for size in sizes)]:
        found = luck(scores.copy())
        if np.size(found) != 3:
            return wrong("return three things: the row, its mean before and its mean after.")
        early, late = np.split(scores, 2, axis=1)
        chosen = early.mean(axis=1).argmax()
        if not near(found, (chosen, early[chosen].mean(), late[chosen].mean())):
            return wrong(_luck_mistake(found, scores, early, late))
    return right("the second mean is the honest one, because it played no part in the choice.")


def _luck_mistake(found, scores, early, late):
    def triple(chosen, first=early, second=late):
        return chosen, first[chosen].mean(), second[chosen].mean()

    row, *means = triple(early.mean(axis=1).argmax())
    if near(found, (row + 1, *means)):
        return "both means are right; rows are counted from 0."
    if near(found, triple(scores.mean(axis=1).argmax())):
        return "you chose by all columns; then the second half is no longer fresh."
    if near(found, triple(late.mean(axis=1).argmax())):
        return "you chose by the second half; the first one is for choosing."
    if near(found, triple(early.max(axis=1).argmax())):
        return "you chose by the best single score; choose by the mean."
    if near(found, triple(early.mean(axis=1).argmax(), late, early)):
        return "the order is first half, then second half."
    if near(found[2], late.mean(axis=1).max()):
        return (
            "the last number belongs to the row chosen before, not to the best of the fresh ones."
        )
    return "choose the row by its mean over the first half, then average both halves of that row."


@exercise("9.7")
def steeper(answer):
    found = np.ravel(answer).astype(float)
    if found.shape != (6,):
        return wrong("give six medians, for the factors 0.5, 1, 1.5, 2, 3 and 5.")
    if found.max() > 1:
        return wrong("give accuracies between 0 and 1, not per cent.")
    if not np.allclose(found[:2], STEEPER[:2], atol=0.04):
        return wrong(
            "the first two are off: four hidden layers of 16, Xavier's weights, four epochs, each "
            "at its own best rate?"
        )
    if not np.allclose(found, STEEPER, atol=0.04):
        return wrong("the flat ones are right; the factor goes into the derivative as well.")
    return right(
        "a factor makes up for what tanh takes away; beyond 2 the layers start saturated, and no "
        "rate mends that."
    )


# Medians of ten seeds, as the chapter finds them.
STEEPER = np.array([0.65, 0.86, 0.88, 0.88, 0.80, 0.59])
