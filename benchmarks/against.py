"""This tree beside a former one: `make bench-against REV=4212c13`.

Both are run in turns, so that what slows the machine slows both; a ratio is our time by theirs, so
below 1 this tree is faster. The library's functions are timed always, the commands with --commands:
each in a new clone, with an environment of its own, which takes the better part of an hour.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import geometric_mean, median

from benchmarks.tables import markdown

ROOT = Path(__file__).parents[1]
SENTENCE = ("book/04_softmax_log_likelihood.ipynb", "Softmax", "The softmax")
# A name, and the command that is timed: in a new clone, one after the other.
COMMANDS = {
    "make book, new clone": "make book",
    "make book, one sentence changed": "make book",
    "make test": "make test",
    ".ci/run": "bash .ci/run",
}


class Contestant:
    """A process that has the library of one tree, and times what it is asked for."""

    def __init__(self, tree):
        environment = {**os.environ, "PYTHONPATH": f"{tree / 'lib'}{os.pathsep}{ROOT}"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.library.contestant"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def ask(self, *question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def library(tree, rounds):
    """Ratios of times, and of memory beyond input and result, for each question."""
    ours, theirs = Contestant(ROOT), Contestant(tree)
    lines, times, peaks = [], {}, {}
    for kind, name, size in ours.ask("questions"):
        if [kind, name, size] not in theirs.ask("questions"):
            continue
        pairs = [[one.ask(kind, name, size) for one in (ours, theirs)] for _ in range(rounds)]
        ratio = median(mine["seconds"] / other["seconds"] for mine, other in pairs)
        mine, other = (max(1, pair["peak"]) for pair in pairs[-1])
        lines.append([f"{kind} {name}", f"{size:,}", f"{ratio:.2f}", f"{mine / other:.2f}"])
        times.setdefault((kind, size), []).append(ratio)
        peaks.setdefault((kind, size), []).append(mine / other)
    for kind, size in times:
        means = (geometric_mean(found[kind, size]) for found in (times, peaks))
        lines.append([f"{kind}, geometric mean", f"{size:,}", *(f"{mean:.2f}" for mean in means)])
    return markdown(["what", "numbers", "time", "memory"], lines)


def commands(revision):
    """Seconds of each command in new clones of this tree and of the former one."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        trees = [clone("HEAD", Path(folder) / "ours"), clone(revision, Path(folder) / "theirs")]
        for name, command in COMMANDS.items():
            if "sentence" in name:
                for tree in trees:
                    change_a_sentence(tree)
            mine, other = (seconds(command, tree) for tree in trees)
            lines.append([name, f"{mine:.0f}", f"{other:.0f}", f"{mine / other:.2f}"])
            print(*lines[-1], flush=True)
    return markdown(["command", "this, s", "that, s", "ratio"], lines)


def clone(revision, folder):
    subprocess.run(["git", "clone", "-q", ROOT, folder], check=True)
    subprocess.run(["git", "-C", folder, "checkout", "-q", revision], check=True)
    return folder


def change_a_sentence(tree):
    name, before, after = SENTENCE
    notebook = json.loads((tree / name).read_text(encoding="utf-8"))
    cell = next(
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown" and before in "".join(cell["source"][1:])
    )
    cell["source"] = [cell["source"][0], *(s.replace(before, after) for s in cell["source"][1:])]
    (tree / name).write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="utf-8")


def seconds(command, tree):
    # Not this environment's settings: the clone makes its own.
    own = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "IPYTHONDIR")}
    started = time.perf_counter()
    done = subprocess.run(command.split(), cwd=tree, env=own, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command} failed in {tree}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    parser.add_argument("revision", help="a commit of this repository")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--commands", action="store_true", help="time the commands too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(library(clone(asked.revision, Path(folder) / "former"), asked.rounds))
    if asked.commands:
        print(commands(asked.revision))


if __name__ == "__main__":
    main()
