"""A training task that each library gets word for word: data, first weights, order of batches."""

from dataclasses import dataclass

import numpy as np

import actloss as al


@dataclass(frozen=True)
class Task:
    """A network with ReLU between its layers learns classes by softmax cross-entropy."""

    x: np.ndarray
    y: np.ndarray
    sizes: tuple[int, ...]
    optimizer: str
    rate: float
    epochs: int
    batch: int = 32

    def network(self) -> al.Network:
        network = al.mlp(self.sizes, "relu", rng=np.random.default_rng(0))
        return network.astype(self.x.dtype)

    def weights(self) -> list[np.ndarray]:
        return self.network().parameters()

    def orders(self) -> np.ndarray:
        """The order of the examples in each epoch, (epochs, n): the one that `fit` draws."""
        rng = np.random.default_rng(1)
        return np.array([rng.permutation(len(self.x)) for _ in range(self.epochs)])

    def steps(self) -> int:
        return self.epochs * -(-len(self.x) // self.batch)


def ours(task: Task):
    """A function that trains from the first weights and gives the mean loss of each epoch."""

    def run():
        history = al.fit(
            task.network(),
            task.x,
            task.y,
            loss="softmax_cross_entropy",
            optimizer=getattr(al, task.optimizer)(task.rate),
            epochs=task.epochs,
            batch_size=task.batch,
            rng=np.random.default_rng(1),
        )
        return history.loss

    return run


def digits(optimizer: str, dtype: type, epochs: int) -> Task:
    """64-128-64-10 on the training part of the digits."""
    x, y, *_ = al.load_digits().split()
    rate = {"SGD": 0.1, "Adam": 1e-3}[optimizer]
    return Task(x.astype(dtype), y, (64, 128, 64, 10), optimizer, rate, epochs)


def narrow(sizes: tuple[int, ...], optimizer: str, dtype: type, epochs: int) -> Task:
    """A network of width 16 or less on as many normal clouds as it has outputs."""
    rng = np.random.default_rng(2)
    centers = rng.standard_normal((sizes[-1], sizes[0]))
    x, y = al.blobs(640, centers, 0.5, rng)
    rate = {"SGD": 0.1, "Adam": 1e-2}[optimizer]
    return Task(x.astype(dtype), y, sizes, optimizer, rate, epochs)
