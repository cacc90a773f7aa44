"""How long `import` takes, each time in a new process, with the files in the system's cache."""

import os
import subprocess
import sys
from importlib.util import find_spec

import numpy as np

from benchmarks.timing import Pace, Race

PEERS = ("numpy", "sklearn.neural_network", "torch", "jax")
CODE = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
LEAST = {"numpy": 1 / 1.3}  # ours may take 1.3 times as long
# As for a reader: what was imported once is compiled and stored.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def seconds(module: str) -> float:
    command = [sys.executable, "-c", CODE.format(module)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return float(run.stdout)


def startup_races(pace: Pace) -> list[Race]:
    """Milliseconds of an import."""
    modules = ["actloss", *(name for name in PEERS if find_spec(name.partition(".")[0]))]
    for module in modules:
        seconds(module)  # the first import compiles and reads the disk
    times = np.array([[seconds(module) for module in modules] for _ in range(pace.rounds)]).T
    return [Race("import", times[0], dict(zip(modules[1:], times[1:], strict=True)), LEAST)]
