"""Make what students get: the notebooks without solutions and hidden tests, in one zip each."""

import os
import re
from pathlib import Path

import nbformat
from nbgrader.utils import compute_checksum

from grading.assignment import SOURCES, grade_id, is_solution, is_test, wanted, with_variant
from grading.class_folder import write
from grading.handout import pack_handout
from grading.results import rubric
from grading.results.gradebook import generate_release
from grading.results.platforms import form_of, read_roster
from grading.results.tables import read_table
from publish.chapters.address import site_url
from publish.downloads import wheel

CHAPTER = re.compile(r"\[([^]]+)\]\((book/[\w/]+\.html)\)")
REGION = r"### BEGIN {0}\n(.*?)### END {0}"


class Leak(Exception):
    """A release would give something away."""


def release_all(folder, names, numbers=None, roster=None):
    """Release assignments; yield the zip files. Numbers are the class's, or each student's.

    Raises ValueError if each student is to have numbers, and there is no class list.
    """
    if numbers:
        folder.remember(numbers=numbers)
    students = []
    if folder.settings["numbers"] == "student":
        if not roster:
            raise ValueError("numbers for each student need a class list: --roster (make: ROSTER)")
        rows = read_table(Path(roster).expanduser())
        students = list(read_roster(form_of(rows), rows).people)
    wheel.current()
    for name in names:
        yield from release(folder, name, students)


def release(folder, name, students=()):
    """Write the release of an assignment, check it, and return the zip files to give out.

    students: their names, if each has numbers of their own; then there is a zip for each.
    """
    source = folder.root / "source" / name / f"{name}.ipynb"
    notebook = nbformat.read(SOURCES / name / f"{name}.ipynb", as_version=4)
    notebook.cells = with_links(folder.assignment(name).cells)
    write(source, nbformat.writes(notebook))
    rubric.hand_out(folder, name)
    generate_release(folder, name)
    path = folder.released(name)
    given = nbformat.read(path, as_version=4)
    verify(notebook, given)
    for cell in given.cells:
        if is_test(cell):
            cell.source = visible_check(cell.source, folder.assignment(name).written_names)
            cell.metadata.nbgrader.checksum = compute_checksum(cell)
    write(path, nbformat.writes(given))
    handout = folder.root / "handout"
    handout.mkdir(exist_ok=True)
    if folder.settings["numbers"] == "class":
        return [pack_handout(handout / f"{name}.zip", name, given)]
    return [
        pack_handout(
            handout / name / f"{student}.zip", name, for_variant(given, folder.variant(student))
        )
        for student in students
    ]


def with_links(cells):
    """The cells with links to the site where its address is known, else with their words alone."""
    site = site_url(os.environ)
    for cell in cells:
        cell.source = CHAPTER.sub(rf"[\1]({site}\2)" if site else r"\1", cell.source)
    return cells


def visible_check(source, written_names):
    """What students see of a check, which takes the kinds of numbers that the marking takes."""
    lines = [f"{name} = as_floats({name})" for name in sorted(wanted(source) & written_names)]
    head = ["from actloss.lessons.assignments import as_floats", "", *lines]
    return "\n".join([*head, source]) if lines else source


def for_variant(given, variant):
    """A copy of a released notebook with other numbers."""
    copy = nbformat.from_dict(given)
    for cell in copy.cells:
        if grade_id(cell) == "setup":
            cell.source = with_variant(cell.source, variant)
            cell.metadata.nbgrader.checksum = compute_checksum(cell)
    return copy


def verify(source, given):
    """Raise Leak if what is given out contains a solution or a hidden test, or an output."""
    text = nbformat.writes(given)
    for marker in ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN", "END HIDDEN", "Rubric"):
        if marker in text:
            raise Leak(f"the release contains {marker!r}")
    if any(cell.get("outputs") for cell in given.cells):
        raise Leak("the release contains outputs")
    released = {grade_id(cell): cell.source for cell in given.cells}
    for cell in source.cells:
        name = grade_id(cell)
        region = re.compile(
            REGION.format("SOLUTION" if is_solution(cell) else "HIDDEN TESTS"), re.S
        )
        if is_solution(cell) and not region.search(cell.source):
            raise Leak(f"the cell {name} marks no solution")
        secret = _lines("".join(region.findall(cell.source))) - _lines(region.sub("", cell.source))
        if name and (left := secret & _lines(released[name])):
            raise Leak(f"the release shows of the cell {name}: {min(left)}")


def _lines(text):
    return {line.strip() for line in text.splitlines()} - {""}
