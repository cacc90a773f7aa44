"""Mark what a class handed in, and write grades, feedback and reports."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import nbformat

from actloss.progress import progress
from grading import answers, attempts, gradebook, platforms, submissions
from grading.marking import failure
from grading.sandbox import Limits
from grading.tables import read_table, write_table
from publish.chapters.packing import pack


class NotReleased(ValueError):
    """An assignment is graded that was not given out from this folder."""


@dataclass
class Report:
    """What there is to say after grading, a line each."""

    lines: list = field(default_factory=list)
    marked: int = 0
    students: int = 0


def grade(folder, name, source=None, form=None, roster=None, due=None, counts="last", unsafe=False,
          limits=None):  # fmt: skip
    """Mark an assignment's submissions; all files are in the class's folder afterwards.

    source: the zip file or folder of submissions; None marks those that are there already.
    roster: a class list, a CSV file. due: when it had to be handed in. counts: last, best, first.
    """
    if folder.released(name) is None:
        raise NotReleased(f"{name} was not released from {folder.root}: make release first")
    if source:
        found, form = submissions.read(Path(source).expanduser(), form)
        for attempt in found:
            attempts.keep(folder, name, attempt)
        folder.remember(form=form)
    form = folder.settings.get("form", "folder")
    people = platforms.by_student(form, read_table(Path(roster).expanduser())) if roster else {}

    report = Report()
    waiting = attempts.unmarked(folder, name)
    done = attempts.mark_all(folder, name, waiting, limits or Limits(), unsafe)
    report.marked = sum(1 for _ in progress(done, len(waiting), "Marking"))

    given = nbformat.read(folder.released(name), as_version=4).cells
    everyone = attempts.kept(folder, name)
    counted = {s: attempts.choose(folder, name, tries, counts) for s, tries in everyone.items()}
    table = answers.path_of(folder, name)
    by_hand = answers.with_points(answers.collect(given, counted), table)
    _enter(folder, name, given, counted, by_hand)
    answers.save(by_hand, table)
    _write_reports(folder, name, form, people, due, everyone, counted, report)
    return report


def _enter(folder, name, given, counted, by_hand):
    """Put what counts into nbgrader's gradebook, and renew the feedback that changed."""
    hand = defaultdict(dict)
    for row in by_hand:
        if row.get("points"):
            hand[row["student"]][row["task"]] = float(row["points"]), row.get("comment")
    changed = []
    for student, (attempt, mark) in counted.items():
        cells = nbformat.from_dict(mark["cells"]) or _nothing(given, mark["trouble"])
        entry = [attempt.key, mark["by"], sorted(hand[student].items())]
        if folder.is_entered(name, student, entry):
            continue
        gradebook.record(folder, name, student, cells, attempt.time, mark["trouble"])
        for task, (points, comment) in hand[student].items():
            gradebook.give_by_hand(folder, name, student, task, points, comment)
        changed.append((student, entry))
    gradebook.write_feedback(folder, name, [student for student, _ in changed])
    for student, entry in changed:
        folder.note_entered(name, student, entry)


def _nothing(given, trouble):
    """The assignment as it was given out, every check failed for the same reason."""
    cells = nbformat.from_dict(given)
    for cell in cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade"):
            cell.outputs = [failure(trouble)]
    return cells


def _write_reports(folder, name, form, people, due, everyone, counted, report):
    scores = gradebook.scores(folder, name)
    of = sum(folder.assignment(name).points.values())
    place = folder.root / "reports" / name
    rows, grades, errors = [], {}, defaultdict(set)
    for student in sorted(everyone.keys() | people.keys()):
        if student not in everyone:
            grades[student] = platforms.name_of(form, people[student]), None
            rows.append(
                {"student": student, "name": grades[student][0], "note": "nothing handed in"}
            )
            continue
        attempt, mark = counted[student]
        person = people.get(student, {})
        who = platforms.name_of(form, person) or attempt.name
        points, open_ = scores[student]
        grades[student] = who, points
        time = platforms.handed_in(form, person) or attempt.time
        notes = [mark["trouble"]] if mark["trouble"] else []
        if people and not person:
            notes.append("not on the class list")
        late = platforms.days_late(time, due)
        rows.append(
            {
                "student": student,
                "name": who,
                "points": f"{points:g}",
                "of": f"{of:g}",
                "answers to read": "yes" if open_ else "",
                "attempts": len(everyone[student]),
                "counted": attempt.file,
                "handed in": f"{time:%Y-%m-%d %H:%M}" if time else "",
                "days late": "late" if late is None and attempt.late else late,
                "note": "; ".join(notes),
            }
        )
        for part in mark["marks"]:
            if part["why"]:
                errors[part["cell"], part["why"]].add(student)
    write_table(place / "grades.csv", platforms.grades(form, name, of, grades, people))
    write_table(place / "report.csv", rows)
    ranked = sorted(errors.items(), key=lambda item: (-len(item[1]), item[0]))
    write_table(
        place / "errors.csv",
        [{"students": len(who), "check": check, "why": why} for (check, why), who in ranked],
        ("students", "check", "why"),
    )
    pages = {s: folder.root / "feedback" / s / name / f"{name}.html" for s in everyone}
    pack(place / "feedback.zip", name, [(f"{s}.html", p.read_bytes()) for s, p in pages.items()])
    report.students = len(everyone)
    report.lines += [f"{row['student']}: {row['note']}" for row in rows if row.get("note")]


def parse_due(text):
    """A date and time such as "2026-12-01 18:00". Raises ValueError."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"due must be like 2026-12-01 18:00, but is {text!r}") from None
