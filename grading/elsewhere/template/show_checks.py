"""Run a notebook and say what each of its checks finds: python show_checks.py work.ipynb"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError


def run(path):
    """The notebook with its outputs; a cell that fails does not end it."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=60, allow_errors=True, interrupt_on_timeout=True)
    try:
        client.execute(cwd=Path(path).parent or ".")
    except CellTimeoutError as error:
        print(error)
    return notebook


def found(notebook):
    """For each check its name and why it fails; "" if it does not."""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade") and not about.get("solution"):
            errors = [o for o in cell.outputs if o.output_type == "error"]
            why = errors[0].evalue or errors[0].ename if errors else ""
            yield about["grade_id"], why if cell.execution_count else "it was not reached"


def main(path):
    lines, failed = ["| check | says |", "|---|---|"], 0
    for name, why in found(run(path)):
        failed += bool(why)
        lines.append(f"| {name} | {' '.join(why.split()).replace('|', '/') or 'passes'} |")
    text = "\n".join(lines)
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        Path(summary).write_text(text + "\n", encoding="utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1])))
