"""Mark one submission in Gradescope's container: `python -m grading.elsewhere.autograder`.

What it reads and writes has the places of Gradescope's documentation:
https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import json
import sys
from pathlib import Path

import nbformat

from grading.assignment import Assignment, grade_id
from grading.handed_in.notebooks import read_notebook
from grading.marking.library import without
from grading.marking.notebook import mark
from grading.marking.recognise import recognised
from grading.marking.sandbox import Limits, Nursery, missing

WEAKER = (
    "No name spaces here ({reason}): the code ran as an unprivileged user, with limits of time and "
    "memory. It could reach the network, but neither the checks nor the results."
)


def main(root=Path("/autograder")):
    about = json.loads((root / "source/assignment.json").read_text(encoding="utf-8"))
    assignment = Assignment(about["name"], about["variant"])
    results = root / "results"
    results.mkdir(exist_ok=True)
    found = graded(assignment, about["given"], root / "submission")
    (results / "results.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


def graded(assignment, given, folder):
    """What Gradescope shows, for the notebook in this folder."""
    try:
        cells = the_notebook(assignment, given, folder)
    except ValueError as error:
        return _result([_test(n, 0, p, str(error)) for n, p in _checks(assignment)], str(error))
    reason = missing()
    if reason:
        print(WEAKER.format(reason=reason), file=sys.stderr)
    withheld = {function for names in assignment.withheld.values() for function in names}
    limits = Limits()
    with (
        without(withheld) as library,
        Nursery(limits, bool(reason), library, assignment.draws, user="nobody") as nursery,
        nursery.sandbox() as sandbox,
    ):
        marks, _ = mark(assignment, cells, sandbox.ask, limits)
    return _result([_test(m.cell, m.points, m.of, m.why) for m in marks])


def the_notebook(assignment, given, folder):
    """The cells of the notebook that was made from the assignment. Raises ValueError for none."""
    files = sorted(folder.rglob("*.ipynb"))
    if not files:
        raise ValueError("No notebook was handed in: its name must end in .ipynb")
    known = [nbformat.from_dict(cell) for cell in given]
    troubles = []
    for file in files:
        try:
            with file.open("rb") as content:
                cells = recognised(read_notebook(content, file.name), known)
        except ValueError as error:
            troubles.append(str(error))
            continue
        if {grade_id(cell) for cell in cells} & assignment.points.keys():
            return cells
        troubles.append(f"{file.name} has none of the assignment's cells; was it made from it?")
    raise ValueError("; ".join(troubles))


def _checks(assignment):
    return [
        (name, points)
        for name, points in assignment.points.items()
        if name not in {grade_id(c) for c in assignment.cells if c.cell_type == "markdown"}
    ]


def _test(name, score, of, why):
    return {
        "name": name,
        "score": score,
        "max_score": of,
        "status": "failed" if why else "passed",
        "output": why or "Right.",
        "visibility": "visible",
    }


def _result(tests, words=""):
    return {"tests": tests, "output": words, "visibility": "visible", "stdout_visibility": "hidden"}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
