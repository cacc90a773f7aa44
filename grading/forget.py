"""Delete what students handed in and what was made of it, of all or of one."""

import contextlib
import shutil

from nbgrader.api import MissingEntry

from grading import answers
from grading.gradebook import opened
from grading.submissions import clean
from grading.tables import read_table

ELSEWHERE = "Copies elsewhere (downloads, backups, the platform) are yours to delete."

DATA = ("attempts", "submitted", "marks", "autograded", "feedback", "reports", "handout", "release",
        "source", "gradebook.db", "class.json")  # fmt: skip


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
    if student != clean(student):
        return []
    found = [root / place / student for place in ("submitted", "autograded", "feedback")]
    found += root.glob(f"attempts/*/{student}")
    found += root.glob(f"marks/*/{student}-????????????.json")
    found += root.glob(f"marks/*/entered/{student}.json")
    found += root.glob(f"handout/*/{student}.zip")
    return found


def _take_from_tables(folder, student):
    """What others were given by hand stays; reports that grading makes anew go."""
    with contextlib.suppress(MissingEntry), opened(folder) as book:
        book.remove_student(student)
    for path in (folder.root / "reports").glob("*/*"):
        if path.name == answers.FILE:
            answers.save([row for row in read_table(path) if row["student"] != student], path)
        else:
            path.unlink()
