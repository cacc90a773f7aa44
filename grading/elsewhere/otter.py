"""An assignment in Otter-Grader's format: https://otter-grader.readthedocs.io

A block of raw cells marks each question: the solution, and a test for each check, which sets up its
own numbers and asks the student's notebook only for what the student writes. What students see of
a check is a test without points; the whole check has them. The assignment has no name there: with
one, a notebook whose metadata another tool has dropped would be refused.
"""

import ast
import itertools
import shutil
from textwrap import indent

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from grading.assignment import (
    HIDDEN,
    ROOT,
    grade_id,
    is_manual,
    is_solution,
    is_test,
    points,
    wanted,
)
from grading.class_folder import write
from grading.elsewhere.gradescope import pinned
from grading.marking.library import LIBRARY
from grading.release import with_links

PACKAGES = ("numpy", "matplotlib", "ipywidgets", "mpmath", "ipykernel")
ANSWERS = ROOT / "grading/marking/answers.py"
CONFIG = """\
# ASSIGNMENT CONFIG
requirements: requirements.txt
files: [actloss]
autograder_files: [{answers}]
export_cell: {{pdf: false}}
tests: {{ok_format: false}}"""
FORMS = """\
from actloss.lessons.assignments import as_floats as as_asked
from actloss.lessons.assignments import your_own"""
FORMS_OF_MARKING = f"""\
from {ANSWERS.stem} import as_rows
from actloss.lessons.assignments import as_floats, your_own
def as_asked(answer):
    if callable(answer):
        return lambda *args, **options: as_rows(as_floats(answer(*args, **options)))
    return as_rows(as_floats(answer))"""
TEST = '''\
""" # BEGIN TEST CONFIG
hidden: {hidden}
points: {points:g}
""" # END TEST CONFIG
def test_{name}({written}):
{body}'''


def make(folder, name):
    """Write the folder of which `otter assign` makes what students and autograder get; return it.

    Raises ValueError if the assignment was not released, or if each student has numbers.
    """
    folder.given_out_to_all(name, "Otter-Grader gives all the same notebook")
    place = folder.root / "otter" / name
    write(place / f"{name}.ipynb", nbformat.writes(master(folder.assignment(name))))
    write(place / "requirements.txt", "\n".join(pinned(PACKAGES)) + "\n")
    write(place / ANSWERS.name, ANSWERS.read_bytes())
    ignored = shutil.ignore_patterns("__pycache__", "exercises")
    shutil.copytree(LIBRARY, place / "actloss", ignore=ignored, dirs_exist_ok=True)
    return place


def master(assignment):
    """The notebook with solutions and tests."""
    cells = [new_raw_cell(CONFIG.format(answers=ANSWERS.name))]
    todo = with_links(nbformat.from_dict(assignment.cells))
    while todo:
        cell = todo.pop(0)
        if is_manual(cell):
            cells += _by_hand(cell)
        elif is_solution(cell):
            checks = []
            while todo and is_test(todo[0]):
                checks.append(todo.pop(0))
            cells += _question(cell, checks, assignment)
        else:
            kind = new_code_cell if cell.cell_type == "code" else new_markdown_cell
            cells.append(kind(cell.source))
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def _question(cell, checks, assignment):
    tests = [_test(check, assignment, whole) for check in checks for whole in (False, True)]
    return [
        new_raw_cell(
            f"# BEGIN QUESTION\nname: {_identifier(cell)}\npoints: {sum(map(points, checks)):g}"
        ),
        new_raw_cell("# BEGIN SOLUTION"),
        new_code_cell(cell.source.replace("### ", "# ")),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# BEGIN TESTS"),
        *map(new_code_cell, tests),
        new_raw_cell("# END TESTS"),
        new_raw_cell("# END QUESTION"),
    ]


def _by_hand(cell):
    words = "\n".join(line for line in cell.source.splitlines() if not line.startswith("### "))
    about = f"name: {_identifier(cell)}\nmanual: true\npoints: {points(cell):g}"
    return [
        new_raw_cell(f"# BEGIN QUESTION\n{about}"),
        new_raw_cell("# BEGIN SOLUTION"),
        new_markdown_cell(words),
        new_raw_cell("# END SOLUTION"),
        new_raw_cell("# END QUESTION"),
    ]


def _test(check, assignment, whole):
    """A check as a function of what the student wrote: all of it, or what students see."""
    written = sorted(wanted(check.source) & assignment.written_names)
    lines = [FORMS_OF_MARKING if whole else FORMS]
    for name in written:
        withheld = ", ".join(map(repr, assignment.withheld.get(name, ())))
        lines.append(f"{name} = as_asked({f'your_own({withheld})({name})' if withheld else name})")
    source = check.source if whole else HIDDEN.sub("", check.source)
    lines += [*_given_for(source, check, assignment), source]
    return TEST.format(
        hidden=str(whole).lower(),
        points=points(check) if whole else 0,
        name=_identifier(check),
        written=", ".join(written),
        body=indent("\n".join(lines), "    "),
    )


def _given_for(source, check, assignment):
    """The given cells before a check whose names it needs, the first one always."""
    before = itertools.takewhile(lambda c: grade_id(c) != grade_id(check), assignment.cells)
    given = [c.source for c in before if c.cell_type == "code" and grade_id(c)
             and not is_solution(c) and not is_test(c)]  # fmt: skip
    needed = wanted(source)
    for text in reversed(given[1:]):
        if _defined(text) & needed:
            needed |= wanted(text)
        else:
            given.remove(text)
    return given


def _defined(source):
    """The names to which a cell gives values."""
    tree = ast.parse(source)
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return stored | {statement.name for statement in tree.body if hasattr(statement, "name")}


def _identifier(cell):
    return grade_id(cell).replace("-", "_")
