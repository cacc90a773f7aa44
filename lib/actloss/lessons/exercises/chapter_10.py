"""Exercises of chapter 10: counting verdicts, and reaching one."""

from collections.abc import Collection
from functools import cache
from math import erf, sqrt

import numpy as np

from actloss.data.toy_data import xor
from actloss.lessons.claims import VERDICTS, load_claims
from actloss.lessons.exercises import exercise, one_number, right, whole_number, wrong
from actloss.nets.network import mlp
from actloss.nets.optimizers import SGD
from actloss.nets.training import fit_many

Z = 1.96


@exercise("10.1")
def slips_among_the_rest(answer):
    share = one_number(answer)
    claims = load_claims()
    slips = len(load_claims(verdict="slip"))
    rest = len(claims) - len(load_claims(verdict="true"))
    if abs(share - slips / rest) < 0.005:
        return right(f"{slips} of {rest} were slips of the pen; the others say something else.")
    if abs(share - slips / len(claims)) < 0.005:
        return wrong("that is the share among all claims; leave out the true ones.")
    if share > 1:
        return wrong("a share lies between 0 and 1: divide by how many claims are not true.")
    return wrong(
        "divide the number of slips by the number of claims with another verdict than true."
    )


@exercise("10.2")
def repeated_errors(answer):
    if isinstance(answer, str) or not isinstance(answer, Collection):
        return wrong('give the ids in a list, such as ["A1", "S2"].')
    several = {c.id: c for c in load_claims() if len(c.sources) > 1}
    wanted = {name for name, claim in several.items() if claim.verdict == "false"}
    given = set(answer)
    if given == wanted:
        return right(
            f"{', '.join(sorted(wanted))}. The other false claims stand in one source each."
        )
    if unknown := sorted(given - {c.id for c in load_claims()}):
        return wrong(f"there is no claim {unknown[0]!r}; ids look like 'S7'.")
    if alone := sorted(given - set(several)):
        return wrong(f"{alone[0]} stands in one source only.")
    if other := sorted(given - wanted):
        return wrong(f"the verdict on {other[0]} is {several[other[0]].verdict!r}, not 'false'.")
    return wrong(f"all you name belong there, but {len(wanted - given)} more do.")


def wilson(hits, n):
    middle = (hits + Z**2 / 2) / (n + Z**2)
    half = Z / (n + Z**2) * sqrt(hits * (n - hits) / n + Z**2 / 4)
    return middle - half, middle + half


def wald(hits, n):
    half = Z * sqrt(hits * (n - hits) / n) / n
    return hits / n - half, hits / n + half


@exercise("10.3")
def interval(function):
    for hits, n in [(8, 8), (0, 5), (3, 12), (40, 129), (1, 2)]:
        given = np.array(function(hits, n), dtype=float)
        if given.shape != (2,):
            return wrong("return two numbers, the lower end and the upper end.")
        if np.allclose(given, wilson(hits, n), atol=5e-3):
            continue
        if np.allclose(given, wald(hits, n), atol=5e-3):
            return wrong(
                f"for {hits} of {n} yours runs from {given[0]:.2f} to {given[1]:.2f}. Put the "
                "unknown share into the standard deviation, and solve for it."
            )
        low, high = wilson(hits, n)
        return wrong(
            f"for {hits} of {n} it should run from {low:.3f} to {high:.3f}, but yours runs from "
            f"{given[0]:.3f} to {given[1]:.3f}."
        )
    return right("even 8 of 8 leave room for doubt: the interval begins at 0.68.")


@cache
def share_solved():
    """Of 100 networks with two hidden ReLUs, the share that learns XOR."""
    x, y = xor()
    networks = [mlp([2, 2, 1], "relu", rng=np.random.default_rng(seed)) for seed in range(100)]
    options = {"loss": "sigmoid_cross_entropy", "optimizer": SGD(0.5), "epochs": 500}
    trained = fit_many(networks, x, y, **options).networks
    return float(np.mean([np.array_equal(network.predict(x), y) for network in trained]))


@exercise("10.4")
def your_own_trial(answer):
    if isinstance(answer, str) or np.size(answer) != 2:
        return wrong('give a pair, (share, verdict), such as (0.5, "true").')
    share, verdict = one_number(answer[0]), str(answer[1]).strip().lower()
    found = share_solved()
    if share > 1:
        return wrong("give the share of the networks that solve it, between 0 and 1.")
    if abs(share - found) > 0.05:
        return wrong(
            f"the same settings give {found:.2f} here. A network has solved XOR if predict is "
            "right at all four corners."
        )
    if verdict == "true":
        return wrong("'always' is broken by a single network that fails.")
    if verdict not in VERDICTS:
        return wrong(f"a verdict is one of {', '.join(VERDICTS)}.")
    if verdict != "false":
        return wrong("the sentence has no condition and no slip of the pen: which verdict is left?")
    return right(f"{found:.2f} of the networks learn it; two ReLUs can, and often do not.")


def chance_to_win(n, gap=0.01, spread=0.01):
    """That the mean of n runs of the better method exceeds the mean of n runs of the other."""
    return (1 + erf(gap / (spread * sqrt(2 / n)) / sqrt(2))) / 2


@exercise("10.5")
def enough_seeds(answer):
    n = whole_number(answer)
    needed = next(k for k in range(1, 100) if chance_to_win(k) >= 0.95)
    if n < 1:
        return wrong("one seed is the least.")
    if n == needed:
        return right(
            f"with {n} seeds the better method wins in {chance_to_win(n):.3f} of the cases."
        )
    if n < needed:
        return wrong(
            f"with {n} seeds each it wins in {chance_to_win(n):.2f} of the comparisons only."
        )
    return wrong(f"that is enough, but {n - 1} seeds already give {chance_to_win(n - 1):.3f}.")
