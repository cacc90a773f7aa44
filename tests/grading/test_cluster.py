"""Marking by the workers of a Dask scheduler: a scheduler and workers on this machine."""

import contextlib
import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from importlib.util import find_spec

import pytest
from submitted import NAME, notebook, solved

from grading import cluster
from grading.__main__ import main
from grading.assignment import ROOT
from grading.class_folder import ClassFolder
from grading.handed_in import attempts
from grading.handed_in.submissions import read
from grading.marking.sandbox import Limits, missing
from grading.results.tables import read_table as rows
from programs import needs_sandbox

pytestmark = needs_sandbox(missing())
needs_dask = pytest.mark.skipif(
    not find_spec("distributed"),
    reason="no distributed here (make test-slow installs it); unproved: marking on many machines",
)


@pytest.fixture
def new(released, tmp_path):
    return ClassFolder(shutil.copytree(released, tmp_path / "class"))


def class_of(folder, number, place):
    """A folder of so many submissions, each other than the rest; some are wrong, or end it all."""
    place.mkdir(exist_ok=True)
    for each in range(number):
        wrong = {
            1: {"rise": "rise = 0"},
            2: {"softmax": "import os; os._exit(0)"},
            3: {"softmax": "def softmax(z):\n    return 1 / 0"},
        }.get(each % 6, {})
        cells = solved(variant=folder.variant(), **{"explain": f"Because of {each}.", **wrong})
        (place / f"s{each:04}.ipynb").write_text(notebook(cells))
    (place / "s-empty.ipynb").write_text("")
    return place


def keep_all(folder, place):
    for attempt in read(place, "folder").attempts:
        attempts.keep(folder, NAME, attempt, 1)
    return attempts.unmarked(folder, NAME)


def marks(folder):
    """What stands in the files of the marks, but for how long it took."""
    paths = (folder.root / "marks" / NAME).glob("s*.json")
    return {path.name: {**json.loads(path.read_text()), "seconds": 0} for path in paths}


class Machines:
    """A scheduler on this machine, and workers in processes of their own."""

    def __init__(self, place):
        self.place, self.running = place, []
        note = place / "scheduler.json"
        command = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self.start([*command, "--scheduler-file", note])  # without the course
        while not note.exists() or not note.read_text():
            time.sleep(0.1)
        self.address = json.loads(note.read_text())["address"]

    def start(self, command, path=""):
        environment = {**os.environ, "PYTHONPATH": str(path), "OPENBLAS_NUM_THREADS": "1"}
        with (self.place / "log.txt").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *map(str, command)], cwd=self.place, env=environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process

    def worker(self, path=f"{ROOT}{os.pathsep}{ROOT / 'lib'}"):
        options = ["--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
        return self.start(["worker", self.address, *options], path)

    def kill(self, process):
        """Nothing of it is left, as when a machine loses its power."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def machines(tmp_path):
    found = Machines(tmp_path)
    yield found
    for process in found.running:
        found.kill(process)


@contextlib.contextmanager
def once(condition, act):
    """Act in the background as soon as the condition holds; it must have, in the end."""
    done = threading.Event()

    def watch():
        while not (over.is_set() or condition()):
            time.sleep(0.05)
        if condition():
            act()
            done.set()

    over = threading.Event()
    thread = threading.Thread(target=watch)
    thread.start()
    yield
    over.set()
    thread.join()
    assert done.is_set()


def test_without_dask_it_says_what_to_install(new, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SystemExit, match=r"requirements-cluster\.txt"):
        grade(new, class_of(new, 1, tmp_path / "in"), "tcp://127.0.0.1:1")


def grade(folder, source, address):
    source = [str(source)] if source else []
    main(["--class", str(folder.root), "grade", "4", *source, "--cluster", address])


def test_a_worker_s_mark_is_that_of_this_machine(new, tmp_path):
    waiting = keep_all(new, class_of(new, 4, tmp_path / "in"))
    limits = Limits()
    there = {}
    for attempt in waiting:
        about = new, NAME, attempt
        with attempts.content_of(*about) as content:
            work = pickle.dumps((attempts.work_of(*about), content.read(), limits, False))
        mark, _ = cluster.mark_there(NAME, cluster.versions(NAME), work)
        there[f"{attempt.student}-{attempt.key}.json"] = {**json.loads(mark), "seconds": 0}
    list(attempts.mark_all(waiting, attempts.ThisMachine(new, NAME, limits, False)))
    assert there == marks(new)
    assert sorted(sum(p["points"] for p in m["marks"]) for m in there.values())[-1] == 16


def test_work_of_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(cluster, "_address", lambda: "tcp://there")
    other = {**cluster.versions(NAME), "numpy": "1.0"}
    with pytest.raises(cluster.Unfit, match=r"tcp://there has another version.*numpy 1\.0 here"):
        cluster.mark_there(NAME, other, b"")


@needs_dask
@pytest.mark.slow
def test_a_worker_is_killed_and_nothing_is_lost_or_marked_twice(
    new, machines, tmp_path, monkeypatch
):
    work = class_of(new, 11, tmp_path / "in")
    here = ClassFolder(shutil.copytree(new.root, tmp_path / "here"))
    main(["--class", str(here.root), "grade", "4", str(work)])
    written = []
    real = cluster.write_mark

    def write_mark(folder, name, attempt, *rest):
        written.append(attempt.key)
        real(folder, name, attempt, *rest)

    monkeypatch.setattr(cluster, "write_mark", write_mark)
    victim, *_ = [machines.worker() for _ in range(3)]
    with once(lambda: len(written) >= 4, lambda: machines.kill(victim)):
        grade(new, work, machines.address)
    assert len(written) == len(set(written)) == 12
    assert marks(new) == marks(here)
    report, grades = (
        [rows(f.root / "reports" / NAME / name) for f in (new, here)]
        for name in ("report.csv", "grades.csv")
    )
    assert report[0] == report[1]
    assert grades[0] == grades[1]


@needs_dask
@pytest.mark.slow
def test_the_scheduler_dies_and_the_next_command_goes_on(new, machines, tmp_path):
    work = class_of(new, 11, tmp_path / "in")
    machines.worker()
    with (
        once(lambda: len(marks(new)) >= 3, lambda: machines.kill(machines.scheduler)),
        pytest.raises(SystemExit, match=r"scheduler at tcp.* is gone; what was marked stays"),
    ):
        grade(new, work, machines.address)
    before = marks(new)
    assert 3 <= len(before) < 12
    times = {name: (new.root / "marks" / NAME / name).stat().st_mtime_ns for name in before}
    main(["--class", str(new.root), "grade", "4"])
    assert len(marks(new)) == 12
    assert times == {n: (new.root / "marks" / NAME / n).stat().st_mtime_ns for n in before}


@needs_dask
@pytest.mark.slow
def test_a_worker_of_another_version_is_refused(new, machines, tmp_path):
    other = tmp_path / "other"
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("grading", "lib", "assignments", "publish"):
        shutil.copytree(ROOT / name, other / name, ignore=ignored)
    shutil.copy(ROOT / "requirements.txt", other)
    with (other / "lib/actloss/probability.py").open("a") as file:
        file.write("# changed\n")
    machines.worker(f"{other}{os.pathsep}{other / 'lib'}")
    with pytest.raises(SystemExit, match=r"has another version of the course.*the course \w+ here"):
        grade(new, class_of(new, 2, tmp_path / "in"), machines.address)


@needs_dask
@pytest.mark.slow
def test_a_worker_without_the_course_is_refused(new, machines, tmp_path):
    machines.worker(path="")
    with pytest.raises(SystemExit, match="lacks what marks here"):
        grade(new, class_of(new, 2, tmp_path / "in"), machines.address)


@needs_dask
@pytest.mark.slow
def test_no_scheduler_and_no_worker_are_said(new, machines, tmp_path, monkeypatch):
    work = class_of(new, 2, tmp_path / "in")
    monkeypatch.setattr(cluster, "WORKER", 1)
    with pytest.raises(SystemExit, match="has no worker: make worker"):
        grade(new, work, machines.address)
    monkeypatch.setattr(cluster, "ANSWER", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        for address in (
            f"tcp://127.0.0.1:{free.getsockname()[1]}",
            "tcp://a",
            "tls://a:1",
            "x://y:1",
        ):
            with pytest.raises(SystemExit, match="nobody answers as a Dask scheduler"):
                grade(new, None, address)


@needs_dask
@pytest.mark.slow
def test_many_submissions_go_there_and_back(new, machines, tmp_path, monkeypatch):
    """What sharing out costs: the files travel and the marks are written, but nothing is marked."""
    waiting = keep_all(new, class_of(new, 400, tmp_path / "in"))

    def carry(name, versions, work):
        import json
        import pickle

        found = pickle.loads(work)[1]
        return json.dumps({"by": "", "trouble": "", "marks": [], "seconds": len(found)}), "[]"

    monkeypatch.setattr(cluster, "_carrier", lambda: carry)
    monkeypatch.setattr(cluster, "work_of", lambda *about: vars(attempts.work_of(*about)))
    for _ in range(3):
        machines.worker()
    began = time.monotonic()
    place = cluster.Cluster(machines.address, new, NAME, Limits(), False)
    done = list(attempts.mark_all(waiting, place))
    print(f"{len(done)} submissions there and back: {time.monotonic() - began:.1f} s")
    assert sorted(a.key for a in done) == sorted(a.key for a in waiting)
    assert len(marks(new)) == len(waiting) == 401
    for attempt in waiting:
        mark = json.loads(attempts.mark_file(new, NAME, attempt).read_text())
        sent = new.root / f"attempts/{NAME}/{attempt.student}/{attempt.key}.ipynb"
        assert mark["seconds"] == sent.stat().st_size
