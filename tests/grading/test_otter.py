"""The assignments in Otter-Grader's format, marked by Otter-Grader itself.

It needs an environment of its own: otter-grader 7.0.0 and what requirements.txt names of the
notebook's packages, with its bin folder on the path.
"""

import json
import os
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from submitted import NAME, blank, marks_here, notebook

from grading.__main__ import main
from grading.assignment import Assignment, all_assignments, grade_id, is_solution, is_test
from grading.class_folder import ClassFolder
from grading.elsewhere.otter import make, master

VARIANT = 5
needs_otter = pytest.mark.skipif(
    not shutil.which("otter"),
    reason="no otter-grader on the path; unproved: that it gives the points that we give",
)


def code(cells):
    return [cell.source for cell in cells if cell.cell_type == "code"]


@pytest.mark.parametrize("name", all_assignments())
def test_every_task_and_point_is_in_it(name):
    assignment = Assignment(name, VARIANT)
    raw = [c.source for c in master(assignment).cells if c.cell_type == "raw"]
    given = [re.search(r"^points: ([\d.]+)", r, re.M)[1] for r in raw if "BEGIN QUESTION" in r]
    assert sum(map(float, given)) == 20
    for kind in ("QUESTION", "SOLUTION", "TESTS"):
        assert raw.count(f"# END {kind}") == sum(r.startswith(f"# BEGIN {kind}") for r in raw)
    tests = [c for c in code(master(assignment).cells) if "BEGIN TEST CONFIG" in c]
    assert len(tests) == 2 * sum(map(is_test, assignment.cells))
    for test in tests:
        compile(test, name, "exec")
        assert ("BEGIN HIDDEN" in test) <= ("hidden: true" in test)


@pytest.mark.parametrize("name", all_assignments())
def test_a_test_as_a_function_takes_the_solution_and_not_nothing(name):
    assignment = Assignment(name, VARIANT)
    solved = {n: assignment.solution(n) for n in assignment.written_names}
    for test in code(master(assignment).cells):
        if "BEGIN TEST CONFIG" in test and "hidden: false" in test:
            namespace = {}
            exec(test, namespace)
            (function,) = [v for k, v in namespace.items() if k.startswith("test_")]
            wanted = function.__code__.co_varnames[: function.__code__.co_argcount]
            function(**{n: solved[n] for n in wanted})
            with pytest.raises(Exception, match=r"."):
                function(**dict.fromkeys(wanted))


def test_it_needs_a_release_and_shared_numbers(released, tmp_path):
    with pytest.raises(SystemExit, match="make release first"):
        main(["--class", str(tmp_path / "new"), "otter", "4"])
    folder = ClassFolder(shutil.copytree(released, tmp_path / "class"))
    folder.remember(numbers="student")
    with pytest.raises(SystemExit, match="release with NUMBERS=class"):
        main(["--class", str(folder.root), "otter", "4"])


def wrong(assignment, number):
    """The solved cells, with the mistake of this number in each cell that has so many."""
    mistakes = import_module(f"mistakes.chapter_{assignment.name[:2]}").MISTAKES.values()
    cells = [nbformat.from_dict(cell) for cell in assignment.cells]
    for cell in cells:
        own = [m for m in mistakes if m.cell == grade_id(cell)]
        if len(own) > number:
            cell.source = cell.source.replace(own[number].right, own[number].wrong)
    return cells


def by_question(assignment, cells):
    """What our marking gives for each question of Otter-Grader's."""
    marks, found = marks_here(assignment, cells), {}
    for cell in assignment.cells:
        if is_solution(cell) and cell.cell_type == "code":
            question = grade_id(cell).replace("-", "_")
            found[question] = 0.0
        elif is_test(cell):
            found[question] += marks[grade_id(cell)].points
    return found


def otter(*arguments, cwd):
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        ["otter", *map(str, arguments)], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def from_otter(archive, cells, place):
    (place / "results").mkdir(parents=True)
    (place / "work.ipynb").write_text(notebook(cells), encoding="utf-8")
    otter("run", "--no-logo", "-a", archive, "-o", "results", "work.ipynb", cwd=place)
    tests = json.loads((place / "results/results.json").read_text())["tests"]
    return {test["name"]: test["score"] for test in tests if "score" in test}


class Released(ClassFolder):
    """A class that has been given everything."""

    def released(self, name):
        return Path(name)


@needs_otter
@pytest.mark.slow
@pytest.mark.parametrize("name", all_assignments())
def test_otter_grader_gives_the_points_that_we_give(name, tmp_path):
    folder = Released(tmp_path / "class")
    place, assignment = make(folder, name), folder.assignment(name)
    otter("assign", f"{name}.ipynb", "dist", cwd=place)
    student = (place / f"dist/student/{name}.ipynb").read_text(encoding="utf-8")
    for secret in ("HIDDEN", "Rubric", "SOLUTION"):
        assert secret not in student
    (archive,) = (place / "dist/autograder").glob("*.zip")
    for kind, cells in {
        "right": assignment.cells,
        "first mistakes": wrong(assignment, 0),
        "second mistakes": wrong(assignment, 1),
        "nothing": blank(assignment.cells),
    }.items():
        if kind == "nothing" and name != NAME:
            continue  # once is enough: it is the same in all
        theirs = from_otter(archive, cells, tmp_path / kind)
        ours = by_question(assignment, cells)
        print(f"{name} {kind}: Otter-Grader {theirs}, here {ours}")
        assert theirs == ours
