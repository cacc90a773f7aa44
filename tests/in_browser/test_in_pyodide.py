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
ROOMS = ("library", "lessons")
# These ask for what the page's Python has not: packages of notebooks and of tests, other processes.
LEFT_OUT = {
    f"test_{name}"
    for name in ("explorables", "fuzz", "metrics", "package", "probability", "progress")
}


def own_tests():
    """The paths of the library's and the lessons' tests, seen from the project."""
    found = [path for room in ROOMS for path in sorted((ROOT / "tests" / room).glob("test_*.py"))]
    assert {path.stem for path in found} >= LEFT_OUT
    return [path.relative_to(ROOT).as_posix() for path in found if path.stem not in LEFT_OUT]


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
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 7000
