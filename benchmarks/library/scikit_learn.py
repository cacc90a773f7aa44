"""The same network and solver as scikit-learn's MLPClassifier, without early stopping."""

import warnings

import numpy as np

from benchmarks.library import peers
from benchmarks.library.task import Task, digits, narrow, ours
from benchmarks.timing import Pace, Race, race

DTYPES = (np.float64, np.float32)


def classifier(task: Task):
    """A function that trains. Momentum, weight decay and every reason to stop early are off."""

    def run():
        model = peers.neural_network.MLPClassifier(
            task.sizes[1:-1],
            solver=task.optimizer.lower(),
            learning_rate_init=task.rate,
            momentum=0,
            nesterovs_momentum=False,
            alpha=0,
            batch_size=task.batch,
            max_iter=task.epochs,
            tol=0,
            n_iter_no_change=task.epochs + 1,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not converged
            return model.fit(task.x, task.y)

    return run


def scikit_learn_races(pace: Pace) -> list[Race]:
    """Milliseconds per epoch, batches of 32."""
    tasks = [
        make(optimizer, dtype, pace.epochs)
        for make in (digits, lambda *rest: narrow((2, 16, 16, 2), *rest))
        for optimizer in ("SGD", "Adam")
        for dtype in DTYPES
    ]
    return [
        race(
            f"{'-'.join(map(str, task.sizes))} {task.optimizer}, {task.x.dtype}",
            ours(task),
            {"MLPClassifier": classifier(task)} if peers.neural_network else {},
            pace,
            least={"MLPClassifier": 1.5},
            per_call=pace.epochs,
        )
        for task in tasks
    ]
