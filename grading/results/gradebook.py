"""nbgrader's part: the gradebook, the release and the pages of feedback."""

import contextlib
import logging
import sqlite3
import warnings

import nbformat
from alembic.script import ScriptDirectory
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.utils import compute_checksum, determine_grade
from traitlets.config import Config

from grading.assignment import grade_id
from grading.class_folder import write
from grading.processes import side_by_side
from grading.results.feedback import Page

SHARES = 8  # of the students whose pages are written by one process, one share after the other


def address(folder):
    """The gradebook's address for nbgrader."""
    return f"sqlite:///{folder.root.resolve()}/gradebook.db"


def begin(folder):
    """Note in a new gradebook which version of nbgrader's tables it has.

    nbgrader makes the tables itself, but for their version it starts a program, which takes longer
    than all else of a release.
    """
    path = folder.root / "gradebook.db"
    if not path.exists():
        version = ScriptDirectory(ALEMBIC_DIR).get_current_head()
        with contextlib.closing(sqlite3.connect(path)) as tables, tables:
            tables.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            tables.execute("INSERT INTO alembic_version VALUES (?)", (version,))


@contextlib.contextmanager
def opened(folder):
    """The gradebook, without the warnings about what nbgrader itself does."""
    begin(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Gradebook(address(folder)) as book:
            yield book


def generate_release(folder, name):
    """Let nbgrader write release/NAME, and learn which cells have points."""
    begin(folder)
    about = _configured(folder, name)
    about["config"].ClearSolutions.code_stub = {"python": "raise NotImplementedError()"}
    about["config"].ClearSolutions.text_stub = "*Your answer.*"
    _run(GenerateAssignment(**about))


def record(book, folder, name, student, cells, timestamp):
    """Write a marked notebook to autograded/, and its points into the open gradebook."""
    released = nbformat.read(folder.released(name), as_version=4)
    released.cells = cells
    path = folder.root / "autograded" / student / name / f"{name}.ipynb"
    write(path, nbformat.writes(released))
    book.update_or_create_student(student)
    submission = book.update_or_create_submission(name, student, timestamp=timestamp)
    ours = {grade_id(cell): cell for cell in cells if grade_id(cell)}
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.manual_score = None  # given for another attempt
            grade.auto_score, _ = determine_grade(ours[grade.name])
            grade.needs_manual_grade = grade.auto_score is None
        for comment in notebook.comments:
            cell = ours[comment.name]
            untouched = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
            comment.auto_comment = "No response." if untouched else None
            comment.manual_comment = None
    book.db.commit()


def typed(book, name, student):
    """What stands in the gradebook that no check gave: points and a comment by the cells' names."""
    found = {}
    try:
        notebooks = book.find_submission(name, student).notebooks
    except MissingEntry:
        return found
    for notebook in notebooks:
        for grade in notebook.grades:
            if grade.manual_score is not None:
                found[grade.name] = (grade.manual_score, "")
        for comment in notebook.comments:
            if comment.manual_comment:
                points, _ = found.get(comment.name, (None, ""))
                found[comment.name] = (points, comment.manual_comment)
    return found


def give_by_hand(book, name, student, cell, points, comment):
    """Enter what a person gave for an answer, without points if there is only a comment yet."""
    if points is not None:
        grade = book.find_grade(cell, name, name, student)
        grade.manual_score, grade.needs_manual_grade = points, False
    book.find_comment(cell, name, name, student).manual_comment = comment or None
    book.db.commit()


def scores(folder, name):
    """The points of each student."""
    with opened(folder) as book:
        try:
            submissions = book.assignment_submissions(name)
        except MissingEntry:
            return {}
        return {s.student_id: s.score for s in submissions}


def write_feedback(folder, name, students):
    """Write feedback/STUDENT/NAME/NAME.html, as many at a time as there are processors."""
    shares = [share for at in range(SHARES) if (share := students[at::SHARES])]
    with side_by_side(len(shares)) as pool:
        for done in [pool.submit(_write_some, folder, name, share) for share in shares]:
            done.result()


def _write_some(folder, name, students):
    quiet = logging.getLogger("nbgrader")
    quiet.setLevel(logging.ERROR)
    exporter = Page(config=GenerateFeedback(log=quiet, **_configured(folder, name)).config)
    exporter.log = quiet
    exporter.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
    with opened(folder) as book:
        for student in students:
            write(folder.root / "feedback" / student / name / f"{name}.html",
                  _page(exporter, book, folder, name, student))  # fmt: skip


def _page(exporter, book, folder, name, student):
    path = folder.root / "autograded" / student / name / f"{name}.ipynb"
    marked = nbformat.read(path, as_version=4)
    known = book.find_submission_notebook(name, name, student)
    grades = {grade.name: grade for grade in known.grades}
    comments = {comment.name: comment.comment for comment in known.comments}
    for cell in marked.cells:
        if grade := grades.get(grade_id(cell)):
            cell.metadata.nbgrader.update(score=grade.score, points=grade.max_score)
        if comment := comments.get(grade_id(cell)):
            cell.metadata.nbgrader["comment"] = comment
    about = {"student": student, "notebook": name, "assignment": name, "late_penalty": 0,
             "score": known.score, "max_score": known.max_score}  # fmt: skip
    page, _ = exporter.from_notebook_node(marked, {"nbgrader": about})
    return page


def _configured(folder, name):
    """The arguments with which nbgrader works in a class's folder."""
    config = Config()
    config.CourseDirectory.root = str(folder.root.resolve())
    config.CourseDirectory.assignment_id = name
    config.BaseConverter.force = True
    return {"config": config, "coursedir": CourseDirectory(config=config)}


def _run(converter):
    converter.log = logging.getLogger("nbgrader")
    converter.log.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        converter.start()
