"""Which cells run, in which order, and what a check says."""

import nbformat
import numpy as np
import pytest
from submitted import BLANK, NAME, blank, marks_here, solved

from actloss.lessons.assignments import Withheld, your_own
from grading.assignment import Assignment, grade_id
from grading.marking.notebook import merge, shown

SOURCE = Assignment(NAME)


def sources(cells):
    return {grade_id(cell): cell.source for cell in cells}


def test_given_cells_are_ours_whatever_was_handed_in():
    cells = solved(setup="VARIANT = 9", softmax_values="pass", softmax="mine")
    merged = sources(merge(SOURCE, cells))
    assert merged["setup"] == sources(SOURCE.cells)["setup"]
    assert "mpmath" in merged["softmax_values"]
    assert merged["softmax"] == "mine"


def test_a_missing_cell_comes_back_in_its_place_without_the_solution():
    cells = [cell for cell in solved() if grade_id(cell) not in ("softmax", "softmax_values")]
    merged = merge(SOURCE, cells)
    names = [grade_id(cell) for cell in merged]
    assert names == [grade_id(cell) for cell in SOURCE.cells]
    assert sources(merged)["softmax"] == ""


def test_nothing_at_all_is_the_release_without_solutions():
    merged = sources(merge(SOURCE, []))
    assert merged["rise"] == merged["explain"] == ""
    assert merged.keys() == sources(SOURCE.cells).keys() - {None}


def test_cells_that_were_added_run_and_copies_are_only_that():
    extra = nbformat.v4.new_code_cell("def helper(x): return x")
    extra.metadata.nbgrader = {"grade_id": "own", "grade": True, "points": 99}
    cells = solved()
    cells[4:4] = [extra, nbformat.from_dict(cells[4])]
    merged = merge(SOURCE, cells)
    assert merged[4].source == extra.source
    assert "nbgrader" not in merged[4].metadata
    assert [grade_id(c) for c in merged].count("softmax") == 1


def test_a_check_says_why():
    marks = marks_here(SOURCE, solved(rise="rise = [1.0, 2.0]"))
    assert marks["rise_check"].points == 0
    assert marks["rise_check"].why == "rise must be one number, but has the shape (2,)"


def test_a_name_that_is_missing_is_said():
    assert "rise is not defined" in marks_here(SOURCE, solved(rise="pass"))["rise_check"].why


def test_an_object_in_the_place_of_a_number_is_said():
    marks = marks_here(SOURCE, solved(rise="class R: pass\nrise = R()"))
    assert "rise is an object of the type R" in marks["rise_check"].why


def test_a_broken_cell_costs_its_own_points():
    marks = marks_here(SOURCE, solved(softmax="def softmax(z:"))
    assert [name for name, mark in marks.items() if mark.why] == [
        "softmax_values",
        "softmax_extremes",
    ]


def test_the_library_is_withheld_even_without_the_decorator():
    own = "import actloss\n\n\ndef softmax(z):\n    return actloss.softmax(z)"
    assert "must not be called" in marks_here(SOURCE, solved(softmax=own))["softmax_values"].why


def test_the_library_is_withheld_by_whatever_name():
    import actloss

    @your_own("relu")
    def through_the_catalogue(z):
        return actloss.ACTIVATIONS["relu"](z)

    with pytest.raises(Withheld, match="through_the_catalogue is asked for"):
        through_the_catalogue(1.0)
    assert actloss.relu(2.0) == 2


def test_other_functions_of_the_library_may_be_called():
    import actloss

    @your_own("relu")
    def leaky(z):
        return actloss.leaky_relu(z)

    assert leaky(-1.0) == pytest.approx(-0.01)


def test_marking_twice_gives_the_same():
    cells = solved(softmax=BLANK, rise="rise = 1.0")
    assert marks_here(SOURCE, cells) == marks_here(SOURCE, cells)


def test_what_a_process_claims_to_have_shown_is_cleaned():
    claimed = [
        {"output_type": "stream", "name": "stderr", "text": "words"},
        {"output_type": "display_data", "data": {"text/html": "<script>", "text/plain": "x"}},
        {"output_type": "display_data", "data": {"image/png": '" onload="alert(1)'}},
        {"output_type": "error", "ename": 3, "evalue": {}},
        "nonsense",
    ]
    found = shown(claimed)
    assert [o.output_type for o in found] == ["stream", "display_data", "display_data"]
    assert found[1].data == {"text/plain": "x"}
    assert found[2].data == {}
    assert shown("nonsense") == []


def test_the_release_untouched_gets_nothing():
    assert sum(m.points for m in marks_here(SOURCE, blank(solved())).values()) == 0


def test_a_variant_changes_the_numbers_of_checks_and_cells():
    other = Assignment(NAME, variant=7)
    assert all(m.points for m in marks_here(other, solved(variant=0)).values())
    copied = marks_here(SOURCE, solved())
    value = solved(rise=f"rise = {float(np.log(2))}")
    assert copied["rise_check"].points
    assert not marks_here(other, value)["rise_check"].points


def says(check, **written):
    """What a check of our own says about the solved cells, some of them written otherwise."""
    cells = solved(**written)
    assignment = Assignment(NAME)
    ours = next(cell for cell in assignment.cells if grade_id(cell) == "softmax_values")
    ours.source = check
    return marks_here(assignment, cells)["softmax_values"].why


def test_warnings_of_the_student_s_code_reach_the_check():
    check = "import warnings\nwarnings.simplefilter('error')\nsoftmax(np.array([[1e3, 0.0]]))"
    loud = "def softmax(z):\n    import warnings\n    warnings.warn('overflow')\n    return z"
    naive = "def softmax(z):\n    e = np.exp(z)\n    return e / e.sum(axis=1, keepdims=True)"
    assert says(check) == ""
    assert "overflow" in says(check, softmax=loud)
    assert "overflow" in says(check, softmax=naive)


def test_an_argument_that_was_changed_is_changed_for_the_check():
    check = "z = np.zeros((1, 2))\nsoftmax(z)\nassert (z == 0).all(), 'changed'"
    careless = "def softmax(z):\n    z += 1\n    return z"
    assert says(check) == ""
    assert says(check, softmax=careless) == "changed"


def test_a_name_that_a_check_uses_itself_is_the_check_s_own():
    assert says("others = 3\nassert others == 3\nassert softmax") == ""


def test_the_quick_way_to_a_loss_and_its_gradient_is_withheld_too():
    quick = """def gradient(z, labels):
    return al.LOSSES["softmax_cross_entropy"].value_and_grad(z, labels)[1]"""
    marks = marks_here(SOURCE, solved(gradient=quick))
    assert "must not be called" in marks["gradient_check"].why


def test_an_error_cannot_end_a_loop_of_a_check_early():
    check = "assert list(map(softmax, [1, 2])) == [], 'ran on'"
    silent = "def softmax(z):\n    raise StopIteration"
    assert "RuntimeError" in says(check, softmax=silent)


def test_a_reason_has_a_length():
    source = "def softmax(z):\n    raise ValueError('x' * 10_000)"
    why = marks_here(Assignment(NAME), solved(softmax=source))["softmax_values"].why
    assert why.startswith("ValueError: xxx")
    assert len(why) < 2_100
