"""Every attempt is kept, marked once, and one of them counts.

An attempt's name is made of its content, so that the same file handed in twice is one attempt, and
its mark, once written, is found again: what was interrupted goes on where it stopped.
"""

import functools
import hashlib
import json
import multiprocessing
import os
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from multiprocessing.connection import wait

import nbformat

from grading.assignment import Assignment, grade_id, is_solution
from grading.class_folder import write
from grading.marking import mark
from grading.sandbox import Sandbox
from grading.submissions import Attempt

CHOICES = ("last", "best", "first")


@dataclass(frozen=True)
class Kept:
    """An attempt in the class's folder."""

    student: str
    key: str
    file: str
    time: datetime | None
    name: str
    late: bool
    trouble: str


def keep(folder, name, attempt: Attempt):
    """Store an attempt; storing it again changes nothing."""
    digest = hashlib.sha256(attempt.content or attempt.trouble.encode()).hexdigest()[:12]
    place = folder.root / "attempts" / name / attempt.student
    if not (place / f"{digest}.json").exists():
        about = {k: v for k, v in asdict(attempt).items() if k not in ("content", "student")}
        about["time"] = attempt.time and attempt.time.isoformat()
        write(place / f"{digest}.ipynb", attempt.content)
        write(place / f"{digest}.json", json.dumps(about, indent=1))
    return digest


def kept(folder, name):
    """All attempts at an assignment, in the order of their times, by student."""
    found = {}
    for path in sorted((folder.root / "attempts" / name).glob("*/*.json")):
        about = json.loads(path.read_text(encoding="utf-8"))
        about["time"] = about["time"] and datetime.fromisoformat(about["time"])
        attempt = Kept(student=path.parent.name, key=path.stem, **about)
        found.setdefault(attempt.student, []).append(attempt)
    for attempts in found.values():
        attempts.sort(key=lambda attempt: (attempt.time or datetime.min, attempt.key))
    return dict(sorted(found.items()))


def read_notebook(content, file):
    """The cells of a submitted notebook. Raises ValueError, which says what the file is instead."""
    if not content.strip():
        raise ValueError(f"{file} is empty")
    try:
        cells = nbformat.reads(content.decode("utf-8-sig"), as_version=4).cells
        sound = [
            cell
            for cell in cells
            if isinstance(cell.source, str) and cell.cell_type in ("code", "markdown", "raw")
        ]
    except Exception as error:
        if not file.endswith(".ipynb"):
            raise ValueError(f"{file} is no notebook") from None
        raise ValueError(f"{file} cannot be read as a notebook ({type(error).__name__})") from None
    return sound


def mark_file(folder, name, attempt):
    """Where the mark of an attempt is, or will be."""
    return folder.root / "marks" / name / f"{attempt.student}-{attempt.key}.json"


def mark_of(folder, name, attempt):
    """The mark of an attempt, if there is one, by the checks and the numbers of now."""
    path = mark_file(folder, name, attempt)
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    return found if found["by"] == _checks(folder, name, attempt.student) else None


def _checks(folder, name, student):
    """What stands for the checks and the numbers by which a student's attempts are marked."""
    return _fingerprint(name, folder.variant(student))


@functools.cache
def _fingerprint(name, variant):
    text = "".join(cell.source for cell in Assignment(name, variant).cells)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def mark_attempt(folder, name, attempt, limits, unsafe):
    """Mark one attempt and write what was found; whatever it does, the file says it."""
    assignment = folder.assignment(name, attempt.student)
    given = nbformat.read(folder.released(name), as_version=4).cells
    path = folder.root / "attempts" / name / attempt.student / f"{attempt.key}.ipynb"
    began, trouble, marks, cells = time.monotonic(), attempt.trouble, [], []
    try:
        submitted = [] if trouble else read_notebook(path.read_bytes(), attempt.file)
        if not trouble and not {grade_id(c) for c in submitted} & assignment.points.keys():
            trouble = f"{attempt.file} has none of the assignment's cells; was it made from it?"
    except ValueError as error:
        trouble, submitted = str(error), []
    if not trouble:
        with Sandbox(limits, unsafe) as sandbox:
            marks, cells = mark(assignment, submitted, sandbox.ask)
    write(
        mark_file(folder, name, attempt),
        json.dumps(
            {
                "by": _checks(folder, name, attempt.student),
                "trouble": trouble,
                "marks": [asdict(m) for m in marks],
                "cells": as_given(cells, given),
                "seconds": round(time.monotonic() - began, 2),
            }
        ),
    )


def as_given(cells, given):
    """The cells with our checks as they were given out, so that no hidden test is in them."""
    ours = {grade_id(cell): cell for cell in given if grade_id(cell)}
    for cell in cells:
        if cell.metadata.get("nbgrader"):
            cell.metadata = ours[grade_id(cell)].metadata
            if not is_solution(cell):
                cell.source = ours[grade_id(cell)].source
    return cells


def unmarked(folder, name):
    """The attempts that have no mark yet."""
    every = [a for attempts in kept(folder, name).values() for a in attempts]
    return [attempt for attempt in every if mark_of(folder, name, attempt) is None]


def mark_all(folder, name, waiting, limits, unsafe):
    """Mark these attempts, as many at a time as there are processors; yield each when it is done.

    Each has a process of its own, whose end, however it comes, ends nothing else.
    """
    waiting, running = list(waiting), {}
    try:
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                attempt = waiting.pop(0)
                arguments = (folder, name, attempt, limits, unsafe)
                job = multiprocessing.Process(target=mark_attempt, args=arguments)
                job.start()
                running[job.sentinel] = job, attempt, time.monotonic() + limits.total + 60
            ended = wait(list(running), timeout=1)
            late = [s for s, (_, _, end) in running.items() if time.monotonic() > end]
            for sentinel in {*ended, *late}:
                job, attempt, _ = running.pop(sentinel)
                job.kill()
                job.join()
                _settle(folder, name, attempt)
                yield attempt
    finally:
        for job, *_ in running.values():
            job.kill()


def _settle(folder, name, attempt):
    """An attempt that broke its checks has that as its mark, and is not tried for ever."""
    if mark_of(folder, name, attempt) is None:
        trouble = f"{attempt.file} broke the checks or took too long; look at it by hand"
        by = _checks(folder, name, attempt.student)
        mark = {"by": by, "trouble": trouble, "marks": [], "cells": [], "seconds": None}
        write(mark_file(folder, name, attempt), json.dumps(mark))


def points(mark):
    return sum(part["points"] for part in mark["marks"])


def choose(folder, name, attempts, counts):
    """The attempt that counts, and its mark. An attempt that is no notebook never beats one."""
    marked = [(attempt, mark_of(folder, name, attempt)) for attempt in attempts]
    sound = [pair for pair in marked if not pair[1]["trouble"]] or marked
    if counts == "first":
        return sound[0]
    if counts == "best":
        return max(reversed(sound), key=lambda pair: points(pair[1]))
    return sound[-1]
