"""What a class hands in may be large: the processes that mark it are not."""

import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest
from submitted import notebook, solved

from grading.class_folder import ClassFolder
from grading.marking.sandbox import missing
from grading.results.tables import read_table
from programs import needs_sandbox

pytestmark = [needs_sandbox(missing()), pytest.mark.slow]

MOST = 300_000  # kB, of whatever process that is started for it
LINES = ("y" * 75 + "\n") * 900_000
OWN = {
    "prints": "for i in range(400): print('x' * 1000)",
    "shows": "from IPython.display import display\nfor i in range(40): display('word ' * 3900)",
    "draws": "import numpy as np, matplotlib.pyplot as plt\nfor i in range(60):\n"
    "    plt.imshow(np.random.default_rng(i).random((60, 60))); plt.show()",
}
RETURNS = "def softmax(z):\n    return [[0.5] * 100_000]"


def large(variant):
    """Notebooks by their authors' names."""
    for name, source in OWN.items():
        cells = solved(variant=variant)
        cells += [nbformat.v4.new_code_cell(source) for _ in range(1 if name == "draws" else 20)]
        yield name, notebook(cells)
    yield "returns", notebook(solved(variant=variant, softmax=RETURNS))
    yield "writes", notebook(solved(variant=variant, explain="word " * 900_000))
    cells = solved(variant=variant)
    long = nbformat.v4.new_output("stream", text=LINES)
    cells.append(nbformat.v4.new_code_cell("1", outputs=[long]))
    yield "keeps", notebook(cells)


def test_no_process_takes_more_than_its_share_of_memory(released, tmp_path):
    folder = ClassFolder(tmp_path / "class")
    shutil.copytree(released, folder.root)
    with zipfile.ZipFile(tmp_path / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in large(folder.variant()):
            archive.writestr(f"{name}.ipynb", text)
    command = [sys.executable, "-m", "grading", "--class", str(folder.root), "grade", "4"]
    counted = "import resource, subprocess, sys\nsubprocess.run(sys.argv[1:], check=True)\n"
    counted += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    command = [sys.executable, "-c", counted, *command, str(tmp_path / "in.zip")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    grades = read_table(next(folder.root.glob("reports/*/grades.csv")))
    points = {row["id"]: row["points"] for row in grades}
    assert points == {**dict.fromkeys(points, "16"), "returns": "10"}
    assert len(points) == 6
    assert int(done.stdout.split()[-1]) < MOST
