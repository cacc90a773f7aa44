"""A test that needs a program says so: it is skipped without, and fails in CI, which has all."""

import os
import subprocess
import sys

import pytest

from publish.chapters.contents import ROOT
from publish.classes import class_environment


def run_without_programs(*tests, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "PATH")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=ROOT,
        env=kept | {"PATH": ""} | environment,
        capture_output=True,
        text=True,
    )


NEED_GIT = ("tests/website/test_repository.py", "-k", "origin_is_read or main_one")


def test_what_is_skipped_is_counted_and_what_it_proves_is_named():
    done = run_without_programs(*NEED_GIT)
    assert done.returncode == 0, done.stdout
    assert "2 skipped: no git on this machine" in done.stdout
    assert "unproved: that pages find their repository" in done.stdout


def test_in_ci_it_fails():
    done = run_without_programs(*NEED_GIT, CI="true")
    assert done.returncode == 1
    assert "no git on this machine" in done.stdout


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("grading/test_sandbox", "bubblewrap is not installed"),
        ("paper/test_print", "there is no Chromium"),
    ],
)
@pytest.mark.usefixtures("built")
def test_so_do_the_browser_and_the_sandbox(module, said):
    done = run_without_programs(f"tests/{module}.py")
    assert done.returncode == 0, done.stdout
    assert f"skipped: {said}" in done.stdout
    assert "; unproved: " in done.stdout


def test_the_branch_for_a_class_says_that_git_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ValueError, match="git must be installed"):
        class_environment.make({"REPOSITORY_URL": "https://host.org/a/b"}, tmp_path)
