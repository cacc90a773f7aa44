"""The answers in words: a table to read and fill in, whose points go into the gradebook."""

from grading.assignment import grade_id, is_manual
from grading.tables import BadTable, read_table, write_table

FILE = "answers.csv"
COLUMNS = ("student", "task", "points", "of", "comment", "answer", "attempt")


def path_of(folder, name):
    return folder.root / "reports" / name / FILE


def collect(given, counted):
    """The rows of the table for what students wrote, but for blank answers.

    counted: for each student the attempt that counts, and its mark.
    """
    blank = {grade_id(c): c.source.strip() for c in given if is_manual(c)}
    of = {grade_id(c): c.metadata.nbgrader.points for c in given if is_manual(c)}
    rows = []
    for task in blank:
        for student, (attempt, mark) in counted.items():
            for cell in mark["cells"]:
                about = cell["metadata"].get("nbgrader", {})
                answer = cell["source"].strip()
                if about.get("grade_id") == task and answer not in ("", blank[task]):
                    rows.append(
                        {
                            "student": student,
                            "task": task,
                            "of": f"{of[task]:g}",
                            "answer": answer,
                            "attempt": attempt.key,
                        }
                    )
    return rows


def with_points(rows, path):
    """The rows with the points and comments that the table at `path` has for the same answers.

    Raises BadTable, and the table stays as it is, if points are no number from 0 to the most.
    """
    if not path.exists():
        return rows
    before = read_table(path)
    if before and not {"student", "task", "points", "comment", "attempt"} <= before[0].keys():
        raise BadTable(f"{path} has lost a column; it needs {', '.join(COLUMNS)}")
    given = {(row["student"], row["task"], row["attempt"]): row for row in before}
    for row in rows:
        old = given.get((row["student"], row["task"], row["attempt"]))
        if old:
            row["points"], row["comment"] = (old["points"] or "").strip(), old["comment"] or ""
            _number(row, path)
    return rows


def _number(row, path):
    if row["points"] == "":
        return
    try:
        found = float(row["points"].replace(",", "."))
    except ValueError:
        found = -1.0
    if not 0 <= found <= float(row["of"]):
        raise BadTable(
            f"{path}: the points of {row['student']} for {row['task']} must be a number from 0 to "
            f"{row['of']}, but are {row['points']!r}"
        )
    row["points"] = f"{found:g}"


def save(rows, path):
    write_table(path, rows, COLUMNS)
