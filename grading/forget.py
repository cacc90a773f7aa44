"""Delete what students handed in and what was made of it, of all or of one."""

import contextlib
import glob
import shutil
from pathlib import Path, PurePosixPath

from nbgrader.api import MissingEntry

from grading.results import answers
from grading.results.gradebook import opened
from grading.results.platforms import CANVAS, PLAIN, student_of
from grading.results.tables import KEPT, read_table, write_table

ELSEWHERE = "Copies elsewhere (downloads, backups, the platform) are yours to delete."

DATA = ("attempts", "submitted", "marks", "autograded", "feedback", "reports", "handout", "release",
        "template", "autograder", "source", "rubrics", "gradebook.db", "class.json")  # fmt: skip


def forget(folder, student=None, sure=False):
    """Delete a student's data, or the whole class's; return what to print.

    Raises ValueError if the folder is no class's, or has nothing of such a student. Without `sure`
    nothing is deleted, and the text says what would be.
    """
    if not (folder.root / "class.json").exists():
        raise ValueError(f"{folder.root} is no class's folder: it has no class.json")
    places = _of(folder.root, student) if student else [folder.root / name for name in DATA]
    paths = [path for path in places if path.exists()]
    if student and not paths:
        raise ValueError(f"{folder.root} has nothing of {student!r}")
    if not sure:
        listed = "\n".join(f"  {path}" for path in paths)
        return f"This would be deleted:\n{listed}\nAdd --yes (make: YES=1) to delete it."
    for path in paths:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if student:
        _take_from_tables(folder, student)
        return f"Deleted. To write the reports anew, without {student}, grade again."
    left = sorted(path.name for path in folder.root.iterdir())
    if left:
        return f"Deleted. Not ours, and still there: {', '.join(left)}. {ELSEWHERE}"
    folder.root.rmdir()
    return f"Deleted. {ELSEWHERE}"


def _of(root, student):
    if student != PurePosixPath(student).name or student.startswith("."):
        return []
    found = [root / place / student for place in ("submitted", "autograded", "feedback")]
    exact = glob.escape(student)
    found += root.glob(f"attempts/*/{exact}")
    found += root.glob(f"marks/*/{exact}-????????????.*")
    found += root.glob(f"marks/*/entered/{exact}.json")
    found += root.glob(f"handout/*/{exact}.zip")
    return found


def _take_from_tables(folder, student):
    """What a person typed about others stays; reports that grading makes anew go."""
    with contextlib.suppress(MissingEntry), opened(folder) as book:
        book.remove_student(student)
    for name in folder.settings.get("assignments", {}):
        folder.remember_for(name, remarks=None)  # they name files
    for path in (folder.root / "reports").glob("*/*"):
        typed = path.name.startswith(Path(answers.FILE).stem)
        if path.suffix == ".csv" and (typed or KEPT in path.name):
            rows = read_table(path)
            columns = [name for name in rows[0] if name] if rows else answers.COLUMNS
            write_table(path, [row for row in rows if not _is_about(row, student)], columns)
        else:
            path.unlink()


def _is_about(row, student):
    """Whether a row of a report or of grades is a student's, by the columns that hold ids."""
    ids = {"student", next(iter(row)), *(column for column, _ in PLAIN.values()), CANVAS[1]}
    found = {row[column] or "" for column in ids if column in row}
    return student in found | {student_of(identifier) for identifier in found}
