#!/usr/bin/env bash
# Package:  nbgrader 0.9.6 with numpy 2.4.6 (beside 1.26.4)
# Expected: partial credit: a test cell that ends in a number gives that many points; 4 · np.mean([1, 0, 0, 0]) = 1
# Happens:  with NumPy 2 the full 4 points: the number is read from its text, which is now "np.float64(1.0)", and
#           what is no number counts as passed. With NumPy 1.26.4 it was 1
# Hurts:    every class that upgraded NumPy under tests that sum or average with it: all get full marks, only a line
#           in the log tells
# Instead:  end the cell in float(...); and no test cell should end in any other bare expression: a cell whose asserts
#           pass and that ends in abs(error) gives 5e-17 points
. "$(dirname "$0")/_venv.sh"
install nbgrader==0.9.6 ipykernel==7.4.0 numpy==2.4.6

cat > grades.py <<'EOF'
from importlib.metadata import version

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

POINTS = "4 * np.mean([1, 0, 0, 0])"
nbgrader = {"grade": True, "solution": False, "locked": True, "points": 4, "schema_version": 3, "cell_type": "code"}
notebook = new_notebook(cells=[
    new_code_cell(f"import numpy as np\n{points}", metadata={"nbgrader": {**nbgrader, "grade_id": f"test{i}"}})
    for i, points in enumerate((POINTS, f"float({POINTS})", "assert True\nabs(.1 + .2 - .3)"))
])
NotebookClient(notebook, kernel_name="python3").execute()
grades = [determine_grade(cell)[0] for cell in notebook.cells]
print("nbgrader", version("nbgrader"), "numpy", version("numpy"))
print("  1 of 4 by np.mean:", grades[0], " by float(np.mean):", grades[1], " asserts, then abs(error):", grades[2])
assert grades == [4 if version("numpy") >= "2" else 1, 1, abs(0.1 + 0.2 - 0.3)]
EOF
python grades.py 2> /dev/null
pip install --quiet --disable-pip-version-check --only-binary :all: numpy==1.26.4
python grades.py 2> /dev/null
