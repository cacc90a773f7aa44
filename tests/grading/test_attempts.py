"""Which of several attempts counts, and what is said of the others."""

import json
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from submitted import NAME, blank, solved

from grading.class_folder import ClassFolder, write
from grading.handed_in import attempts
from grading.handed_in.attempts import choose, keep, kept, mark_file
from grading.handed_in.submissions import Attempt

GIVEN = blank(solved())
MONDAY = datetime(2026, 3, 2, 12)


@pytest.fixture
def folder(tmp_path):
    return ClassFolder(tmp_path / "class")


def hand_in(folder, *files, day=0, reading=1, untimed=""):
    """Keep files of one student that came at once: pairs of a name and what `work` gives."""
    moment = MONDAY + timedelta(days=day)
    for name, (content, trouble, cells, points) in files:
        attempt = Attempt(
            "7",
            name,
            lambda content=content: BytesIO(content),
            None if untimed else moment,
            moment,
            untimed,
            trouble=trouble,
        )
        key = keep(folder, NAME, attempt, reading)
        stored = next(a for a in kept(folder, NAME)["7"] if a.key == key)
        mark = {
            "by": attempts._checks(folder, NAME, "7"),
            "trouble": trouble,
            "marks": [{"cell": "rise_check", "points": points, "of": 16, "why": ""}],
        }
        write(attempts._cells_file(folder, NAME, stored), json.dumps(cells))
        write(mark_file(folder, NAME, stored), json.dumps(mark))


def work(points, content=None):
    """A notebook in which something was written."""
    return content or f"work {points}".encode(), "", blank(solved())[:-1] + solved()[-1:], points


TEMPLATE = b"as given out", "", GIVEN, 0
PICTURE = b"png", "x.png is no notebook", [], 0


def counted(folder, counts="last"):
    return choose(folder, NAME, kept(folder, NAME)["7"], counts, GIVEN)


@pytest.mark.parametrize("untimed", ["", "the time is that of the download"])
def test_what_comes_back_after_another_counts_again(untimed, folder):
    for reading, points in enumerate((5, 9, 5), start=1):
        hand_in(folder, ("x.ipynb", work(points)), day=reading, reading=reading, untimed=untimed)
    found = counted(folder)
    assert found.mark["marks"][0]["points"] == 5
    assert found.attempts == 3
    assert counted(folder, "best").mark["marks"][0]["points"] == 9


def test_reading_a_download_again_changes_nothing(folder):
    hand_in(folder, ("x.ipynb", work(5)), reading=1)
    hand_in(folder, ("x.ipynb", work(9)), day=1, reading=2)
    before = {path: path.read_bytes() for path in folder.root.rglob("attempts/*/*/*")}
    hand_in(folder, ("x.ipynb", work(5)), reading=3)
    assert {path: path.read_bytes() for path in folder.root.rglob("attempts/*/*/*")} == before
    assert counted(folder).mark["marks"][0]["points"] == 9


def test_the_same_file_in_a_later_download_is_no_other_attempt(folder):
    for reading in (1, 2, 3):
        hand_in(folder, ("x.ipynb", work(5)), day=reading, reading=reading, untimed="download")
    assert counted(folder).attempts == 1


@pytest.mark.parametrize("number", range(8))
def test_of_the_template_and_the_work_the_work_counts(number, folder):
    files = [("a.ipynb", work(16, f"work {number}".encode())), ("b.ipynb", TEMPLATE)]
    hand_in(folder, *files[:: 1 if number % 2 else -1])
    found = counted(folder)
    assert found.handed_in.file == "a.ipynb"
    assert found.beside == ("b.ipynb is as given out",)


@pytest.mark.parametrize("counts", ["first", "last", "best"])
def test_a_template_or_a_picture_never_replaces_work(counts, folder):
    hand_in(folder, ("t.ipynb", TEMPLATE), day=0)
    hand_in(folder, ("x.ipynb", work(3)), day=1)
    hand_in(folder, ("t.ipynb", TEMPLATE), ("x.png", PICTURE), day=2)
    found = counted(folder, counts)
    assert (found.handed_in.file, found.is_last) == ("x.ipynb", False)


def test_of_two_works_at_once_the_choice_is_said(folder):
    hand_in(folder, ("draft.ipynb", work(5)), ("final.ipynb", work(9)), ("x.png", PICTURE))
    found = counted(folder)
    assert found.handed_in.file == "final.ipynb"
    assert set(found.beside) == {"draft.ipynb has 5 points", "x.png is no notebook"}


def test_first_and_last_go_by_the_time_and_not_by_the_reading(folder):
    hand_in(folder, ("late.ipynb", work(9)), day=3, reading=1)
    hand_in(folder, ("early.ipynb", work(5)), day=1, reading=2)
    assert counted(folder, "last").handed_in.file == "late.ipynb"
    assert counted(folder, "first").handed_in.file == "early.ipynb"


def test_an_untouched_notebook_alone_counts_and_is_known(folder):
    hand_in(folder, ("t.ipynb", TEMPLATE))
    assert counted(folder).amount == 0
