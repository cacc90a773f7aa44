"""The progress bar: silent when short, honest when long, gone at the end."""

import io
import subprocess
import sys
from itertools import count
from types import SimpleNamespace

import IPython
import pytest

from actloss import progress as module
from actloss.progress import WIDGET, progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def standard_error(monkeypatch, stream):
    """Let the module write to `stream`; pytest itself replaces sys.stderr."""
    fake = SimpleNamespace(stderr=stream, modules=sys.modules)
    monkeypatch.setattr(module, "sys", fake)
    return stream


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by `clock.step` seconds at each look."""
    clock = SimpleNamespace(step=1.0)
    ticks = count()
    monkeypatch.setattr(module, "perf_counter", lambda: next(ticks) * clock.step)
    return clock


@pytest.fixture
def terminal(monkeypatch):
    return standard_error(monkeypatch, Terminal())


@pytest.fixture
def notebook(monkeypatch):
    """A shell with a kernel and a reader, and all that is displayed in it."""
    shown = []
    shell = SimpleNamespace(kernel=SimpleNamespace(_allow_stdin=True), shown=shown)
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    return shell


@pytest.fixture
def bars(monkeypatch):
    """The widgets that are made."""
    import ipywidgets

    made = []

    class Bar(ipywidgets.FloatProgress):
        closed = False

        def __init__(self, **traits):
            super().__init__(**traits)
            made.append(self)

        def close(self):
            self.closed = True

    monkeypatch.setattr(ipywidgets, "FloatProgress", Bar)
    return made


@pytest.mark.parametrize("items", [[], [1], range(5), "abc"], ids=repr)
def test_the_items_pass_unchanged(items):
    assert list(progress(iter(items), total=len(items))) == list(items)


def test_a_short_job_shows_nothing(clock, terminal):
    clock.step = 0.5
    assert list(progress(range(5))) == [0, 1, 2, 3, 4]
    assert terminal.getvalue() == ""


def test_a_long_job_shows_a_bar_and_the_time_left_in_a_terminal(clock, terminal):
    seen = []
    for item in progress(range(10), label="Training"):
        seen.append(terminal.getvalue())
        assert item == len(seen) - 1
    assert seen[1] == ""
    assert seen[2].endswith("[######........................] Training: 12 s left")
    assert terminal.getvalue().endswith("\r\033[K")


def test_minutes_are_written_as_minutes(clock, terminal):
    clock.step = 30
    steps = progress(range(10))
    next(steps)
    assert "just begun" in terminal.getvalue()
    next(steps)
    assert "9 min 0 s left" in terminal.getvalue()


def test_the_bar_does_not_change_at_every_step(clock, terminal):
    clock.step = 0.01
    for _ in progress(range(1000)):
        pass
    assert 30 < terminal.getvalue().count("\r") < 40


def test_without_a_terminal_nothing_is_written(clock, monkeypatch):
    stream = standard_error(monkeypatch, io.StringIO())
    assert len(list(progress(range(10)))) == 10
    assert stream.getvalue() == ""


def test_without_a_total_there_is_no_bar(clock, terminal):
    assert len(list(progress(i for i in range(10)))) == 10
    assert terminal.getvalue() == ""


def test_the_bar_goes_away_after_an_error(clock, terminal):
    def failing():
        for item in progress(range(10)):
            if item == 5:
                raise InterruptedError

    with pytest.raises(InterruptedError):
        failing()
    assert terminal.getvalue().endswith("\r\033[K")


def test_in_a_notebook_the_bar_is_a_widget_without_text(clock, notebook, bars):
    steps = progress(range(10), label="Training")
    for _ in range(5):
        next(steps)
    (bar,) = bars
    assert [set(data) for data in notebook.shown] == [{WIDGET}]
    assert notebook.shown[0][WIDGET]["model_id"] == bar.model_id
    assert bar.value == pytest.approx(0.4)
    assert bar.description == "Training: 8 s left"
    assert list(steps) == [5, 6, 7, 8, 9]
    assert bar.layout.display == "none"
    assert bar.closed


def test_a_notebook_that_a_program_runs_shows_no_bar(clock, notebook, bars, terminal):
    notebook.kernel._allow_stdin = False
    assert len(list(progress(range(10)))) == 10
    assert not bars
    assert not notebook.shown
    assert terminal.getvalue() == ""


def test_a_notebook_without_ipywidgets_shows_no_bar(clock, notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    assert len(list(progress(range(10)))) == 10
    assert not notebook.shown


def test_importing_it_needs_the_standard_library_alone():
    code = (
        "import sys, importlib.util as u;"
        f"spec = u.spec_from_file_location('progress', {module.__file__!r});"
        "spec.loader.exec_module(u.module_from_spec(spec));"
        "assert not {'numpy', 'IPython', 'ipywidgets', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
