"""From the release to grades and feedback, as an instructor goes it."""

import contextlib
import errno
import json
import multiprocessing
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import get_alembic_version
from submitted import NAME, notebook, solved

from grading.__main__ import main
from grading.assignment import ROOT, Assignment, grade_id, is_solution
from grading.class_folder import ClassFolder
from grading.handed_in import attempts
from grading.handed_in.attempts import kept, mark_file, unmarked
from grading.marking.sandbox import missing
from grading.release import Leak, verify
from grading.results.tables import keep_copy
from grading.results.tables import read_table as rows
from programs import needs_sandbox

pytestmark = needs_sandbox(missing())

ANSWER = "The gradient is near -1 and 1, so each step takes the same off the lead."


def handed_in(folder, path, **students):
    """A zip as Moodle gives it; each student's written cells, or raw bytes, some hours apart."""
    variant = folder.variant()
    with zipfile.ZipFile(path, "w") as archive:
        for number, (student, work) in enumerate(students.items(), start=1001):
            if isinstance(work, dict):
                work = notebook(solved(variant=variant, **{"explain": ANSWER, **work}))
            name = f"{student.title()} Example_{number}_assignsubmission_file/homework.ipynb"
            time = (2026, 3, 4, 12 - 2 * (number - 1001), 0, 0)
            archive.writestr(zipfile.ZipInfo(name, time), work)
    return path


@pytest.fixture
def new(released, tmp_path):
    """A class of its own, to which the assignment was given."""
    return ClassFolder(shutil.copytree(released, tmp_path / "class"))


@pytest.fixture(scope="module")
def folder(released, tmp_path_factory):
    """A class to which the assignment was given, and which handed in good and bad work."""
    folder = ClassFolder(shutil.copytree(released, tmp_path_factory.mktemp("classes") / "mine"))
    path = handed_in(
        folder,
        folder.root.parent / "download.zip",
        anna={},
        ben={"softmax": "def softmax(z):\n    import numpy as np\n    e = np.exp(z)\n"
             "    return e / e.sum(axis=1, keepdims=True)"},
        eve={"softmax": "import os; os._exit(0)"},
        joe="",
        kim="no notebook",
    )  # fmt: skip
    main(["--class", str(folder.root), "grade", "4", str(path), "--due", "2026-03-02 18:00"])
    return folder


def reports(folder):
    return folder.root / "reports" / NAME


def test_the_release_has_what_students_need_and_no_more(folder):
    with zipfile.ZipFile(folder.root / "handout" / f"{NAME}.zip") as archive:
        names = {Path(name).name for name in archive.namelist()}
        text = archive.read(f"{NAME}/{NAME}.ipynb").decode()
        given = nbformat.reads(text, as_version=4)
    assert {"README.txt", "requirements.txt", f"{NAME}.ipynb"} < names
    assert "HIDDEN" not in text
    assert f"VARIANT = {folder.variant()}" in text
    for cell in given.cells:
        if is_solution(cell) and cell.cell_type == "code":
            assert "raise NotImplementedError()" in cell.source


def test_the_gradebook_has_the_version_of_which_nbgrader_made_it(folder, monkeypatch):
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    with contextlib.closing(sqlite3.connect(folder.root / "gradebook.db")) as tables:
        found = tables.execute("SELECT version_num FROM alembic_version").fetchall()
    assert found == [(get_alembic_version(),)]


def test_a_release_that_gives_something_away_is_refused(folder):
    source = nbformat.read(ROOT / f"assignments/source/{NAME}/{NAME}.ipynb", as_version=4)
    given = nbformat.read(folder.released(NAME), as_version=4)
    verify(source, given)
    cell = next(cell for cell in given.cells if grade_id(cell) == "softmax")
    cell.source += "\n    return e / e.sum(axis=1, keepdims=True)"
    with pytest.raises(Leak, match="softmax"):
        verify(source, given)


def test_grades_are_in_the_platform_s_form(folder):
    grades = {row["Full name"]: row["Grade"] for row in rows(reports(folder) / "grades.csv")}
    assert grades == {
        "Anna Example": "16",
        "Ben Example": "13",
        "Eve Example": "3",
        "Joe Example": "0",
        "Kim Example": "0",
    }


def test_the_report_says_what_went_wrong(folder):
    report = {row["student"]: row for row in rows(reports(folder) / "report.csv")}
    assert report["1004"]["note"] == "homework.ipynb is empty"
    assert "cannot be read as a notebook" in report["1005"]["note"]
    assert report["1001"]["days late"] == "2"
    assert report["1001"]["answers to read"] == "yes"


def test_common_errors_are_counted(folder):
    errors = {row["check"]: row for row in rows(reports(folder) / "errors.csv")}
    assert (
        "exp(1000) is too large" in errors["softmax_extremes"]["why"]
        or "ended" in (errors["softmax_extremes"]["why"])
    )
    assert all(int(row["students"]) >= 1 for row in errors.values())


def test_feedback_says_why_and_hides_the_hidden(folder):
    page = (folder.root / "feedback/1002" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "exp(1000) is too large for the machine" in page
    assert "mpmath" not in page
    assert "<math" in page
    assert "What the checks found" in page
    assert 'src="http' not in page
    assert "default-src 'none'" in page.partition("<title>")[0]  # what a student wrote is inert
    assert '<html lang="en">' in page
    with zipfile.ZipFile(reports(folder) / "feedback.zip") as archive:
        assert "Ben Example_1002_assignsubmission_file_/feedback.html" in archive.namelist()


def test_grading_again_marks_nothing_twice_and_gives_the_same(folder, capsys):
    before = {path.name: path.read_bytes() for path in reports(folder).glob("*.csv")}
    main(["--class", str(folder.root), "grade", "4", "--due", "2026-03-02 18:00"])
    assert "0 files marked now" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in reports(folder).glob("*.csv")} == before


def test_what_was_interrupted_goes_on_where_it_stopped(folder):
    anna = kept(folder, NAME)["1001"][0]
    mark = mark_file(folder, NAME, anna)
    text = mark.read_text()
    mark.unlink()
    assert unmarked(folder, NAME) == [anna]
    main(["--class", str(folder.root), "grade", "4"])
    assert unmarked(folder, NAME) == []
    assert json.loads(mark.read_text())["marks"] == json.loads(text)["marks"]


def test_points_given_by_hand_are_kept_and_checked(folder):
    path = reports(folder) / "answers.csv"
    text = path.read_text(encoding="utf-8-sig")
    table = rows(path)
    assert {row["student"] for row in table} == {"1001", "1002", "1003"}
    assert ANSWER in table[0]["answer"]
    path.write_text(text.replace("1001,explain,,4,,", "1001,explain,3,4,Well said.,"))
    main(["--class", str(folder.root), "grade", "4"])
    grades = {row["Identifier"]: row["Grade"] for row in rows(reports(folder) / "grades.csv")}
    assert grades["Participant 1001"] == "19"
    page = (folder.root / "feedback/1001" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "Well said." in page
    filled = path.read_text(encoding="utf-8-sig")
    path.write_text(filled.replace("explain,3,4", "explain,5,4"))
    with pytest.raises(SystemExit, match="from 0 to 4, but are '5'"):
        main(["--class", str(folder.root), "grade", "4"])
    assert "explain,5,4" in path.read_text(encoding="utf-8-sig")
    path.write_text(filled)


@pytest.mark.parametrize(("counts", "points"), [("first", 13), ("last", 16), ("best", 16)])
def test_of_several_attempts_one_counts(folder, counts, points, tmp_path):
    path = tmp_path / "again.zip"
    with zipfile.ZipFile(path, "w") as archive:
        work = notebook(solved(variant=folder.variant(), explain=ANSWER + " And so on."))
        name = "Ben Example_1002_assignsubmission_file/homework again.ipynb"
        archive.writestr(zipfile.ZipInfo(name, (2026, 3, 5, 12, 0, 0)), work)
    main(["--class", str(folder.root), "grade", "4", str(path), "--counts", counts])
    grades = {row["Identifier"]: row["Grade"] for row in rows(reports(folder) / "grades.csv")}
    assert grades["Participant 1002"] == str(points)


def test_without_a_sandbox_it_refuses(folder, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SystemExit, match=r"(?s)is not installed.*--unsafe"):
        main(["--class", str(folder.root), "grade", "4"])


def test_unsafe_grades_the_same(new, tmp_path):
    other = new
    path = handed_in(other, tmp_path / "x.zip", anna={}, eve={"softmax": "import os; os._exit(0)"})
    main(["--class", str(other.root), "grade", "4", str(path), "--unsafe"])
    grades = [row["Grade"] for row in rows(reports(other) / "grades.csv")]
    assert grades == ["16", "3"]


def test_students_can_have_numbers_of_their_own(tmp_path):
    folder = ClassFolder(tmp_path / "own")
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\nanna,Anna\nben,Ben\n")
    command = ["--class", str(folder.root), "release", "4", "--numbers", "student"]
    with pytest.raises(SystemExit, match="class list"):
        main(command)
    main([*command, "--roster", str(roster)])
    texts = []
    for student in ("anna", "ben"):
        with zipfile.ZipFile(folder.root / "handout" / NAME / f"{student}.zip") as archive:
            texts.append(archive.read(f"{NAME}/{NAME}.ipynb").decode())
        assert f"VARIANT = {folder.variant(student)} " in texts[-1]
    assert texts[0] != texts[1]
    # Anna's number, copied by Ben, is wrong for him.
    value = "rise = {}"
    theirs = {s: _rise(folder.variant(s)) for s in ("anna", "ben")}
    work = tmp_path / "in"
    work.mkdir()
    (work / "anna.ipynb").write_text(notebook(solved(rise=value.format(theirs["anna"]))))
    (work / "ben.ipynb").write_text(notebook(solved(rise=value.format(theirs["anna"]))))
    main(["--class", str(folder.root), "grade", "4", str(work), "--roster", str(roster)])
    grades = {row["id"]: row["points"] for row in rows(reports(folder) / "grades.csv")}
    assert float(grades["anna"]) - float(grades["ben"]) == 3


def _rise(variant):
    namespace = {}
    cells = {grade_id(cell): cell.source for cell in Assignment(NAME, variant).cells}
    exec(cells["setup"] + "\n" + cells["rise"], namespace)
    return float(namespace["rise"])


def dies(times, who):
    """A `mark_attempt` whose process ends so many times when it comes to this student."""
    real, left = attempts.mark_attempt, multiprocessing.get_context("fork").Value("i", times)

    def mark_attempt(folder, name, attempt, *rest):
        if attempt.student == who and left.value:
            left.value -= 1
            os._exit(3)
        real(folder, name, attempt, *rest)

    return mark_attempt


def test_a_process_that_ends_costs_nobody_a_point(new, tmp_path, monkeypatch):
    path = handed_in(new, tmp_path / "x.zip", anna={}, ben={}, zoe={"rise": "rise = 0"})
    monkeypatch.setattr(attempts, "mark_attempt", dies(1, "1001"))
    main(["--class", str(new.root), "grade", "4", str(path)])
    grades = [row["Grade"] for row in rows(reports(new) / "grades.csv")]
    assert grades == ["16", "16", "13"]


def test_what_ends_the_process_each_time_is_reported_and_tried_with_the_next_run(
    new, tmp_path, monkeypatch
):
    path = handed_in(new, tmp_path / "x.zip", anna={}, ben={})
    with monkeypatch.context() as patched:
        patched.setattr(attempts, "mark_attempt", dies(99, "1001"))
        main(["--class", str(new.root), "grade", "4", str(path)])
    notes = {row["student"]: row["note"] for row in rows(reports(new) / "report.csv")}
    assert "tried again with the next make grade" in notes["1001"]
    assert [row["Grade"] for row in rows(reports(new) / "grades.csv")] == ["16"]
    main(["--class", str(new.root), "grade", "4"])
    assert [row["Grade"] for row in rows(reports(new) / "grades.csv")] == ["16", "16"]


def test_a_full_disk_is_said_and_nothing_is_lost(new, tmp_path, monkeypatch):
    path = handed_in(new, tmp_path / "x.zip", anna={}, ben={})

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(attempts, "mark_attempt", full)
        with pytest.raises(SystemExit, match="Make room on it, then give the command again"):
            main(["--class", str(new.root), "grade", "4", str(path)])
    main(["--class", str(new.root), "grade", "4"])
    assert [row["Grade"] for row in rows(reports(new) / "grades.csv")] == ["16", "16"]


def test_a_run_that_was_killed_goes_on_where_it_stopped(new, tmp_path):
    names = ("anna", "ben", "eve", "joe", "kim", "zoe")
    path = handed_in(new, tmp_path / "x.zip", **{name: {"rise": "rise = 0"} for name in names})
    command = [sys.executable, "-m", "grading", "--class", str(new.root), "grade", "4"]
    run = subprocess.Popen([*command, str(path)], cwd=ROOT, stdout=subprocess.DEVNULL)
    marks = new.root / "marks" / NAME
    while not list(marks.glob("*-*.json")):
        assert run.poll() is None
        time.sleep(0.01)
    run.kill()
    run.wait()
    before = {mark: (mark.read_bytes(), mark.stat().st_mtime_ns) for mark in marks.glob("*.json")}
    assert 1 <= len(before) < len(names)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"{len(names) - len(before)} files marked now" in done.stdout
    assert {m: (m.read_bytes(), m.stat().st_mtime_ns) for m in before} == before
    assert [row["Grade"] for row in rows(reports(new) / "grades.csv")] == ["13"] * len(names)


def test_a_disk_that_fills_at_whatever_write_loses_nothing(new, tmp_path, monkeypatch):
    path = handed_in(new, tmp_path / "x.zip", anna={}, ben={})
    left = multiprocessing.get_context("fork").Value("i", 0)

    def replace(old, place):
        left.value -= 1
        if left.value < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        os.rename(old, place)

    monkeypatch.setattr("grading.class_folder.os.replace", replace)
    stopped = 0
    for room in range(1, 99):
        left.value = room
        with contextlib.suppress(SystemExit):
            main(["--class", str(new.root), "grade", "4", str(path)])
            break
        stopped += 1
    assert stopped > 3
    assert [row["Grade"] for row in rows(reports(new) / "grades.csv")] == ["16", "16"]
    assert not list(new.root.rglob("*.new"))


def test_a_second_command_at_the_same_time_is_refused(new):
    with new.alone(), pytest.raises(SystemExit, match="wait until it is done"):
        main(["--class", str(new.root), "grade", "4"])


def test_halves_of_characters_end_nothing(new, tmp_path):
    half = 'text = "\\ud800"\nprint(text)\nraise ValueError(text)'
    path = handed_in(
        new, tmp_path / "x.zip", anna={"softmax": half, "rise": 'rise = "\\ud800"'}, ben={}
    )
    work = notebook(solved(variant=new.variant(), explain=ANSWER))
    with zipfile.ZipFile(path, "a") as archive:
        name = "Zoe Example_1003_assignsubmission_file/x.ipynb"
        archive.writestr(name, work.replace(ANSWER, "a half \\ud800"))
    main(["--class", str(new.root), "grade", "4", str(path)])
    grades = [row["Grade"] for row in rows(reports(new) / "grades.csv")]
    assert grades == ["7", "16", "16"]


def test_grading_before_releasing_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="make release first"):
        main(["--class", str(tmp_path / "new"), "grade", "4"])


@pytest.mark.parametrize("chapter", ["10", "x", "4 11"])
def test_a_chapter_without_assignment_is_refused(chapter, capsys):
    with pytest.raises(SystemExit):
        main(["release", chapter])
    assert "is no chapter with an assignment" in capsys.readouterr().err


def test_the_command_shows_help():
    done = subprocess.run(
        [sys.executable, "-m", "grading", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert "release" in done.stdout


def test_similar_work_is_found_and_the_rest_is_not(folder, capsys):
    main(["--class", str(folder.root), "similar", "4"])
    printed = capsys.readouterr().out
    assert "false alarms" in printed


def test_a_student_s_data_go_and_others_points_stay(folder, capsys):
    root, answers = folder.root, reports(folder) / "answers.csv"
    table = answers.read_text(encoding="utf-8-sig")
    answers.write_text(re.sub("1001,explain,3?,4,[^,]*,", "1001,explain,3,4,,", table))
    main(["--class", str(root), "forget", "--student", "1003"])
    assert "would be deleted" in capsys.readouterr().out
    assert list(root.glob("attempts/*/1003"))
    copy = keep_copy(answers)
    main(["--class", str(root), "forget", "--student", "1003", "--yes"])
    left = [path for path in root.rglob("*") if "1003" in path.name]
    assert left == []
    assert [row["student"] for row in rows(copy)] == ["1001", "1002"]
    main(["--class", str(root), "grade", "4"])
    grades = {row["Identifier"]: row["Grade"] for row in rows(reports(folder) / "grades.csv")}
    assert grades["Participant 1001"] == "19"
    assert "Participant 1003" not in grades


def test_nothing_but_class_data_is_deleted(tmp_path):
    (tmp_path / "precious").write_text("mine")
    with pytest.raises(SystemExit, match="no class's folder"):
        main(["--class", str(tmp_path), "forget", "--yes"])
    folder = ClassFolder(tmp_path)
    folder.remember(form="moodle")
    with pytest.raises(SystemExit, match="nothing of"):
        main(["--class", str(tmp_path), "forget", "--student", "../precious", "--yes"])
    main(["--class", str(tmp_path), "forget", "--yes"])
    assert [path.name for path in tmp_path.iterdir()] == ["precious"]
