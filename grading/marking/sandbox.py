"""A process for a student's code: cut off from the network, the disk and other processes.

bubblewrap gives it a file system of its own, in which Python, its packages and the library (without
what the assignment withholds) can be read, and only a small memory disk can be written. A filter
lets it make the system calls that computing needs; limits end what takes too much.

What takes time, starting and importing, is done once: a nursery waits in the sandbox and forks a
process for each submission, which leaves the nursery's name spaces, so that none meets another.
"""

import base64
import contextlib
import fcntl
import json
import os
import platform
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from grading.marking.calls import program
from grading.marking.library import LIBRARY, all_functions
from grading.marking.notebook import Gone
from grading.marking.student import LINE, PATIENCE

HERE = Path(__file__).parent
RECEIVED = 100_000_000  # bytes that may come from one submission, all answers together
SHORT, REMEMBERED = 2_000, 5_000  # bytes of a question and its answer, and how many are kept
STUDENTS = ("student.py", "plain.py")  # what of ours runs in the student's process
MACHINES = ("x86_64", "aarch64")  # where the flags are clone's first argument
# What a submission may import, with what these need; `README.txt` of the handout installs it too.
PACKAGES = ("numpy", "matplotlib", "ipywidgets", "ipython", "mpmath")

UNSAFE = """\
Student code would run here as you, with your files, your network and the solutions within its
reach. bubblewrap, which separates it, {reason}. Install it (Debian, Ubuntu: apt install
bubblewrap libseccomp2; Windows: within WSL), or, if you trust every submission, add --unsafe
(make: UNSAFE=1). Then only time and memory are limited."""


@dataclass(frozen=True)
class Limits:
    """What a student's code may take. Seconds are those in which it computes."""

    seconds: float = 20  # for one cell or one call
    total: float = 120  # for all that is marked
    own: float = 80  # for the cells that students add
    memory: int = 2 << 30  # bytes
    files: int = 64 << 20  # bytes, all files together
    threads: int = 128

    @property
    def processor(self):
        return self.total + self.own


class Interrupted(Exception):
    """Something from outside ended a process, which is no fault of the student's code."""


def prepare():
    """Do once what every process that marks would do, before they are forked."""
    compile_once()
    _font_lists()


def compile_once():
    """Let Python store what it compiles of the modules that every student's process imports.

    In a sandbox nothing can be stored, so each would compile them anew, in half a second.
    """
    late = ("IPython.core.completer", "IPython.core.logger")  # what a shell alone imports
    if all(Path(find_spec(name).cached).exists() for name in late):
        return
    with tempfile.TemporaryDirectory(prefix="first-") as home:
        environment = _environment(home, [HERE, LIBRARY.parent])
        del environment["PYTHONDONTWRITEBYTECODE"]
        source = "import matplotlib.pyplot, student; student.Student()"
        command = [sys.executable, "-c", source]
        subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def missing():
    """Why there is no sandbox on this machine; None if there is one."""
    if platform.machine() not in MACHINES or sys.platform != "linux":
        return f"does not know this machine ({sys.platform}, {platform.machine()})"
    if not shutil.which("bwrap"):
        return "is not installed"
    try:
        program()
    except (RuntimeError, OSError) as error:
        return f"needs libseccomp 2.5 or newer ({error})"
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    tried = subprocess.run(command, capture_output=True, text=True)
    return f"does not work here: {tried.stderr.strip()}" if tried.returncode else None


class Nursery:
    """Where the processes of an assignment's submissions come from, one after the other.

    library: the folder of the package as it is there. draws: whether matplotlib is imported at
    once. user: as whom the code runs where there is no sandbox and we are root. Use it in `with`;
    the sandboxes of `sandbox()` too.
    """

    def __init__(self, limits=None, unsafe=False, library=LIBRARY, draws=False, user=None):
        self.limits = limits or Limits()
        self.unsafe, self.library, self.draws = unsafe, library, draws
        self.process, self.whole, self.known = None, None, {}
        self.user = user if unsafe and os.geteuid() == 0 else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        if self.whole:
            self.whole.__exit__()
            self.nursery_of_whole.__exit__()
            self.whole = None

    def sandbox(self):
        return Sandbox(self)

    def begin(self, requests, answers):
        """Begin a process that reads and writes these two pipes."""
        if not self.process:
            self._start()
        message = json.dumps({**asdict(self.limits), "processor": self.limits.processor})
        try:
            socket.send_fds(self.control, [message.encode()], [requests, answers])
            self.apart = self._told()["apart"]
        except OSError as error:
            self.stop()
            raise Interrupted(f"a sandbox did not start: {error}") from None

    def end(self):
        """End that process; return its exit code, negative if a signal ended it."""
        try:
            self.control.send(b".")
            code = self._told()["ended"]
        except OSError:
            self.stop()
            return -signal.SIGKILL
        if not self.apart:  # the next one would find what this one left
            self.stop()
        return code - 256 if code > 128 else code

    def _start(self):
        compile_once()
        self.control, theirs = socket.socketpair()
        self.control.settimeout(120)
        number = theirs.fileno()
        draws, fonts = "draws" if self.draws else "", ""
        if self.unsafe:
            self.home = tempfile.TemporaryDirectory(prefix="submission-")
            code = self._within_reach() if self.user else [HERE, self.library.parent]
            command = [sys.executable, str(code[0] / "student.py")]
            environment = _environment(self.home.name, code)
        else:
            self.home = None
            command, fonts = _bubblewrap(self.library)
            environment = {"PATH": os.environ["PATH"]}
        with theirs:
            self.process = subprocess.Popen(
                [*command, str(number), draws, fonts],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=self.home.name if self.home else "/",
                pass_fds=(number,),
                start_new_session=True,
                **({"user": self.user, "extra_groups": []} if self.user else {}),
            )
        self.said = self.control.makefile("rb")
        filter_ = b"" if self.unsafe else base64.b64encode(program())
        try:
            self.control.send(filter_ + b"\n")
            self._told()
        except OSError as error:
            self.stop()
            raise Interrupted(f"a sandbox did not start: {error}") from None

    def _within_reach(self):
        """Copies of what another user may read, in the folder that is its home."""
        code = Path(self.home.name) / "code"
        code.mkdir()
        for name in STUDENTS:
            shutil.copy(HERE / name, code)
        shutil.copytree(self.library, code / "actloss")
        shutil.chown(self.home.name, self.user)
        return [code]

    def _told(self):
        line = self.said.readline(1000)
        if not line:
            raise OSError("it ended")
        return json.loads(line)

    def stop(self):
        """End the nursery, and with it what it began."""
        if not self.process:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.said.close()
        self.control.close()
        if self.home:
            self.home.cleanup()
        self.process = None

    def remember(self, asked, answer):
        """Keep the value that the library gave: the next submission asks the same."""
        line, _ = asked
        if "value" not in answer or b"callback" in line or len(self.known) >= REMEMBERED:
            return
        data = json.dumps(answer).encode() + b"\n"
        if len(line) + len(data) < SHORT:
            self.known[asked] = data

    def from_library(self, question, withheld, sandbox):
        """What a function returns that the library has not in a student's process."""
        name = question["library"]
        functions = all_functions()
        if name not in functions.addresses or (
            name.rpartition(":")[2] in functions.parts(frozenset(withheld))
        ):
            message = f"your own code is asked for: {name} must not be called"
            return {"error": "Withheld", "message": message}
        if not self.whole:
            limits = Limits(seconds=10, total=10**6, memory=1 << 30)
            self.nursery_of_whole = Nursery(limits, self.unsafe, user=self.user).__enter__()
            self.whole = self.nursery_of_whole.sandbox().__enter__()
        try:
            return self.whole.ask(
                do="library",
                name=name,
                values=question["values"],
                withheld=list(withheld),
                answering=sandbox.called_back,
            )
        except Gone:
            self.whole.__exit__()
            self.whole = None
            return {"error": "RuntimeError", "message": f"{name} did not answer"}


class Sandbox:
    """A student's process. Use it in `with`; `ask` puts a request to it, or raises Gone."""

    def __init__(self, nursery):
        self.nursery, self.limits = nursery, nursery.limits

    def __enter__(self):
        self.end = time.monotonic() + PATIENCE * self.limits.processor
        self.left_over, self.received, self.code = b"", 0, None
        requests, self.requests = os.pipe()
        self.answers, answers = os.pipe()
        try:
            self.nursery.begin(requests, answers)
        except BaseException:
            os.close(self.requests)
            os.close(self.answers)
            raise
        finally:
            os.close(requests)
            os.close(answers)
        for pipe in (self.requests, self.answers):
            fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_NONBLOCK)
        return self

    def __exit__(self, *_):
        if self.code is None:
            self.code = self.nursery.end()
            os.close(self.requests)
            os.close(self.answers)

    def ask(self, answering=None, **request):
        """The answer to a request. Raises Gone once the process is dead, silent or incoherent.

        answering: what to do with its questions meanwhile; those to the library, if not given.
        """
        if self.code is not None:
            raise Gone("your code ended the process in which it ran")
        self.withheld = tuple(request.get("withheld", ()))
        seconds = request.get("seconds") or self.limits.seconds
        end = min(self.end, time.monotonic() + PATIENCE * seconds + 5)
        try:
            self._send(request, end)
            while True:
                line = self._read_line(end)
                if known := self.nursery.known.get((line, self.withheld)):
                    self._write(known, end)
                    continue
                answer = _read(line)
                if not {"library", "callback"} & answer.keys():
                    break
                self._send((answering or partial(self._library, line))(answer), end)
        except (BrokenPipeError, EOFError):
            raise self._how_it_ended() from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Gone("your code disturbed the process that runs it") from None
        if not {"outputs", "function", "value", "error"} & answer.keys():
            raise Gone("your code disturbed the process that runs it")
        return answer

    def _library(self, line, question):
        answer = self.nursery.from_library(question, self.withheld, self)
        self.nursery.remember((line, self.withheld), answer)
        return answer

    def called_back(self, question):
        """What a function of the student's gives that was handed to one of the library."""
        end = min(self.end, time.monotonic() + PATIENCE * self.limits.seconds)
        request = {"do": "callback", "number": question["callback"], "args": question["args"]}
        self._send(request, end)
        while "library" in (answer := _read(self._read_line(end))):
            words = "a function of the library that calls yours cannot wait for another one"
            self._send({"error": "RuntimeError", "message": words}, end)
        return answer

    def _send(self, request, end):
        self._write(json.dumps(request).encode() + b"\n", end)

    def _write(self, data, end):
        while data:
            self._wait(end, write=self.requests)
            data = data[os.write(self.requests, data[:65536]) :]

    def _read_line(self, end):
        parts, length = [self.left_over], len(self.left_over)
        while b"\n" not in parts[-1]:
            self._wait(end, read=self.answers)
            parts.append(os.read(self.answers, 1 << 16))
            length += len(parts[-1])
            self.received += len(parts[-1])
            if not parts[-1]:
                raise EOFError
            if length > LINE or self.received > RECEIVED:
                raise ValueError("too long")
        line, _, self.left_over = b"".join(parts).partition(b"\n")
        return line

    def _wait(self, end, read=None, write=None):
        reads, writes = [[pipe] if pipe is not None else [] for pipe in (read, write)]
        if not any(select.select(reads, writes, [], max(0, end - time.monotonic()))):
            self.__exit__()
            raise Gone("your code ran on beyond the limit of time, and had to be ended")

    def _how_it_ended(self):
        self.__exit__()
        if self.code == -signal.SIGKILL:
            return Interrupted("the system ended a sandbox, for want of memory or by command")
        if self.code in (-signal.SIGXCPU, -signal.SIGSEGV, -signal.SIGABRT):
            return Gone("your code took more time or memory than it may, and was ended")
        return Gone("your code ended the process in which it ran")


def _read(line):
    answer = json.loads(line)
    if not isinstance(answer, dict):
        raise ValueError("this is no answer")
    return answer


def _environment(home, code):
    return {
        "HOME": str(home),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{home}/matplotlib",
        "IPYTHONDIR": f"{home}/ipython",
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": "/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(map(str, code)),
        "LANG": "C.UTF-8",
    }


def _bubblewrap(library):
    """The command that starts Python in a sandbox, and where matplotlib's list of fonts is there.

    Its file system is put together here. The nursery keeps the power to leave name spaces, within
    the sandbox alone; the processes that it forks give it up.
    """
    command = ["bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"]
    command += ["--clearenv", "--uid", "1000", "--gid", "1000", "--hostname", "sandbox"]
    command += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"]
    for system in ("/usr", "/lib", "/lib64", "/bin"):
        if os.path.islink(system):
            command += ["--symlink", os.readlink(system), system]
        elif os.path.isdir(system):
            command += ["--ro-bind", system, system]
    if not sys.base_prefix.startswith("/usr/"):
        command += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    for packages in _other_packages():
        command += ["--tmpfs", str(packages), "--remount-ro", str(packages)]
    for path in _python_and_packages():
        command += ["--ro-bind", str(path), str(path)]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--dev", "/dev"]
    for name in STUDENTS:
        command += ["--ro-bind", str(HERE / name), f"/code/{name}"]
    command += ["--ro-bind", str(library), "/code/actloss"]
    for fonts in _font_lists():
        command += ["--ro-bind", str(fonts), f"/code/fonts/{fonts.name}"]
    command += ["--size", str(1 << 24), "--tmpfs", "/home"]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/home"]
    for name, value in _environment("/home", ["/code"]).items():
        command += ["--setenv", name, value]
    return [*command, sys.executable, "/code/student.py"], "/code/fonts"


def _other_packages():
    """Folders of packages that belong to no submission: the system's, and the base Python's."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = [
        Path(sys.base_prefix, "lib", version, "site-packages"),
        Path("/usr/lib/python3/dist-packages"),
        *Path("/usr/local/lib").glob("python3*/*-packages"),
    ]
    return [place for place in dict.fromkeys(places) if place.is_dir()]


def _python_and_packages():
    """The environment's Python and the files of what a submission may import."""
    found = [Path(sys.executable)]
    if (config := Path(sys.prefix, "pyvenv.cfg")).exists():
        found.append(config)
    todo, known = [*PACKAGES], set()
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # of another system
        if name in known:
            continue
        known.add(name)
        needs = [Requirement(need) for need in package.requires or ()]
        todo += [n.name for n in needs if not n.marker or n.marker.evaluate({"extra": ""})]
        tops = {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}
        found += [path for top in sorted(tops) if (path := Path(package.locate_file(top))).exists()]
    return found


@cache
def _font_lists():
    """matplotlib's list of fonts, which every new process would make anew in a second."""
    import matplotlib.font_manager

    version = matplotlib.font_manager.FontManager.__version__
    return [*Path(matplotlib.get_cachedir()).glob(f"fontlist-v{version}*")]
