"""A class starts by a link: its form, and the branch that Binder builds for it."""

import subprocess
import sys
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from publish.chapters.contents import ROOT
from publish.classes import class_environment, class_link

FORK = {
    "REPOSITORY_URL": "https://github.com/ada/course.git",
    "REPOSITORY_BRANCH": "main",
    "CHAPTER": "2",
}
CHAPTER = "book/02_sigmoid_mse_slowdown.ipynb"
ASKED = {
    "repo": ["https://github.com/ada/course"],
    "branch": ["main"],
    "urlpath": [f"lab/tree/course/{CHAPTER}"],
}


def only(query, name):
    [value] = parse_qs(query, strict_parsing=True)[name]
    return value


def links(**changes):
    return class_link.links({**FORK, **changes}, origin="")


def test_binder_builds_the_environment_and_pulls_the_chapters():
    link = urlsplit(links()["Binder"])
    assert (link.netloc, link.path) == ("mybinder.org", "/v2/gh/ada/course/environment")
    inner = urlsplit(only(link.query, "urlpath"))
    assert inner.path == "git-pull"
    assert parse_qs(inner.query, strict_parsing=True) == ASKED
    assert (ROOT / CHAPTER).is_file()


def test_a_hub_pulls_the_chapters():
    link = urlsplit(links(HUB="https://school.org/jupyter/")["JupyterHub"])
    assert (link.netloc, link.path) == ("school.org", "/jupyter/hub/user-redirect/git-pull")
    assert parse_qs(link.query, strict_parsing=True) == ASKED


def test_names_that_need_quoting_arrive_as_they_are():
    found = links(
        REPOSITORY_URL="https://gitlab.com/a/b/my course",
        REPOSITORY_BRANCH="fix/a&b#1",
        ENVIRONMENT="class of 27",
    )
    link = urlsplit(found["Binder"])
    assert link.fragment == ""
    _, version, provider, name, image = link.path.split("/")
    assert (version, provider) == ("v2", "gl")
    assert (unquote(name), unquote(image)) == ("a/b/my course", "class of 27")
    asked = parse_qs(urlsplit(only(link.query, "urlpath")).query)
    assert asked["branch"] == ["fix/a&b#1"]
    assert asked["urlpath"] == [f"lab/tree/my course/{CHAPTER}"]


def test_a_place_without_an_address_has_no_link():
    assert set(links()) == {"Binder"}
    assert set(links(BINDERHUB_URL="", HUB="https://school.org")) == {"JupyterHub"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"CHAPTER": "13"}, "CHAPTER must be the number of a chapter, 1 to 12; got '13'"),
        ({"CHAPTER": "two"}, "got 'two'"),
        ({"CHAPTER": ""}, "got ''"),
        ({"HUB": "school.org"}, "HUB must be .* got 'school.org'"),
        ({"HUB": "https://school.org/hub/spawn"}, "without /hub"),
        ({"BINDERHUB_URL": "mybinder.org"}, "BINDERHUB_URL must be .* got 'mybinder.org'"),
        ({"REPOSITORY_URL": ""}, "REPOSITORY_URL must be the public address"),
    ],
)
def test_wrong_input_gets_a_clear_error(wrong, said):
    with pytest.raises(Exception, match=said):
        links(**wrong)


@pytest.mark.parametrize(("chapter", "code"), [("02", 0), ("0", 1)])
def test_the_command_prints_links_or_says_what_is_wrong(chapter, code):
    said = subprocess.run(
        [sys.executable, "-m", "publish", "class-link", "--chapter", chapter],
        cwd=ROOT,
        env={**FORK, "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert said.returncode == code
    if code:
        assert said.stderr.startswith("CHAPTER must be")
        assert said.stdout == ""
    else:
        assert said.stderr == ""
        assert said.stdout.startswith("Binder:\nhttps://mybinder.org/v2/gh/ada/course/")


# The branch.


def git(folder, *command):
    """What git says."""
    done = subprocess.run(
        ["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@b.org", *command],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def clone(git_program, tmp_path, monkeypatch):
    """A clone with one commit, which its origin has."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ada@example.org")
    git(tmp_path, "init", "-q", "--bare", "origin.git")
    git(tmp_path, "clone", "-q", "origin.git", "clone")
    folder = tmp_path / "clone"
    (folder / ".binder").mkdir()
    for path in (ROOT / ".binder").iterdir():
        (folder / ".binder" / path.name).write_bytes(path.read_bytes())
    (folder / "chapter").write_text("one", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    git(folder, "push", "-q", "origin", "HEAD")
    return folder


def test_the_branch_holds_binders_files_with_the_library_of_this_commit(clone):
    commit, current = git(clone, "rev-parse", "HEAD"), git(clone, "branch", "--show-current")
    said = class_environment.make(FORK, clone)
    assert said.endswith(
        f"has the library of {commit[:8]}. Publish it: git push origin environment"
    )
    assert git(clone, "ls-tree", "-r", "--name-only", "environment").splitlines() == [
        ".binder/requirements.txt",
        ".binder/runtime.txt",
    ]
    lines = git(clone, "show", "environment:.binder/requirements.txt").splitlines()
    own = (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    library = f"actloss @ git+https://github.com/ada/course@{commit}"
    assert lines == [library if line == "-e ." else line for line in own] + [lines[-1]]
    assert lines[-1].startswith("nbgitpuller==")
    runtime = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    assert git(clone, "show", "environment:.binder/runtime.txt") == runtime
    # where the reader of this command stands has not moved
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "branch", "--show-current") == current


def test_the_branch_is_published_and_grows_only_when_the_commit_differs(clone):
    class_environment.make(FORK, clone)
    git(clone, "push", "-q", "origin", "environment")
    assert "already has the library of" in class_environment.make(FORK, clone)
    assert git(clone, "rev-list", "--count", "environment") == "1"
    git(clone, "commit", "-q", "--allow-empty", "-m", "two")
    git(clone, "push", "-q", "origin", "HEAD")
    assert "already" not in class_environment.make(FORK, clone)
    assert git(clone, "rev-list", "--count", "environment") == "2"
    git(clone, "push", "-q", "origin", "environment")


def test_what_binder_cannot_fetch_is_an_error(clone):
    git(clone, "commit", "-q", "--allow-empty", "-m", "not pushed")
    with pytest.raises(ValueError, match="Binder finds only what is pushed"):
        class_environment.make(FORK, clone)
    with pytest.raises(ValueError, match="set REPOSITORY_URL"):
        class_environment.make({}, clone)
    assert git(clone, "branch", "--list", "environment") == ""


def test_without_git_the_command_says_so(clone, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ValueError, match="git must be installed"):
        class_environment.make(FORK, clone)
