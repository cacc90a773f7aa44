"""The process in which a student's code runs. It knows no tests, no solutions and no marks.

It is asked to run a cell, for the value of a name, or to call a function, and answers with plain
data. Whatever the code does to this process, all that leaves it are such answers.
"""

import contextlib
import json
import os
import signal
import sys
import traceback
import warnings

import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from actloss.lessons.assignments import your_own

try:
    from plain import NotPlain, decode, encode  # alone in its sandbox
except ImportError:
    from grading.marking.plain import NotPlain, decode, encode

TEXT = 20_000  # characters of output that a cell may keep
PICTURE = 500_000  # and bytes of a picture, in base 64

# NumPy's own settings of what to warn of, which whoever calls may have changed.
NUMPY = {"divide": "warn", "over": "warn", "invalid": "warn", "under": "ignore"}

# What ran is not written down for another session: the disk would take longer than many a cell.
NO_HISTORY = Config({"HistoryManager": {"enabled": False}})


class Endless(Exception):
    """A cell or a call took longer than it may."""


@contextlib.contextmanager
def time_limit(seconds):
    def stop(*_):
        raise Endless(f"it ran longer than {seconds:g} seconds and was stopped")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Shell(InteractiveShell):
    """IPython without a terminal and without windows."""

    def enable_gui(self, gui=None):
        """There are none to enable."""

    def _showtraceback(self, *_):
        """What went wrong is part of the answer; it need not be printed too."""


class Student:
    """A notebook's process: its cells are run here, and the functions that they define."""

    def __init__(self, seconds=20):
        self.seconds = seconds
        self.shell = Shell.instance(config=NO_HISTORY)
        self.shell.reset(new_session=True)
        self.shell.run_line_magic("matplotlib", "inline")

    def run(self, source):
        """Run a cell; return its outputs in the notebook's format."""
        with capture_output() as captured:
            result = None
            try:
                with time_limit(self.seconds):
                    result = self.shell.run_cell(source)
                error = result.error_before_exec or result.error_in_exec
            except BaseException as raised:
                error = raised
        return [*_outputs(captured), *([_error_output(error)] if error else [])]

    def get(self, name):
        """The value of a name: {"function": True} or {"value": ...}. Raises NameError."""
        if name not in self.shell.user_ns:
            raise NameError(f"{name} is not defined: the cell above must give it a value")
        value = self.shell.user_ns[name]
        if callable(value):
            return {"function": True}
        with _explained(name, "is"):
            return {"value": encode(value)}

    def call(self, name, args, kwargs, withheld):
        """What a function of the notebook returns while the library withholds some of its own.

        {"value": ..., "warnings": their texts, "args": the arguments, if the function changed them}
        """
        function = your_own(*withheld)(self.shell.user_ns[name])
        values, options = decode(args), decode(kwargs)
        with warnings.catch_warnings(record=True) as warned, capture_output():
            warnings.simplefilter("always")
            with np.errstate(**NUMPY), time_limit(self.seconds):
                value = function(*values, **options)
        with _explained(name, "returned"):
            answer = {"value": encode(value), "warnings": [str(w.message) for w in warned[:5]]}
        return answer if encode(values) == args else {**answer, "args": encode(values)}

    def answer(self, request):
        """The answer to one request, which is always a dictionary for JSON."""
        do = request.pop("do")
        try:
            if do == "run":
                return {"outputs": self.run(**request)}
            return {"get": self.get, "call": self.call}[do](**request)
        except BaseException as error:
            return {"error": type(error).__name__, "message": str(error)[:2000]}


@contextlib.contextmanager
def _explained(name, verb):
    try:
        yield
    except NotPlain as error:
        raise NotPlain(
            f"{name} {verb} {error}; numbers, texts, and lists or arrays of numbers are marked"
        ) from None


def _outputs(captured):
    found = []
    for stream in ("stdout", "stderr"):
        if text := getattr(captured, stream):
            cut = text if len(text) <= TEXT else text[:TEXT] + "\n… (cut)"
            found.append({"output_type": "stream", "name": "stdout", "text": cut})
    for shown in captured.outputs:
        data = {
            kind: content
            for kind, content in (shown.data or {}).items()
            if (kind == "text/plain" and len(content) <= TEXT)
            or (kind == "image/png" and len(content) <= PICTURE)
        }
        if data:
            found.append({"output_type": "display_data", "data": data, "metadata": {}})
    return found


def _error_output(error):
    """The error with the lines of the notebook that led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "ipykernel_" in f.filename or f.filename.startswith("<ipython")]
    lines = [f"line {frame.lineno}: {frame.line}" for frame in own[-5:]]
    words = f"{type(error).__name__}: {error}"[:2000]
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error)[:2000],
        "traceback": [*lines, words],
    }


def serve():
    """Answer requests, one a line, until there are no more.

    The pipes get numbers of their own, and what the code prints by any way goes nowhere.
    """
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    student = Student(float(sys.argv[1]))
    for line in requests:
        answers.write(json.dumps(student.answer(json.loads(line))).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    serve()
