"""Times what it is asked for with the library that it imports; benchmarks.against has two of these.

A question is a line of JSON, a kind, a name and a size; so is the answer.
"""

import json
import sys
import timeit
import tracemalloc

from benchmarks.machine import one_core

one_core()  # before NumPy is imported, which reads it once

import numpy as np  # noqa: E402

import actloss as al  # noqa: E402

LARGE, SMALL = 10_000_000, 1_000
SECONDS = 0.05  # a turn lasts at least so long


def smooth():
    """Activations that are curved: those of straight pieces are bound by memory alone."""
    return [
        name for name, record in al.ACTIVATIONS.items() if name != "identity" and not record.kinks
    ]


def call(kind, name, size):
    """What is timed."""
    rng = np.random.default_rng(0)
    z, grad = 2 * rng.standard_normal(size), rng.standard_normal(size)
    record = al.ACTIVATIONS[name]
    if kind == "layer":
        layer = al.Activate(name)
        return lambda: (layer.forward(z), layer.backward(grad))
    return {"f": lambda: record(z), "f'": lambda: record.derivative(z)}[kind]


def questions():
    large = [(kind, name, LARGE) for kind in ("f", "f'") for name in smooth()]
    return [*large, *(("layer", name, SMALL) for name in al.ACTIVATIONS)]


def answer(kind, name, size):
    """Seconds of a call, and the bytes that it takes at once beyond what it returns."""
    run = call(kind, name, size)
    result = run()
    once = timeit.timeit(run, number=1)
    number = max(1, round(SECONDS / once))
    seconds = timeit.timeit(run, number=number) / number
    tracemalloc.start()
    run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"seconds": seconds, "peak": most - size_of(result)}


def size_of(result):
    """The bytes of an array, or of several."""
    arrays = result if isinstance(result, tuple) else (result,)
    return sum(np.asarray(array).nbytes for array in arrays)


if __name__ == "__main__":
    for line in sys.stdin:
        kind, *rest = json.loads(line)
        print(json.dumps(questions() if kind == "questions" else answer(kind, *rest)), flush=True)
