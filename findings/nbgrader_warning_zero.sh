#!/usr/bin/env bash
# Package:  nbgrader 0.9.6 (numpy 2.4.6)
# Expected: an autograded test cell whose asserts all hold gives its points
# Happens:  0 of 4 if anything was written to stderr, so also for a NumPy RuntimeWarning: relu's slope by
#           np.where(z > 0, z / z, 0), right everywhere, divides 0 by 0 on the side that is not taken
# Hurts:    students whose right function warns (overflow in exp, log of 0, deprecations of a newer library): no
#           points, and the feedback page shows a passed test
# Instead:  np.errstate(all="ignore") and warnings.catch_warnings() in the test cell around the student's function
# Thread:   https://github.com/sagemathinc/cocalc/pull/5028 (CoCalc switches warnings off for this reason)
. "$(dirname "$0")/_venv.sh"
install nbgrader==0.9.6 ipykernel==7.4.0 numpy==2.4.6

python 2> /dev/null <<'EOF'
from importlib.metadata import version

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

print("nbgrader", version("nbgrader"))
STUDENT = "import numpy as np\ndef slope(z):\n    return np.where(z > 0, z / z, 0)"
TEST = "assert slope(np.array([-1.0, 0.0, 2.0])).tolist() == [0, 0, 1]"
QUIET = "with np.errstate(all='ignore'):\n    " + TEST
nbgrader = {"grade": True, "solution": False, "locked": True, "points": 4, "schema_version": 3, "cell_type": "code"}
cells = [new_code_cell(STUDENT)] + [
    new_code_cell(test, metadata={"nbgrader": {**nbgrader, "grade_id": f"test{i}"}}) for i, test in enumerate((TEST, QUIET))
]
notebook = new_notebook(cells=cells)
NotebookClient(notebook, kernel_name="python3").execute()  # a failing assert would raise here
plain, quiet = (determine_grade(cell) for cell in notebook.cells[1:])
print("asserts hold; points of", plain, "with errstate", quiet)
assert plain == (0, 4) and quiet == (4, 4)
EOF
