"""Whole training loops: a chapter's network in this library and in others, from the same weights.

`loops/04_torch.py` is chapter 4's in PyTorch, `loops/04_actloss.py` the same here. Each prints its
first five losses and the last. `data/loops.json` has what was printed, and by which version.
"""

import ast
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from atlas import measure

HERE = Path(__file__).parent
LOOPS = HERE / "loops"
DATA = HERE / "data" / "loops.json"
CHAPTERS = sorted({path.stem.partition("_")[0] for path in LOOPS.glob("*.py")})
OURS = "actloss"
NAMES = {"torch": "PyTorch", "keras": "Keras", "tensorflow-cpu": "TensorFlow", "jax": "JAX",
         "optax": "optax"}  # fmt: skip


@dataclass(frozen=True)
class Library:
    """One that has loops. environment: the file of atlas/libraries whose pins make it."""

    title: str
    environment: str
    packages: tuple
    settings: dict = field(default_factory=dict)


LIBRARIES = {
    "torch": Library("PyTorch", "torch", ("torch",)),
    # Keras computes in float64 on TensorFlow alone.
    "keras": Library("Keras", "tensorflow", ("keras", "tensorflow-cpu"),
                     {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}),
    "jax": Library("JAX", "jax", ("jax", "optax")),
}  # fmt: skip


def read():
    """What the loops printed when they were last run."""
    return json.loads(DATA.read_text()) if DATA.exists() else {}


def script(chapter, kind):
    return LOOPS / f"{chapter}_{kind}.py"


def about(chapter):
    """What the loops of a chapter train, in a line."""
    return ast.get_docstring(ast.parse(script(chapter, OURS).read_text("utf-8")))


def run(kind):
    """What the loops of one kind print now, with versions and processor."""
    python, packages, settings = sys.executable, ("numpy",), {}
    if kind != OURS:
        library = LIBRARIES[kind]
        pins = measure.constant(library.environment, "PINS")
        python = measure.environment(library.environment, pins) / "bin" / "python"
        packages, settings = library.packages, library.settings
    paths = os.pathsep.join(str(HERE.parent / place) for place in ("lib", "."))
    own = {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as scratch:
        answers = Path(scratch) / "answers.json"
        command = [str(python), str(HERE / "asking" / "train.py"), str(answers), ",".join(packages)]
        scripts = [str(script(chapter, kind)) for chapter in CHAPTERS]
        measure.run([*command, *scripts], env=os.environ | own | settings)
        return json.loads(answers.read_text())


def main(kinds):
    """Runs the loops of these kinds, or of all, and stores what they print."""
    known = (OURS, *LIBRARIES)
    for kind in kinds:
        if kind not in known:
            sys.exit(f"No loops in {kind!r}; there are {', '.join(known)}")
    stored, missing = read(), 0
    for kind in kinds or known:
        try:
            stored[kind] = run(kind)
        except (measure.Absent, subprocess.TimeoutExpired) as error:
            print(f"{kind:10} not run: {error}", flush=True)
            missing += 1
            continue
        lines = (f"{json.dumps(name)}: {json.dumps(printed)}" for name, printed in stored.items())
        DATA.write_text("{\n" + ",\n".join(lines) + "\n}\n")
        print(f"{kind:10} {len(stored[kind]['losses'])} chapters", flush=True)
    return missing
