"""Honest notebooks that are odd: what is beside the tasks costs no points, or is said in words."""

import json
import resource

import nbformat
import pytest
from submitted import NAME, marks_here, notebook, solved

from grading.assignment import Assignment, grade_id
from grading.handed_in.notebooks import read_notebook
from grading.marking.notebook import KEPT, mark
from grading.marking.recognise import recognised
from grading.marking.sandbox import Limits, Nursery, missing
from programs import needs_sandbox

SOURCE = Assignment(NAME)
ALL = sum(points for name, points in SOURCE.points.items() if name != "explain")
FIGURES = """import matplotlib.pyplot as plt
for _ in range(60):
    plt.figure(figsize=(2, 1))
    plt.plot([1, 2])
    plt.show()"""
BAR = """import sys, time
for i in range(2000):
    sys.stdout.write(f"\\r{i / 20:5.1f} %")"""
BESIDE = {
    "a package that is not there": "import torch",
    "an installation": "!pip install torch\n%pip install pandas",
    "a question": "name = input('Your name?')",
    "a progress bar": BAR,
    "a slider": "import ipywidgets\nipywidgets.interact(lambda x: x, x=(0, 5));",
    "sixty figures": FIGURES,
    "many words": "print('x' * 60_000_000)",
    "an unknown magic": "%load_ext autoreload\n%autoreload 2\n%time sum(range(10))",
    "an await": "import asyncio\nawait asyncio.sleep(0)",
    "an exit": "exit()",
    "a debugger": "%debug",
    "another style": "import matplotlib; matplotlib.use('agg')\nimport numpy as np\n"
    "np.set_printoptions(precision=1)\nnp.seterr(all='raise')",
}


def total(marks):
    return sum(found.points for found in marks)


def with_cell(source, at=2):
    cells = solved()
    cells.insert(at, nbformat.v4.new_code_cell(source))
    return cells


@pytest.fixture(scope="module")
def nursery():
    with Nursery(Limits(seconds=4, total=40, own=16)) as nursery:
        yield nursery


def marked(nursery, cells):
    with nursery.sandbox() as sandbox:
        return mark(SOURCE, cells, sandbox.ask, nursery.limits)


@needs_sandbox(missing())
@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
def test_what_is_beside_the_tasks_costs_no_points(nursery, beside):
    marks, _ = marked(nursery, with_cell(beside))
    assert {m.cell: m.why for m in marks if m.why} == {}
    assert total(marks) == ALL


@needs_sandbox(missing())
def test_slow_cells_of_the_student_s_own_end_alone_and_are_told(nursery):
    cells = solved()
    for at in range(2, 18, 2):
        cells.insert(at, nbformat.v4.new_code_cell("while True: pass"))
    marks, ran = marked(nursery, cells)
    assert total(marks) == ALL
    told = [o.evalue for c in ran for o in c.get("outputs", []) if o.output_type == "error"]
    assert len(told) == 8
    assert all("and was stopped" in words for words in told)


def test_what_a_check_imports_may_be_used_below_it():
    assignment = Assignment(NAME)
    check = next(cell for cell in assignment.cells if grade_id(cell) == "rise_check")
    check.source = f"import statistics\n{check.source}"
    used = "def softmax(z):\n    e = np.exp(z - z.max(axis=1, keepdims=True))\n"
    used += "    statistics.mean([1])\n    return e / e.sum(axis=1, keepdims=True)"
    assert total(marks_here(assignment, solved(softmax=used)).values()) == ALL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_are_recognised(encoding):
    cells = read_notebook(notebook(solved(explain="Größe ≥ 0")).encode(encoding), "x.ipynb")
    assert [cell.source for cell in cells][-1] == "Größe ≥ 0"


@pytest.mark.parametrize("ids", [True, False], ids=["with ids", "without ids"])
def test_metadata_that_a_tool_dropped_are_found_again(ids):
    given = SOURCE.cells
    cells = solved(explain="My own words.")
    cells.insert(5, nbformat.v4.new_code_cell("# beside"))
    cells.insert(4, nbformat.v4.new_markdown_cell("My notes"))
    whole = json.loads(notebook(cells))
    for cell in whole["cells"]:
        cell["metadata"] = {}
        if not ids:
            cell.pop("id", None)
    found = recognised(read_notebook(json.dumps(whole).encode(), "x.ipynb"), given)
    assert [n for n in map(grade_id, found) if n] == [n for n in map(grade_id, given) if n]
    assert total(marks_here(SOURCE, found).values()) == ALL


def test_large_outputs_are_let_go_as_they_are_read():
    cells = solved()
    for cell in cells[:12]:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="x" * 5_000_000)] * 3
    content = notebook(cells).encode()
    assert len(content) > 60_000_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read_notebook(content, "x.ipynb")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150_000  # kB: the bytes as a text, and one cell
    assert not any(cell.get("outputs") for cell in found)


@needs_sandbox(missing())
def test_what_many_cells_show_has_a_limit(nursery):
    picture = "from IPython.display import display\nclass P:\n    def _repr_png_(self):\n"
    picture += "        import os; return b'\\x89PNG' + bytes(300_000)\n"
    cells = solved()
    for at in range(2, 14):
        shows = picture + "for _ in range(12): display(P())"
        cells.insert(at, nbformat.v4.new_code_cell(shows))
    marks, ran = marked(nursery, cells)
    assert total(marks) == ALL
    kept = sum(len(json.dumps(o)) for c in ran for o in c.get("outputs", []))
    assert KEPT / 2 < kept < 1.1 * KEPT
    assert any("than feedback has room for" in str(c.get("outputs")) for c in ran)
