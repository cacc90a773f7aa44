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
RUNS = 480  # of 6 contestants, 8 rates, 10 seeds
FEATURES = 40  # of the layers' inputs, which have SMALL numbers
SIZES, EXAMPLES, BATCH = (64, 32, 10), 640, 32  # of the training; the race has the sizes too
SECONDS = 0.05  # a turn lasts at least so long


def smooth():
    """Activations that are curved: those of straight pieces are bound by memory alone."""
    return [
        name for name, record in al.ACTIVATIONS.items() if name != "identity" and not record.kinks
    ]


def layers():
    """Each layer by name; a network of layers is timed like one."""
    rng = np.random.default_rng(0)
    return {
        **{name: al.Activate(name) for name in al.ACTIVATIONS},
        "Dense": al.Dense(FEATURES, FEATURES, rng=rng),
        "PReLU": al.PReLU(FEATURES),
        "Maxout": al.Maxout(2),
        "Network": al.mlp((FEATURES, *SIZES[1:]), "relu", rng=rng),
    }


OPTIMIZERS = {"SGD": lambda: al.SGD(0.1), "Adam": lambda: al.Adam(0.001)}


def call(kind, name, size):
    """What is timed."""
    if kind == "race":
        return digits_race(size, name)
    rng = np.random.default_rng(0)
    if kind == "training":
        return training(OPTIMIZERS[name], rng.standard_normal((EXAMPLES, SIZES[0])))
    z = 2 * rng.standard_normal(size)
    if kind in ("forward", "backward"):
        layer, z = layers()[name], z.reshape(-1, FEATURES)
        grad = rng.standard_normal(layer.forward(z).shape)
        return {"forward": lambda: layer.forward(z), "backward": lambda: layer.backward(grad)}[kind]
    record = al.ACTIVATIONS[name]
    return {"f": lambda: record(z), "f'": lambda: record.derivative(z)}[kind]


def digits_race(runs, dtype):
    """6 contestants at 8 rates, 64-32-10 on 800 digits in batches of 40, 100 steps.

    runs: of all contestants together. dtype: of the race. A tree without a race trains each
    contestant at each rate.
    """
    seeds, rates = range(runs // 48), 0.1 * 2.0 ** np.arange(-4, 4)
    digits = al.load_digits()
    cuts = (slice(800), slice(800, 1300), slice(1300, None))
    parts = [(digits.x[cut], digits.y[cut]) for cut in cuts]
    contestants = {
        f"{name}, {init.__name__}": lambda rng, name=name, init=init: al.mlp(
            SIZES, name, rng=rng, init=init
        )
        for name in ("identity", "tanh", "relu")
        for init in (al.xavier, al.he)
    }
    plan = {"loss": "softmax_cross_entropy", "epochs": 5, "batch_size": 40}

    def one_by_one():
        for network in contestants.values():
            for rate in rates:
                networks = [network(np.random.default_rng(seed)) for seed in seeds]
                rngs = [np.random.default_rng(seed) for seed in seeds]
                settings = {"optimizer": al.SGD(rate), "rngs": rngs, **plan}
                together = al.stack(al.fit_many(networks, *parts[0], **settings).networks)
                for x, _ in parts[1:]:
                    together.predict(x)
        return ()

    if not hasattr(al, "race"):
        return one_by_one
    from actloss.races import race as racing

    racing.START, racing.FARTHEST = range(-4, 4), 0  # these eight rates and no more
    data = al.Parts(*(al.Part(*part) for part in parts))

    def raced():
        al.race(contestants, data, seeds=seeds, dtype=dtype, **plan)
        return ()

    return raced


def training(optimizer, x):
    y = np.random.default_rng(1).integers(SIZES[-1], size=len(x))

    def run():
        net = al.mlp(SIZES, "relu", rng=np.random.default_rng(2))
        given = {"loss": "softmax_cross_entropy", "optimizer": optimizer(), "epochs": 5}
        al.fit(net, x, y, batch_size=BATCH, rng=np.random.default_rng(3), **given)
        return net.parameters()[0]

    return run


def questions():
    large = [(kind, name, LARGE) for kind in ("f", "f'") for name in smooth()]
    small = [(kind, name, SMALL) for kind in ("forward", "backward") for name in layers()]
    trainings = [("training", name, EXAMPLES * SIZES[0]) for name in OPTIMIZERS]
    races = [("race", dtype, RUNS) for dtype in ("float64", "float32")]
    return [*large, *small, *trainings, *races]


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
