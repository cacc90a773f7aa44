"""The zip that Gradescope takes as an autograder: the checks, the library, and how to begin."""

import json

import nbformat

from grading.assignment import ROOT, SOURCES
from publish.downloads.packing import pack

PACKAGES = ("numpy", "matplotlib", "ipywidgets", "ipython", "mpmath", "nbformat", "packaging",
            "pyseccomp")  # fmt: skip
PINS = ("requirements.txt", "requirements-assign.txt", "constraints.txt")
ROOMS = ("grading/assignment.py", "grading/__init__.py", "grading/handed_in/__init__.py",
         "grading/handed_in/notebooks.py", "grading/elsewhere/__init__.py",
         "grading/elsewhere/autograder.py")  # fmt: skip

SETUP = """\
#!/usr/bin/env bash
# Run once, when Gradescope builds the image.
set -e
apt-get update
apt-get install -y bubblewrap libseccomp2
for version in 3.13 3.12 3.11; do
    if apt-get install -y python$version python$version-venv; then break; fi
done
python$version -m venv /opt/course
/opt/course/bin/pip install --quiet {packages}
chmod 700 /autograder/source
"""
RUN = """\
#!/usr/bin/env bash
# Run for each submission; it writes results/results.json.
cd /autograder/source
export PYTHONPATH=/autograder/source:/autograder/source/lib OPENBLAS_NUM_THREADS=1
exec /opt/course/bin/python -m grading.elsewhere.autograder "${1:-/autograder}"
"""


def make(folder, name):
    """Write the zip for an assignment with the class's numbers; return its path.

    Raises ValueError if it was not released, or if each student has numbers.
    """
    path = folder.given_out_to_all(name, "Gradescope does not know by which id")
    given = nbformat.read(path, as_version=4).cells
    about = {"name": name, "variant": folder.variant(), "given": given}
    files = [
        ("setup.sh", SETUP.replace("{packages}", " ".join(pinned(PACKAGES))).encode()),
        ("run_autograder", RUN.encode()),
        ("assignment.json", json.dumps(about).encode()),
    ]
    paths = [ROOT / path for path in ROOMS]
    paths += sorted((ROOT / "grading/marking").glob("*.py"))
    paths += sorted(p for p in (ROOT / "lib/actloss").rglob("*") if "__pycache__" not in p.parts)
    paths.append(SOURCES / name / f"{name}.ipynb")
    files += [(p.relative_to(ROOT).as_posix(), p.read_bytes()) for p in paths if p.is_file()]
    path = folder.root / "autograder" / f"{name}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    pack(path, "", files, programs=("setup.sh", "run_autograder"))
    return path


def pinned(packages):
    """The packages with the versions with which the course is tested."""
    lines = [line for pins in PINS for line in (ROOT / pins).read_text().splitlines()]
    versions = dict(line.split("==") for line in lines if line.count("==") == 1 and "#" not in line)
    known = {name.lower(): version for name, version in versions.items()}
    return [f"{name}=={known[name]}" for name in packages]
