"""Exercises of chapter 11: surprise, entropy, cross-entropy and mutual information."""

import numpy as np

from actloss.data.datasets import load_digits
from actloss.lessons.exercises import (
    exercise,
    near,
    numbers,
    one_number,
    right,
    rounds_to,
    wrong,
)
from actloss.probability import cross_entropy, entropy, kl_divergence

HORSES = np.array([1 / 2, 1 / 4, 1 / 8, 1 / 16, *[1 / 64] * 4])
COIN, FAIR = [0.9, 0.1], [0.5, 0.5]


@exercise("11.1")
def three_sixes(answer):
    answer, one = one_number(answer), np.log2(6)
    if rounds_to(answer, 3 * one, 2):
        return right("3 · log₂ 6 = 7.755 bits: the surprises of the three dice add up.")
    if rounds_to(answer, 3 * np.log(6), 2):
        return wrong("that is in nats; divide by ln 2 for bits.")
    if rounds_to(answer, one, 2):
        return wrong("that is the surprise of one six; three independent ones add up.")
    if rounds_to(answer, one**3, 2):
        return wrong("probabilities multiply; their surprises add up.")
    if answer < 0:
        return wrong("a surprise is never negative: minus the logarithm of the probability.")
    return wrong("the probability is 1/216; how often must you halve 1 to reach it?")


@exercise("11.2")
def which_horse(answer):
    found = numbers(answer, 2)
    if found is None:
        return wrong("answer with a pair: the mean number of questions, and the entropy in bits.")
    bits = entropy(HORSES) / np.log(2)  # both are 2
    if near(found, [bits, bits], 0.005):
        return right("2 and 2: each question's answers are equally likely, so none is wasted.")
    if near(found[1], bits * np.log(2), 0.005):
        return wrong("that entropy is in nats; divide by ln 2 for bits.")
    if near(found[1], bits, 0.005) and near(found[0], HORSES @ [1, 2, 3, 4, 5, 5, 5, 5], 0.005):
        return wrong(
            "the last four need two questions more, not one: four are left after the fourth."
        )
    if near(found[1], bits, 0.005) and found[0] < bits:
        return wrong("fewer questions than bits cannot be; count them for each horse.")
    if near(found[1], bits, 0.005):
        return wrong(
            "the entropy is right; weigh each horse's number of questions with how often it wins."
        )
    return wrong("the entropy is the sum of p · log₂(1/p) over the eight horses.")


@exercise("11.3")
def too_careful(answer):
    answer = one_number(answer)
    if rounds_to(answer, kl_divergence(COIN, FAIR), 3):
        return right("ln 2 - 0.325 = 0.368 nats a throw, as long as you believe it.")
    if rounds_to(answer, kl_divergence(FAIR, COIN), 3):
        return wrong("that is the other way round: a fair coin that is believed to be biased.")
    if rounds_to(answer, cross_entropy(COIN, FAIR), 3):
        return wrong("that is all that you pay, the cross-entropy; subtract the unavoidable.")
    if rounds_to(answer, entropy(COIN), 3):
        return wrong("that is the unavoidable part, the entropy of the coin.")
    if rounds_to(answer, kl_divergence(COIN, FAIR) / np.log(2), 3):
        return wrong("that is in bits; nats are asked for.")
    return wrong("take the mean surprise under the belief ½, and subtract the coin's entropy.")


@exercise("11.4")
def mutual_information(function):
    rng = np.random.default_rng(5)
    tables = [rng.dirichlet(np.ones(6)).reshape(2, 3) for _ in range(5)]
    tables += [np.diag([0.5, 0.5]), np.full((2, 2), 0.25)]
    for joint in tables:
        with np.errstate(all="ignore"):
            found = float(function(joint.copy()))
        first, second = joint.sum(axis=1), joint.sum(axis=0)
        true = kl_divergence(joint.ravel(), np.outer(first, second).ravel())
        if not near(found, true):
            return wrong(_information_mistake(found, true, joint, first, second))
    return right("0 for independent variables, ln 2 for two equal bits.")


def _information_mistake(found, true, joint, first, second):
    if np.isnan(found):
        return "it gives nan where a probability is 0; there 0 · ln 0 counts as 0."
    if near(found, true / np.log(2)):
        return "that is in bits; nats are asked for, so take the natural logarithm."
    if near(found, -true):
        return "the sign is wrong: mutual information is never negative."
    if first.shape == second.shape and near(found, cross_entropy(first, second)):
        return "that is the cross-entropy of the marginals, which does not see the joint table."
    if near(found, entropy(joint.ravel())):
        return "that is the entropy of the joint table; compare the table with the product instead."
    if near(found, kl_divergence(np.outer(first, second).ravel(), joint.ravel())):
        return "the KL divergence goes from the product to the joint table, not the other way."
    return "average ln(joint / product of the marginals), weighted with the joint table."


@exercise("11.5")
def two_pixels(answer):
    found = numbers(answer, 2)
    if found is None:
        return wrong("answer with a pair: the nats of both together, and of both alone, added.")
    digits = load_digits()
    dark = (digits.x >= 0.5).astype(int)
    alone = np.array([_tells(column, digits.y) for column in dark.T])
    best = alone.argmax()
    together = np.array([_tells(2 * dark[:, best] + column, digits.y) for column in dark.T])
    true = [together.max(), alone[best] + alone[together.argmax()]]
    if near(found, true, 0.004):
        return right(
            "0.61 and 0.62: hardly anything is told twice, so the two know different things."
        )
    if near(found[::-1], true, 0.004):
        return wrong("the order is together first, then added.")
    if near(found, np.divide(true, np.log(2)), 0.004):
        return wrong("that is in bits; nats are asked for.")
    if near(found[0], true[0], 0.004):
        return wrong(
            "the first number is right; the second adds what the same two pixels tell alone."
        )
    return wrong("dark is at least 0.5; two pixels make four cases; use all 1,797 digits.")


def _tells(cases, digit):
    joint = np.zeros((cases.max() + 1, 10))
    np.add.at(joint, (cases, digit), 1 / len(digit))
    product = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return kl_divergence(joint.ravel(), product.ravel())
