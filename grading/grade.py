"""Mark what a class handed in, and write grades, feedback and reports."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from actloss.progress import progress
from grading.class_folder import write
from grading.cluster import Cluster
from grading.handed_in import attempts, submissions
from grading.handed_in.times import parse_due
from grading.marking.notebook import failure
from grading.marking.sandbox import Limits
from grading.results import answers, feedback, gradebook, platforms, rubric
from grading.results.tables import keep_copy, read_table, write_table
from publish.downloads.packing import pack

WAITING = (
    "not marked: twice something ended the process that marks, such as a lack of memory; it is "
    "tried again with the next make grade"
)
NONE = "none"  # in the place of a setting: forget it


@dataclass
class Report:
    """What there is to say after grading, a line each."""

    lines: list = field(default_factory=list)
    marked: int = 0
    students: int = 0
    waiting: list = field(default_factory=list)  # for a mark; their work ended a process of ours


def grade(folder, name, source=None, unsafe=False, limits=None, cluster=None, **settings):
    """Mark an assignment's submissions; all files are in the class's folder afterwards.

    source: the zip file or folder of submissions; None marks those that are there already.
    cluster: the address of the Dask scheduler whose workers mark; None marks on this machine.
    settings: what `settled` takes. All of it is checked before anything is marked or stored.
    """
    given = nbformat.read(folder.given_out(name), as_version=4).cells
    settings, remarks = settled(folder, name, **settings)
    due = parse_due(settings["due"]) if settings["due"] else None
    rows = read_table(Path(settings["roster"])) if settings["roster"] else None
    download = None
    if source:
        listed = settings["form"] or (platforms.form_of(rows) if rows else None)
        known = platforms.read_roster(listed, rows) if rows else None
        of_list = (known.people, known.members) if known else ()
        download = submissions.read(Path(source).expanduser(), settings["form"], *of_list)
        settings["read_as"] = download.form
    form = settings["form"] or settings.get("read_as") or folder.remembered(name).get("read_as")
    form = form or "folder"
    if rows and form == "folder" and not settings["form"]:
        form = platforms.form_of(rows)  # folders that bear the names of the platform's ids
    roster = platforms.read_roster(form, rows, name, settings["column"]) if rows else None
    of = answers.points_of(given)
    rubric.hand_out(folder, name)
    criteria = rubric.read(rubric.path_of(folder, name), of)
    table = answers.read(answers.path_of(folder, name), of, criteria)

    if download:
        settings["readings"] = folder.remembered(name).get("readings", 0) + 1
        for attempt in download.attempts:
            attempts.keep(folder, name, attempt, settings["readings"])
        settings["remarks"] = download.remarks
    folder.remember_for(name, **settings)

    report = Report(remarks)
    waiting = attempts.unmarked(folder, name)
    about = folder, name, limits or Limits(), unsafe
    place = Cluster(cluster, *about) if cluster else attempts.ThisMachine(*about)
    done = attempts.mark_all(waiting, place)
    report.marked = sum(1 for _ in progress(done, len(waiting), "Marking"))

    counted = {}
    for student, tries in attempts.kept(folder, name).items():
        if all(attempts.mark_of(folder, name, attempt) for attempt in tries):
            counted[student] = attempts.choose(folder, name, tries, settings["counts"], given)
        else:
            report.waiting.append(student)

    def cells_of(attempt):
        return attempts.cells_of(folder, name, attempt)

    collected = answers.collect(given, counted, cells_of, criteria)
    answers.fill(table, collected, counted.keys())
    table.remarks += _enter(folder, name, given, counted, table.rows, criteria)
    answers.save(table)
    _write_reports(folder, name, form, roster, due, counted, table, report)
    return report


def settled(folder, name, form=None, roster=None, due=None, counts=None, column=None):
    """What holds for an assignment, now or from before, and what to say about it.

    form, column: of the platform. roster: the class list, a CSV file. due: when it had to be
    handed in. counts: last, best, first. "none" takes back what was given before.
    """
    roster = str(Path(roster).expanduser().resolve()) if roster not in (None, NONE) else roster
    now = {"form": form, "roster": roster, "due": due, "counts": counts, "column": column}
    before = folder.remembered(name)
    again = {k: before[k] for k, v in now.items() if v is None and k in before}
    now = {k: None if v == NONE else v for k, v in {**now, **again}.items()}
    now["counts"] = now["counts"] or "last"
    said = [f"{k.upper()}={v}" for k, v in again.items() if v and v != "last"]
    return now, [f"as before: {' '.join(said)}"] if said else []


def _enter(folder, name, given, counted, by_hand, criteria):
    """Put what counts into nbgrader's gradebook, and renew the feedback that changed.

    What a person typed into the gradebook by another tool was for what counted before: it is kept
    beside the reports, and what is returned says so.
    """
    hand, judged = defaultdict(dict), defaultdict(dict)
    for row in by_hand:
        student, task, (points, comment) = row["student"], row["task"], row["counts"]
        if points or comment:
            hand[student][task] = answers.total(points) if points else None, comment
        if points:
            judged[student][task] = feedback.judged(points, criteria[task])
    changed, strange = [], []
    with gradebook.opened(folder) as book:
        for student, counts in counted.items():
            entry = [counts.attempt.key, counts.mark["by"], sorted(hand[student].items()),
                     judged[student]]  # fmt: skip
            before = folder.entered(name, student)
            if before == json.loads(json.dumps(entry)):
                continue
            ours = {task: tuple(given) for task, given in before[2]} if before else {}
            for task, (points, comment) in gradebook.typed(book, name, student).items():
                if (points, comment) not in (ours.get(task), hand[student].get(task)):
                    strange.append(
                        {"student": student, "task": task, "points": points, "comment": comment}
                    )
            trouble = counts.mark["trouble"]
            found = nbformat.from_dict(attempts.cells_of(folder, name, counts.attempt))
            cells = feedback.with_formulas(found or _nothing(given, trouble))
            cells = feedback.with_summary(cells, trouble, judged[student])
            gradebook.record(book, folder, name, student, cells, counts.handed_in.time)
            for task, (points, comment) in hand[student].items():
                gradebook.give_by_hand(book, name, student, task, points, comment)
            changed.append((student, entry))
    gradebook.write_feedback(folder, name, [student for student, _ in changed])
    for student, entry in changed:
        folder.note_entered(name, student, entry)
    if not strange:
        return []
    path = folder.root / "reports" / name / "gradebook.csv"
    write_table(path, strange)
    copy = keep_copy(path)
    path.unlink()
    who = ", ".join(dict.fromkeys(row["student"] for row in strange))
    return [
        f"what was typed into the gradebook itself for {who} was for before; {copy.name} has it"
    ]


def _nothing(given, trouble):
    """The assignment as it was given out, every check failed for the same reason."""
    cells = nbformat.from_dict(given)
    for cell in cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade"):
            cell.outputs = [failure(trouble)]
    return cells


def _write_reports(folder, name, form, roster, due, counted, table, report):
    scores = gradebook.scores(folder, name)
    of = sum(folder.assignment(name).points.values())
    place = folder.root / "reports" / name
    people = roster.people if roster else {}
    to_read = {row["student"] for row in table.rows if not row["counts"][0]}
    rows, handed_in, errors, untimed = [], {}, defaultdict(set), defaultdict(list)
    for student in sorted(counted.keys() | people.keys() | {*report.waiting}):
        who = roster.name_of(student) if roster else ""
        if student in report.waiting:
            rows.append({"student": student, "name": who, "note": WAITING})
            continue
        if student not in counted:
            rows.append({"student": student, "name": who, "note": "nothing handed in"})
            continue
        counts = counted[student]
        who = who or counts.handed_in.name
        handed_in[student] = who, scores[student]
        time = time_of(student, counts, roster)
        if time is None:
            untimed[counts.handed_in.untimed].append(student)
        late = platforms.days_late(time, due)
        rows.append(
            {
                "student": student,
                "name": who,
                "points": f"{scores[student]:g}",
                "of": f"{of:g}",
                "answers to read": "yes" if student in to_read else "",
                "attempts": counts.attempts,
                "counted": counts.handed_in.file,
                "handed in": f"{time:%Y-%m-%d %H:%M}" if time else "",
                "days late": "late" if late is None and counts.handed_in.late else late,
                "note": _note(counts, roster, student),
            }
        )
        for part in counts.mark["marks"]:
            if part["why"]:
                errors[part["cell"], part["why"]].add(student)
    grades, said = platforms.grades(form, name, of, handed_in, roster)
    settings = folder.remembered(name)
    remarks = [*settings.get("remarks", []), *(roster.remarks if roster else []), *said]
    if people and not counted.keys() & people.keys():
        remarks.insert(0, "nobody who handed in is on the class list: is it that of this class?")
    for reason, students in untimed.items():
        whom = "" if len(students) == len(counted) else f" by {', '.join(students)}"
        remarks.append(f"when work was handed in{whom} is not known: {reason}")
    ranked = sorted(errors.items(), key=lambda item: (-len(item[1]), item[0]))
    tables = {
        "grades.csv": (grades, None),
        "report.csv": (rows + [{"note": remark} for remark in remarks], None),
        "errors.csv": (
            [{"students": len(who), "check": check, "why": why} for (check, why), who in ranked],
            ("students", "check", "why"),
        ),
    }
    report.lines += remarks + table.remarks + _replace(folder, name, place, tables)
    pages = {}  # of a team one
    for student, counts in counted.items():
        who, team = counts.handed_in.name, counts.handed_in.team
        page = folder.root / "feedback" / student / name / f"{name}.html"
        pages.setdefault(platforms.page_of(form, student, who, team), page)
    pack(
        place / "feedback.zip",
        "" if form == "moodle" else name,
        ((called, page.read_bytes()) for called, page in pages.items()),
    )
    report.students = len(counted)
    report.lines += _by_note(rows)


def time_of(student, counts, roster):
    """When it was handed in: the platform knows it of the last attempt."""
    known = roster.times.get(student) if roster and counts.is_last else None
    return known or counts.handed_in.time


def _note(counts, roster, student):
    notes = [counts.mark["trouble"]] if counts.mark["trouble"] else []
    if not counts.amount and not notes:
        notes.append("nothing is written in it")
    if roster and student not in roster.people:
        notes.append("not on the class list")
    if counts.beside:
        notes.append(f"not counted, handed in with it: {', '.join(counts.beside)}")
    return "; ".join(notes)


def _by_note(rows):
    """A line for each note, with those whom it is about."""
    notes = defaultdict(list)
    for row in rows:
        if row.get("note"):
            notes[row["note"]].append(f"{row['student']} {row['name']}".strip())
    return [f"{', '.join(students)}: {note}" for note, students in notes.items()]


def _replace(folder, name, place, tables):
    """Write tables anew; one that a person changed since is kept beside first. Say which."""
    remarks, note = [], folder.root / "marks" / name / "written.json"
    before = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    for file, (rows, columns) in tables.items():
        path = place / file
        if path.exists() and file in before and _digest(path) != before[file]:
            copy = keep_copy(path)
            remarks.append(f"{file} was changed by hand; as it was, it is in {copy.name}")
        write_table(path, rows, columns)
        before[file] = _digest(path)
    write(note, json.dumps(before, indent=1))
    return remarks


def _digest(path):
    """What stands for the content of a table, however a spreadsheet quotes it."""
    rows = [[str(cell or "").strip() for pair in row.items() for cell in pair]
            for row in read_table(path)]  # fmt: skip
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
