"""Asks libraries, each in an environment of its own, and stores what they answer.

`_build/atlas` has the environments (or the folder that ATLAS_ENVIRONMENTS names) and the answers of
a run, which goes on where it was broken off. What is complete moves into `data/atlas.json`.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from atlas import store

HERE = Path(__file__).parent
BUILD = HERE.parent / "_build" / "atlas"
ENVIRONMENTS = Path(os.environ.get("ATLAS_ENVIRONMENTS", BUILD / "environments"))
LIBRARIES = sorted(path.stem for path in (HERE / "libraries").glob("*.py"))
TOOLS = ("setuptools", "wheel")
LIMIT = 3600  # seconds that one library may take


class Absent(Exception):
    """A library that does not install or does not answer here."""


def constant(name, what, default=None):
    """A plain value that the library's file states, read without the library itself."""
    tree = ast.parse((HERE / "libraries" / f"{name}.py").read_text())
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == what:
            return ast.literal_eval(node.value)
    return default


def environment(name, pins, npm=()):
    """The folder of the library's environment, made if its pins are not those of the file."""
    folder, noted = ENVIRONMENTS / name, "\n".join([*pins, *npm]) + "\n"
    marker = folder / ".pins"
    if marker.exists() and marker.read_text() == noted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(folder)])
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    tools = [pin for pin in pins if pin.startswith(TOOLS)]
    if tools:  # an old library, which is built here by tools of its time
        run([*pip, *tools])
    rest = [pin for pin in pins if pin not in tools]
    run([*pip, "--no-compile", *(["--no-build-isolation"] if tools else []), *rest])
    if npm:
        run(["npm", "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit",
             "--no-fund", "--silent", *npm])  # fmt: skip
    marker.write_text(noted)
    return folder


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, **more)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]
        raise Absent(f"{Path(command[0]).name} ended with {done.returncode}: {last[0][:300]}")


def ask(name, pins=None, answers=None):
    """The library's answers, complete; with other pins those of another release."""
    own = constant(name, "PINS")
    pins = pins or own
    answers = answers or BUILD / "answers" / f"{name}.json"
    answers.parent.mkdir(parents=True, exist_ok=True)
    folder = environment(name if pins == own else f"{name}-other", pins,
                         constant(name, "NPM", ()))  # fmt: skip
    command = [str(folder / "bin" / "python"), str(HERE / "asking" / "ask.py"),
               str(HERE / "libraries" / f"{name}.py"), str(answers)]  # fmt: skip
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ATLAS_FOLDER": str(folder)}
    before = None
    while True:
        try:
            run(command, env=os.environ | one_thread)
        except Absent:
            # the process was ended by a question: the next run leaves that one out
            noted = json.loads(answers.read_text()).get("asking") if answers.exists() else None
            if noted is None or noted == before:
                raise
            before = noted
            continue
        return json.loads(answers.read_text())


def main(names):
    """Measures these libraries, or all; says of each what became of it."""
    for name in names:
        if name not in LIBRARIES:
            sys.exit(f"No library {name!r}; there are {', '.join(LIBRARIES)}")
    missing = 0
    for name in names or LIBRARIES:
        raw = BUILD / "answers" / f"{name}.json"
        if not names and name in store.read()["libraries"] and not raw.exists():
            continue
        try:
            answers = ask(name)
        except (Absent, subprocess.TimeoutExpired) as error:
            print(f"{name:16} not measured: {error}", flush=True)
            missing += 1
            continue
        store.put(name, answers)
        raw.unlink()
        print(
            f"{name:16} {answers['asked']:9,} answers, {len(answers['errors'])} errors", flush=True
        )
    return missing
