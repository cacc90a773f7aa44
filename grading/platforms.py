"""grades.csv in the form that each platform takes back, and who is in the class."""

from datetime import datetime

from dateutil.parser import ParserError
from dateutil.parser import parse as parse_time

from grading.submissions import clean
from grading.tables import BadTable

# For each form: the column with the id, a function from it to a submission's id, and the name's.
ROSTERS = {
    "moodle": ("Identifier", lambda text: text.split()[-1] if text.split() else "", "Full name"),
    "canvas": ("ID", str.strip, "Student"),
    "classroom": ("github_username", str.strip, "identifier"),
    "folder": ("id", str.strip, "name"),
}


def form_of(rows):
    """The form of a class list, by its columns. Raises BadTable."""
    for form, (column, *_) in ROSTERS.items():
        if rows and column in rows[0]:
            return form
    wanted = ", ".join(f"{column!r} ({form})" for form, (column, *_) in ROSTERS.items())
    raise BadTable(f"a class list needs one of the columns {wanted}")


def by_student(form, rows):
    """The rows of a class list by the ids that submissions have. Raises BadTable."""
    column, to_id, _ = ROSTERS[form]
    if rows and column not in rows[0]:
        raise BadTable(
            f"the class list for {form} needs a column {column!r}; it has {', '.join(rows[0])}"
        )
    pairs = ((to_id(row[column] or ""), row) for row in rows)
    return {clean(student): row for student, row in pairs if student}


def name_of(form, row):
    return row.get(ROSTERS[form][2]) or ""


def handed_in(form, row):
    """When Moodle says that the work was handed in; its words depend on the site's language."""
    text = row.get("Last modified (submission)", "") if form == "moodle" else ""
    try:
        return parse_time(text).replace(tzinfo=None) if text.strip(" -") else None
    except (ParserError, OverflowError):
        return None


def grades(form, title, of, students, roster):
    """The rows of grades.csv: the class list with grades filled in, or a list made from scratch.

    students: for each id its name and its points, None for those who handed in nothing.
    """
    column, _, name_column = ROSTERS[form]
    rows = []
    for student, (name, points) in students.items():
        row = dict(roster.get(student, {}))
        if not row:
            row = {column: f"Participant {student}" if form == "moodle" else student}
            row[name_column] = name
        grade = "" if points is None else f"{points:g}"
        if form == "moodle":
            row |= {"Grade": grade, "Maximum Grade": f"{of:g}"}
        elif form == "canvas":
            ours = next((key for key in row if key and key.startswith(title)), title)
            row = {
                **{k: row.get(k, "") for k in ("Student", "ID", "SIS User ID", "SIS Login ID")},
                "Section": row.get("Section", ""),
                ours: grade,
            }
        else:
            row |= {"points": grade, "of": f"{of:g}"}
        rows.append(row)
    return rows


def days_late(time: datetime | None, due: datetime | None):
    """Whole days after the date, begun ones counted; None if a date is not known."""
    if time is None or due is None:
        return None
    seconds = (time - due).total_seconds()
    return 0 if seconds <= 0 else -int(-seconds // 86400)
