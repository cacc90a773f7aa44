"""A process for a student's code: cut off from the network, the disk and other processes.

bubblewrap gives it a file system of its own, in which Python and the library can be read, and only
a small memory disk can be written. A seccomp filter keeps it from starting processes; limits end
what takes too much time or memory.
"""

import contextlib
import errno
import fcntl
import json
import os
import platform
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import actloss
from grading.marking.notebook import Gone

HERE = Path(__file__).parent
ANSWER = 50_000_000  # bytes that an answer may have
MACHINES = ("x86_64", "aarch64")  # where the flags are clone's first argument
CLONE_THREAD = 0x10000

UNSAFE = """\
Student code would run here as you, with your files, your network and the solutions within its
reach. bubblewrap, which separates it, {reason}. Install it (Debian, Ubuntu: apt install
bubblewrap libseccomp2; Windows: within WSL), or, if you trust every submission, add --unsafe
(make: UNSAFE=1). Then only time and memory are limited."""


@dataclass(frozen=True)
class Limits:
    """What a student's code may take."""

    seconds: float = 20  # for one cell or one call
    total: float = 120  # for all of a notebook
    memory: int = 2 << 30  # bytes
    files: int = 64 << 20  # bytes, all files together


def compile_once():
    """Let Python store what it compiles of the modules that every student's process imports.

    In a sandbox nothing can be stored, so each process would compile them anew, in half a second.
    """
    if Path(find_spec("IPython.core.completer").cached).exists():
        return
    with tempfile.TemporaryDirectory(prefix="first-") as home:
        environment = _environment(home, HERE)
        del environment["PYTHONDONTWRITEBYTECODE"]
        command = [sys.executable, str(HERE / "student.py"), "1"]
        subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def missing():
    """Why there is no sandbox on this machine; None if there is one."""
    if platform.machine() not in MACHINES or sys.platform != "linux":
        return f"does not know this machine ({sys.platform}, {platform.machine()})"
    if not shutil.which("bwrap"):
        return "is not installed"
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/"]
    try:
        with _open_filter() as filter_:
            command += ["--seccomp", str(filter_.fileno()), "true"]
            tried = subprocess.run(
                command, capture_output=True, text=True, pass_fds=[filter_.fileno()]
            )
    except (RuntimeError, OSError) as error:
        return f"needs libseccomp 2.5 or newer ({error})"
    return f"does not work here: {tried.stderr.strip()}" if tried.returncode else None


class Sandbox:
    """A student's process. Use it in `with`; `ask` puts a request to it, or raises Gone."""

    def __init__(self, limits=None, unsafe=False):
        self.limits = limits or Limits()
        self.unsafe = unsafe

    def __enter__(self):
        self.end = time.monotonic() + self.limits.total
        self.left_over = b""
        with contextlib.ExitStack() as until_started:
            if self.unsafe:
                self.folder = tempfile.TemporaryDirectory(prefix="submission-")
                command, kept = [sys.executable, str(HERE / "student.py")], ()
                environment = _environment(self.folder.name, HERE)
            else:
                self.folder = contextlib.nullcontext()
                filter_ = until_started.enter_context(_open_filter())
                command, kept = _bubblewrap(self.limits, filter_), (filter_.fileno(),)
                environment = {"PATH": os.environ["PATH"]}
            self.process = subprocess.Popen(
                [*command, str(self.limits.seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=self.folder.name if self.unsafe else "/",
                pass_fds=kept,
                start_new_session=True,
                preexec_fn=self._limit,
                bufsize=0,
            )
        for pipe in (self.process.stdin, self.process.stdout):
            fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_NONBLOCK)
        return self

    def _limit(self):
        for what, most in {
            resource.RLIMIT_AS: self.limits.memory,
            resource.RLIMIT_FSIZE: self.limits.files,
            resource.RLIMIT_CPU: int(self.limits.total) + 1,
            resource.RLIMIT_CORE: 0,
        }.items():
            resource.setrlimit(what, (most, most))

    def __exit__(self, *_):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        if self.unsafe:
            self.folder.cleanup()

    def ask(self, **request):
        """The answer to a request. Raises Gone once the process is dead, silent or incoherent."""
        end = min(self.end, time.monotonic() + self.limits.seconds + 5)
        try:
            self._write(json.dumps(request).encode() + b"\n", end)
            answer = json.loads(self._read_line(end))
        except (BrokenPipeError, EOFError):
            raise Gone(self._how_it_ended()) from None
        except (ValueError, RecursionError):
            raise Gone("your code disturbed the process that runs it") from None
        if not isinstance(answer, dict) or not {"outputs", "function", "value", "error"} & {
            *answer
        }:
            raise Gone("your code disturbed the process that runs it")
        return answer

    def _write(self, data, end):
        while data:
            self._wait(end, write=self.process.stdin)
            data = data[os.write(self.process.stdin.fileno(), data[:65536]) :]

    def _read_line(self, end):
        parts, length = [self.left_over], len(self.left_over)
        while b"\n" not in parts[-1]:
            self._wait(end, read=self.process.stdout)
            parts.append(os.read(self.process.stdout.fileno(), 1 << 20))
            length += len(parts[-1])
            if not parts[-1]:
                raise EOFError
            if length > ANSWER:
                raise ValueError("too long")
        line, _, self.left_over = b"".join(parts).partition(b"\n")
        return line

    def _wait(self, end, read=None, write=None):
        ready = select.select(
            [read] if read else [], [write] if write else [], [], max(0, end - time.monotonic())
        )
        if not any(ready):
            self.__exit__()
            raise Gone("your code ran on beyond the limit of time, and had to be ended")

    def _how_it_ended(self):
        code = self.process.wait()
        if code in (-signal.SIGXCPU, -signal.SIGKILL, 128 + signal.SIGXCPU, 128 + signal.SIGKILL):
            return "your code took more time or memory than it may, and was ended"
        return "your code ended the process in which it ran"


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
        "PYTHONPATH": str(code),
        "LANG": "C.UTF-8",
    }


def _bubblewrap(limits, filter_):
    """The command that starts Python in a sandbox; its file system is put together here."""
    library = Path(actloss.__file__).parent
    read_only = {sys.base_prefix, sys.prefix, str(library)}
    command = ["bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"]
    command += ["--clearenv", "--uid", "1000", "--gid", "1000", "--hostname", "sandbox"]
    command += ["--cap-drop", "ALL", "--seccomp", str(filter_.fileno())]
    for system in ("/usr", "/lib", "/lib64", "/bin"):
        if os.path.islink(system):
            command += ["--symlink", os.readlink(system), system]
        elif os.path.isdir(system):
            command += ["--ro-bind", system, system]
    for path in sorted(p for p in read_only if not p.startswith("/usr/")):
        command += ["--ro-bind", path, path]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    command += ["--proc", "/proc", "--dev", "/dev"]
    for name in ("student.py", "plain.py"):
        command += ["--ro-bind", str(HERE / name), f"/code/{name}"]
    command += ["--size", str(limits.files), "--tmpfs", "/home"]
    for fonts in _font_lists():
        command += ["--ro-bind", str(fonts), f"/home/matplotlib/{fonts.name}"]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/home"]
    for name, value in _environment("/home", "/code").items():
        command += ["--setenv", name, value]
    return [*command, sys.executable, "/code/student.py"]


def _font_lists():
    """matplotlib's list of fonts, which every new process would make anew in a second."""
    import matplotlib.font_manager

    return Path(matplotlib.get_cachedir()).glob(
        f"fontlist-v{matplotlib.font_manager.FontManager.__version__}*"
    )


@contextlib.contextmanager
def _open_filter():
    """A seccomp program: threads may be started, other processes not.

    A C library that finds no clone3 takes clone, whose flags a filter can read.
    """
    import pyseccomp  # looks for libseccomp, which marking without a sandbox does not need

    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    rules.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    not_permitted = pyseccomp.ERRNO(errno.EPERM)
    rules.add_rule(not_permitted, "fork")
    rules.add_rule(not_permitted, "vfork")
    no_thread = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, CLONE_THREAD, 0)
    rules.add_rule(not_permitted, "clone", no_thread)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        yield file
