"""Which cells a live cell needs: found from names, and compared with what the chapters print."""

import importlib.util
import subprocess
import sys

import nbformat
import pytest

from publish.browser.live_cells import HERE
from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT


def module(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


needs = module("needs")


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["a = 1", "b = 2", "print(a)"], [0]),
        (["a = 1", "a = 2", "print(a)"], [1]),
        (["a = 1", "a += 1", "print(a)"], [0, 1]),
        (["a = 1", "a = a + 1", "print(a)"], [0, 1]),
        (["a = []", "a.append(1)", "print(a)"], [0, 1]),
        (["a = {}", "a['x'] = 1", "print(a)"], [0, 1]),
        (["a = {}", "for a['x'] in [1]: pass", "print(a)"], [0, 1]),
        (["a = 1", "print(a)", "a"], [0]),
        (["import numpy as np", "np.sort([1])", "np.pi"], [0]),
        (["a, (b, *c) = 1, (2, 3)", "print(c)"], [0]),
        (["with open('x') as f: pass", "f"], [0]),
        (["try: pass\nexcept OSError as e: kept = e", "kept"], [0]),
        (["(a := 1)", "a"], [0]),
        # Scopes of their own.
        (["a = 1", "[a for a in range(3)]"], []),
        (["a = 1", "[x * a for x in range(3)]"], [0]),
        (["a = 1", "def f(a): return a"], []),
        (["a = 1", "def f():\n    a = 2\n    return a"], []),
        (["a = 1", "f = lambda x: x + a"], [0]),
        (["a = 1", "class C:\n    b = a", "C"], [0, 1]),
        # A function looks its names up when it is called.
        (["def f(): return a", "a = 1", "f()"], [0, 1]),
        (["a = 1", "def f(): return a", "a = 2", "f()"], [0, 1, 2]),
        (["def g(): return f()", "def f(): return a", "a = 1", "g()"], [0, 1, 2]),
        # What functions do to what they are given.
        (["net = 1", "al.fit(net, x)", "net"], [0, 1]),
        (["net = 1", "al.mean_of(net, x)", "net"], [0]),
        (["def train(net):\n    net.w -= 1", "n = 1", "train(n)", "n"], [0, 1, 2]),
        (["def train(net):\n    al.fit(net)", "n = 1", "train(net=n)", "n"], [0, 1, 2]),
        (["def look(net):\n    return net.w", "n = 1", "look(n)", "n"], [1]),
        (["r = np.random.default_rng(0)", "r.normal()", "r.normal()"], [0, 1]),
        (["r = np.random.default_rng(0)", "al.he(r)", "r"], [0, 1]),
    ],
)
def test_what_a_cell_needs(cells, wanted):
    assert before(needs.Runs(), len(cells) - 1, cells) == wanted


def before(runs, cell, sources, book=None):
    readable = needs.readable(sources, book or sources)
    return runs.before(cell, sources, needs.names_of(readable[: cell + 1]))


def test_a_cell_that_cannot_be_read_is_still_needed():
    book = ["a = 1", "a = 2", "print(a)"]
    assert before(needs.Runs(), 2, ["a = 1", "a = (", "print(a)"], book) == [1]


class Session:
    """Cells and what was run of them."""

    def __init__(self, *cells):
        self.cells, self.runs = list(cells), needs.Runs()

    def run(self, cell):
        """What was run for this cell, itself last."""
        order = [*before(self.runs, cell, self.cells), cell]
        for at in order:
            names = needs.names_of(tuple(self.cells[: cell + 1]))[at]
            self.runs.note(at, self.cells[at], names)
        return order


def test_what_has_run_is_not_run_again():
    session = Session("a = 1", "b = a", "print(b)")
    assert session.run(2) == [0, 1, 2]
    assert session.run(2) == [2]
    assert session.run(1) == [1]
    assert session.run(2) == [2]


def test_what_was_changed_is_run_again_with_all_that_stands_on_it():
    session = Session("a = 1", "b = a", "print(b)", "c = 1", "print(b, c)")
    session.run(4)
    session.cells[0] = "a = 2"
    assert session.run(2) == [0, 1, 2]
    assert session.run(4) == [4]


def test_a_name_that_a_cell_below_took_is_made_again():
    session = Session("z = 1", "print(z)", "z = 2", "print(z)")
    session.run(1)
    session.run(3)
    assert session.run(1) == [0, 1]
    assert session.run(3) == [2, 3]


def test_a_maker_that_runs_again_does_not_undo_what_follows_it():
    session = Session("a = 1", "def f(): return a", "a = 2", "f()")
    session.run(3)
    session.cells[1] = "def f(): return -a"
    assert session.run(3) == [0, 1, 2, 3]


def test_what_was_trained_starts_from_its_first_weights_again():
    session = Session("net = 1", "al.fit(net)", "print(net)")
    assert session.run(2) == [0, 1, 2]
    assert session.run(2) == [2]
    assert session.run(1) == [0, 1]
    session.run(1)
    assert session.run(2) == [2]


def test_after_a_failure_nothing_is_taken_for_granted():
    session = Session("a = 1", "print(a)")
    session.run(1)
    session.runs.forget(0)
    assert session.run(1) == [0, 1]


# In each chapter, a process for each: cells are run after nothing but what they need.
COMPARE = """
import contextlib, io, sys
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
import nbformat
sys.path.insert(0, sys.argv[2])
from needs import Runs, names_of
import actloss as al
al.explore = lambda *arguments, **options: None

def run(source, names):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "cell", "exec"), names)
    plt.close("all")
    return out.getvalue()

cells = [cell for cell in nbformat.read(sys.argv[1], 4).cells if cell.cell_type == "code"]
sources = [cell.source for cell in cells]
compared = 0
for at, cell in enumerate(cells):
    stored = "".join(one.text for one in cell.outputs if one.get("name") == "stdout")
    if stored:
        names = {"__name__": "__main__"}
        for other in Runs().before(at, sources, names_of(tuple(sources[: at + 1]))):
            run(sources[other], names)
        found = run(cell.source, names)
        compared += 1
        if found != stored:
            sys.exit(f"{cell.id} printed {found!r}, stored is {stored!r}")
print(compared)
"""


@pytest.mark.slow
@pytest.mark.parametrize("chapter", chapters(ROOT / "book"), ids=lambda one: one.path.stem)
def test_a_cell_prints_what_is_stored_after_what_it_needs(chapter):
    command = [sys.executable, "-c", COMPARE, chapter.path, HERE]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    code = [cell for cell in nbformat.read(chapter.path, 4).cells if cell.cell_type == "code"]
    assert int(done.stdout) > len(code) / 4
