"""Chapter 10 with other shuffles, and with another measure of how far the texts are apart."""

import numpy as np
import pytest

import actloss as al
from conftest import OTHER_SEEDS

CHAPTER = "10"


def how_often(measure, holds, seed):
    """The share of deals in which the texts are at least as far apart."""
    rng = np.random.default_rng(seed)
    dealt = np.array([measure(rng.permutation(holds)) for _ in range(1000)])
    return np.mean(dealt >= measure(holds) - 1e-12)


@pytest.mark.parametrize("seed", OTHER_SEEDS)
def test_chance_alone_spreads_the_texts_as_far_but_for_what_holds_in_part(chapter, seed):
    claims, said_in = chapter["claims"], chapter["said_in"]

    def weighted(holds):
        counts = said_in.sum(axis=1)
        return np.sum(counts * (said_in @ holds / counts - holds.mean()) ** 2)

    for measure in (chapter["apart"], weighted):
        often = {
            verdict: how_often(measure, np.array([c.verdict == verdict for c in claims]), seed)
            for verdict in ("true", "partly", "false")
        }
        assert min(often["true"], often["false"]) > 0.1 > often["partly"]


def test_apart_is_the_greatest_share_less_the_least(chapter):
    for verdict in ("true", "partly", "false"):
        shares = [
            len(al.load_claims(source=source, verdict=verdict)) / len(al.load_claims(source=source))
            for source in chapter["sources"]
        ]
        holds = np.array([claim.verdict == verdict for claim in chapter["claims"]])
        assert chapter["apart"](holds) == pytest.approx(max(shares) - min(shares))


def test_only_a_very_large_difference_could_have_shown(chapter):
    """If the shortest text had 20 points more or less than the others, it would be missed."""
    claims = chapter["claims"]
    shortest = chapter["said_in"].sum(axis=1).argmin()
    of_shortest = chapter["said_in"][shortest] == 1
    found = []
    for seed in OTHER_SEEDS:
        rng = np.random.default_rng(seed)
        holds = rng.random(len(claims)) < np.where(of_shortest, 0.2, 0.4)
        dealt = np.array([chapter["apart"](rng.permutation(holds)) for _ in range(500)])
        found.append(np.mean(dealt >= chapter["apart"](holds)) < 0.05)
    assert np.mean(found) < 0.8


def test_fewer_than_half_are_true_and_most_others_hold_in_part(chapter):
    count = {v: sum(c.verdict == v for c in chapter["claims"]) for v in chapter["verdicts"]}
    assert count["true"] < len(chapter["claims"]) / 2
    assert 0.7 * count["true"] < count["partly"]
    assert count["slip"] < count["false"] < count["partly"]
