"""Every attempt is kept, marked once, and one of them counts.

An attempt's name is made of its content, so that the same file handed in twice is marked once, and
its mark, once written, is found again: what was interrupted goes on where it stopped. When it was
handed in is kept for each time, so that a file that comes back after another one counts again.
"""

import contextlib
import functools
import hashlib
import itertools
import json
import math
import time
from collections import defaultdict, deque
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from multiprocessing.util import Finalize

import nbformat

from grading.assignment import Assignment, grade_id, is_solution
from grading.class_folder import write
from grading.handed_in.notebooks import read_notebook
from grading.handed_in.submissions import Attempt
from grading.marking.library import without
from grading.marking.notebook import mark
from grading.marking.recognise import recognised
from grading.marking.sandbox import Interrupted, Nursery, prepare
from grading.processes import side_by_side

CHOICES = ("last", "best", "first")


@dataclass(frozen=True)
class HandedIn:
    """That a file was handed in, which can happen to the same file several times."""

    file: str
    time: datetime | None
    name: str
    late: bool
    moment: datetime | None = None
    untimed: str = ""
    upload: int = 0
    team: str = ""
    reading: int = 0  # the number of the download in which it was seen

    @property
    def occasion(self):
        """What orders; it is the same for all that was handed in at once."""
        return self.moment or datetime.min, self.reading


@dataclass(frozen=True)
class Kept:
    """A file in the class's folder, and each time that it was handed in."""

    student: str
    key: str
    trouble: str
    handed_in: tuple

    @property
    def file(self):
        return self.handed_in[-1].file


@dataclass(frozen=True)
class Counted:
    """The attempt that counts, its mark, when it was handed in, and what came with it."""

    attempt: Kept
    mark: dict
    handed_in: HandedIn
    amount: int  # of cells in which something was written
    is_last: bool  # whether nothing was handed in later
    attempts: int  # how many times something else was handed in than the time before
    beside: tuple = ()  # what was handed in at once with it and does not count, in words


def keep(folder, name, attempt: Attempt, reading):
    """Store an attempt; reading the same download again changes nothing."""
    with attempt.open() as content:
        found = hashlib.file_digest(content, "sha256")
        if not content.tell():
            found.update(attempt.trouble.encode())
    digest = found.hexdigest()[:12]
    path = folder.root / "attempts" / name / attempt.student / f"{digest}.json"
    before = _handed_in(path) if path.exists() else []
    shared = {field.name for field in fields(HandedIn)} & {field.name for field in fields(Attempt)}
    now = HandedIn(**{field: getattr(attempt, field) for field in shared}, reading=reading)
    if not any(replace(old, reading=reading) == now for old in before):
        times = [asdict(each) for each in (*before, now)]
        about = {"trouble": attempt.trouble, "handed_in": times}
        with attempt.open() as content:
            write(path.with_suffix(".ipynb"), content)
        write(path, json.dumps(about, indent=1, default=datetime.isoformat))
    return digest


def kept(folder, name):
    """All attempts at an assignment, by student, in the order in which they came last."""
    found = {}
    for path in sorted((folder.root / "attempts" / name).glob("*/*.json")):
        trouble = json.loads(path.read_text(encoding="utf-8"))["trouble"]
        attempt = Kept(path.parent.name, path.stem, trouble, tuple(_handed_in(path)))
        found.setdefault(attempt.student, []).append(attempt)
    for attempts in found.values():
        attempts.sort(key=lambda attempt: (attempt.handed_in[-1].occasion, attempt.key))
    return dict(sorted(found.items()))


def _handed_in(path):
    """Each time that the file with this note was handed in, the last at the end."""
    found = []
    for each in json.loads(path.read_text(encoding="utf-8"))["handed_in"]:
        times = {k: each[k] and datetime.fromisoformat(each[k]) for k in ("time", "moment")}
        found.append(HandedIn(**{**each, **times}))
    return sorted(found, key=lambda each: each.occasion)


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


def cells_of(folder, name, attempt):
    """The cells of an attempt as they ran, read when they are needed: they may be long."""
    path = _cells_file(folder, name, attempt)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def _cells_file(folder, name, attempt):
    path = mark_file(folder, name, attempt)
    return path.with_name(f"{path.stem}.cells")


@dataclass(frozen=True)
class Work:
    """What marking needs to know of a file that was handed in, beside its content."""

    name: str
    variant: int
    given: str  # the notebook that was given out
    file: str
    trouble: str


def work_of(folder, name, attempt):
    return Work(
        name,
        folder.variant(attempt.student),
        folder.released(name).read_text(encoding="utf-8"),
        attempt.file,
        attempt.trouble,
    )


def content_of(folder, name, attempt):
    """The file itself, open to be read in bytes."""
    path = folder.root / "attempts" / name / attempt.student / f"{attempt.key}.ipynb"
    return path.open("rb")


def marked(work, content, limits, unsafe, library):
    """The mark of what was handed in, and its cells as they ran. content: a stream of bytes."""
    assignment = Assignment(work.name, work.variant)
    given = nbformat.reads(work.given, as_version=4).cells
    began, trouble, marks, cells = time.monotonic(), work.trouble, [], []
    try:
        if not trouble:
            submitted = recognised(read_notebook(content, work.file), given)
        if not trouble and not {grade_id(c) for c in submitted} & assignment.points.keys():
            trouble = f"{work.file} has none of the assignment's cells; was it made from it?"
    except ValueError as error:
        trouble = str(error)
    if not trouble:
        with _nursery(work.name, limits, unsafe, library).sandbox() as sandbox:
            marks, cells = mark(assignment, submitted, sandbox.ask, limits)
    found = {
        "by": _fingerprint(work.name, work.variant),
        "trouble": trouble,
        "marks": [asdict(m) for m in marks],
        "seconds": round(time.monotonic() - began, 2),
    }
    return found, as_given(cells, given)


def write_mark(folder, name, attempt, found, cells):
    """Store a mark. It counts as marked from its last line on."""
    write(_cells_file(folder, name, attempt), cells)
    write(mark_file(folder, name, attempt), found)


def mark_attempt(folder, name, attempt, limits, unsafe, library):
    """Mark one attempt and write what was found; whatever it does, the file says it."""
    with content_of(folder, name, attempt) as content:
        work = work_of(folder, name, attempt)
        found, cells = marked(work, content, limits, unsafe, library)
    write_mark(folder, name, attempt, json.dumps(found), json.dumps(cells))


def _mark_here(*arguments):
    """`mark_attempt`, as another process finds it."""
    mark_attempt(*arguments)


@functools.lru_cache(maxsize=1)
def _nursery(name, limits, unsafe, library):
    """Where this process takes the sandboxes of an assignment from, as long as it lives."""
    nursery = Nursery(limits, unsafe, library, Assignment(name).draws).__enter__()
    Finalize(nursery, nursery.__exit__, exitpriority=1)  # a pool's processes do not ask atexit
    return nursery


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


class ThisMachine:
    """Marks by processes of this machine, as many at a time as it has processors."""

    ended = (BrokenProcessPool, Interrupted)  # what is no fault of the work that was marked

    def __init__(self, folder, name, limits, unsafe):
        self.folder, self.name, self.rest = folder, name, (limits, unsafe)

    @contextlib.contextmanager
    def ready(self):
        _, unsafe = self.rest
        if not unsafe:
            prepare()
        with without(withheld(self.name)) as self.library:
            yield

    def executor(self, waiting):
        return side_by_side(waiting)

    def room(self):
        """How many attempts may be under way, or wait in the executor."""
        return math.inf

    def submit(self, executor, attempt):
        return executor.submit(
            _mark_here, self.folder, self.name, attempt, *self.rest, self.library
        )

    def some_done(self, jobs):
        """Wait until some are done; return these."""
        return wait(jobs, return_when=FIRST_COMPLETED).done

    def finish(self, attempt, job):
        """See to it that the mark of a job that is done is written."""
        job.result()


def withheld(name):
    """The library's functions that the assignment withholds."""
    return {function for names in Assignment(name).withheld.values() for function in names}


def mark_all(waiting, place):
    """Mark these attempts at a place; yield each when it is done.

    place: ThisMachine, or what is like it. What ends a process of ours, such as a lack of memory,
    ends no run: each attempt is tried twice, the second time with no other beside it. What then has
    no mark waits for the next run. Raises OSError if a mark cannot be written.
    """
    if waiting:
        with place.ready():
            again = yield from _mark_these(waiting, place)
            for attempt in again:
                if (yield from _mark_these([attempt], place)):
                    yield attempt


def _mark_these(waiting, place):
    """Mark attempts, and yield each that is done; return those that have to be tried again."""
    again, todo, jobs = [], deque(waiting), {}
    with place.executor(len(waiting)) as executor:
        while todo or jobs:
            while todo and len(jobs) < place.room():
                attempt = todo.popleft()
                try:
                    jobs[place.submit(executor, attempt)] = attempt
                except place.ended:
                    again.append(attempt)
            for job in place.some_done(jobs):
                attempt = jobs.pop(job)
                try:
                    place.finish(attempt, job)
                except place.ended:
                    again.append(attempt)
                else:
                    yield attempt
    return again


def points(mark):
    return sum(part["points"] for part in mark["marks"])


def choose(folder, name, attempts, counts, given):
    """The attempt of a student that counts, as a Counted.

    A notebook counts before what is none, and one in which something was written before one that
    is as it was given out. Of what was handed in at once, that counts in which more was written.
    """
    marks = {attempt.key: mark_of(folder, name, attempt) for attempt in attempts}
    amounts = {a.key: written(cells_of(folder, name, a), given) for a in attempts}
    worth = {key: (not mark["trouble"], amounts[key] > 0) for key, mark in marks.items()}
    every = [(each, attempt) for attempt in attempts for each in attempt.handed_in]
    usable = [pair for pair in every if worth[pair[1].key] == max(worth.values())]

    def within(pair):
        each, attempt = pair
        return amounts[attempt.key], points(marks[attempt.key]), each.upload, each.file

    occasions = sorted({each.occasion for each, _ in usable})
    one_each = [max((p for p in usable if p[0].occasion == o), key=within) for o in occasions]
    if counts == "best":
        each, attempt = max(reversed(one_each), key=lambda pair: points(marks[pair[1].key]))
    else:
        each, attempt = one_each[0 if counts == "first" else -1]
    beside = [
        _why_not(other, marks[a.key], worth[a.key])
        for other, a in every
        if other.occasion == each.occasion and a.key != attempt.key
    ]
    is_last = each.occasion == max(other.occasion for other, _ in every)
    return Counted(
        attempt,
        marks[attempt.key],
        each,
        amounts[attempt.key],
        is_last,
        _count(every),
        tuple(beside),
    )


def _count(every):
    """How many times a student handed in something else than the time before."""
    keys = defaultdict(set)
    for each, attempt in every:
        keys[each.occasion].add(attempt.key)
    return sum(1 for _ in itertools.groupby(keys[occasion] for occasion in sorted(keys)))


def _why_not(each, mark, worth):
    sound, touched = worth
    if not sound:
        return mark["trouble"]
    return f"{each.file} has {points(mark):g} points" if touched else f"{each.file} is as given out"


def written(cells, given):
    """In how many cells of a marked notebook something stands that was not given out."""
    ours = {grade_id(cell) for cell in given} - {None}
    texts = {cell.source.strip() for cell in given} | {""}
    own = [c for c in map(nbformat.from_dict, cells) if is_solution(c) or grade_id(c) not in ours]
    return sum(cell.source.strip() not in texts for cell in own)
