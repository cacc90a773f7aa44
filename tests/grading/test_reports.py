"""What an instructor reads after grading a download in which much is odd; what is remembered."""

import shutil
import zipfile
from types import SimpleNamespace

import pytest
from submitted import NAME

import downloads
from grading import grade as grading
from grading.__main__ import main
from grading.class_folder import ClassFolder, write
from grading.handed_in import attempts
from grading.marking.student import Student
from grading.results import gradebook
from grading.results.platforms import page_of
from grading.results.tables import copies, read_table, write_table

COUNT = 14  # twelve who are odd, and two who handed in nothing
NOTES = {
    "1002": "not counted, handed in with it: a text typed into Moodle, and no notebook",
    "1003": "not counted, handed in with it: template.ipynb is as given out",
    "1004": "work.ipynb is empty",
    "1005": "plan.pdf is no notebook",
    "1007": "other.ipynb has none of the assignment's cells; was it made from it?",
    "1008": "not counted, handed in with it: draft.ipynb has 13 points",
    "1009": "nothing was handed in but README.txt",
    "1010": "nothing is written in it",
    "1011": "not counted, handed in with it: photo.png is no notebook",
    "1013": "nothing handed in",
    "1014": "nothing handed in",
}


class Here:
    """In the place of the sandbox: our own notebooks run in this process, which is quick."""

    def __init__(self, *_):
        self.student = Student(seconds=20)

    def sandbox(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def ask(self, **request):
        return self.student.answer(request)


def mark_here(waiting, place):
    for attempt in waiting:
        attempts.mark_attempt(place.folder, place.name, attempt, *place.rest, library=None)
        yield attempt


def pages(folder, name, students):
    for student in students:
        write(folder.root / "feedback" / student / name / f"{name}.html", "")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Marking without processes, and no pages: what they are is tested elsewhere."""
    monkeypatch.setattr(attempts, "_nursery", Here)
    monkeypatch.setattr(attempts, "mark_all", mark_here)
    monkeypatch.setattr(gradebook, "write_feedback", pages)
    monkeypatch.setattr("grading.marking.sandbox.missing", lambda: None)


@pytest.fixture
def folder(released, tmp_path):
    return ClassFolder(shutil.copytree(released, tmp_path / "class"))


def grade(folder, *options):
    main(["--class", str(folder.root), "grade", "4", *map(str, options)])


def report(folder, file="report.csv"):
    return read_table(folder.root / "reports" / NAME / file)


def test_a_download_of_moodle_with_all_that_is_odd(folder, tmp_path, capsys):
    works = downloads.Works(folder)
    path, sheet = downloads.moodle(tmp_path / "Abgaben.zip", works, COUNT)
    grade(folder, path, "--roster", sheet, "--due", "2026-03-04 18:00")
    rows = [row for row in report(folder) if row["student"]]
    assert {row["student"]: row["note"] for row in rows if row["note"]} == NOTES
    assert [row["name"] for row in rows] == downloads.names(COUNT)
    assert {row["student"]: row["days late"] for row in rows}["1012"] == "1"
    assert {row["points"] for row in rows if row["student"] in ("1003", "1006", "1008")} == {"16"}
    assert {row["student"] for row in report(folder, "answers.csv")} >= {"1001", "1006"}
    printed = capsys.readouterr().out
    for said in ("'Abgaben'", "notes of the tutor.docx", "Thumbs.db", "set it to 20"):
        assert said in printed
    assert "1013 Student M12, 1014 Student N13: nothing handed in" in printed
    grades = {row["ID"]: row["Bewertung"] for row in report(folder, "grades.csv")}
    assert len(grades) == COUNT
    assert grades["Teilnehmer/in1003"] == "16"
    assert grades["Teilnehmer/in1013"] == "20,00"
    with zipfile.ZipFile(folder.root / "reports" / NAME / "feedback.zip") as archive:
        pages = archive.namelist()
    assert sum(page.endswith("_1003_assignsubmission_file_/feedback.html") for page in pages) == 1


def test_a_page_goes_back_to_whom_moodle_knows():
    """As Moodle 4.5.6 takes them: name, number, two words; of a team the number is the team's."""
    ending = "_assignsubmission_file_/feedback.html"
    assert page_of("moodle", "5", "Ann_O'Neil/Li") == f"AnnONeilLi_5{ending}"
    assert page_of("moodle", "17", "Team AB", "1") == f"Team AB_1{ending}"
    assert page_of("moodle", "9", "?") == f"Participant_9{ending}"
    # The team of those without a team has no number: Moodle takes nothing for it.
    assert page_of("moodle", "21", "Default group", "Default group") == "21.html"
    assert page_of("folder", "anna", "Anna") == "anna.html"


def test_a_download_of_canvas_with_all_that_is_odd(folder, tmp_path, capsys):
    works = downloads.Works(folder)
    path, book = downloads.canvas(tmp_path / "x.zip", works, 4)
    grade(folder, path, "--roster", book, "--column", "Homework 4", "--due", "2026-03-04T18:00Z")
    rows = {row["student"]: row for row in report(folder) if row["student"]}
    assert [row["days late"] for row in rows.values()] == ["", "late", "", ""]
    assert rows["1004"]["note"] == "typed into Canvas, and no notebook"
    assert "when work was handed in is not known" in capsys.readouterr().out
    grades = report(folder, "grades.csv")
    assert [row["Homework 4 (991)"] for row in grades] == ["20", "16", "16", "18", "EX"]
    assert "Old (7)" not in grades[0]


def test_an_anonymous_download_of_canvas(folder, tmp_path, capsys):
    path, _ = downloads.canvas(tmp_path / "x.zip", downloads.Works(folder), 3, True, missing=1)
    grade(folder, path)
    rows = [row for row in report(folder) if row["student"]]
    assert [row["student"] for row in rows] == ["h001k", "h002k", "h003k"]
    assert rows[1]["days late"] == "late"
    assert "these are anonymous ids" in capsys.readouterr().out


def test_the_clones_of_github_classroom(folder, tmp_path, capsys):
    works = downloads.Works(folder)
    path, roster = downloads.classroom(tmp_path / "homework-4-submissions", works, 3)
    grade(folder, path, "--roster", roster, "--due", "2026-03-03")
    rows = {row["student"]: row for row in report(folder) if row["student"]}
    assert rows["user-1"]["name"] == "मीना"
    assert rows["user-1"]["days late"] == "0"
    assert rows["user-3"]["handed in"] == ""
    printed = capsys.readouterr().out
    assert "without github_username, so never found: Not Linked" in printed
    assert "when work was handed in by user-3 is not known: the time of the last commit" in printed


def settings_of(folder, name):
    """What the class's folder on disk remembers of a chapter."""
    return ClassFolder(folder.root).remembered(name)


def one(folder, tmp_path, number=20):
    """A folder with the work of one student."""
    path = tmp_path / "in"
    path.mkdir(exist_ok=True)
    (path / "anna.ipynb").write_bytes(downloads.Works(folder).good(number))
    return path


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--due", "soon"), "DUE must be like"),
        (("--roster", "nowhere.csv"), "is not there"),
        (("--form", "canvas"), "no submissions in the form 'canvas'"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_kept(option, said, folder, tmp_path):
    path = one(folder, tmp_path)
    with pytest.raises(SystemExit, match=said):
        grade(folder, path, *option)
    assert not (folder.root / "attempts").exists()
    assert not (folder.root / "reports").exists()
    assert settings_of(folder, NAME) == {}


def test_answers_out_of_shape_are_said_before_anything_is_kept(folder, tmp_path):
    write(folder.root / "reports" / NAME / "answers.csv", "student,task\nanna,explain\n")
    with pytest.raises(SystemExit, match="has lost a column"):
        grade(folder, one(folder, tmp_path))
    assert not (folder.root / "attempts").exists()


def test_what_was_settled_for_a_chapter_holds_until_it_is_taken_back(folder, tmp_path, capsys):
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\nanna,Anna\nben,Ben\n")
    path = one(folder, tmp_path)
    grade(folder, path, "--roster", roster, "--due", "2026-03-04", "--counts", "best")
    before = [report(folder, file) for file in ("grades.csv", "report.csv")]
    capsys.readouterr()
    grade(folder)
    assert [report(folder, file) for file in ("grades.csv", "report.csv")] == before
    assert f"as before: ROSTER={roster} DUE=2026-03-04 COUNTS=best" in capsys.readouterr().out
    assert settings_of(folder, "05_softmax_loss_variants") == {}
    grade(folder, "--due", "none", "--roster", "none")
    assert report(folder)[0]["days late"] == ""
    assert len(report(folder, "grades.csv")) == 1
    assert settings_of(folder, NAME)["counts"] == "best"


def test_a_table_that_a_person_changed_is_kept_beside(folder, tmp_path, capsys):
    grade(folder, one(folder, tmp_path))
    path = folder.root / "reports" / NAME / "grades.csv"
    rows = read_table(path)
    path.write_text('"id";"name";"points";"of"\r\n"anna";"";"16";"20"\r\n', "utf-8-sig")
    grade(folder)
    assert copies(path) == []
    write_table(path, [{**rows[0], "points": "17"}])
    grade(folder)
    (copy,) = copies(path)
    assert read_table(copy)[0]["points"] == "17"
    assert f"grades.csv was changed by hand; as it was, it is in {copy.name}" in (
        capsys.readouterr().out
    )


def test_points_outlive_a_resubmission_of_the_same_words(folder, tmp_path):
    grade(folder, one(folder, tmp_path))
    path = folder.root / "reports" / NAME / "answers.csv"
    write_table(path, [{**row, "points": "4", "comment": "Yes."} for row in read_table(path)])
    (one(folder, tmp_path) / "anna.ipynb").write_bytes(
        downloads.Works(folder).good(20, rise="rise = 0.0")
    )
    grade(folder, tmp_path / "in")
    assert report(folder, "grades.csv")[0]["points"] == "17"
    one(folder, tmp_path, number=21)
    grade(folder, tmp_path / "in")
    assert report(folder, "grades.csv")[0]["points"] == "16"
    assert report(folder)[0]["answers to read"] == "yes"
    assert len(copies(path)) == 1


def test_what_was_typed_into_the_gradebook_itself_is_kept_beside(folder, tmp_path, capsys):
    grade(folder, one(folder, tmp_path))
    with gradebook.opened(folder) as book:
        gradebook.give_by_hand(book, NAME, "anna", "explain", 3.0, "By formgrader.")
    grade(folder)
    assert report(folder, "grades.csv")[0]["points"] == "19"
    one(folder, tmp_path, number=21)
    grade(folder, tmp_path / "in")
    (copy,) = copies(folder.root / "reports" / NAME / "gradebook.csv")
    assert read_table(copy)[0]["comment"] == "By formgrader."
    assert f"{copy.name} has it" in capsys.readouterr().out
    assert report(folder, "grades.csv")[0]["points"] == "16"


def test_a_class_list_of_another_class_is_said(folder, tmp_path, capsys):
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\nzoe,Zoe\n")
    grade(folder, one(folder, tmp_path), "--roster", roster)
    assert "nobody who handed in is on the class list" in capsys.readouterr().out


def test_moodle_s_time_is_that_of_the_last_attempt_alone():
    roster = SimpleNamespace(times={"7": "moodle"})
    last = SimpleNamespace(is_last=True, handed_in=SimpleNamespace(time="own"))
    first = SimpleNamespace(is_last=False, handed_in=SimpleNamespace(time="own"))
    assert grading.time_of("7", last, roster) == "moodle"
    assert grading.time_of("7", first, roster) == "own"


def test_folders_with_a_platform_s_ids_fill_its_class_list(folder, tmp_path):
    works, place = downloads.Works(folder), tmp_path / "collected"
    _, book = downloads.canvas(tmp_path / "x.zip", works, 4)
    for number in (1, 2):
        (place / f"100{number}").mkdir(parents=True)
        (place / f"100{number}/work.ipynb").write_bytes(works.good(number))
    grade(folder, place, "--roster", book, "--column", "Homework 4")
    grades = report(folder, "grades.csv")
    assert [row["Homework 4 (991)"] for row in grades] == ["20", "16", "16", "18", "EX"]
    assert [row["name"] for row in report(folder) if row["points"]] == downloads.names(2)
