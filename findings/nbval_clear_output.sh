#!/usr/bin/env bash
# Package:  nbval 0.11.0 (nbclient 0.11.0, ipykernel 7.4.0)
# Expected: a notebook that has just been run, and prints the same each time, passes nbval
# Happens:  a cell that redraws its progress with clear_output(wait=True), or updates a display by its handle,
#           fails: the stored notebook holds the last picture ("epoch 2"), nbval gathers all that were ever sent
#           ("epoch 0", "epoch 1", "epoch 2") or the first one
# Hurts:    live training curves in executable courses: they look unrepeatable, and people put the cell on
#           NBVAL_IGNORE_OUTPUT, which hides real changes too
# Instead:  draw once at the end, or redraw inside an ipywidgets Output and compare the numbers in a cell of their own
# Thread:   https://github.com/Ouranosinc/pavics-sdi/pull/323 (a course that had to ignore the output)
. "$(dirname "$0")/_venv.sh"
install nbval==0.11.0 nbclient==0.11.0 ipykernel==7.4.0 pytest==9.2.0

python 2> /dev/null <<'EOF'
import subprocess
from importlib.metadata import version

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

CELLS = [
    "for epoch in range(3): print('epoch', epoch)",
    "from IPython.display import clear_output\nfor epoch in range(3):\n    clear_output(wait=True); print('epoch', epoch)",
    "from IPython.display import display\nhandle = display('epoch 0', display_id=True)\nhandle.update('epoch 1')",
]
notebook = new_notebook(cells=[new_code_cell(cell) for cell in CELLS])
NotebookClient(notebook, kernel_name="python3").execute()
nbformat.write(notebook, "progress.ipynb")
print("nbval", version("nbval"))
stored = [cell.outputs[0].get("text") or cell.outputs[0]["data"]["text/plain"] for cell in notebook.cells]
print("stored:", stored)
command = ["pytest", "-q", "-rA", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "progress.ipynb"]
report = subprocess.run(command, capture_output=True, text=True).stdout
passed = [f"PASSED progress.ipynb::Cell {i}" in report for i in range(3)]
print("passed:", passed)
assert passed == [True, False, False]
EOF
