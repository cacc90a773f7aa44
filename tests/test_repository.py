"""Links to the repository follow a fork, and are absent where there is none."""

import subprocess

import pytest

from course.repository import origin, report_url, repository_url


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
    github = report_url("https://github.com/ada/course", page)
    assert github == f"https://github.com/ada/course/issues/new?title={title}"
    gitlab = report_url("https://gitlab.com/ada/course", page)
    assert gitlab == f"https://gitlab.com/ada/course/-/issues/new?issue%5Btitle%5D={title}"


def test_origin_is_read_from_git(tmp_path):
    assert origin(tmp_path) == ""
    for command in (["init", "-q"], ["remote", "add", "origin", "https://host.org/a/b.git"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    assert origin(tmp_path) == "https://host.org/a/b.git"
