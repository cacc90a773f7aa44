"""How answers in words are judged: for each task the criteria and their points, in a table.

A class has a copy of its own of each, in rubrics/, for the instructor to edit.
"""

from dataclasses import dataclass

from grading.assignment import SOURCES
from grading.class_folder import write
from grading.results.tables import BadTable, read_table

COLUMNS = ("task", "points", "criterion")
OURS = SOURCES.parent / "rubrics"


@dataclass(frozen=True)
class Criterion:
    """What an answer needs for these points."""

    points: float
    text: str

    def __str__(self):
        return f"{self.points:g}: {self.text}"


def path_of(folder, name):
    return folder.root / "rubrics" / f"{name}.csv"


def hand_out(folder, name):
    """Give the class its copy, if it has none and there is one."""
    path, ours = path_of(folder, name), OURS / f"{name}.csv"
    if ours.exists() and not path.exists():
        write(path, "\ufeff" + ours.read_text(encoding="utf-8"))


def read(path, of):
    """The criteria of each task. of: the points of each task.

    Raises BadTable if the points of a task's criteria do not add up to its own.
    """
    found = dict.fromkeys(of, ())
    if not path.exists():
        return found
    rows = read_table(path)
    if rows and set(COLUMNS) - rows[0].keys():
        raise BadTable(f"{path} needs the columns {', '.join(COLUMNS)}")
    for number, row in enumerate(rows, start=2):
        task, points, text = ((row[column] or "").strip() for column in COLUMNS)
        if not (task or points or text):
            continue
        if task not in of:
            raise BadTable(
                f"{path}, row {number}: {task!r} is no answer in words; there is {', '.join(of)}"
            )
        found[task] += (Criterion(_points(points, f"{path}, row {number}"), text),)
    for task, criteria in found.items():
        total = sum(criterion.points for criterion in criteria)
        if criteria and abs(total - of[task]) > 1e-9:
            parts = " + ".join(f"{criterion.points:g}" for criterion in criteria)
            raise BadTable(
                f"{path}: the criteria of {task} have {parts} = {total:g} points, but the task has "
                f"{of[task]:g}; change them so that they add up"
            )
    return found


def _points(text, where):
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = -1.0
    if not 0 < points < float("inf"):
        raise BadTable(f"{where}: the points must be a number above 0, but are {text!r}")
    return points
