"""The forms in which platforms give what was handed in."""

import zipfile
from datetime import datetime

import pytest

from grading.handed_in.submissions import LARGEST, UnknownForm, clean, read
from grading.results.platforms import read_roster


def content(attempt):
    with attempt.open() as file:
        return file.read()


def packed(path, files, *times):
    """A zip file; its entries have these times, or one for all."""
    times = dict(zip(files, times, strict=False))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            time = datetime.fromisoformat(times.get(name, "2026-03-04 12:30"))
            archive.writestr(zipfile.ZipInfo(name, time.timetuple()[:6]), content)
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
    found = read(make(tmp_path / "handed-in", files))
    assert found.form == form
    assert {a.student: content(a) for a in found.attempts} == {"1001": b"a", "1002": b"b"}


def test_clones_of_github_classroom(tmp_path):
    in_folder(tmp_path, CLASSROOM)
    found = read(tmp_path / "softmax-submissions")
    assert found.form == "classroom"
    assert {a.student: content(a) for a in found.attempts} == {"1001": b"a", "1002": b"b"}


def test_a_title_with_hyphens_is_no_part_of_a_user_s_name(tmp_path):
    names = ["week-4-anna-b", "week-4-zoe", "week-4-carl-x-y"]
    for name in names:
        in_folder(tmp_path / "all" / name, {".git/HEAD": b"", "x.ipynb": b"{}"})
    attempts = read(tmp_path / "all").attempts
    assert {a.student for a in attempts} == {"anna-b", "zoe", "carl-x-y"}


def test_what_two_students_are_called_stays_two():
    names = [
        "मीना",
        "मेना",
        "anna b",
        "anna_b",
        "o'neil",
        "o_neil",
        "x.",
        "x",
        "..",
        ".",
        "a/b",
        "a_b",
    ]
    assert len({clean(name) for name in names}) == len(names)
    for name in names:
        assert "/" not in clean(name)
        assert not clean(name).startswith(".")
    assert clean("मीना") == "मीना"
    assert clean("e\N{COMBINING ACUTE ACCENT}") == "é"
    long = "न" * 200
    assert len({clean(long), clean(long + "ि"), clean(long + "a")}) == 3
    assert len(clean(long).encode()) < 200


def test_names_lead_nowhere(tmp_path):
    names = {"../../evil_1_assignsubmission_file/x.ipynb": b"", "..\\..\\a/x.ipynb": b"{}"}
    for attempt in read(packed(tmp_path / "x.zip", names), "folder").attempts:
        assert "/" not in attempt.student
        assert not attempt.student.startswith(".")


def test_a_bomb_is_not_unpacked(tmp_path):
    path = packed(tmp_path / "x.zip", {"anna/x.ipynb": bytes(LARGEST + 1), "zoe/x.ipynb": b"{}"})
    anna, zoe = read(path).attempts
    assert content(anna) == b""
    assert "100 are read" in anna.trouble
    assert not zoe.trouble


def test_a_broken_entry_is_its_author_s_trouble(tmp_path):
    path = packed(tmp_path / "x.zip", {"anna/x.ipynb": b"x" * 500, "zoe/x.ipynb": b"{}"})
    raw = path.read_bytes()
    path.write_bytes(raw[:50] + b"\xff\xff\xff" + raw[53:])
    anna, zoe = read(path).attempts
    assert "cannot be read" in anna.trouble
    assert content(zoe) == b"{}"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret")
    in_folder(tmp_path / "in", {"anna/x.ipynb": b"{}"})
    (tmp_path / "in/zoe.ipynb").symlink_to(tmp_path / "secret")
    anna, zoe = read(tmp_path / "in").attempts
    assert content(anna) == b"{}"
    assert (content(zoe), zoe.trouble) == (b"", "zoe.ipynb is a link or no file, and not read")


@pytest.mark.parametrize("name", ["nothing.zip", "empty", "words.txt"])
def test_what_is_no_archive_is_said(name, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.txt").write_text("words")
    with pytest.raises(UnknownForm, match=name):
        read(tmp_path / name)


def students(download):
    return [attempt.student for attempt in download.attempts]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["submissions/anna/x.ipynb", "submissions/ben/x.ipynb"], ["anna", "ben"]),
        (["submissions/anna.ipynb", "submissions/ben.ipynb"], ["anna", "ben"]),
        (["a/b/anna/x.ipynb", "a/b/ben/x.ipynb", "__MACOSX/a/._b"], ["anna", "ben"]),
        (["all/A B_7_assignsubmission_file/x.ipynb", "all/C_8_assignsubmission_file/x.ipynb"],
         ["7", "8"]),
        (["all/bea_7_70_x.ipynb", "all/cem_8_80_x.ipynb"], ["7", "8"]),
    ],
)  # fmt: skip
def test_a_common_top_folder_is_no_student_s(names, expected, tmp_path):
    download = read(packed(tmp_path / "x.zip", dict.fromkeys(names, b"{}")))
    assert students(download) == expected
    assert "taken for no student's name" in download.remarks[0]


def test_a_class_list_says_whose_a_common_folder_is(tmp_path):
    both = ["anna/one/x.ipynb", "anna/two/x.ipynb"]
    path = packed(tmp_path / "x.zip", dict.fromkeys(both, b"{}"))
    assert students(read(path, known={"anna", "ben"})) == ["anna", "anna"]
    alone = read(packed(tmp_path / "y.zip", {"anna/one/x.ipynb": b"{}"}))
    assert students(alone) == ["anna"]
    assert "taken for a student's" in alone.remarks[0]
    assert students(read(tmp_path / "y.zip", known={"one"})) == ["one"]


def test_the_folder_of_one_student_in_a_moodle_zip_stays(tmp_path):
    path = packed(tmp_path / "x.zip", {"Anna B_7_assignsubmission_file/x.ipynb": b"{}"})
    assert students(read(path)) == ["7"]


def test_what_systems_and_editors_leave_is_skipped_and_named(tmp_path):
    aside = ["README.txt", "Thumbs.db", ".DS_Store", "anna/README.txt", "__MACOSX/anna/._x.ipynb"]
    names = ["anna/x.ipynb", "ben/x.ipynb", "plan.pdf", *aside]
    download = read(packed(tmp_path / "x.zip", dict.fromkeys(names, b"{}")))
    assert students(download) == ["anna", "ben"]
    assert download.remarks == [
        "left out, since no one's name is on it: plan.pdf",
        "skipped, since it is no one's work: .DS_Store, README.txt (2), Thumbs.db, __MACOSX",
    ]


def test_who_handed_in_nothing_but_a_readme_is_not_forgotten(tmp_path):
    names = ["A_7_assignsubmission_file/README.txt", "B_8_assignsubmission_file/x.ipynb"]
    seven, _ = read(packed(tmp_path / "x.zip", dict.fromkeys(names, b"{}"))).attempts
    assert seven.trouble == "nothing was handed in but README.txt"


@pytest.mark.parametrize("readme", ["README.ipynb", "requirements.ipynb"])
def test_a_notebook_is_work_whatever_its_name(readme, tmp_path):
    path = packed(tmp_path / "x.zip", {f"anna/{readme}": b"{}", "ben/x.ipynb": b"{}"})
    assert students(read(path)) == ["anna", "ben"]


def test_what_fits_no_form_is_named(tmp_path):
    names = [*MOODLE, "notes/plan.ipynb"]
    download = read(packed(tmp_path / "x.zip", dict.fromkeys(names, b"{}")))
    assert students(download) == ["1001", "1002"]
    assert "left out, since no one's name is on it: notes/plan.ipynb" in download.remarks


CANVAS_NAMES = {
    "exampleanna_1001_70001_my work.ipynb": ("1001", "exampleanna", False),
    "vries_zoe_LATE_1002_70002_x_2026_3_1-1.ipynb": ("1002", "vries_zoe", True),
    "anon_h7F2k_70001_x.ipynb": ("h7F2k", "", False),
    "LATE_anon_h7F2k_70001_x.ipynb": ("h7F2k", "", True),
    "李_1003_70003_x.ipynb": ("1003", "李", False),
    "exampleanna_1001_text.html": ("1001", "exampleanna", False),
    "anon_h7F2k_link.html": ("h7F2k", "", False),
}


@pytest.mark.parametrize("name", CANVAS_NAMES)
def test_canvas_s_names(name, tmp_path):
    (attempt,) = read(packed(tmp_path / "x.zip", {name: b"{}"})).attempts
    assert (attempt.student, attempt.name, attempt.late) == CANVAS_NAMES[name]
    assert bool(attempt.trouble) == name.endswith(".html")


# As Moodle 4.5.6 packs it: the number is the team's, and may be that of a participant, too.
TEAMS = {
    "Team AB_1_assignsubmission_file/x.ipynb": b"ab",
    "Ramp;D 2_2_assignsubmission_file_x.ipynb": b"rd",
    "Default group_assignsubmission_file/x.ipynb": b"rest",
}
MEMBERS = [("1", "Ben Ab", "Default group"), ("2", "Team AB", "R&D_2"), ("3", "Cem", "Team: A/B"),
           ("4", "Dee", "Team: A/B"), ("5", "Eve", "Default group")]  # fmt: skip


def test_work_of_a_moodle_team_is_that_of_each_member(tmp_path):
    names = "Identifier", "Full name", "Group", "Grade"
    rows = [dict(zip(names, (f"Participant {i}", *row, ""), strict=True)) for i, *row in MEMBERS]
    rows[0][None] = ["a comma too many"]
    roster = read_roster("moodle", rows)
    found = read(packed(tmp_path / "all.zip", TEAMS), None, roster.people, roster.members)
    works = {a.student: content(a) for a in found.attempts}
    assert works == {"1": b"rest", "2": b"rd", "3": b"ab", "4": b"ab", "5": b"rest"}
    assert "Team AB (3, 4)" in found.remarks[-1]


def test_a_person_is_no_team_whose_name_stands_elsewhere(tmp_path):
    names = "Identifier", "Full name", "Marker", "Grade"
    rows = [
        ("Participant 1001", "Anna Example", "Zoë", ""),
        ("Participant 7", "Z", "Anna Example", ""),
    ]
    roster = read_roster("moodle", [dict(zip(names, row, strict=True)) for row in rows])
    found = read(packed(tmp_path / "all.zip", MOODLE), None, roster.people, roster.members)
    assert {a.student: content(a) for a in found.attempts} == {"1001": b"a", "1002": b"b"}


def test_work_of_a_team_that_nobody_knows_is_left_out(tmp_path):
    found = read(packed(tmp_path / "all.zip", {**MOODLE, **TEAMS}))
    assert any("Default group" in remark for remark in found.remarks if "left out" in remark)


def test_a_text_typed_into_moodle_is_no_notebook(tmp_path):
    name = "Anna_7_assignsubmission_onlinetext/onlinetext.html"
    (attempt,) = read(packed(tmp_path / "x.zip", {name: b"{}"})).attempts
    assert attempt.trouble == "a text typed into Moodle, and no notebook"


def test_one_strange_name_does_not_decide_the_form(tmp_path):
    names = ["anna/x.ipynb", "ben/x.ipynb", "cem_8_80_x.ipynb"]
    download = read(packed(tmp_path / "x.zip", dict.fromkeys(names, b"{}")))
    assert students(download) == ["anna", "ben", "cem_8_80_x"]


def test_a_clone_among_folders_takes_nothing_from_the_others(tmp_path):
    names = ["anna/x.ipynb", "ben/x.ipynb", "ben/.git/HEAD", "cem/x.ipynb"]
    in_folder(tmp_path / "in", dict.fromkeys(names, b"{}"))
    assert students(read(tmp_path / "in")) == ["anna", "ben", "cem"]


def test_a_class_list_says_whose_a_repository_is(tmp_path):
    for name in ("week-4-ann-lee", "week-4-ann-smith"):
        in_folder(tmp_path / "all" / name, {".git/HEAD": b"", "x.ipynb": b"{}"})
    guessed = read(tmp_path / "all")
    assert students(guessed) == ["lee", "smith"]
    assert "was guessed from its name: lee (week-4-ann-lee)" in guessed.remarks[0]
    known = read(tmp_path / "all", known={"Ann-Lee", "ann-smith"})
    assert students(known) == ["Ann-Lee", "ann-smith"]
    assert not any("guessed" in remark for remark in known.remarks)


def test_a_single_clone_is_not_a_class(tmp_path):
    in_folder(tmp_path / "hw-anna", {".git/HEAD": b"", "x.ipynb": b"{}"})
    with pytest.raises(UnknownForm, match="one clone"):
        read(tmp_path / "hw-anna")


def test_the_times_of_files_are_those_of_handing_in(tmp_path):
    path = packed(tmp_path / "x.zip", FOLDER, "2026-03-04 12:30", "2026-03-02 08:00")
    first, second = read(path).attempts
    assert first.time == datetime(2026, 3, 4, 12, 30)
    assert second.time == datetime(2026, 3, 2, 8)


MANY = {f"{number}/x.ipynb": b"{}" for number in range(6)}
STREAMED = [f"2026-03-09 12:{minute:02}" for minute in (0, 4, 9, 9, 15, 22)]


@pytest.mark.parametrize(
    ("files", "times"),
    [(FOLDER, []), (MOODLE, []), (MANY, STREAMED), (CANVAS, ["2026-03-01 08:00"])],
)
def test_the_time_of_the_download_is_no_time_of_handing_in(files, times, tmp_path):
    download = read(packed(tmp_path / "x.zip", files, *times))
    assert {attempt.time for attempt in download.attempts} == {None}
    assert all("the time of the download" in attempt.untimed for attempt in download.attempts)
    assert all(attempt.moment for attempt in download.attempts)


def test_a_class_that_hands_in_within_an_hour_is_no_download(tmp_path):
    path = packed(tmp_path / "x.zip", MANY, *sorted(STREAMED, key=lambda time: time[-1]))
    assert all(attempt.time for attempt in read(path).attempts)


def test_a_single_file_as_young_as_its_archive_is_a_download(tmp_path):
    now = datetime.now().replace(microsecond=0)
    (new,) = read(packed(tmp_path / "x.zip", {"anna.ipynb": b"{}"}, str(now))).attempts
    (old,) = read(packed(tmp_path / "y.zip", {"anna.ipynb": b"{}"})).attempts
    assert (new.time, old.time) == (None, datetime(2026, 3, 4, 12, 30))


def test_all_that_moodle_has_of_a_student_was_handed_in_at_once(tmp_path):
    names = ["A_7_assignsubmission_file/a.ipynb", "A_7_assignsubmission_file/b.ipynb",
             "B_8_assignsubmission_file/c.ipynb"]  # fmt: skip
    times = ["2026-03-01 08:00", "2026-03-03 08:00", "2026-03-02 08:00"]
    first, second, _ = read(
        packed(tmp_path / "x.zip", dict.fromkeys(names, b"{}"), *times)
    ).attempts
    assert first.time == second.time == datetime(2026, 3, 3, 8)


def test_entries_without_a_time_are_ordered_by_their_archive(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in FOLDER:
            archive.writestr(zipfile.ZipInfo(name), b"{}")
    download = read(path)
    made = datetime.fromtimestamp(path.stat().st_mtime)
    assert {(a.time, a.moment) for a in download.attempts} == {(None, made)}
    assert all("no times" in attempt.untimed for attempt in download.attempts)
