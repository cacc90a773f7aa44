"""The library as one file, for readers' own machines and for their browsers."""

import os
import shutil
import subprocess
import sys

from publish.chapters.changes import make_again
from publish.chapters.contents import ROOT

WHEELS = ROOT / "_build" / "wheel"
BUILT = ROOT / "_build" / ".wheel"
SOURCES = [ROOT / name for name in ("lib/actloss", "pyproject.toml", "README.md", "LICENSE")]
BESIDE = ("ipywidgets", "comm")  # what Pyodide lacks
LONG_AGO = "1767225600"  # the same sources give the same bytes
LEFT_BY_SETUPTOOLS = ROOT / "build"  # would keep modules that are gone


def current():
    """Build the library's wheel, unless the one that is there is of these sources."""
    make_again(BUILT, SOURCES, build)


def build():
    shutil.rmtree(WHEELS, ignore_errors=True)
    shutil.rmtree(LEFT_BY_SETUPTOOLS, ignore_errors=True)
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", WHEELS, ".")
    pip("download", "--no-deps", "-c", "constraints.txt", "-d", WHEELS, *BESIDE)
    shutil.rmtree(LEFT_BY_SETUPTOOLS, ignore_errors=True)


def pip(command, *arguments):
    subprocess.run(
        [sys.executable, "-m", "pip", command, "-qq", "--disable-pip-version-check", *arguments],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": LONG_AGO},
        check=True,
    )
