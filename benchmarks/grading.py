"""Marking a class in this tree beside a former one: `make bench-grading REV=4212c13`.

Each tree is a new clone with an environment of its own, in which chapter 4 is released and then
marked for a class of the same size. What counts is the time that processors have worked, for all
processes together: unlike that on the clock it is much the same on a busy machine.
"""

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import nbformat

from benchmarks.against import clone
from benchmarks.tables import markdown

NAME = "04_softmax_log_likelihood"
# What some write: the same in other forms, a function that overflows, and nothing.
STEP = "z = z - rate * (s - y)"
STEPS = (STEP, "z = z - rate * s + rate * y", "z = z + rate * (y - s)", "z = z + (y - s) * rate")
OVERFLOWS = "def softmax(z):\n    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)"
NOTHING = "raise NotImplementedError()"
SET_CHILD_SUBREAPER = 36  # of prctl


def hand_in(tree, count):
    """The zip file of a class, as Moodle gives it: of six, four are right and two not."""
    source = tree / f"classes/mine/source/{NAME}/{NAME}.ipynb"
    path = tree / "handed_in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            notebook = nbformat.read(source, as_version=4)
            for cell in notebook.cells:
                name = cell.metadata.get("nbgrader", {}).get("grade_id")
                if name == "explain":
                    cell.source = f"It falls by the same amount in each step, says {number}."
                elif name == "steps-until":
                    cell.source = cell.source.replace(STEP, STEPS[number % len(STEPS)])
                elif number % 6 == 4 and name == "softmax":
                    cell.source = OVERFLOWS
                elif number % 6 == 5 and name in ("softmax", "rise"):
                    cell.source = NOTHING
            file = f"Student {number}_{1000 + number}_assignsubmission_file/homework.ipynb"
            archive.writestr(file, nbformat.writes(notebook))
    return path


def used(tree, *arguments):
    """Seconds by the clock and of processors that `make` with these arguments takes in a tree."""
    own = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "PYTHONPATH")}
    began, before = time.perf_counter(), _processors()
    done = subprocess.run(["make", *arguments], cwd=tree, env=own, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"make {' '.join(arguments)} failed in {tree}:\n{done.stdout}{done.stderr}")
    seconds = time.perf_counter() - began
    while True:  # what outlived its parent is ours, and is counted once it is waited for
        try:
            os.wait()
        except ChildProcessError:
            return seconds, _processors() - before


def _processors():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def seconds(tree, count):
    """What marking a class takes in a tree, for each submission: by the clock and of processors."""
    ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    used(tree, "release", "CHAPTER=4")
    path = hand_in(tree, count)
    found = [s / count for s in used(tree, "grade", "CHAPTER=4", f"FROM={path}")]
    print(tree.name, *(f"{s:.2f}" for s in found), flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__)
    parser.add_argument("revision", help="a commit of this repository")
    parser.add_argument("--submissions", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trees = [clone("HEAD", Path(folder) / "this"), clone(asked.revision, Path(folder) / "that")]
        mine, other = (seconds(tree, asked.submissions) for tree in trees)
    lines = [
        [name, *(f"{s:.2f}" for s in found)] for name, found in (("this", mine), ("that", other))
    ]
    lines.append(["ratio", *(f"{a / b:.2f}" for a, b in zip(mine, other, strict=True))])
    print(markdown([f"{asked.submissions} submissions, s a piece", "clock", "processors"], lines))


if __name__ == "__main__":
    main()
