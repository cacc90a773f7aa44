"""Who is in the class, and grades.csv in the form that each platform takes back.

A class list comes back as it was, row by row and column by column, with the grades filled in of
those who handed in. What else stands there, an excuse or a grade, a person has put there.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from grading.handed_in.submissions import clean, letters, shown
from grading.handed_in.times import read_dates
from grading.results.tables import BadTable

# For each form without columns of its own: that with the id, and that with the name.
PLAIN = {"classroom": ("github_username", "identifier"), "folder": ("id", "name")}
NAMES = {"classroom": ("identifier", "roster_identifier", "name")}
# Moodle's and Canvas's own words; a worksheet in another language is known by its shape.
MOODLE = {
    "id": "Identifier",
    "name": "Full name",
    "grade": "Grade",
    "most": "Maximum Grade",
    "handed_in": "Last modified (submission)",
    "graded": "Last modified (grade)",
}
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_KNOWN = {*CANVAS, "LastName", "FirstName", "Integration ID", "Root Account"}
OF_AN_ASSIGNMENT = re.compile(r"\((\d+)\)$")  # its number, at the end of a column of Canvas
PARTICIPANT = re.compile(r"^(?P<word>.*\D)(?P<id>\d+)$", re.DOTALL)
NOTHING = {"", "-"}
NO_ID = "on the class list without {column}, so never found: {names}"


@dataclass
class Roster:
    """A class list: its rows as they came, and which columns say what."""

    form: str
    rows: list
    id: str
    name: str  # "" where the list has none
    grade: str = ""
    most: str = ""
    handed_in: str = ""
    word: str = "Participant "  # before the number of a participant, in the site's language
    people: dict = field(default_factory=dict)  # the rows by the ids that submissions have
    times: dict = field(default_factory=dict)  # when those handed in, by the platform
    remarks: list = field(default_factory=list)

    def name_of(self, student):
        return (self.people.get(student, {}).get(self.name) or "").strip()

    def members(self, name, number):
        """Who is in the team that bears this name and number; nobody, if a person does.

        No list says which column has the teams: one in which the name stands.
        """
        wanted = letters(name)
        if not wanted or letters(self.name_of(number)) == wanted:
            return []
        beside = (None, self.id, self.name, self.grade, self.most)  # None: more than the columns
        return [
            student
            for student, row in self.people.items()
            if any(letters(row[column] or "") == wanted for column in row if column not in beside)
        ]


def form_of(rows):
    """The form of a class list, by its columns. Raises BadTable."""
    columns = set(rows[0]) if rows else set()
    known = {"moodle": MOODLE["id"], "canvas": "ID", **{f: c for f, (c, _) in PLAIN.items()}}
    for form, column in known.items():
        if column in columns and (form != "canvas" or not _participants(rows)):
            return form
    if rows and _participants(rows):
        return "moodle"  # also where its first column is called "ID", as in German
    wanted = ", ".join(f"{column!r} ({form})" for form, column in known.items())
    raise BadTable(f"a class list needs one of the columns {wanted}")


def read_roster(form, rows, title=None, column=None):
    """The class list of a platform. Raises BadTable.

    title: the assignment's name, with which its column may begin; without it nobody asks for
    grades. column: the name of the column with the grades, where it is not clear.
    """
    if not rows:
        raise BadTable("the class list has no rows")
    roster = {"moodle": _moodle, "canvas": _canvas}.get(form, _plain)(form, rows, title, column)
    if roster.id not in rows[0]:
        raise BadTable(
            f"the class list for {form} needs a column {roster.id!r}; it has {_columns(rows)}"
        )
    without = []
    for row in rows:
        text = (row[roster.id] or "").strip()
        student = clean((form == "moodle" and student_of(text)) or text)
        if not student:
            without.append(row.get(roster.name) or "?")
        elif student in roster.people:
            raise BadTable(f"the class list has {student!r} twice")
        else:
            roster.people[student] = row
    # Canvas has rows about the assignments themselves
    if without and form != "canvas":
        names = ", ".join(shown(name) for name in without)
        roster.remarks.append(NO_ID.format(column=roster.id, names=names))
    _read_times(roster)
    return roster


def student_of(identifier):
    """The number of a participant in Moodle's words, such as 7 in "Participant 7"; or None."""
    match = PARTICIPANT.match(identifier)
    return match["id"] if match else None


def _columns(rows):
    return ", ".join(repr(column) for column in rows[0] if column)


def _plain(form, rows, title, column):
    name = next((c for c in NAMES.get(form, ("name",)) if c in rows[0]), PLAIN[form][1])
    return Roster(form, rows, PLAIN[form][0], name)


def _participants(rows):
    """The word before the numbers of the first column, if it holds Moodle's participants."""
    found = [PARTICIPANT.match(next(iter(row.values())) or "") for row in rows]
    words = {match["word"] for match in found if match}
    return words.pop() if None not in found and len(words) == 1 else None


def _moodle(form, rows, title, column):
    """By Moodle's English words, else by the order and the shape of its columns."""
    columns = [name for name in rows[0] if name]
    english = {what: name for what, name in MOODLE.items() if name in columns}
    most = next((name for name in columns if name.casefold() == "maximum grade"), None)
    word = _participants(rows)
    if "id" not in english and word is None:
        raise BadTable(
            f"the class list for moodle needs the grading worksheet, with the participants in its "
            f"first column ({MOODLE['id']!r}); it has {_columns(rows)}"
        )
    at = next((i for i, name in enumerate(columns) if i > 1 and _is_most(rows, columns, i)), None)
    grade = column or english.get("grade") or (columns[at - 1] if at else None)
    if title and grade not in columns:
        raise BadTable(
            f"which column of the class list holds the grades? Name it with --column (make: "
            f"COLUMN); it has {_columns(rows)}"
        )
    # Where names are hidden from who marks, the status is second, and the grade third.
    hidden = "id" in english or (grade in columns and columns.index(grade) == 2)
    after = columns[columns.index(grade) + 1 :] if grade else []
    dated = [name for name in after if all(_is_date(row[name]) for row in rows)]
    return Roster(
        form,
        rows,
        english.get("id", columns[0]),
        english.get("name", "" if hidden else columns[1]),
        grade,
        most or (columns[at] if at else ""),
        english.get("handed_in", dated[0] if dated else ""),
        word or Roster.word,
    )


def _is_most(rows, columns, at):
    """Whether a column holds the same number for all, and that before it grades up to it."""
    values = {_number(row[columns[at]]) for row in rows}
    most = values.pop()
    before = [(row[columns[at - 1]] or "").strip() for row in rows]
    grades = [_number(text) for text in before if text not in NOTHING]
    return not values and bool(most) and all(g is not None and 0 <= g <= most for g in grades)


def _is_date(text):
    text = (text or "").strip()
    return text in NOTHING or bool(re.search(r"\d{4}.*\d[:.]\d\d|\d[:.]\d\d.*\d{4}", text))


def _number(text):
    try:
        return float((text or "").strip().replace(",", "."))
    except ValueError:
        return None


def _canvas(form, rows, title, column):
    columns = [name for name in rows[0] if name]
    name = "Student" if "Student" in columns else columns[0]
    if title is None:
        return Roster(form, rows, "ID", name)
    wanted = column or title
    exact = [c for c in columns if c in (wanted, column)]
    begins = [c for c in columns if c.startswith(wanted) and OF_AN_ASSIGNMENT.search(c)]
    ours = exact or begins
    if len(ours) != 1:
        theirs = [c for c in columns if OF_AN_ASSIGNMENT.search(c)] or columns
        raise BadTable(
            f"{'no' if not ours else 'more than one'} column of the class list begins with "
            f"{wanted!r}. Name the assignment's with --column (make: COLUMN); there are "
            f"{', '.join(map(repr, theirs))}"
        )
    return Roster(form, rows, "ID", name, ours[0])


def _read_times(roster):
    """Moodle says when each handed in, in words of the site's language."""
    texts = {s: (row.get(roster.handed_in) or "").strip() for s, row in roster.people.items()}
    texts = {student: text for student, text in texts.items() if text not in NOTHING}
    if not texts:
        return
    found = read_dates(list(texts.values()))
    if found:
        roster.times = dict(zip(texts, found, strict=True))
    else:
        roster.remarks.append(
            f"the times in {roster.handed_in!r} of the class list are not understood, such as "
            f"{shown(next(iter(texts.values())))!r}, and not used"
        )


def page_of(form, student, name, team=""):
    """What a page is called in feedback.zip: so that Moodle gives it to its student, or team."""
    number = team or student
    if form != "moodle" or not number.isdecimal():
        return f"{student}.html"
    plain = "".join(c for c in name if c.isalnum() or c == " ").strip() or "Participant"
    return f"{plain}_{number}_assignsubmission_file_/feedback.html"


def grades(form, title, of, students, roster=None):
    """The rows of grades.csv, and what to say about them.

    students: for each id its name and its points, for those who handed in something. With a class
    list these are its rows; who is not on it stands below.
    """
    if roster is None:
        return _from_scratch(form, title, of, students)
    remarks, changed, excused = [], [], []
    filled = {student: dict(row) for student, row in roster.people.items()}
    for student, (name, _) in students.items():
        if student not in filled:
            filled[student] = _row_of_its_own(roster, student, name)
    for student, row in filled.items():
        if student not in students:
            continue
        points = students[student][1]
        column = roster.grade or "points"
        before = (row.get(column) or "").strip()
        if form == "canvas" and before.casefold() == "ex":
            excused.append(f"{student} ({points:g})")
            continue
        if before not in NOTHING and _number(before) != points:
            changed.append(f"{student} ({shown(before)}, now {points:g})")
        row[column] = f"{points:g}"
    rows = [filled.pop(_student_of(roster, row), dict(row)) for row in roster.rows]
    rows += filled.values()
    if form == "canvas":
        rows = [{column: row.get(column) for column in _kept_by_canvas(roster)} for row in rows]
    elif form != "moodle":
        for row in rows:
            row.setdefault("points", "")
            row["of"] = f"{of:g}"
    elif roster.id == MOODLE["id"]:
        for row in rows:
            row.setdefault(MOODLE["graded"], "-")
    if changed:
        remarks.append(f"the class list had another grade: {', '.join(changed)}")
    if excused:
        remarks.append(f"excused in Canvas (EX), and left so: {', '.join(excused)}")
    remarks += _on_the_maximum(roster, of)
    return rows, remarks


def _student_of(roster, row):
    return next((student for student, one in roster.people.items() if one is row), None)


def _kept_by_canvas(roster):
    """What Canvas needs of its gradebook: other assignments would be written anew."""
    columns = [name for name in roster.rows[0] if name]
    first = next((i for i, name in enumerate(columns) if OF_AN_ASSIGNMENT.search(name)), None)
    about = columns[:first] if first else [name for name in columns if name in CANVAS_KNOWN]
    return [name for name in about if name != roster.grade] + [roster.grade]


def _row_of_its_own(roster, student, name):
    identifier = f"{roster.word}{student}" if roster.form == "moodle" else student
    row = {column: "" for column in roster.rows[0] if column} | {roster.id: identifier}
    return row | ({roster.name: name} if roster.name else {})


def _on_the_maximum(roster, of):
    """Moodle takes the points as they are, and leaves out those above its maximum."""
    if roster.form != "moodle" or not roster.most:
        return []
    found = {_number(row[roster.most]) for row in roster.rows} - {of}
    return [
        f"the maximum grade in Moodle is {most:g}: set it to {of:g} before you upload grades.csv"
        for most in found
        if most is not None
    ]


def _from_scratch(form, title, of, students):
    """What a platform can take without a class list, as far as it can."""
    rows, remarks = [], []
    for student, (name, points) in students.items():
        grade = f"{points:g}"
        if form == "moodle":
            values = (f"{Roster.word}{student}", name, grade, f"{of:g}", "-", "-")
            rows.append(dict(zip(MOODLE.values(), values, strict=True)))
        elif form == "canvas":
            row = dict.fromkeys(CANVAS, "")
            rows.append({**row, "Student": name, "ID": student, title: grade})
        else:
            id_, name_column = PLAIN[form]
            rows.append({id_: student, name_column: name, "points": grade, "of": f"{of:g}"})
    if form == "moodle":
        remarks.append(
            f"without the grading worksheet (ROSTER) grades.csv is for a site in English whose "
            f"maximum grade is {of:g}, and those who handed in nothing are not known"
        )
    elif form == "canvas" and all(student.isdigit() for student in students):
        remarks.append(
            "without the exported gradebook (ROSTER) Canvas takes grades.csv for a new assignment"
        )
    elif form == "canvas":
        remarks.append(
            "these are anonymous ids, which Canvas's gradebook does not have: enter the points in "
            "SpeedGrader, or end the anonymity, download again, and give the gradebook as ROSTER"
        )
    return rows, remarks


def days_late(time: datetime | None, due: datetime | None):
    """Whole days after the date, begun ones counted; None if a date is not known."""
    if time is None or due is None:
        return None
    seconds = (time - due).total_seconds()
    return 0 if seconds <= 0 else -int(-seconds // 86400)
