"""The answers in words: a table to read and fill in, whose points go into the gradebook.

Several graders fill in a copy each, such as answers-anna.csv: these are read with it, and never
written. Two who gave different points for an answer are named, and neither counts.

What a person typed into it is never lost: it goes with the words that it was given for, and what
fits no answer any more is kept in a dated copy beside the table, and named.
"""

import itertools
import operator
import unicodedata
from dataclasses import dataclass, field

from grading.assignment import grade_id, is_manual
from grading.results.tables import KEPT, BadTable, copies, keep_copy, read_table, write_table

FILE = "answers.csv"
COLUMNS = (
    "student", "task", "points", "of", "comment", "answer", "criteria", "graders", "attempt"
)  # fmt: skip
NEEDED = {"student", "task", "points", "comment"}
LONGEST = 30_000  # characters; a spreadsheet's cell holds not many more
CUT = "\n\n… (cut: the whole answer is in the student's page of feedback)"
MARK = "v"  # before an attempt's name, which spreadsheets could take for a number


def path_of(folder, name):
    return folder.root / "reports" / name / FILE


def points_of(given):
    """The most points of each task that a person reads."""
    return {grade_id(c): c.metadata.nbgrader.points for c in given if is_manual(c)}


def collect(given, counted, cells_of, criteria=None):
    """The rows of the table for what students wrote, but for blank answers.

    counted: for each student what counts. cells_of: gives the cells of an attempt. criteria: those
    of each task. An answer in a cell of its own beside the task's counts with it, and any text that
    was added does where the task's own cell holds nothing.
    """
    blank = {grade_id(c): c.source.strip() for c in given if is_manual(c)}
    known = {c.source.strip() for c in given}
    rows = {task: [] for task in blank}
    for student, counts in counted.items():
        for task, answer in _texts(cells_of(counts.attempt), blank, known).items():
            rows[task].append(
                {
                    "student": student,
                    "task": task,
                    "of": f"{points_of(given)[task]:g}",
                    "answer": answer,
                    "criteria": "\n".join(map(str, (criteria or {}).get(task, ()))),
                    "attempt": f"{MARK}{counts.attempt.key}",
                }
            )
    return [row for task in blank for row in rows[task]]


def _texts(cells, blank, known):
    """The answer to each task, without those that are blank."""
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    places = {name: at for at, name in enumerate(names) if name in blank}
    added = {task: [] for task in places}
    for at, cell in enumerate(cells):
        text = cell["source"].strip()
        is_text = cell["cell_type"] == "markdown" and not names[at]
        if places and is_text and text not in {"", *known}:
            ours = {
                task: sum(1 for name in names[min(at, place) : max(at, place)] if name)
                for task, place in places.items()
            }
            # given cells between the two; the task's own is one if it comes first
            nearest = min(ours, key=lambda task: (ours[task], abs(places[task] - at)))
            beside = ours[nearest] <= (places[nearest] < at)
            added[nearest].append((beside, text))
    found = {}
    for task, place in places.items():
        own = cells[place]["source"].strip()
        own = "" if own == blank[task] else own
        more = [text for beside, text in added[task] if beside or not own]
        if own or more:
            text = "\n\n".join([own, *more] if own else more)
            found[task] = text if len(text) <= LONGEST else text[:LONGEST] + CUT
    return found


@dataclass
class Given:
    """What a person typed into a row of the table."""

    student: str
    task: str
    points: str
    comment: str
    attempt: str
    words: str
    more: dict  # what stands in columns that were added
    where: str = ""  # its table and row
    used: bool = False

    @property
    def is_blank(self):
        return not (self.points or self.comment or any(self.more.values()))

    def is_for(self, row):
        """Whether these are the words that were read."""
        return self.attempt == row["attempt"] or self.words == _words(row["answer"])


@dataclass
class Table:
    """The table as a person left it, and the points and comments that fit the answers of now."""

    path: object
    given: list = field(default_factory=list)
    graders: dict = field(default_factory=dict)  # what stands in the copy of each
    columns: tuple = COLUMNS
    rows: list = field(default_factory=list)
    remarks: list = field(default_factory=list)


def read(path, of, criteria=None):
    """What stands in the table at `path` and in the copies of graders.

    of: the most points of each task. criteria: those of each. Raises BadTable, and the tables stay
    as they are, if points are no number from 0 to the most, or stand twice.
    """
    table = Table(path)
    if path.exists():
        table.given, more = _read(path, of, criteria or {})
        table.columns = (*COLUMNS, *more)
    for copy in sorted(path.parent.glob(f"{path.stem}-*{path.suffix}")):
        if KEPT not in copy.name:
            grader = copy.stem.removeprefix(f"{path.stem}-")
            table.graders[grader], _ = _read(copy, of, criteria or {})
    return table


def _read(path, of, criteria):
    before = read_table(path)
    if before and NEEDED - before[0].keys():
        raise BadTable(f"{path} has lost a column; it needs {', '.join(COLUMNS)}")
    longer = [row for row in before if any(row.get(None, []))]
    if longer:
        raise BadTable(
            f"{path}: the row of {longer[0]['student']} for {longer[0]['task']} has more cells "
            "than there are columns; was a comma typed outside a spreadsheet?"
        )
    more = [name for name in (before[0] if before else {}) if name and name not in COLUMNS]
    found = [_given(row, more) for row in before]
    seen = {}
    for number, given in enumerate(found, start=2):
        given.where = f"{path.name}, row {number}"
        if given.points:
            given.points = _number(given, of.get(given.task), path, criteria.get(given.task, ()))
        other = seen.setdefault((given.student, given.task, given.attempt), given)
        if other.points and given.points and other.points != given.points:
            raise BadTable(
                f"{path}: {given.student} has two rows for {given.task}, with {other.points} and "
                f"{given.points} points; delete one"
            )
    return found, more


def _given(row, more):
    typed = {key: (value or "").strip() for key, value in row.items() if key}
    return Given(
        typed["student"],
        typed["task"],
        typed["points"],
        typed["comment"],
        typed.get("attempt", ""),
        _words(typed.get("answer", "")),
        {name: typed[name] for name in more},
    )


def _words(text):
    """The words of an answer, however a spreadsheet broke its lines or marked it as a text."""
    return " ".join(unicodedata.normalize("NFC", text).lstrip("'").split())


def total(points):
    """The number that is meant by points such as "3" or "2+1+0"."""
    return sum(parts(points))


def parts(points):
    return [float(part) for part in points.split("+")]


def _number(given, most, path, criteria=()):
    """The points as they are written: one number, or one for each criterion."""
    try:
        found = parts(given.points.replace(",", "."))
    except ValueError:
        found = [-1.0]
    whole = sum(found)
    if not (min(found) >= 0 and 0 <= whole <= (whole if most is None else most)):
        upper = "" if most is None else f" to {most:g}"
        raise BadTable(
            f"{path}: the points of {given.student} for {given.task} must be a number from 0"
            f"{upper}, but are {given.points!r}"
        )
    each = [criterion.points for criterion in criteria]
    fit = len(found) == len(each) and all(map(operator.le, found, each))
    if len(found) > 1 and most is not None and not fit:
        known = "+".join(f"{most:g}" for most in each) or "no criteria"
        raise BadTable(
            f"{path}: the points of {given.student} for {given.task} are {given.points!r}, but the "
            f"rubric has {known}: one number for each criterion, or one for all"
        )
    return "+".join(f"{part:g}" for part in found)


def fill(table, rows, students):
    """Give the rows the points and comments that were given for the same words.

    students: who handed in something; another name in the table is one that a spreadsheet changed.
    """
    table.rows = rows
    waiting = []
    for row in rows:
        own = [g for g in table.given if (g.student, g.task) == (row["student"], row["task"])]
        fitting = [given for given in own if given.is_for(row)]
        if not fitting:
            waiting.append(row)
        for given in sorted(fitting, key=lambda given: not given.is_blank):
            _take(row, given)
    strange = [given for given in table.given if not given.used and given.student not in students]
    for row in waiting:
        fitting = [given for given in strange if given.task == row["task"] and given.is_for(row)]
        rivals = [r for r in waiting if any(g.task == r["task"] and g.is_for(r) for g in fitting)]
        if len(fitting) == len(rivals) == 1 and not fitting[0].is_blank:
            _take(row, fitting[0])
            table.remarks.append(
                f"{FILE}: the row of {fitting[0].student!r} is taken for that of "
                f"{row['student']}, whose answer it holds"
            )
        elif not fitting:
            _take_from_copies(table, row)
    for row in rows:
        _merge(table, row)
    for given in itertools.chain.from_iterable(table.graders.values()):
        if not (given.used or given.is_blank):
            table.remarks.append(
                f"{given.where}: this is for another answer of {given.student} to {given.task} "
                "than the one that counts, or for nobody's; it is not used"
            )


def _merge(table, row):
    """What counts of a row: what stands in the table itself, else that on which graders agree."""
    found = {}
    for grader, own in table.graders.items():
        for given in own:
            if (given.student, given.task) == (row["student"], row["task"]) and given.is_for(row):
                given.used = True
                if not given.is_blank:
                    found[grader] = given
    row["graders"] = "; ".join(f"{who}: {given.points or '–'}" for who, given in found.items())
    points = [given for given in found.values() if given.points]
    comments = dict.fromkeys(given.comment for given in found.values() if given.comment)
    row["counts"] = row.get("points", ""), row.get("comment") or "\n\n".join(comments)
    if row["counts"][0] or not points:
        return
    if len({total(given.points) for given in points}) > 1:
        who = " and ".join(f"{given.points} ({given.where})" for given in points)
        table.remarks.append(
            f"{row['student']} has different points for {row['task']}: {who}. None of them counts "
            f"until these agree, or until you type the points into {FILE}"
        )
        return
    most = max(points, key=lambda given: given.points.count("+"))
    row["counts"] = most.points, row["counts"][1]


def _take(row, given):
    given.used = True
    row.update({**given.more, "points": given.points, "comment": given.comment})


def _take_from_copies(table, row):
    """Points that were given for these words before others came in between."""
    for copy in copies(table.path):
        for old in read_table(copy):
            if NEEDED - old.keys():
                continue
            given = _given(old, [])
            same = (given.student, given.task) == (row["student"], row["task"])
            if same and given.is_for(row) and not given.is_blank:
                given.points = _number(given, None, copy) if given.points else ""
                _take(row, given)
                table.remarks.append(
                    f"{row['student']}: the answer to {row['task']} is again the one that was "
                    f"read; its points are back from {copy.name}"
                )
                return


def save(table):
    """Write the table; if that would lose what a person typed, keep a copy first, and say it."""
    lost = [given for given in table.given if not (given.used or given.is_blank)]
    if lost:
        copy = keep_copy(table.path)
    now = {(row["student"], row["task"]) for row in table.rows}
    for given in lost:
        again = "read it again" if (given.student, given.task) in now else "there is none now"
        what = f"{given.points} points" if given.points else "what you wrote"
        table.remarks.append(
            f"{given.student}: another answer to {given.task} counts than the one you read, "
            f"{again}; {what} for the old one: {copy.name}"
        )
    write_table(table.path, table.rows, table.columns)
