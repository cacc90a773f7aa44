"""When a clone was committed is read without git, whatever the clone holds."""

import os
import subprocess
from datetime import datetime

import pytest

from grading.handed_in import commits, submissions
from grading.handed_in.commits import NoCommit, committed

WHEN = "2026-03-04T12:00:00+00:00"
THEN = datetime.fromtimestamp(datetime.fromisoformat(WHEN).timestamp())


def git(folder, *command, when=WHEN):
    names = {
        f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    dates = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00+00:00"}
    alone = {"PATH": "/usr/bin:/bin", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(folder), "-c", "protocol.file.allow=always", *command]
    subprocess.run(command, check=True, env={**names, **dates, **alone}, capture_output=True)


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """A repository of two commits, the second in March."""
    folder = tmp_path_factory.mktemp("origin") / "work"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "commit", "-qm", "first", "--allow-empty", when="2026-01-01T00:00:00+00:00")
    (folder / "x.ipynb").write_text("{}")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "done")
    return folder


def whole(origin, clone):
    git(origin.parent, "clone", "-q", f"file://{origin}", str(clone))


def shallow(origin, clone):
    git(origin.parent, "clone", "-q", "--depth", "1", f"file://{origin}", str(clone))


def packed_up(origin, clone):
    whole(origin, clone)
    git(clone, "gc", "-q")
    git(clone, "pack-refs", "--all")
    assert not list(clone.glob(".git/objects/??"))
    assert not (clone / ".git/refs/heads/main").exists()


def detached(origin, clone):
    whole(origin, clone)
    git(clone, "checkout", "-q", "--detach")


def worktree(origin, clone):
    git(origin, "worktree", "add", "-q", "--detach", str(clone))
    assert (clone / ".git").is_file()


def submodule(origin, clone):
    outer = clone.parent / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "submodule", "add", "-q", f"file://{origin}", "inner")
    (outer / "inner").rename(clone)
    (clone / ".git").write_text(f"gitdir: {outer / '.git/modules/inner'}\n")


@pytest.mark.parametrize("make", [whole, shallow, packed_up, detached, worktree, submodule])
def test_the_time_of_the_last_commit_is_read(make, origin, tmp_path, monkeypatch):
    make(origin, tmp_path / "clone")
    monkeypatch.setenv("PATH", "/nowhere")
    assert committed(tmp_path / "clone") == THEN


def test_nothing_of_the_repository_runs(origin, tmp_path, monkeypatch):
    whole(origin, tmp_path / "clone")
    trap = tmp_path / "trap"
    (tmp_path / "spy").write_text(f"#!/bin/sh\ntouch {trap}\n")
    (tmp_path / "spy").chmod(0o755)
    with open(tmp_path / "clone/.git/config", "a") as config:
        config.write(f"[core]\n fsmonitor = {tmp_path}/spy\n pager = {tmp_path}/spy\n")
        config.write(f"[include]\n path = {tmp_path}/nowhere\n[gpg]\n program = {tmp_path}/spy\n")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (tmp_path / "clone/.git/hooks" / hook).symlink_to(tmp_path / "spy")
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "git").symlink_to(tmp_path / "spy")
    assert committed(tmp_path / "clone") == THEN
    assert not trap.exists()


def empty(clone):
    git(clone, "init", "-q")


def without_objects(clone):
    git(clone, "init", "-q", "-b", "main")
    (clone / ".git/refs/heads/main").write_text("1" * 40 + "\n")


def of_a_lost_worktree(clone):
    (clone / ".git").write_text("gitdir: /nowhere/at/all\n")


def a_loop(clone):
    git(clone, "init", "-q")
    (clone / ".git/HEAD").write_text("ref: HEAD\n")


def nonsense(clone):
    (clone / ".git").mkdir()
    (clone / ".git/HEAD").write_bytes(bytes(range(256)))


def a_pipe(clone):
    (clone / ".git").mkdir()
    os.mkfifo(clone / ".git/HEAD")


@pytest.mark.parametrize(
    "make", [empty, without_objects, of_a_lost_worktree, a_loop, nonsense, a_pipe]
)
def test_a_broken_repository_is_said(make, tmp_path, monkeypatch):
    monkeypatch.setattr(commits, "SECONDS", 0.5)
    clone = tmp_path / "all" / "hw-anna"
    clone.mkdir(parents=True)
    make(clone)
    with pytest.raises(NoCommit):
        committed(clone)
    (clone / "x.ipynb").write_text("{}")
    (attempt,) = submissions.read(tmp_path / "all", "classroom").attempts
    assert attempt.time is None
    assert attempt.untimed.startswith("the time of the last commit is not known")


def test_a_commit_out_of_all_calendars_is_said(origin, tmp_path):
    whole(origin, tmp_path / "clone")
    git(tmp_path / "clone", "commit", "-qm", "x", "--allow-empty", when="@99999999999999 +0000")
    with pytest.raises(NoCommit):
        committed(tmp_path / "clone")


def test_a_commit_that_fills_the_memory_is_not_read(tmp_path):
    import hashlib
    import zlib

    clone = tmp_path / "clone"
    clone.mkdir()
    git(clone, "init", "-q", "-b", "main")
    bomb = b"commit %d\0" % (64 << 20) + bytes(64 << 20)
    key = hashlib.sha1(bomb).hexdigest()
    place = clone / ".git/objects" / key[:2]
    place.mkdir()
    (place / key[2:]).write_bytes(zlib.compress(bomb))
    (clone / ".git/refs/heads/main").write_text(key + "\n")
    with pytest.raises(NoCommit):
        committed(clone)


def test_clones_have_the_time_of_their_commits(origin, tmp_path):
    clone = tmp_path / "hw-submissions" / "hw-anna"
    clone.parent.mkdir()
    whole(origin, clone)
    (attempt,) = submissions.read(clone.parent).attempts
    assert (attempt.student, attempt.time) == ("anna", THEN)
