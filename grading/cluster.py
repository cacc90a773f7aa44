"""Mark on many machines: the workers of a Dask scheduler take the place of processes of this one.

Each worker gets the bytes of what was handed in and gives the mark back as text; this machine alone
writes. Dask gives the work of a worker that dies to another. A worker needs the same version of the
course and its packages, and bubblewrap.
"""

import contextlib
import functools
import hashlib
import io
import json
import logging
import pickle
import platform
import threading
import time
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from importlib.metadata import PackageNotFoundError, version
from multiprocessing.util import Finalize

from grading.assignment import ROOT, SOURCES
from grading.handed_in.attempts import content_of, marked, withheld, work_of, write_mark
from grading.marking.library import LIBRARY, without
from grading.marking.sandbox import PACKAGES, Interrupted, missing, prepare

ANSWER = 10  # seconds in which a scheduler must answer
WORKER = 30  # and a worker must be there
ONE_AT_A_TIME = threading.Lock()  # a nursery has one process at a time
AGAIN = "what was marked stays marked; give the command again"


class Unfit(ValueError):
    """A worker that must not mark; the message says which and why."""


class Cluster:
    """Marks by a scheduler's workers, like `attempts.ThisMachine`.

    Raises ValueError if there is no Dask here, no scheduler there, or no worker, or a wrong one.
    """

    def __init__(self, address, folder, name, limits, unsafe):
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            raise ValueError(
                "CLUSTER needs Dask: .venv/bin/pip install -r requirements-cluster.txt"
            ) from None
        self.address, self.connect = address, Client
        self.ended = (KilledWorker, Interrupted)
        self.folder, self.name, self.rest = folder, name, (limits, unsafe)

    @contextlib.contextmanager
    def ready(self):
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it says, we say
        try:
            client = self.connect(self.address, timeout=ANSWER, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise ValueError(
                f"nobody answers as a Dask scheduler at {self.address}: is it running there, and "
                f"is the address like tcp://10.0.0.1:8786? ({error})"
            ) from None
        with client as self.client:
            self.known = {}
            yield

    @contextlib.contextmanager
    def executor(self, waiting):
        found = self.client.get_executor(pure=False)
        try:
            yield found
        finally:
            found.shutdown(wait=False)

    def room(self):
        """Twice what is marked at a time: a class's files need not all wait in the scheduler."""
        return 2 * sum(self._workers().values())

    def submit(self, executor, attempt):
        about = self.folder, self.name, attempt
        with content_of(*about) as content:
            work = work_of(*about), content.read(), *self.rest
        return executor.submit(_carrier(), self.name, versions(self.name), pickle.dumps(work))

    def some_done(self, jobs):
        while not (done := wait(jobs, timeout=WORKER, return_when=FIRST_COMPLETED).done):
            self._workers()
        return done

    def finish(self, attempt, job):
        try:
            found, cells = job.result()
        except CancelledError:
            raise self._lost() from None
        write_mark(self.folder, self.name, attempt, found, cells)

    def _workers(self):
        """How many threads each worker has, asked for at most once a second."""
        if self.known and time.monotonic() < self.asked + 1:
            return self.known
        try:
            if not self.client.nthreads():
                self.client.wait_for_workers(1, timeout=WORKER)
            self.known, self.asked = self.client.nthreads(), time.monotonic()
            return self.known
        except TimeoutError:
            raise ValueError(
                f"the scheduler at {self.address} has no worker: make worker "
                f"CLUSTER={self.address} starts some on a machine; {AGAIN}"
            ) from None
        except (OSError, RuntimeError):
            raise self._lost() from None

    def _lost(self):
        return ValueError(f"the scheduler at {self.address} is gone; {AGAIN}")


def _carrier():
    """What the scheduler hands on. It goes by value: only workers need to have the course."""

    def carry(name, versions, work):
        try:
            from grading.cluster import mark_there
        except ImportError as error:
            from distributed import get_worker

            where = get_worker().address
            raise ValueError(f"the worker {where} lacks what marks here ({error})") from None
        return mark_there(name, versions, work)

    return carry


def mark_there(name, versions_here, work):
    """Mark in a worker; give the mark and the cells as JSON. Raises Unfit."""
    _check(name, versions_here)
    work, content, limits, unsafe = pickle.loads(work)
    reason = _missing()
    if reason and not unsafe:
        raise Unfit(f"on the worker {_address()} bubblewrap {reason}")
    try:
        with ONE_AT_A_TIME:
            found, cells = marked(work, io.BytesIO(content), limits, unsafe, _library(work.name))
    except OSError as error:
        raise Unfit(f"the worker {_address()} cannot mark: {error}") from None
    return json.dumps(found), json.dumps(cells)


def _check(name, versions_here):
    """Refuse work that comes from another version of the course."""
    theirs = versions(name)
    differ = [
        f"{what} {versions_here.get(what)} here and {theirs.get(what)} there"
        for what in sorted(versions_here.keys() | theirs.keys())
        if versions_here.get(what) != theirs.get(what)
    ]
    if differ:
        raise Unfit(
            f"the worker {_address()} has another version of the course or its packages, so its "
            f"marks could differ: {'; '.join(differ)}. Give all machines the same, then give the "
            "command again"
        )


@functools.cache
def versions(name):
    """What decides about the marks of an assignment: our files, Python, and the packages."""
    files = [*(ROOT / "grading").rglob("*.py"), *LIBRARY.rglob("*"), *(SOURCES / name).rglob("*")]
    digest = hashlib.sha256()
    for path in sorted(path for path in files if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    python = ".".join(platform.python_version_tuple()[:2])
    found = {"the course": digest.hexdigest()[:12], "Python": python}
    for package in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


@functools.cache
def _missing():
    return missing()


@functools.lru_cache(maxsize=1)
def _library(name):
    """The library without what the assignment withholds, as long as this worker lives."""
    prepare()
    place = contextlib.ExitStack()
    Finalize(place, place.close, exitpriority=0)
    return place.enter_context(without(withheld(name)))


def _address():
    from distributed import get_worker

    return get_worker().address
