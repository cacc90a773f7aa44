"""The forms in which platforms give what was handed in."""

import subprocess
import zipfile
from datetime import datetime

import pytest

from grading.platforms import by_student, days_late, form_of, grades
from grading.submissions import LARGEST, UnknownForm, clean, read
from grading.tables import BadTable, read_table, write_table


def packed(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 4, 12, 30, 0)), content)
    return path


def in_folder(path, files):
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return path


MOODLE = {
    "Anna Example_1001_assignsubmission_file/my work.ipynb": b"a",
    "Zoë de Vries-Li_1002_assignsubmission_file/x.ipynb": b"b",
    "Zoë de Vries-Li_1002_assignsubmission_file/__MACOSX/._x.ipynb": b"junk",
}
MOODLE_FLAT = {
    "Anna Example_1001_assignsubmission_file_my work.ipynb": b"a",
    "Zoë de Vries-Li_1002_assignsubmission_file_x.ipynb": b"b",
}
CANVAS = {
    "exampleanna_1001_70001_my work.ipynb": b"a",
    "vrieszoe_LATE_1002_70002_x-1.ipynb": b"b",
}
CLASSROOM = {
    "softmax-submissions/softmax-1001/.git/HEAD": b"",
    "softmax-submissions/softmax-1001/my work.ipynb": b"a",
    "softmax-submissions/softmax-1002/.git/HEAD": b"",
    "softmax-submissions/softmax-1002/src/x.ipynb": b"b",
    "softmax-submissions/softmax-1002/.github/workflows/classroom.yml": b"",
}
FOLDER = {"1001/my work.ipynb": b"a", "1002/softmax/x.ipynb": b"b"}
SINGLE = {"1001.ipynb": b"a", "1002.ipynb": b"b"}


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("moodle", MOODLE),
        ("moodle", MOODLE_FLAT),
        ("canvas", CANVAS),
        ("folder", FOLDER),
        ("folder", SINGLE),
    ],
)
@pytest.mark.parametrize("make", [packed, in_folder])
def test_forms_are_recognised_and_names_are_ids(form, files, make, tmp_path):
    attempts, found = read(make(tmp_path / "handed-in", files))
    assert found == form
    assert {a.student: a.content for a in attempts} == {"1001": b"a", "1002": b"b"}


def test_clones_of_github_classroom(tmp_path):
    in_folder(tmp_path, CLASSROOM)
    attempts, form = read(tmp_path / "softmax-submissions")
    assert form == "classroom"
    assert {a.student: a.content for a in attempts} == {"1001": b"a", "1002": b"b"}


def test_a_title_with_hyphens_is_no_part_of_a_user_s_name(tmp_path):
    names = ["week-4-anna-b", "week-4-zoe", "week-4-carl-x-y"]
    for name in names:
        in_folder(tmp_path / "all" / name, {".git/HEAD": b"", "x.ipynb": b"{}"})
    attempts, _ = read(tmp_path / "all")
    assert {a.student for a in attempts} == {"anna-b", "zoe", "carl-x-y"}


def test_a_clone_says_when_it_was_committed(tmp_path):
    clone = tmp_path / "t-submissions" / "t-anna"
    in_folder(clone, {"x.ipynb": b"{}"})
    git = ["git", "-C", str(clone), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    date = {"GIT_COMMITTER_DATE": "2026-03-04T12:00:00+00:00", "PATH": "/usr/bin:/bin"}
    subprocess.run([*git, "commit", "-qm", "done"], check=True, env=date)
    (attempt,), _ = read(clone.parent)
    assert (
        attempt.time.timestamp() == datetime.fromisoformat("2026-03-04T12:00:00+00:00").timestamp()
    )


def test_a_zip_says_when_and_who_and_canvas_whether_late(tmp_path):
    (anna, zoe), _ = read(packed(tmp_path / "x.zip", CANVAS))
    assert anna.time == datetime(2026, 3, 4, 12, 30)
    assert (anna.late, zoe.late) == (False, True)
    assert (anna.file, zoe.name) == ("my work.ipynb", "vrieszoe")


def test_names_lead_nowhere(tmp_path):
    names = {"../../evil_1_assignsubmission_file/x.ipynb": b"", "..\\..\\a/x.ipynb": b"{}"}
    attempts, _ = read(packed(tmp_path / "x.zip", names), "folder")
    for attempt in attempts:
        assert "/" not in attempt.student
        assert not attempt.student.startswith(".")
    assert clean("../..") == "nobody"


def test_a_bomb_is_not_unpacked(tmp_path):
    path = packed(tmp_path / "x.zip", {"anna/x.ipynb": bytes(LARGEST + 1), "zoe/x.ipynb": b"{}"})
    (anna, zoe), _ = read(path)
    assert anna.content == b""
    assert "20 are read" in anna.trouble
    assert not zoe.trouble


def test_a_broken_entry_is_its_author_s_trouble(tmp_path):
    path = packed(tmp_path / "x.zip", {"anna/x.ipynb": b"x" * 500, "zoe/x.ipynb": b"{}"})
    raw = path.read_bytes()
    path.write_bytes(raw[:50] + b"\xff\xff\xff" + raw[53:])
    (anna, zoe), _ = read(path)
    assert "cannot be read" in anna.trouble
    assert zoe.content == b"{}"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret")
    in_folder(tmp_path / "in", {"anna/x.ipynb": b"{}"})
    (tmp_path / "in/zoe.ipynb").symlink_to(tmp_path / "secret")
    attempts, _ = read(tmp_path / "in")
    assert [a.student for a in attempts] == ["anna"]


@pytest.mark.parametrize("name", ["nothing.zip", "empty", "words.txt"])
def test_what_is_no_archive_is_said(name, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.txt").write_text("words")
    with pytest.raises(UnknownForm, match=name):
        read(tmp_path / name)


def test_tables_with_semicolons_and_a_mark_of_their_order_are_read(tmp_path):
    (tmp_path / "x.csv").write_bytes("\ufeffid;name\n1;Zoë\n".encode())
    assert read_table(tmp_path / "x.csv") == [{"id": "1", "name": "Zoë"}]


def test_a_text_like_a_formula_stays_a_text(tmp_path):
    write_table(tmp_path / "x.csv", [{"a": "=HYPERLINK(1)", "b": "-3", "c": "+x"}])
    (row,) = read_table(tmp_path / "x.csv")
    assert row == {"a": "'=HYPERLINK(1)", "b": "-3", "c": "'+x"}


def test_moodle_s_worksheet_is_filled_in():
    sheet = [{"Identifier": "Participant 7", "Full name": "A", "Email address": "a@b", "Grade": ""}]
    people = by_student("moodle", sheet)
    (row,) = grades("moodle", "04", 20, {"7": ("A", 12.5)}, people)
    assert row == {**sheet[0], "Grade": "12.5", "Maximum Grade": "20"}


def test_canvas_s_own_column_is_filled_in():
    book = [{"Student": "A", "ID": "7", "SIS User ID": "", "SIS Login ID": "a", "Section": "S",
             "04_softmax (991)": "", "Other (2)": "3"}]  # fmt: skip
    (row,) = grades("canvas", "04_softmax", 20, {"7": ("A", 12.0)}, by_student("canvas", book))
    assert row["04_softmax (991)"] == "12"
    assert "Other (2)" not in row


def test_who_handed_in_nothing_gets_no_grade():
    (row,) = grades("folder", "04", 20, {"7": ("A", None)}, {})
    assert row == {"id": "7", "name": "A", "points": "", "of": "20"}


def test_a_class_list_without_ids_is_refused():
    with pytest.raises(BadTable, match="'Identifier' \\(moodle\\)"):
        form_of([{"first name": "A"}])
    with pytest.raises(BadTable, match="needs a column 'ID'"):
        by_student("canvas", [{"id": "1"}])


@pytest.mark.parametrize(
    ("handed_in", "days"),
    [("2026-03-01 17:59", 0), ("2026-03-01 18:00", 0), ("2026-03-01 18:01", 1),
     ("2026-03-02 18:00", 1), ("2026-03-03 07:00", 2)],
)  # fmt: skip
def test_days_late_are_begun_days(handed_in, days):
    due = datetime.fromisoformat("2026-03-01 18:00")
    assert days_late(datetime.fromisoformat(handed_in), due) == days
    assert days_late(None, due) is None
