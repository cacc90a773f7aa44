"""Make the branch from which Binder builds the image of a class: .binder/ and nothing else.

    make class-environment

Binder builds an image anew for each commit of a branch. This branch changes only when this is run,
so the image is there when the class begins, whatever is pushed to the chapters meanwhile. Neither
the working tree nor the current branch is touched.
"""

import os
import subprocess

from publish.chapters.contents import ROOT
from publish.chapters.repository import origin, repository_url
from publish.classes.class_link import ENVIRONMENT

FOLDER = ".binder"
OWN_COPY = "-e ."
PULLER = "nbgitpuller==1.3.0"


def requirements(text, repository, commit):
    """Binder's own, with the library of one commit, and what copies the chapters."""
    library = f"actloss @ git+{repository}@{commit}"
    lines = [library if line == OWN_COPY else line for line in text.splitlines()]
    return "\n".join([*lines, PULLER, ""])


def make_branch(name, files, message, folder=ROOT):
    """Commit these files, and only these, to the branch."""
    entries = "".join(
        f"100644 blob {store(folder, text)}\t{path}\n" for path, text in files.items()
    )
    inner = ask(folder, "mktree", text=entries)
    tree = ask(folder, "mktree", text=f"040000 tree {inner}\t{FOLDER}\n")
    reference = f"refs/heads/{name}"
    known = ask(folder, "for-each-ref", "--format=%(objectname) %(tree)", reference)
    before, _, before_tree = known.partition(" ")
    if before_tree == tree:
        return False
    parent = ["-p", before] if before else []
    commit = ask(folder, "commit-tree", tree, "-m", message, *parent)
    ask(folder, "update-ref", reference, commit)
    return True


def store(folder, text):
    return ask(folder, "hash-object", "-w", "--stdin", text=text)


def ask(folder, *command, text=None):
    """What git says; git's own words are the error."""
    line = ["git", "-C", str(folder), *command]
    try:
        done = subprocess.run(line, input=text, capture_output=True, text=True)
    except FileNotFoundError:
        raise ValueError("git must be installed: it makes the branch, and publishes it") from None
    if done.returncode:
        raise ValueError(f"git {command[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


def make(environment, folder=ROOT):
    """Make the branch from the current commit, which Binder must be able to fetch."""
    repository = repository_url(environment, origin(folder))
    if not repository:
        raise ValueError("origin must be a public repository; set REPOSITORY_URL to its address.")
    commit = ask(folder, "rev-parse", "HEAD")
    if not ask(folder, "branch", "--remotes", "--contains", commit):
        raise ValueError(f"Binder finds only what is pushed: git push, then again ({commit[:8]}).")
    own = folder / FOLDER
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(own.iterdir())}
    files["requirements.txt"] = requirements(files["requirements.txt"], repository, commit)
    name = environment.get("ENVIRONMENT", ENVIRONMENT)
    changed = make_branch(name, files, f"Environment of {commit[:8]}", folder)
    state = "has the library of" if changed else "already has the library of"
    return f"The branch {name} {state} {commit[:8]}. Publish it: git push origin {name}"


def main(image):
    try:
        print(make({**os.environ, "ENVIRONMENT": image}))
    except ValueError as error:
        return str(error)
    return 0
