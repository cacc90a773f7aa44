"""The library's own tests, run by the Python that runs in browsers: Pyodide, here in node."""

import importlib.metadata
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from browser_notebook import python_of
from publish.chapters.contents import ROOT

NODE = Path(sys.executable).parent / "node"
SCRIPT = ROOT / "tests" / "web" / "in_pyodide.mjs"
PYTEST = ("pytest", "pluggy", "iniconfig", "mpmath")
# Left out are tests that ask for programs or for compiled packages that Pyodide has not.
TESTS = [
    "activations",
    "catalogue",
    "checks",
    "claims",
    "datasets",
    "exactness",
    "exercises",
    "exercises_chapter_*",
    "gradcheck",
    "initializers",
    "losses",
    "many",
    "maxout",
    "network",
    "normal",
    "optimizers",
    "plots",
    "training",
]


def own_tests():
    """The paths of the library's tests, seen from the project."""
    found = [sorted((ROOT / "tests").glob(f"l*/test_{name}.py")) for name in TESTS]
    assert all(found)
    return [path.relative_to(ROOT).as_posix() for paths in found for path in paths]


def copy_pytest(folder):
    for name in PYTEST:
        for path in importlib.metadata.files(name):
            if path.suffix == ".py":
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path.locate(), target)


@pytest.mark.slow
def test_the_library_is_right_in_pyodide(tmp_path, site_with_python):
    copy_pytest(tmp_path / "modules")
    done = subprocess.run(
        [
            NODE,
            SCRIPT,
            *python_of(site_with_python),
            tmp_path / "modules",
            ROOT,
            *own_tests(),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 2000
