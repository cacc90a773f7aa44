"""Honest notebooks that are odd: what is beside the tasks costs no points, or is said in words."""

import json
import resource
from io import BytesIO

import nbformat
import pytest
from submitted import NAME, marks_here, notebook, solved

from grading.assignment import Assignment, grade_id
from grading.handed_in.notebooks import lean, read_notebook
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
    assert len(told) >= 8  # on a busy machine a cell after them may lack the time too
    assert all("longer than" in words for words in told)  # of its own time, or by the clock


def test_what_a_check_imports_may_be_used_below_it():
    assignment = Assignment(NAME)
    check = next(cell for cell in assignment.cells if grade_id(cell) == "rise_check")
    check.source = f"import statistics\n{check.source}"
    used = "def softmax(z):\n    e = np.exp(z - z.max(axis=1, keepdims=True))\n"
    used += "    statistics.mean([1])\n    return e / e.sum(axis=1, keepdims=True)"
    assert total(marks_here(assignment, solved(softmax=used)).values()) == ALL


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_are_recognised(encoding):
    content = notebook(solved(explain="Größe ≥ 0")).encode(encoding)
    cells = read_notebook(BytesIO(content), "x.ipynb")
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
    found = recognised(read_notebook(BytesIO(json.dumps(whole).encode()), "x.ipynb"), given)
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
    found = read_notebook(BytesIO(content), "x.ipynb")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 5_000  # kB
    assert not any(cell.get("outputs") for cell in found)


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 64])
def test_of_a_notebook_all_but_outputs_is_read(piece, monkeypatch):
    monkeypatch.setattr("grading.handed_in.notebooks.PIECE", piece)
    odd = ['"outputs":', '\\" [ } {', "half \\\\", "\N{SNOWMAN}", '"attachments"']
    cell = {"outputs": [{"text": odd, "data": {"a": [[], {}]}}], "source": odd, "n": -1.5e3}
    cells = [{"attachments": {"x": odd}, "kind": "outputs", **cell}, {"outputs": odd[0]}, odd]
    left = [{"attachments": None, "kind": "outputs", "outputs": None, "source": odd, "n": -1.5e3},
            {"outputs": None}, odd]  # fmt: skip
    for indent in (None, 1):
        text = json.dumps({"cells": cells, "outputs": 7, "last": True}, indent=indent)
        with BytesIO(text.encode()) as stream:
            assert json.loads(lean(stream)) == {"cells": left, "outputs": None, "last": True}


@pytest.mark.parametrize("text", ["{", '{"outputs": [}', '{"cells": "', '"\\', "]}", ":", "1"])
def test_what_is_no_notebook_is_said(text):
    with (
        BytesIO(text.encode()) as stream,
        pytest.raises(ValueError, match=r"x.ipynb cannot be read"),
    ):
        read_notebook(stream, "x.ipynb")


def test_a_notebook_of_too_many_words_is_refused():
    content = notebook(solved(explain="word " * 1_100_000)).encode()
    with pytest.raises(ValueError, match="more than 5 MB beside its outputs"):
        read_notebook(BytesIO(content), "x.ipynb")


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
