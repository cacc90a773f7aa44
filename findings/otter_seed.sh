#!/usr/bin/env bash
# Package:  otter-grader 7.0.0 (numpy 2.4.6), generate: seed in an assignment's configuration
# Expected: the seed is set once, so that a submission draws the same numbers each time it is graded
# Happens:  it is set again before *every cell*: two cells that draw get the same numbers. x and its noise become
#           equal, and the instructor's own solution, right in Jupyter, gets 0 of 1
# Hurts:    exercises on initialisation, noise, splits, Monte Carlo: in grading only, weights of two layers are equal
# Instead:  np.random.default_rng(seed) in the notebook (left alone), or seed_variable in the configuration
. "$(dirname "$0")/_venv.sh"
install otter-grader==7.0.0 ipykernel==7.4.0 nbconvert==7.17.2 numpy==2.4.6

cat > assignment.py <<'EOF'
import sys

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output, new_raw_cell

draw = sys.argv[1]
check = new_code_cell("bool((x != noise).all())")
check.outputs = [new_output("execute_result", data={"text/plain": "True"}, execution_count=1)]
notebook = new_notebook(cells=[
    new_raw_cell("# ASSIGNMENT CONFIG\nname: draws\nexport_cell: false\nrun_tests: false\ngenerate:\n  seed: 42"),
    new_code_cell("import numpy as np\nrng = np.random.default_rng(0)"),
    new_raw_cell("# BEGIN QUESTION\nname: q1\npoints: 1"),
    new_raw_cell("# BEGIN SOLUTION"),
    new_code_cell(f"x = {draw} # SOLUTION"),
    new_code_cell(f"noise = {draw} # SOLUTION"),
    new_raw_cell("# END SOLUTION"),
    new_raw_cell("# BEGIN TESTS"), check, new_raw_cell("# END TESTS"),
    new_raw_cell("# END QUESTION"),
], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
nbformat.write(notebook, "draws.ipynb")
EOF

score() {
    rm -rf dist results && mkdir results
    python assignment.py "$1" && otter assign draws.ipynb dist > /dev/null 2>&1
    otter run --no-logo -a dist/autograder/draws-autograder_*.zip -o results dist/autograder/draws.ipynb > /dev/null 2>&1
    python -c 'import json; print([t["score"] for t in json.load(open("results/results.json"))["tests"] if t["name"] == "q1"][0])'
}

legacy=$(score "np.random.randn(5)")
generator=$(score "rng.normal(size=5)")
echo "otter-grader 7.0.0: the instructor's solution with np.random.randn gets $legacy of 1, with a generator $generator"
[ "$legacy" = 0 ] || [ "$legacy" = 0.0 ]
[ "$generator" = 1 ] || [ "$generator" = 1.0 ]
