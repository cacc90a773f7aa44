"""Criteria for answers in words, points for each of them, and several who give them."""

import pytest
from submitted import solved
from test_answers import FIRST, OF, counts, saved, typed

from grading.assignment import Assignment, all_assignments
from grading.results import answers, rubric
from grading.results.feedback import judged, with_summary
from grading.results.tables import BadTable, read_table, write_table

CRITERIA = {"explain": (rubric.Criterion(2, "s - y"), rubric.Criterion(1.5, "so"),
                        rubric.Criterion(0.5, "<on>"))}  # fmt: skip
ROWS = [("explain", "2", "s - y"), ("explain", "1,5", "so"), ("explain", "0.5", "on")]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "answers.csv"


def rubric_of(path, *rows):
    write_table(path, [dict(zip(rubric.COLUMNS, row, strict=True)) for row in rows])
    return rubric.read(path, OF)


@pytest.mark.parametrize("name", all_assignments())
def test_the_criteria_of_each_assignment_add_up(name):
    of = answers.points_of(Assignment(name).cells)
    found = rubric.read(rubric.OURS / f"{name}.csv", of)
    assert {task: sum(c.points for c in criteria) for task, criteria in found.items()} == of


def test_a_rubric_is_read_as_a_spreadsheet_saves_it(path):
    rubric_of(path, *ROWS, ("", "", ""))
    saved(path, read_table(path))
    found = rubric.read(path, OF)["explain"]
    assert [(c.points, c.text) for c in found] == [(2, "s - y"), (1.5, "so"), (0.5, "on")]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (ROWS[:2], r"explain have 2 \+ 1.5 = 3.5 points, but the task has 4; change them"),
        ([*ROWS, ("explain", "1", "too much")], "= 5 points"),
        ([("essay", "4", "s - y")], "row 2: 'essay' is no answer in words; there is explain"),
        ([("explain", "four", "s - y")], "row 2: the points must be a number above 0"),
        ([("explain", "5", "a"), ("explain", "-1", "b")], "row 3: the points must be"),
        ([("explain", "nan", "a")], "row 2: the points must be"),
    ],
)
def test_a_rubric_that_cannot_be_is_refused(rows, why, path):
    with pytest.raises(BadTable, match=why):
        rubric_of(path, *rows)


def merged(path, **students):
    counted = {name: counts(*answer) for name, answer in students.items()}
    table = answers.read(path, OF, CRITERIA)
    given = answers.collect(solved(explain=""), counted, lambda a: a.cells, CRITERIA)
    answers.fill(table, given, counted.keys())
    answers.save(table)
    return table


def copy(path, grader, **points):
    """The table as a grader saves it, with points for some students."""
    mine = path.with_name(f"answers-{grader}.csv")
    mine.write_bytes(path.read_bytes())
    rows = read_table(mine)
    for row in rows:
        row.update(points=points.get(row["student"], ""), comment=f"by {grader}")
    saved(mine, rows)
    return mine


def test_the_criteria_stand_in_the_table_to_fill_in(path):
    merged(path, anna=(FIRST, "a"))
    assert read_table(path)[0]["criteria"].splitlines() == ["2: s - y", "1.5: so", "0.5: <on>"]


def test_points_can_be_given_for_each_criterion(path):
    merged(path, anna=(FIRST, "a"))
    typed(path, anna="2 + 0,5+0")
    (row,) = merged(path, anna=(FIRST, "a")).rows
    assert row["counts"] == ("2+0.5+0", "Well said.")
    assert answers.total("2+0.5+0") == 2.5
    assert read_table(path)[0]["points"] == "2+0.5+0"


@pytest.mark.parametrize("points", ["2+1", "2+2+0", "1+1+1+1", "-1+1+1", "2+x+0"])
def test_points_that_fit_no_criteria_are_refused(points, path):
    merged(path, anna=(FIRST, "a"))
    typed(path, anna=points)
    with pytest.raises(BadTable, match=r"rubric has 2\+1.5\+0.5|a number from 0"):
        merged(path, anna=(FIRST, "a"))
    assert read_table(path)[0]["points"] == points


def test_feedback_has_the_criteria_of_what_was_read():
    cells = solved()
    for points, shown in (("2+0.5+0", "<td>0.5</td><td>1.5</td><td>for: so</td>"),
                          ("3", "<td></td><td>1.5</td><td>for: so</td>")):  # fmt: skip
        by_hand = {"explain": judged(points, CRITERIA["explain"])}
        page = with_summary(cells, "", by_hand)[0].source
        assert shown in page
        assert "&lt;on&gt;" in page
    assert "read by hand" in with_summary(cells, "", {})[0].source


def test_what_graders_agree_on_counts_and_what_one_gave(path):
    work = {"anna": (FIRST, "a"), "ben": ("Mine.", "b"), "zoe": ("Ours.", "c")}
    merged(path, **work)
    copies = [copy(path, "Kim", anna="3", ben="2"), copy(path, "lee", anna="2+1+0")]
    before = [mine.read_bytes() for mine in copies]
    table = merged(path, **work)
    assert [row["counts"][0] for row in table.rows] == ["2+1+0", "2", ""]
    assert table.rows[0]["counts"][1] == "by Kim\n\nby lee"
    assert table.rows[0]["graders"] == "Kim: 3; lee: 2+1+0"
    assert table.remarks == []
    assert [mine.read_bytes() for mine in copies] == before


def test_different_points_are_shown_with_tables_and_rows_and_do_not_count(path):
    work = {"anna": (FIRST, "a"), "ben": ("Mine.", "b")}
    merged(path, **work)
    copies = [copy(path, "kim", ben="3"), copy(path, "lee", ben="2")]
    before = [mine.read_bytes() for mine in copies]
    table = merged(path, **work)
    assert table.rows[1]["counts"][0] == ""
    (remark,) = table.remarks
    for part in ("ben", "3 (answers-kim.csv, row 3)", "2 (answers-lee.csv, row 3)", "None of them"):
        assert part in remark
    typed(path, ben="2.5")
    table = merged(path, **work)
    assert (table.rows[1]["counts"], table.remarks) == (("2.5", "Well said."), [])
    assert read_table(path)[1]["graders"] == "kim: 3; lee: 2"
    assert [mine.read_bytes() for mine in copies] == before


def test_points_of_a_grader_for_other_words_are_named_and_not_used(path):
    merged(path, anna=(FIRST, "a"))
    copy(path, "kim", anna="3")
    table = merged(path, anna=("Other words.", "b"))
    assert table.rows[0]["counts"] == ("", "")
    assert "answers-kim.csv, row 2: this is for another answer of anna" in table.remarks[0]


def test_a_wrong_number_of_a_grader_is_refused_by_the_name_of_the_table(path):
    merged(path, anna=(FIRST, "a"))
    copy(path, "kim", anna="9")
    with pytest.raises(BadTable, match=r"answers-kim.csv.*from 0 to 4, but are '9'"):
        merged(path, anna=(FIRST, "a"))
