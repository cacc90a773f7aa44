"""Training one network: a larger one on the digits, and narrow ones."""

import numpy as np

from benchmarks.library import peers
from benchmarks.library.jax_scan import jax_scan
from benchmarks.library.pytorch import pytorch
from benchmarks.library.task import Task, digits, narrow, ours
from benchmarks.timing import Pace, Race, race

DTYPES = (np.float64, np.float32)
NARROW = ((2, 8, 2), (2, 16, 16, 2), (16, 16, 4))
DIGITS_THAT_AGREE = 12


def contestants(task: Task) -> dict:
    """The peers that are installed: name -> function that trains and gives the losses."""
    found = {}
    if peers.torch:
        found["PyTorch"] = pytorch(task)
        found["PyTorch fused"] = pytorch(task, fused=True)
    if peers.jax:
        found["JAX jit, scan"] = jax_scan(task)
    return found


def agreement(optimizer: str) -> dict[str, float]:
    """To how many digits each peer's losses of the first three epochs equal ours.

    The weights and the batches are the same. Fewer than 12 digits are an error: then the peers
    would not do the same work.
    """
    task = digits(optimizer, np.float64, epochs=3)
    losses = ours(task)()
    digits_of = {}
    for name, run in contestants(task).items():
        error = np.max(np.abs(run() - losses) / losses)
        digits_of[name] = float(-np.log10(max(error, np.finfo(float).eps)))
        if digits_of[name] < DIGITS_THAT_AGREE:
            raise AssertionError(f"{name} with {optimizer}: losses {run()}, but ours are {losses}")
    return digits_of


def digits_races(pace: Pace) -> list[Race]:
    """Milliseconds per epoch of 64-128-64-10, batches of 32."""
    tasks = [
        digits(optimizer, dtype, pace.epochs) for optimizer in ("SGD", "Adam") for dtype in DTYPES
    ]
    return [
        race(label(task), ours(task), contestants(task), pace, least={"PyTorch": 2},
             per_call=pace.epochs)
        for task in tasks
    ]  # fmt: skip


def narrow_races(pace: Pace) -> list[Race]:
    """Microseconds per step of networks of width 16 or less, batches of 32."""
    tasks = [
        narrow(sizes, optimizer, dtype, pace.epochs)
        for sizes in NARROW
        for optimizer in ("SGD", "Adam")
        for dtype in DTYPES
    ]
    return [
        race(f"{'-'.join(map(str, task.sizes))} {label(task)}", ours(task), contestants(task), pace,
             least={"PyTorch": 4}, per_call=task.steps())
        for task in tasks
    ]  # fmt: skip


def label(task: Task) -> str:
    return f"{task.optimizer}, {task.x.dtype}"
