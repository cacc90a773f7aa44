"""Run chapters from top to bottom and store them in one normal form.

A second run without a change leaves every file as it is. A chapter with a failing cell is left
untouched, and its traceback is shown.
"""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from publish.chapters import claims
from publish.chapters.streams import merged_streams

NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL_METADATA = ("tags", "mystnb", "jupyter")
MADE_FROM_CHAPTERS = {"10_claims_on_trial.ipynb"}
PNG = "image/png"
WIDGET = "application/vnd.jupyter.widget-view+json"


def normalise(notebook):
    """Keep what the course means, drop what a run or an editor leaves behind."""
    course = {"course": notebook.metadata["course"]} if "course" in notebook.metadata else {}
    notebook.metadata = nbformat.from_dict({**course, **NOTEBOOK_METADATA})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in CELL_METADATA if key in cell.metadata}
        )
        cell.source = cell.source.strip("\n")
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            cell.outputs = [normal_output(output) for output in merged_streams(cell.outputs)]
    return notebook


def normal_output(output):
    """Without the state of widgets: the website's build runs the chapters itself and has it."""
    if "data" in output:
        output.data.pop(WIDGET, None)
        output.metadata = nbformat.from_dict({})
    return output


def keep_timings(before, after):
    """A picture of times differs in every run: a cell tagged `timing` keeps the one it has, as
    long as its code and its text are what they were."""
    stored = {cell.id: cell for cell in before.cells}
    for cell in after.cells:
        old = stored.get(cell.id)
        if "timing" in cell.metadata.get("tags", []) and old and same_but_pictures(old, cell):
            cell.outputs = old.outputs


def same_but_pictures(old, new):
    def rest(cell):
        return [
            {**output, "data": {k: v for k, v in output.get("data", {}).items() if k != PNG}}
            for output in cell.outputs
        ]

    return old.source == new.source and rest(old) == rest(new)


def run(path):
    """Execute one chapter in place; return its report and whether it went well."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    started = time.perf_counter()
    client = NotebookClient(
        notebook,
        timeout=300,  # a cell takes 15 s at most here; a busy machine may be twenty times slower
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return f"{path}: left as it was, a cell failed\n{error}", False
    keep_timings(nbformat.reads(before, as_version=4), normalise(notebook))
    after = nbformat.writes(notebook) + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8")
    state = "changed" if after != before else "unchanged"
    return f"{path}: {state}, {time.perf_counter() - started:.1f} s", True


def main(paths):
    paths = [Path(path) for path in paths]
    tables = [path for path in paths if path.name in MADE_FROM_CHAPTERS]
    well = run_all([path for path in paths if path not in tables])
    if well and claims.store():
        print(f"{claims.STORE.name}: changed")
    return 0 if run_all(tables) and well else 1


def run_all(paths):
    well = True
    with ProcessPoolExecutor(min(len(paths), os.cpu_count() or 1) or 1) as pool:
        for report, success in pool.map(run, paths):
            print(report)
            well &= success
    return well
