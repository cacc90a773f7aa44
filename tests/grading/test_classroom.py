"""The template repository: what its workflow runs shows the checks that students see."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest
import yaml
from submitted import NAME, notebook, solved

from grading.__main__ import main
from grading.assignment import grade_id, is_solution
from grading.class_folder import ClassFolder


@pytest.fixture(scope="module")
def template(released, tmp_path_factory):
    folder = ClassFolder(shutil.copytree(released, tmp_path_factory.mktemp("hub") / "mine"))
    main(["--class", str(folder.root), "template", "4"])
    return folder.root / "template" / NAME


def filled(template):
    """The template's notebook with the solutions written into it."""
    given = nbformat.read(template / f"{NAME}.ipynb", as_version=4)
    ours = {grade_id(cell): cell.source for cell in solved()}
    for cell in given.cells:
        if is_solution(cell):
            cell.source = ours[grade_id(cell)]
    return given.cells


def shown(template, cells, tmp_path):
    place = shutil.copytree(template, tmp_path / "clone")
    (place / f"{NAME}.ipynb").write_text(notebook(cells), encoding="utf-8")
    workflow = yaml.safe_load((place / ".github/workflows/checks.yml").read_text())
    command = workflow["jobs"]["checks"]["steps"][-1]["run"].split()
    assert command[0] == "python"
    return subprocess.run([sys.executable, *command[1:]], cwd=place, capture_output=True, text=True)


def test_all_checks_pass_for_a_solution(template, tmp_path):
    done = shown(template, filled(template), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("| passes |") == 5


def test_a_mistake_is_told_and_the_others_go_on(template, tmp_path):
    cells = filled(template)
    next(cell for cell in cells if grade_id(cell) == "rise").source = "rise = [1, 2]"
    done = shown(template, cells, tmp_path)
    assert done.returncode == 1
    assert "| rise_check | rise must be one number" in done.stdout
    assert done.stdout.count("| passes |") == 4


def test_nothing_hidden_is_in_it(template):
    texts = "".join(p.read_text(errors="ignore") for p in template.rglob("*") if p.is_file())
    assert "HIDDEN" not in texts
    assert json.loads((template / f"{NAME}.ipynb").read_text())


def test_a_template_needs_a_release(tmp_path):
    with pytest.raises(SystemExit, match="make release first"):
        main(["--class", str(tmp_path / "new"), "template", "4"])
