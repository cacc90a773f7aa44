"""The benchmarks run, with the peers that are there, and their page holds what they write."""

import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import actloss as al

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "book" / "benchmarks.md"
QUICK = {
    "rounds": 1,
    "seconds": 0,
    "epochs": 1,
    "runs": 3,
    "steps": 5,
    "large": (100,),
    "points": 20,
}
# a number, two of them (value / derivative), a ratio with a second one in brackets, or nothing
NUMBER = r"[\d,]+(\.\d+)?(e\d+)?"
RATIO = rf"{NUMBER}\u00a0\({NUMBER}\)"
CELL = re.compile(rf"–|{NUMBER}( / {NUMBER})?|{RATIO}|\*\*{RATIO}\*\*")
PARTS = [
    "machine",
    "agreement",
    "digits",
    "narrow",
    "scikit-learn",
    "many-runs",
    "small-arrays",
    "large-arrays",
    "values",
    "startup",
    "accuracy",
]


@pytest.fixture
def module(monkeypatch):
    """A function that imports a module of the benchmarks."""
    monkeypatch.syspath_prepend(ROOT)
    return lambda name: import_module(f"benchmarks.{name}")


@pytest.fixture
def alone(module, monkeypatch):
    """No peer is installed."""
    for name in ("torch", "jax", "special", "neural_network"):
        monkeypatch.setattr(module("library.peers"), name, None)
    monkeypatch.setattr(module("library.startup"), "PEERS", ("numpy",))


def rows(table):
    """The cells of a Markdown table, line by line, without the rule."""
    lines = [line.strip("| ").split(" | ") for line in table.strip().splitlines()]
    assert {cell.strip(":-") for cell in lines[1]} == {""}
    assert len({len(line) for line in lines}) == 1
    return [lines[0], *lines[2:]]


def made_up_race(module, ours, theirs, **least):
    return module("timing").Race("race", np.array(ours), {"peer": np.array(theirs)}, least)


def test_a_ratio_is_taken_round_by_round(module):
    race = made_up_race(module, [1.0, 2.0, 1.0], [2.0, 6.0, 5.0])
    assert race.ratio("peer") == 3
    assert race.ratio_of_minima("peer") == 2


@pytest.mark.parametrize(("least", "lines"), [(3, 0), (3.1, 1)])
def test_a_missed_aim_is_told(module, least, lines):
    assert len(made_up_race(module, [1.0], [3.0], peer=least).missed()) == lines


def test_contestants_take_turns(module):
    turns = []
    ours, one, two = (lambda name=name: turns.append(name) for name in ("ours", "one", "two"))
    timing = module("timing")
    result = timing.race("race", ours, {"one": one, "two": two}, timing.Pace(3, 0), per_call=1e9)
    assert turns[-9:] == ["ours", "one", "two"] * 3
    for times in (result.ours, result.peers["one"], result.peers["two"]):
        assert times.shape == (3,)
        assert times.max() < 1e-9


def test_what_is_timed_beside_a_former_tree_runs(module):
    contestant = module("library.contestant")
    for kind, name, size in contestant.questions():
        assert np.isfinite(contestant.call(kind, name, min(size, contestant.SMALL))()).all()


def test_the_faster_peer_is_bold_and_an_absent_one_a_dash(module):
    tables = module("tables")
    faster = made_up_race(module, [2e-3], [1e-3])
    without = module("timing").Race("alone", np.array([0.0123]), {})
    assert rows(tables.table("what", "ms", [faster, without])) == [
        ["what", "ours, ms", "peer"],
        ["race", "2.0", "**0.50\N{NO-BREAK SPACE}(0.50)**"],
        ["alone", "12", "–"],
    ]


def test_parts_go_between_their_marks(module):
    page = module("page")
    empty = "a\n<!-- begin x -->\n<!-- end x -->\nb\n"
    once = page.fill(empty, {"x": "old"})
    assert once == "a\n<!-- begin x -->\n\nold\n\n<!-- end x -->\nb\n"
    assert page.part(page.fill(once, {"x": r"new \1"}), "x") == r"new \1"
    with pytest.raises(ValueError, match="0 places for 'y'"):
        page.fill(empty, {"y": "text"})


@pytest.mark.usefixtures("alone")
def test_ours_alone_runs(module):
    pace = module("timing").Pace(**QUICK)
    parts = {name: text for name, text, _ in module("library.suite").measure(pace)}
    assert ["machine", *parts] == PARTS
    assert rows(parts["digits"])[0] == ["optimiser, numbers", "ours, ms"]
    assert len(rows(parts["small-arrays"])) == 1 + len(al.ACTIVATIONS) - 2


def test_runs_that_differ_do_not_race(module, monkeypatch):
    many_runs = module("library.many_runs")
    many_runs.agree(steps=20)
    single = many_runs.one
    monkeypatch.setattr(many_runs, "one", lambda steps: lambda: single(steps)() * (1 + 1e-9))
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        many_runs.agree(steps=20)


def test_scikit_learn_trains_as_many_epochs(module):
    pytest.importorskip("sklearn")
    task = module("library.task").narrow((2, 4, 2), "Adam", np.float64, epochs=3)
    assert module("library.scikit_learn").classifier(task)().n_iter_ == 3


def test_the_machine_is_described(module):
    description = module("machine").description()
    assert f"NumPy {np.__version__}" in description
    assert not re.search(r"\(R\)|\+cpu", description)


@pytest.mark.parametrize("name", PARTS)
def test_the_page_has_measurements(module, name):
    text = module("page").part(PAGE.read_text(encoding="utf-8"), name)
    if name == "machine":
        assert re.match(r"Measured on \d+ \w+ \d{4}: .*NumPy \d.*PyTorch \d", text)
        return
    _, *lines = rows(text)
    assert lines
    for cell in (cell for line in lines for cell in line[1:]):
        assert CELL.fullmatch(cell), cell


def test_the_page_says_that_the_losses_agree(module):
    text = module("page").part(PAGE.read_text(encoding="utf-8"), "agreement")
    assert all(int(digits) >= 12 for _, digits in rows(text)[1:])
