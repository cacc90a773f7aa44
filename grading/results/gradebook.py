"""nbgrader's part: the gradebook, the release and the pages of feedback."""

import contextlib
import logging
import sqlite3
import warnings

import nbformat
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import SaveAutoGrades
from traitlets.config import Config

from grading.class_folder import write
from grading.results.feedback import with_formulas, with_summary, without_other_hosts


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


def record(folder, name, student, cells, timestamp, trouble=""):
    """Write a marked notebook to autograded/, and its points into the gradebook."""
    released = nbformat.read(folder.released(name), as_version=4)
    released.cells = with_summary(with_formulas(cells), trouble)
    path = folder.root / "autograded" / student / name / f"{name}.ipynb"
    write(path, nbformat.writes(released))
    with opened(folder) as book:
        book.update_or_create_student(student)
        submission = book.update_or_create_submission(name, student, timestamp=timestamp)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.manual_score = None  # given for another attempt
            for comment in notebook.comments:
                comment.manual_comment = None
        book.db.commit()
    where = {"notebook": name, "assignment": name, "student": student, "db_url": address(folder)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        SaveAutoGrades().preprocess(released, {"nbgrader": where})


def typed(folder, name, student):
    """What stands in the gradebook that no check gave: points and a comment by the cells' names."""
    found = {}
    with opened(folder) as book:
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


def give_by_hand(folder, name, student, cell, points, comment):
    """Enter what a person gave for an answer, without points if there is only a comment yet."""
    with opened(folder) as book:
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


class FeedbackOfSome(GenerateFeedback):
    """One run for all the students whose pages change: nbconvert compiles its templates once."""

    students = frozenset()

    def init_destination(self, assignment_id, student_id):
        return student_id in self.students and super().init_destination(assignment_id, student_id)


def write_feedback(folder, name, students):
    """Let nbgrader write feedback/STUDENT/NAME/NAME.html."""
    if not students:
        return
    converter = FeedbackOfSome(**_configured(folder, name))
    converter.students = frozenset(students)
    _run(converter)
    for student in students:
        page = folder.root / "feedback" / student / name / f"{name}.html"
        write(page, without_other_hosts(page.read_text(encoding="utf-8")))


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
