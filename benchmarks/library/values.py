"""Functions that SciPy has too, checks and all, on 1,000 numbers or 100 rows of 10."""

import numpy as np

import actloss as al
from benchmarks.library import peers
from benchmarks.timing import Pace, Race, race

PAIRS = {
    "sigmoid": "expit",
    "log_sigmoid": "log_expit",
    "softmax": "softmax",
    "log_softmax": "log_softmax",
    "logsumexp": "logsumexp",
}
OF_ROWS = ("softmax", "log_softmax", "logsumexp")


def values_races(pace: Pace) -> list[Race]:
    """Microseconds of a call."""
    z = 2 * np.random.default_rng(0).standard_normal((100, 10))
    return [race(name, *contestants(name, z), pace) for name in PAIRS]


def contestants(name: str, z: np.ndarray):
    ours = getattr(al, name)
    if not peers.special:
        return lambda: ours(z), {}
    theirs = getattr(peers.special, PAIRS[name])
    options = {"axis": -1} if name in OF_ROWS else {}
    return lambda: ours(z), {"SciPy": lambda: theirs(z, **options)}
