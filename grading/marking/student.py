"""The process in which a student's code runs. It knows no tests, no solutions and no marks.

It is asked to run a cell, for the value of a name, or to call a function, and answers with plain
data. Whatever the code does to this process, all that leaves it are such answers, and questions to
the library: for what the assignment withholds, which is not in this process.

A nursery has all imported that a notebook needs, and forks such a process for each submission.
"""

import base64
import contextlib
import ctypes
import functools
import inspect
import json
import os
import resource
import signal
import socket
import sys
import time
import traceback
import warnings
from pathlib import Path
from pkgutil import resolve_name

import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.utils.capture import capture_output
from traitlets.config import Config

from actloss.lessons.assignments import Withheld, your_own

try:
    from plain import NotPlain, decode, encode, sound  # alone in its sandbox
except ImportError:
    from grading.marking.plain import NotPlain, decode, encode, sound

TEXT = 20_000  # characters of output that a cell may keep
PICTURE = 500_000  # and bytes of a picture, in base 64
SHOWN = 3_000_000  # bytes of all that a cell shows
LINE = 4_000_000  # bytes of an answer
PATIENCE = 3  # times the limit of computing: how long a cell may wait, or share its processor

NEWNS, NEWPID, NEWIPC = 0x00020000, 0x20000000, 0x08000000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 0x4000, 0x40000
NO_NEW_PRIVS, SET_SECCOMP, FILTER = 38, 22, 2

# NumPy's own settings of what to warn of, which whoever calls may have changed.
NUMPY = {"divide": "warn", "over": "warn", "invalid": "warn", "under": "ignore"}

# What ran is not written down for another session: the disk would take longer than many a cell.
NO_HISTORY = Config({"HistoryManager": {"enabled": False}})

NO_COMMANDS = "Commands and installations do not run where this is marked."


class Endless(Exception):
    """A cell or a call took longer than it may."""


class TooLong(Exception):
    """An answer has more bytes than are read."""


@contextlib.contextmanager
def time_limit(seconds):
    """Stop what computes longer, or takes much longer by the clock, as sleeping does."""

    def computed(*_):
        raise Endless(f"it ran longer than {seconds:g} seconds and was stopped")

    def waited(*_):
        raise Endless(f"it ran or waited longer than {PATIENCE * seconds:g} seconds by the clock")

    watches = [
        (signal.SIGPROF, signal.ITIMER_PROF, computed, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, waited, PATIENCE * seconds),
    ]
    before = [signal.signal(number, stop) for number, _, stop, _ in watches]
    for _, timer, _, most in watches:
        signal.setitimer(timer, most)
    try:
        yield
    finally:
        for (number, timer, _, _), handler in zip(watches, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


@magics_class
class NoInstallations(Magics):
    """%pip and its like say that they do nothing, and the cell goes on."""

    @line_magic
    def pip(self, line):
        print(NO_COMMANDS)

    for other in ("conda", "mamba", "micromamba", "uv"):
        line_magic(other)(pip)
    del other


class Shell(InteractiveShell):
    """IPython without a terminal, without windows and without commands."""

    def enable_gui(self, gui=None):
        """There are none to enable."""

    def system(self, cmd):
        print(NO_COMMANDS)

    system_piped = system_raw = system

    def getoutput(self, cmd, split=True, depth=0):
        print(NO_COMMANDS)
        return [] if split else ""

    def _showtraceback(self, *_):
        """What went wrong is part of the answer; it need not be printed too."""


class Channel:
    """Requests come, answers go, one a line. While a request is served, questions may go too."""

    def __init__(self, requests, answers):
        self.requests, self.answers = requests, answers

    def read(self):
        line = self.requests.readline()
        return json.loads(line) if line else None

    def write(self, answer):
        line = json.dumps(answer).encode() + b"\n"
        if len(line) > LINE:
            raise TooLong(f"that is too much: an answer may have {LINE // 1_000_000} MB")
        self.answers.write(line)
        self.answers.flush()

    def ask(self, question, serve):
        """The answer to a question; `serve` answers what is asked meanwhile."""
        self.write(question)
        while "do" in (answer := self.read()):
            self.write(serve(answer))
        return answer


class Student:
    """A notebook's process: its cells are run here, and the functions that they define."""

    def __init__(self, seconds=20, channel=None):
        self.seconds = seconds
        self.channel = channel
        self.callbacks = []
        self.shell = Shell.instance(config=NO_HISTORY)
        self.shell.reset(new_session=True)
        self.shell.register_magics(NoInstallations)

    def run(self, source, seconds=None):
        """Run a cell; return its outputs in the notebook's format."""
        with capture_output() as captured:
            result = None
            try:
                with time_limit(seconds or self.seconds):
                    result = self.shell.run_cell(source)
                error = result.error_before_exec or result.error_in_exec
            except BaseException as raised:
                error = raised
        return [*_outputs(captured), *([_error_output(error)] if error else [])]

    def get(self, name):
        """The value of a name: {"function": True} or {"value": ...}. Raises NameError."""
        value = self._named(name)
        if callable(value):
            return {"function": True}
        with _explained(name, "is"):
            return {"value": encode(value)}

    def _named(self, name):
        if name not in self.shell.user_ns:
            raise NameError(f"{name} is not defined: the cell above must give it a value")
        return self.shell.user_ns[name]

    def call(self, name, args, kwargs, withheld, seconds=None):
        """What a function of the notebook returns while the library withholds some of its own.

        {"value": ..., "warnings": their texts, "args": the arguments, if the function changed them}
        """
        function = _guarded(self._named(name), withheld)
        values, options = decode(args), decode(kwargs)
        with warnings.catch_warnings(record=True) as warned, capture_output():
            warnings.simplefilter("always")
            with np.errstate(**NUMPY), time_limit(seconds or self.seconds):
                value = function(*values, **options)
        with _explained(name, "returned"):
            answer = {"value": encode(value), "warnings": [str(w.message) for w in warned[:5]]}
        return answer if encode(values) == args else {**answer, "args": encode(values)}

    def ask_outside(self, name, values):
        """What a function of the library that is not here returns; it is computed outside."""
        before = len(self.callbacks)
        given = {}
        for key, value in values.items():
            if callable(value):
                given[key] = {"callback": len(self.callbacks)}
                self.callbacks.append(value)
            else:
                given[key] = encode(value)
        try:
            answer = self.channel.ask({"library": name, "values": given}, self.answer)
        finally:
            del self.callbacks[before:]
        if "error" in answer:
            kinds = {"Withheld": Withheld, "ValueError": ValueError, "TypeError": TypeError}
            raise kinds.get(answer["error"], RuntimeError)(answer["message"])
        return decode(answer["value"])

    def callback(self, number, args):
        """What a function returns that was given to one of the library."""
        return {"value": encode(self.callbacks[number](*decode(args)))}

    def library(self, name, values, withheld):
        """What a function of the whole library returns. Only where no student's code is."""

        def given(value):
            if "callback" not in value:
                return decode(value)
            number = value["callback"]

            def callback(*args):
                question = {"callback": number, "args": encode(args)}
                answer = self.channel.ask(question, self.answer)
                if "error" in answer:
                    raise RuntimeError(answer["message"])
                return decode(answer["value"])

            return callback

        function = _of_library(name, tuple(withheld))
        values = {key: given(value) for key, value in values.items()}
        with time_limit(self.seconds), np.errstate(all="ignore"):
            return {"value": encode(function(**values))}

    def answer(self, request):
        """The answer to one request, which is always a dictionary for JSON."""
        tasks = {
            "get": self.get, "call": self.call, "callback": self.callback, "library": self.library
        }  # fmt: skip
        do, began = request.pop("do"), time.process_time()
        try:
            found = {"outputs": self.run(**request)} if do == "run" else tasks[do](**request)
        except BaseException as error:
            found = {"error": type(error).__name__, "message": sound(str(error)[:2000])}
        return {**found, "seconds": time.process_time() - began}

    def serve(self):
        while request := self.channel.read():
            answer = self.answer(request)
            try:
                self.channel.write(answer)
            except TooLong as error:
                self.channel.write({"error": "ValueError", "message": str(error)})


@contextlib.contextmanager
def _explained(name, verb):
    try:
        yield
    except NotPlain as error:
        raise NotPlain(
            f"{name} {verb} {error}; numbers, texts, and lists or arrays of numbers are marked"
        ) from None


def _outputs(captured):
    found, left = [], SHOWN
    for stream in ("stdout", "stderr"):
        if text := getattr(captured, stream):
            cut = text if len(text) <= TEXT else text[:TEXT] + "\n… (cut)"
            found.append({"output_type": "stream", "name": "stdout", "text": sound(cut)})
    for shown in captured.outputs:
        data = {
            kind: sound(content)
            for kind, content in _texts(shown.data or {})
            if (kind == "text/plain" and len(content) <= TEXT)
            or (kind == "image/png" and len(content) <= PICTURE)
        }
        left -= sum(map(len, data.values()))
        if left < 0:
            cut = "… (more was shown than is kept)\n"
            found.append({"output_type": "stream", "name": "stdout", "text": cut})
            break
        if data:
            found.append({"output_type": "display_data", "data": data, "metadata": {}})
    return found


def _texts(data):
    """What was shown, bytes in base 64; what is no text otherwise is left out."""
    for kind, content in data.items():
        if isinstance(content, bytes):
            content = base64.b64encode(content).decode()
        if isinstance(content, str):
            yield kind, content


def _error_output(error):
    """The error with the lines of the notebook that led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "ipykernel_" in f.filename or f.filename.startswith("<ipython")]
    lines = [sound(f"line {frame.lineno}: {frame.line}"[:500]) for frame in own[-5:]]
    value = sound(_in_words(error)[:2000])
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": value,
        "traceback": [*lines, f"{type(error).__name__}: {value}"],
    }


def _in_words(error):
    if isinstance(error, ModuleNotFoundError):
        return (
            f"{error}. Where this is marked there are NumPy, matplotlib, mpmath, ipywidgets, the "
            "course's library and Python's own modules; this cell went no further"
        )
    if isinstance(error, EOFError):
        return f"{error}. Nobody answers input() where this is marked"
    return str(error)


@functools.lru_cache(maxsize=1000)
def _of_library(name, withheld):
    """A formula of the library, while others are withheld."""
    return _guarded(inspect.unwrap(resolve_name(name)), withheld)


def _guarded(function, withheld):
    """The function while these are withheld; to watch for none would only take time."""
    return your_own(*withheld)(function) if withheld else function


class Nursery:
    """Forks a student's process for each submission, with all imported that it needs.

    control: a socket. A message with two pipes and the limits begins a process, the next one ends
    it, and the answer says how it had ended.
    """

    def __init__(self, control, filter_, fonts=None):
        self.control, self.filter = control, filter_
        self.fonts = {path.name: path.read_bytes() for path in fonts.glob("*")} if fonts else {}
        Student()  # makes the shell, which takes longest

    def run(self):
        while True:
            message, pipes, *_ = socket.recv_fds(self.control, 10_000, 2)
            if len(pipes) != 2:
                return
            self._raise_one(json.loads(message), pipes)

    def _raise_one(self, limits, pipes):
        news, tell = os.pipe()
        if not (guard := os.fork()):
            apart = bool(self.filter) and _apart()
            if not (student := os.fork()):
                os.closerange(min(news, tell), max(news, tell) + 1)
                self._become(limits, pipes, apart)
            for pipe in pipes:
                os.close(pipe)
            os.write(tell, json.dumps({"student": student, "apart": apart}).encode())
            os._exit(os.waitstatus_to_exitcode(os.waitpid(student, 0)[1]) % 256)
        for pipe in (tell, *pipes):
            os.close(pipe)
        born = json.loads(os.read(news, 1000) or "{}")
        os.close(news)
        self.control.send(json.dumps({"apart": born.get("apart", False)}).encode() + b"\n")
        self.control.recv(1)
        if "student" in born:
            with contextlib.suppress(ProcessLookupError):
                os.kill(born["student"], signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(guard, 0)[1])
        self.control.send(json.dumps({"ended": code}).encode() + b"\n")

    def _become(self, limits, pipes, apart):
        """Become the process of a student: close what is not its own, and serve."""
        self.control.close()
        if apart:
            _mount(b"/home", limits["files"])
            for name, content in self.fonts.items():
                Path("/home/matplotlib").mkdir(exist_ok=True)
                Path("/home/matplotlib", name).write_bytes(content)
        if apart:
            os.chdir("/home")  # the new one
        sys.path.insert(0, "")  # as in a notebook: what a cell writes to a file can be imported
        _limit(limits)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
        if self.filter:
            _drop_powers()
            _load(self.filter)
        requests, answers = os.fdopen(pipes[0], "rb"), os.fdopen(pipes[1], "wb")
        student = Student(limits["seconds"], Channel(requests, answers))
        if outside := sys.modules.get("actloss._outside"):
            outside.ask = student.ask_outside
        try:
            student.serve()
        finally:
            os._exit(0)


def _apart():
    """Leave the name spaces of the nursery; False where a sandbox may make no others."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEWNS | NEWPID | NEWIPC):
        return False
    return not libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None)


def _mount(where, size):
    """An empty memory disk, which goes with the process."""
    options = f"size={size},mode=700,nr_inodes=10000".encode()
    if ctypes.CDLL(None).mount(b"tmpfs", where, b"tmpfs", MS_NOSUID | MS_NODEV, options):
        os._exit(70)


def _limit(limits):
    processor = int(limits["processor"])
    for what, soft, hard in [
        (resource.RLIMIT_AS, limits["memory"], limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["files"], limits["files"]),
        (resource.RLIMIT_CPU, processor, processor + 2),
        (resource.RLIMIT_NPROC, limits["threads"], limits["threads"]),
        (resource.RLIMIT_NOFILE, 256, 256),
        (resource.RLIMIT_CORE, 0, 0),
    ]:
        resource.setrlimit(what, (soft, hard))


def _drop_powers():
    """Give up what was needed to leave the name spaces."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)()):
        os._exit(71)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def _load(code):
    """Let the kernel refuse system calls from now on."""
    libc, program = ctypes.CDLL(None), _Program(len(code) // 8, code)
    if libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0
    ):
        os._exit(72)


def main():
    number, draws, fonts = int(sys.argv[1]), sys.argv[2] == "draws", sys.argv[3]
    control = socket.socket(fileno=number)
    filter_ = base64.b64decode(control.recv(100_000).strip())
    if draws:
        import matplotlib.pyplot  # noqa: F401  # here once, and not in each process
    nursery = Nursery(control, filter_, Path(fonts) if fonts else None)
    control.send(b"{}\n")  # ready
    nursery.run()


if __name__ == "__main__":
    main()
