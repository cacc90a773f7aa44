"""What a person typed about answers is never lost, whatever a spreadsheet or a student does."""

import csv
import io
from types import SimpleNamespace

import nbformat
import pytest
from submitted import NAME, blank, solved

from grading.assignment import Assignment, grade_id
from grading.marking.notebook import merge
from grading.results import answers
from grading.results.tables import BadTable, copies, read_table, write_table

GIVEN = blank(solved())
OF = answers.points_of(GIVEN)
FIRST, SECOND = "The gradient stays\nnear one.", "Another answer."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "answers.csv"


def collect(given, counted):
    return answers.collect(given, counted, lambda attempt: attempt.cells)


def counts(words, key, **changes):
    """A student's attempt with this answer in its cell, or in cells otherwise."""
    cells = solved(explain=words)
    for cell in cells:
        if grade_id(cell) == "explain":
            cell.update(changes)
    cells = merge(Assignment(NAME), cells)
    return SimpleNamespace(attempt=SimpleNamespace(key=key, cells=cells))


def grade(path, **students):
    """One run of grading: students' answers, each with the name of its attempt."""
    counted = {name: counts(*answer) for name, answer in students.items()}
    table = answers.read(path, OF)
    answers.fill(table, collect(GIVEN, counted), counted.keys())
    answers.save(table)
    return table


def typed(path, **points):
    """Fill in points and a comment for students, as a spreadsheet would."""
    rows = read_table(path)
    for row in rows:
        if row["student"] in points:
            row.update(points=points[row["student"]], comment="Well said.")
    write_table(path, rows)


def saved(path, rows, mark=";"):
    """Write rows with the columns in another order, a mark of the order of bytes and semicolons."""
    text = io.StringIO()
    table = csv.DictWriter(text, sorted(rows[0]), delimiter=mark, lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    path.write_bytes(("\ufeff" + text.getvalue()).encode())


KEY = "123457e11234"


def test_a_table_that_a_spreadsheet_saved_loses_nothing(path):
    grade(path, anna=(FIRST, KEY))
    rows = read_table(path)
    assert not rows[0]["attempt"].replace("e", "").isdigit()
    rows[0] |= {"attempt": "1.23457E+11", "points": "3,5", "comment": "Yes.", "my notes": "ask"}
    rows[0]["answer"] = rows[0]["answer"].replace("\n", "\r\n") + " "
    saved(path, rows)
    table = grade(path, anna=(FIRST, KEY))
    (row,) = read_table(path)
    assert (row["points"], row["comment"], row["my notes"]) == ("3.5", "Yes.", "ask")
    assert table.remarks == []
    assert copies(path) == []


def test_points_stay_with_the_same_words_of_another_attempt(path):
    grade(path, anna=(FIRST, "a"))
    typed(path, anna="3")
    assert grade(path, anna=(FIRST, "b")).rows[0]["points"] == "3"


def test_a_very_long_answer_is_cut_and_its_points_stay(path):
    long = "word " * 10_000
    grade(path, anna=(long, "a"))
    typed(path, anna="3")
    (row,) = grade(path, anna=(long, "b")).rows
    assert row["points"] == "3"
    assert row["answer"] == long[: answers.LONGEST] + answers.CUT


def test_points_for_other_words_are_kept_beside_and_come_back(path):
    grade(path, anna=(FIRST, "a"), ben=(SECOND, "b"))
    typed(path, anna="3", ben="2")
    before = path.read_bytes()
    table = grade(path, anna=(SECOND, "c"), ben=(SECOND, "b"))
    assert [row.get("points", "") for row in table.rows] == ["", "2"]
    (copy,) = copies(path)
    assert copy.read_bytes() == before
    assert table.remarks == [
        "anna: another answer to explain counts than the one you read, read it again; 3 points "
        f"for the old one: {copy.name}"
    ]
    table = grade(path, anna=(FIRST, "a"), ben=(SECOND, "b"))
    assert [row["points"] for row in table.rows] == ["3", "2"]
    assert "again the one that was read" in table.remarks[0]


def test_points_that_were_taken_away_do_not_come_back(path):
    grade(path, anna=(FIRST, "a"))
    typed(path, anna="3")
    grade(path, anna=(SECOND, "b"))
    grade(path, anna=(FIRST, "a"))
    typed(path, anna="")
    assert grade(path, anna=(FIRST, "a")).rows[0]["points"] == ""


def test_a_comment_alone_is_kept_too(path):
    grade(path, anna=(FIRST, "a"))
    typed(path, anna="")
    assert "what you wrote" in grade(path, anna=(SECOND, "b")).remarks[0]


def test_a_row_that_nobody_has_any_more_is_kept_beside(path):
    grade(path, anna=(FIRST, "a"))
    typed(path, anna="3")
    table = grade(path, anna=(blank(solved())[-1].source, "b"))
    assert "there is none now" in table.remarks[0]
    assert copies(path)


def test_an_id_that_a_spreadsheet_changed_is_found_by_the_words_and_said(path):
    grade(path, **{"1e5": (FIRST, "a"), "007": (SECOND, "b"), "ben": ("Third.", "c")})
    rows = read_table(path)
    for row, changed in zip(rows, ("1.00E+05", "7", "ben"), strict=True):
        row.update(student=changed, points="2")
    write_table(path, rows)
    table = grade(path, **{"1e5": (FIRST, "a"), "007": (SECOND, "b"), "ben": ("Third.", "c")})
    assert [row["points"] for row in table.rows] == ["2", "2", "2"]
    assert [remark.split("'")[1] for remark in table.remarks] == ["1.00E+05", "7"]


def test_an_id_in_doubt_is_no_one_s(path):
    grade(path, **{"1e5": (FIRST, "a"), "1e6": (FIRST, "b")})
    rows = read_table(path)
    rows[0].update(student="1.00E+05", attempt="", points="2")
    rows[1].update(student="1.00E+06", attempt="")
    write_table(path, rows)
    table = grade(path, **{"1e5": (FIRST, "a"), "1e6": (FIRST, "b")})
    assert [row.get("points", "") for row in table.rows] == ["", ""]
    assert copies(path)


@pytest.mark.parametrize("points", ["5", "-1", "x", "nan", "3. Mai"])
def test_points_that_cannot_be_are_refused_and_stay(points, path):
    grade(path, anna=(FIRST, "a"))
    typed(path, anna=points)
    before = path.read_bytes()
    with pytest.raises(BadTable, match="from 0 to 4, but are"):
        grade(path, anna=(SECOND, "b"))
    assert path.read_bytes() == before


def test_two_rows_that_contradict_each_other_are_refused(path):
    grade(path, anna=(FIRST, "a"))
    typed(path, anna="3")
    rows = read_table(path)
    write_table(path, [*rows, {**rows[0], "points": "1"}])
    with pytest.raises(BadTable, match="two rows for explain, with 3 and 1"):
        grade(path, anna=(FIRST, "a"))


@pytest.mark.parametrize(
    "text", ["student,points\nanna,3\n", "student,task,points,comment\na,b,1,x,y\n"]
)
def test_a_table_out_of_shape_is_refused(text, path):
    path.write_text(text)
    with pytest.raises(BadTable):
        answers.read(path, OF)


def rows_of(cells):
    counted = {"7": SimpleNamespace(attempt=SimpleNamespace(key="a", cells=cells))}
    return [(row["task"], row["answer"]) for row in collect(GIVEN, counted)]


def test_a_cell_that_lost_its_metadata_or_its_kind_is_read():
    for changes in ({"metadata": nbformat.from_dict({})}, {"cell_type": "raw"}):
        for more in ({}, {"cell_type": "raw", "metadata": nbformat.from_dict({})}):
            cells = counts(FIRST, "a", **{**changes, **more}).attempt.cells
            assert rows_of(cells) == [("explain", FIRST)]


def test_an_answer_in_a_new_cell_is_read():
    note = nbformat.v4.new_markdown_cell("My idea.")
    more = nbformat.v4.new_markdown_cell("In words.")
    merged = merge(Assignment(NAME), [*GIVEN[:3], note, *GIVEN[3:], more])
    assert rows_of(merged) == [("explain", "My idea.\n\nIn words.")]
    full = solved(explain=FIRST)
    merged = merge(Assignment(NAME), [*full[:3], note, *full[3:], more])
    assert rows_of(merged) == [("explain", f"{FIRST}\n\nIn words.")]
    assert rows_of(merge(Assignment(NAME), GIVEN)) == []


def test_of_two_tasks_each_has_the_text_beside_it():
    name = "08_regression_losses"
    given = blank(solved(name))
    at = next(i for i, cell in enumerate(given) if grade_id(cell) == "explain_band")
    cells = [*given[: at + 1], nbformat.v4.new_markdown_cell("Mine."), *given[at + 1 :]]
    merged = merge(Assignment(name), cells)
    counted = {"7": SimpleNamespace(attempt=SimpleNamespace(key="a", cells=merged))}
    (row,) = collect(given, counted)
    assert (row["task"], row["answer"]) == ("explain_band", "Mine.")
