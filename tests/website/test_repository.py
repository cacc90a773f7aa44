"""Links to the repository follow a fork, and are absent where there is none."""

import subprocess

import pytest

from publish.chapters.repository import (
    branch,
    current_branch,
    forge,
    origin,
    report_url,
    repository_url,
)


@pytest.mark.parametrize(
    ("environment", "remote", "found"),
    [
        ({}, "https://github.com/ada/course.git", "https://github.com/ada/course"),
        ({}, "git@github.com:ada/course.git", "https://github.com/ada/course"),
        ({}, "ssh://git@gitlab.example.org:2222/a/b/c.git", "https://gitlab.example.org/a/b/c"),
        ({}, "https://ada:secret@host.org/ada/course/", "https://host.org/ada/course"),
        ({}, "/srv/git/course.git", None),
        ({}, "../course", None),
        ({}, "", None),
        ({"GITHUB_REPOSITORY": "bob/fork"}, "/checkout", "https://github.com/bob/fork"),
        (
            {"GITHUB_REPOSITORY": "bob/fork", "GITHUB_SERVER_URL": "https://git.school.org"},
            "",
            "https://git.school.org/bob/fork",
        ),
        ({"CI_PROJECT_URL": "https://gitlab.com/bob/fork"}, "", "https://gitlab.com/bob/fork"),
        ({"REPOSITORY_URL": ""}, "https://github.com/ada/course", None),
        ({"REPOSITORY_URL": "https://x.org/y/"}, "https://github.com/a/b", "https://x.org/y"),
    ],
)
def test_the_repository_is_found(environment, remote, found):
    assert repository_url(environment, remote) == found


def test_a_report_names_the_page():
    page = "book/02_sigmoid_mse_slowdown"
    title = "Error+in+book%2F02_sigmoid_mse_slowdown"
    github = report_url("https://github.com/ada/course", "github", page)
    assert github == f"https://github.com/ada/course/issues/new?title={title}"
    gitlab = report_url("https://gitlab.com/ada/course", "gitlab", page)
    assert gitlab == f"https://gitlab.com/ada/course/-/issues/new?issue%5Btitle%5D={title}"


@pytest.mark.parametrize(
    ("repository", "environment", "found"),
    [
        ("https://github.com/ada/course", {}, "github"),
        ("https://gitlab.school.org/ada/course", {}, "gitlab"),
        ("https://bitbucket.org/ada/course", {}, "bitbucket"),
        ("https://git.school.org/ada/github", {}, None),
        ("https://git.school.org/a/b", {"CI_SERVER_URL": "https://git.school.org"}, "gitlab"),
        ("https://git.school.org/a/b", {"GITHUB_SERVER_URL": "https://git.school.org"}, "github"),
        ("https://git.other.org/a/b", {"CI_SERVER_URL": "https://git.school.org"}, None),
    ],
)
def test_the_kind_of_server_is_known_or_not(repository, environment, found):
    assert forge(repository, environment) == found


def run_git(folder, *commands):
    for command in commands:
        subprocess.run(["git", "-C", str(folder), *command.split()], check=True)


@pytest.mark.usefixtures("git_program")
def test_origin_is_read_on_a_machine_without_git(tmp_path, monkeypatch):
    assert origin(tmp_path) == ""
    run_git(tmp_path, "init -q -b local")
    assert origin(tmp_path) == ""
    run_git(tmp_path, "remote add origin short:a/b.git", "remote set-url --add origin second")
    run_git(tmp_path, "config url.https://host.org/.insteadOf short:")
    (tmp_path / "book").mkdir()
    monkeypatch.setenv("PATH", "")
    assert origin(tmp_path / "book") == "https://host.org/a/b.git"
    assert current_branch(tmp_path / "book") == "local"


@pytest.mark.usefixtures("git_program")
def test_a_working_tree_beside_its_repository(tmp_path):
    """Where .git is a file; the branch is that of the tree, and none where a commit is out."""
    named = "-c user.name=a -c user.email=a@b.org"
    run_git(tmp_path, "init -q main")
    run_git(
        tmp_path / "main",
        "remote add origin https://host.org/a",
        f"{named} commit -q --allow-empty -m one",
        "worktree add -q -b side ../side",
    )
    assert origin(tmp_path / "side") == "https://host.org/a"
    assert current_branch(tmp_path / "side") == "side"
    run_git(tmp_path / "side", "checkout -q --detach")
    assert current_branch(tmp_path / "side") == ""


@pytest.mark.usefixtures("git_program")
def test_what_is_no_repository_that_can_be_read_has_no_address(tmp_path):
    run_git(tmp_path, "init -q", "remote add origin https://host.org/a")
    config = tmp_path / ".git" / "config"
    whole = config.read_text()
    for broken in (whole.replace("[core]", "[core"), whole + "[extensions]\n\tunheardOf = 1\n"):
        config.write_text(broken)
        assert origin(tmp_path) == current_branch(tmp_path) == ""


@pytest.mark.usefixtures("git_program")
def test_the_branch_is_the_one_that_is_built_or_the_main_one(tmp_path):
    assert branch({}, tmp_path) == "main"
    run_git(tmp_path, "init -q -b local")
    assert branch({}, tmp_path) == "local"
    run_git(tmp_path, "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/trunk")
    assert branch({}, tmp_path) == "trunk"
    assert branch({"CI_COMMIT_REF_NAME": "dev"}, tmp_path) == "dev"
    runner = {"GITHUB_REF_NAME": "next"}
    assert branch(runner, tmp_path) == "next"
    assert branch({**runner, "REPOSITORY_BRANCH": "stable"}, tmp_path) == "stable"
