r"""Gradient descent and three ways to walk faster: each turns gradients into steps.

`learning_rate` is a positive number, or a function of the step's number (0, 1, 2, ...) that
gives one, such as `lambda t: 0.1 / (1 + t / 100)`; for many runs at once also an array of one per
run.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from actloss._checks import nearest, positive
from actloss._types import Array

Rate = float | Array | Callable[[int], float]


class Optimizer:
    """Changes parameters in place; subclasses say by how much."""

    def __init__(self, learning_rate: Rate):
        if not callable(learning_rate):
            positive("learning_rate", learning_rate)
            if np.ndim(learning_rate) > 1:
                raise ValueError(
                    "learning_rate must be a number, or one per run (runs,), but has shape "
                    f"{np.shape(learning_rate)}"
                )
            if np.ndim(learning_rate) == 1:  # one for each run of a stacked network
                learning_rate = np.reshape(learning_rate, (-1, 1, 1))
        self.learning_rate = learning_rate
        self.network: Any = None
        self.steps = 0
        self.memory: list[tuple[Array, ...]] = []

    def update(self, parameters: Sequence[Array], gradients: Sequence[Array]) -> None:
        """One step: subtract `change` from each parameter array."""
        rate = self.learning_rate
        if callable(rate):
            rate = rate(self.steps)
        if not self.memory:
            self.memory = [self.start(p) for p in parameters]
        self.steps += 1
        for p, g, memory in zip(parameters, gradients, self.memory, strict=True):
            p -= self.change(rate, g, *memory)

    def begin(self, network: Any) -> None:
        """Go on if `network` is the one that was trained last, else forget and start anew."""
        if network is not self.network:
            self.network, self.steps, self.memory = network, 0, []

    def start(self, parameter: Array) -> tuple[Array, ...]:
        """The arrays remembered from step to step for one parameter array, all 0 at first."""
        return ()

    def change(self, rate: Any, g: Array, *memory: Array) -> Array:
        """What to subtract from a parameter array with gradient g."""
        raise NotImplementedError


class SGD(Optimizer):
    r"""Gradient descent: $\theta \leftarrow \theta - \eta g$."""

    def change(self, rate: Any, g: Array, *memory: Array) -> Array:
        return rate * g


class Momentum(Optimizer):
    r"""Heavy ball: $v \leftarrow \beta v + g$, $\theta \leftarrow \theta - \eta v$.

    Polyak (1964), https://doi.org/10.1016/0041-5553(64)90137-5
    """

    def __init__(self, learning_rate: Rate, beta: float = 0.9):
        super().__init__(learning_rate)
        self.beta = _share("beta", beta)

    def start(self, parameter: Array) -> tuple[Array, ...]:
        return (np.zeros_like(parameter),)

    def change(self, rate: Any, g: Array, *memory: Array) -> Array:
        (v,) = memory
        v *= self.beta
        v += g
        return rate * v


class Adagrad(Optimizer):
    r"""A rate of its own for each parameter: $s \leftarrow s + g^2$,
    $\theta \leftarrow \theta - \eta g / (\sqrt{s} + \epsilon)$.

    Duchi et al. (2011), https://jmlr.org/papers/v12/duchi11a.html
    """

    def __init__(self, learning_rate: Rate, epsilon: float = 1e-10):
        super().__init__(learning_rate)
        self.epsilon = positive("epsilon", epsilon)

    def start(self, parameter: Array) -> tuple[Array, ...]:
        return (np.zeros_like(parameter),)

    def change(self, rate: Any, g: Array, *memory: Array) -> Array:
        (s,) = memory
        s += g * g
        return rate * g / (np.sqrt(s) + self.epsilon)


class Adam(Optimizer):
    r"""Running means of $g$ and $g^2$, freed from their start at 0:
    $\theta \leftarrow \theta - \eta \hat m / (\sqrt{\hat v} + \epsilon)$.

    Kingma & Ba (2015), https://arxiv.org/abs/1412.6980
    """

    def __init__(
        self,
        learning_rate: Rate,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        super().__init__(learning_rate)
        self.beta1 = _share("beta1", beta1)
        self.beta2 = _share("beta2", beta2)
        self.epsilon = positive("epsilon", epsilon)

    def start(self, parameter: Array) -> tuple[Array, ...]:
        return np.zeros_like(parameter), np.zeros_like(parameter)

    def change(self, rate: Any, g: Array, *memory: Array) -> Array:
        m, v = memory
        m *= self.beta1
        m += (1 - self.beta1) * g
        v *= self.beta2
        v += (1 - self.beta2) * g * g
        # The two corrections are numbers: applied to the rate and epsilon, they save two passes.
        spread = (1 - self.beta2**self.steps) ** 0.5
        change = np.sqrt(v)
        change += spread * self.epsilon
        np.divide(m, change, out=change)
        change *= rate * spread / (1 - self.beta1**self.steps)
        return change


def get_optimizer(optimizer: Any, runs: int | None = None) -> Optimizer:
    """`optimizer` if it is one, with a rate that fits a single network or this many runs."""
    if not hasattr(optimizer, "update") or isinstance(optimizer, (type, dict)):
        names = {kind.__name__.lower(): kind.__name__ for kind in Optimizer.__subclasses__()}
        given = str(getattr(optimizer, "__name__", optimizer)).lower()
        raise TypeError(
            f"optimizer must be an optimiser with its learning rate, but is {optimizer!r}; "
            f"use {names[nearest(given, names) or 'sgd']}(0.1), for example"
        )
    rates = np.asarray(getattr(optimizer, "learning_rate", 0.1))
    if rates.ndim and len(rates) != runs:
        expected = "one number" if runs is None else f"one number, or one for each of {runs} runs"
        raise ValueError(
            f"learning_rate must be {expected}, but holds {len(rates)}; fit_many trains many runs"
        )
    return optimizer


def _share(name: str, value: float) -> float:
    if not (isinstance(value, (int, float, np.number)) and 0 <= value < 1):
        raise ValueError(
            f"{name} must lie between 0 and 1, 1 excluded, but is {value!r}; try 0.9, say"
        )
    return value
