"""The set-ups of the playground's page: each opens, repeats, and shows what its sentence says."""

import re
from html import unescape
from itertools import pairwise
from urllib.parse import parse_qsl

import numpy as np
import pytest

from actloss.show.playground import Run, choices, read
from publish.chapters.contents import BOOK

PAGE = (BOOK / "playground.md").read_text(encoding="utf-8")
LISTED = dict(re.findall(r'<a class="setup" href="\?([^"]+)">(.+?)</a>', PAGE))
SETUPS = {name: unescape(address) for address, name in LISTED.items()}


def runs(name):
    """The run of a set-up, and the second one if it has one."""
    words = dict(parse_qsl(SETUPS[name], keep_blank_values=True, strict_parsing=True))
    other = {key[2:]: word for key, word in words.items() if key.startswith("b.")}
    words = {key: word for key, word in words.items() if not key.startswith("b.")}
    return [Run(read(one)) for one in ([words, words | other] if other else [words])]


def views(name):
    """What there is to see when it has been played to its end."""
    found = runs(name)
    for run in found:
        run.advance(run.setup.epochs)
    return [run.view() for run in found]


def hidden(view, what):
    return [layer[what] for layer in view["layers"][:-1]]


def right(view):
    return view["score"][1]


def test_the_page_lists_about_a_dozen_with_a_chapter_each():
    listed = re.findall(r"^\d+\. <a class=\"setup\".*$", PAGE, re.M)
    assert len(listed) == len(SETUPS) == len(SAYS) >= 12
    assert all(re.search(r"\[Chapter \d+\]\(\d\d_\w+\.ipynb\)$", line) for line in listed)


@pytest.mark.parametrize("name", SETUPS)
def test_the_code_of_a_set_up_repeats_it(name):
    for run in runs(name):
        for epochs in (1, 2):
            run.advance(epochs)
        names = {}
        exec(run.code(), names)
        np.testing.assert_allclose(names["history"].loss, run.training, rtol=1e-9)
        np.testing.assert_allclose(names["history"]["validation"], run.validation, rtol=1e-9)


@pytest.mark.parametrize("name", SETUPS)
def test_an_address_says_no_more_than_it_must(name):
    usual = choices()["defaults"] | {"noise": None, "loss": None}
    for key, word in parse_qsl(SETUPS[name], keep_blank_values=True):
        assert key.startswith("b.") or word != str(usual[key]), key


# What each shows: its sentence as conditions.


def straight(a, b):
    assert right(a) < 0.7
    assert right(b) > 0.95


def step(a):
    assert hidden(a, "delta") == hidden(a, "drift") == [0, 0]
    assert a["layers"][-1]["drift"] > 1


def equal(a, b):
    assert right(a) < 0.8
    assert right(b) > 0.95


def stuck(a, b):
    assert right(a) < 0.6
    assert a["layers"][-1]["flat"] > 0.4
    assert right(b) > 0.9


def deep(a, b):
    deltas = hidden(a, "delta")
    assert all(lower < upper for lower, upper in pairwise(deltas))
    assert deltas[0] < a["layers"][-1]["delta"] / 1000
    assert a["loss"][0] == pytest.approx(np.log(2), abs=0.01)
    assert b["loss"][0] < 0.1


def small(a, b):
    assert a["layers"][0]["delta"] < 1e-6
    assert max(hidden(a, "drift")) < 1e-3
    assert min(hidden(b, "drift")) > 0.1
    assert right(b) > 0.9


def wide(a, b):
    assert max(hidden(a, "flat")) > 0.7
    assert min(hidden(a, "flat")) > 0.4
    assert max(hidden(a, "drift")) < 0.2
    assert min(hidden(b, "drift")) > 0.5


def endings(a, b):
    assert right(a) < 0.75
    assert right(b) > 0.85


def dead(a, b):
    assert hidden(a, "silent") == [1, 1]
    assert hidden(a, "drift") == [0, 0]
    assert right(b) > 0.9


def killed(a, b):
    assert hidden(a, "silent")[1] == 1
    assert right(a) < 0.6
    assert right(b) > 0.9


def outlier(a, b):
    assert a["score"][0] > 0.3
    assert b["score"][0] < 0.15


def blows_up(a, b):
    assert a["diverged"]
    assert not b["diverged"]


def spirals(a, b):
    assert right(a) < 0.8
    assert right(b) > 0.9


def by_heart(a):
    training, validation = a["training"], a["validation"]
    assert validation.argmin() < len(validation) / 2
    assert validation[-1] > 1.2 * validation.min()
    assert training[-1] < 0.8 * training[validation.argmin()]


SAYS = {
    "Straight through and through": straight,
    "A step has no slope": step,
    "Equal weights": equal,
    "A sigmoid that is stuck": stuck,
    "Six sigmoids deep": deep,
    "Too small a start": small,
    "Too wide a start": wide,
    "Ten digits, two endings": endings,
    "Dead on arrival": dead,
    "Killed by long steps": killed,
    "The outlier": outlier,
    "A rate that blows up": blows_up,
    "Two spirals, two walks": spirals,
    "Learnt by heart": by_heart,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SETUPS)
def test_a_set_up_shows_what_its_sentence_says(name):
    SAYS[name](*views(name))


@pytest.mark.slow
def test_equal_units_stay_alike():
    run, other = runs("Equal weights")
    for one in (run, other):
        one.advance(100)
    weights = run.dense[0].weights
    assert np.ptp(weights, axis=1).max() < 1e-9
    assert np.ptp(other.dense[0].weights, axis=1).max() > 0.1
