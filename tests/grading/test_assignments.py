"""The assignments: all points for the solutions, none for nothing, and what each mistake costs."""

import ast
from importlib import import_module

import nbformat
import numpy as np
import pytest
from submitted import BLANK, marks_here

from grading.assignment import Assignment, all_assignments, grade_id, is_manual, is_solution
from grading.marking.notebook import mark
from grading.marking.student import Student

NAMES = all_assignments()
MISTAKES = {name: import_module(f"mistakes.chapter_{name[:2]}").MISTAKES for name in NAMES}
EACH_MISTAKE = [
    pytest.param(name, mistake, id=f"{name[:2]} {words}")
    for name in NAMES
    for words, mistake in MISTAKES[name].items()
]


def failed(assignment, cells):
    marks = marks_here(assignment, cells)
    assert marks.keys() == assignment.points.keys() - manual(assignment)
    return {name: mark.why for name, mark in marks.items() if mark.why}


def manual(assignment):
    return {grade_id(cell) for cell in assignment.cells if is_manual(cell)}


def edited(assignment, change):
    """Copies of the solved cells, in which `change` has edited what the student writes."""
    cells = [nbformat.from_dict(cell) for cell in assignment.cells]
    for cell in cells:
        if is_solution(cell) and cell.cell_type == "code":
            cell.source = change(cell)
    return cells


@pytest.mark.parametrize("name", NAMES)
def test_the_points_are_20(name):
    assignment = Assignment(name)
    assert sum(assignment.points.values()) == 20
    assert 3 <= sum(assignment.points[cell] for cell in manual(assignment)) <= 6


@pytest.mark.parametrize("variant", [0, 1, 71])
@pytest.mark.parametrize("name", NAMES)
def test_the_solutions_get_all_points(name, variant):
    assignment = Assignment(name, variant)
    assert failed(assignment, assignment.cells) == {}


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_release_gets_none(name):
    assignment = Assignment(name)
    blank = edited(assignment, lambda cell: BLANK)
    assert failed(assignment, blank).keys() == assignment.points.keys() - manual(assignment)


@pytest.mark.parametrize("name", NAMES)
def test_there_are_five_mistakes_or_more(name):
    assert len(MISTAKES[name]) >= 5


@pytest.mark.parametrize(("name", "mistake"), EACH_MISTAKE)
def test_a_mistake_loses_what_it_should(name, mistake):
    assignment = Assignment(name, variant=3)

    def change(cell):
        if grade_id(cell) != mistake.cell:
            return cell.source
        assert cell.source.count(mistake.right) == 1
        return cell.source.replace(mistake.right, mistake.wrong)

    assert sorted(failed(assignment, edited(assignment, change))) == sorted(mistake.loses)


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_another_variant_lose_points(name):
    theirs, ours = Assignment(name, variant=1), Assignment(name, variant=2)

    def copied(cell):
        values = values_in(cell)
        return "\n".join(f"{n} = {v!r}" for n, v in values.items()) if values else cell.source

    student = Student()
    mark(theirs, theirs.cells, lambda **request: student.answer(request))

    def values_in(cell):
        found = {
            n: student.shell.user_ns[n] for n in ours.written_names if f"{n} = " in cell.source
        }
        return {n: np.asarray(v).tolist() for n, v in found.items() if not callable(v)}

    copies = edited(ours, copied)
    assert failed(ours, copies)


JUNK = ["None", "np.empty((0, 1))", "np.nan", "True"]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_answer_to_everything_gets_no_points(name):
    assignment = Assignment(name)

    def answer(cell, junk):
        tree = ast.parse(cell.source)
        functions = [f"def {s.name}(*_): return {junk}" for s in tree.body if hasattr(s, "args")]
        names = [n for n in assignment.written_names if f"{n} = " in cell.source and not functions]
        return "\n".join([*functions, *(f"{n} = {junk}" for n in names)])

    for junk in JUNK:
        marks = marks_here(
            assignment, edited(assignment, lambda cell, junk=junk: answer(cell, junk))
        )
        assert [(junk, mark) for mark in marks.values() if mark.points] == []
