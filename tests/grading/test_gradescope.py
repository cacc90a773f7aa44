"""The autograder's zip, unpacked into the places of Gradescope's container and run there."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from submitted import NAME, notebook, solved

from grading.__main__ import main
from grading.class_folder import ClassFolder
from grading.elsewhere.gradescope import PACKAGES, pinned
from grading.marking.sandbox import missing
from programs import needs_sandbox

pytestmark = needs_sandbox(missing())


@pytest.fixture(scope="module")
def container(released, tmp_path_factory):
    """A folder laid out as /autograder, and the variant of its class."""
    folder = ClassFolder(shutil.copytree(released, tmp_path_factory.mktemp("scope") / "mine"))
    main(["--class", str(folder.root), "autograder", "4"])
    root = folder.root.parent / "autograder"
    with zipfile.ZipFile(folder.root / "autograder" / f"{NAME}.zip") as archive:
        archive.extractall(root / "source")
        modes = {i.filename: i.external_attr >> 16 for i in archive.infolist()}
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    shutil.copy(root / "source/run_autograder", root)
    return root, folder.variant()


def run(root, **files):
    """results.json after these files were handed in."""
    shutil.rmtree(root / "submission", ignore_errors=True)
    (root / "submission").mkdir()
    for name, text in files.items():
        (root / "submission" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    source = root / "source"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{source}:{source / 'lib'}"}
    command = [sys.executable, "-m", "grading.elsewhere.autograder", str(root)]
    done = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads((root / "results/results.json").read_text())


def test_a_solution_gets_its_points_and_a_mistake_its_message(container):
    root, variant = container
    found = run(root, work=notebook(solved(variant=variant, rise="rise = 0")))
    tests = {test["name"]: test for test in found["tests"]}
    assert sum(test["score"] for test in tests.values()) == 13
    assert sum(test["max_score"] for test in tests.values()) == 16
    assert tests["rise_check"]["status"] == "failed"
    assert len(tests["rise_check"]["output"]) > 20
    assert {test["visibility"] for test in tests.values()} == {"visible"}


@pytest.mark.parametrize("files", [{}, {"work": "no notebook"}, {"work": notebook([])}])
def test_what_is_no_work_is_said(container, files):
    root, _ = container
    found = run(root, **files)
    assert found["output"]
    assert [test["score"] for test in found["tests"]] == [0] * len(found["tests"])
    assert sum(test["max_score"] for test in found["tests"]) == 16


def test_the_setup_installs_pinned_packages(container):
    root, _ = container
    setup = (root / "source/setup.sh").read_text()
    assert setup.startswith("#!/usr/bin/env bash\n")
    for package in pinned(PACKAGES):
        assert package in setup
    subprocess.run(["bash", "-n", str(root / "source/setup.sh")], check=True)
    subprocess.run(["bash", "-n", str(root / "source/run_autograder")], check=True)


def test_each_student_s_numbers_are_refused(released, tmp_path):
    folder = ClassFolder(shutil.copytree(released, tmp_path / "class"))
    folder.remember(numbers="student")
    with pytest.raises(SystemExit, match="does not know by which id"):
        main(["--class", str(folder.root), "autograder", "4"])
