r"""Gradient descent and three ways to walk faster: each turns gradients into steps.

`learning_rate` is a positive number, or a function of the step's number (0, 1, 2, ...) that
gives one, such as `lambda t: 0.1 / (1 + t / 100)`, and 0 for a step that is to change nothing; for
many runs at once also an array of one per run.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from actloss._checks import nearest, number, positive, positive_number, quiet, real_array
from actloss._types import Array

Rate = float | Array | Callable[[int], float]


def _checks_arrays(update: Any) -> Any:
    """Let `update` check its arrays, whatever the caller's np.errstate says."""

    @functools.wraps(update)
    def checked(self: "Optimizer", parameters: Any, gradients: Any) -> None:
        parameters, gradients = list(parameters), list(gradients)
        trainable("parameters", parameters)
        trainable("gradients", gradients, written=False)
        shapes = [p.shape for p in parameters]
        before = self.shapes if self.memory else shapes
        if not shapes == before == [g.shape for g in gradients]:
            raise ValueError(
                f"parameters and gradients must have the shapes of the first step, {before}, "
                f"but have {shapes} and {[g.shape for g in gradients]}; give an array for each "
                "parameter, and another network an optimiser of its own"
            )
        quiet().run(update, self, parameters, gradients)

    checked.unchecked = update  # type: ignore[attr-defined]
    return checked


class Optimizer:
    """Changes parameters in place; subclasses say by how much."""

    def __init__(self, learning_rate: Rate):
        if not callable(learning_rate):
            positive("learning_rate", learning_rate)
            rates = real_array("learning_rate", learning_rate)
            if rates.ndim > 1:
                raise ValueError(
                    "learning_rate must be a number, or one per run (runs,), but has shape "
                    f"{rates.shape}"
                )
            # one for each run of a stacked network
            learning_rate = rates.copy().reshape(-1, 1, 1) if rates.ndim else rates.item()
        self.learning_rate = learning_rate
        self.network: Any = None
        self.steps = 0
        self.memory: list[tuple[Array, ...]] = []
        self.shapes: list[Any] = []

    @_checks_arrays
    def update(self, parameters: Sequence[Array], gradients: Sequence[Array]) -> None:
        """One step: subtract `change` from each parameter array.

        Both are lists of arrays of floats, of the same shapes from step to step.
        """
        rate = self.learning_rate
        if callable(rate):
            rate = _scheduled(f"learning_rate({self.steps})", rate(self.steps))
        if not self.memory:
            self.memory = [self.start(p) for p in parameters]
            self.shapes = [p.shape for p in parameters]
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
        self.epsilon = positive_number("epsilon", epsilon)

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
        self.epsilon = positive_number("epsilon", epsilon)

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
    if not callable(getattr(optimizer, "update", None)) or isinstance(optimizer, (type, dict, set)):
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


def trainable(name: str, arrays: Sequence[Any], written: bool = True) -> None:
    """Refuse arrays that steps cannot change, or would change wrongly."""
    for position, array in enumerate(arrays):
        if type(array) is not np.ndarray or array.dtype.kind != "f":
            kind = f"{type(array).__name__} of {getattr(array, 'dtype', 'no dtype')}"
            raise TypeError(
                f"{name} must be arrays of floats, but {name}[{position}] is {kind}; "
                "use np.asarray(..., dtype=float)"
            )
        if array.itemsize < 4:
            raise TypeError(
                f"{name} must be float32 or longer, but {name}[{position}] is {array.dtype}, in "
                "which small steps and means round to 0; train network.astype(np.float32), and "
                "take .astype(np.float16) of the result"
            )
        if written and not array.flags.writeable:
            raise ValueError(
                f"{name} are changed in place, but {name}[{position}] is read-only; use a copy"
            )


def _scheduled(name: str, rate: Any) -> Any:
    """What a function gave as the rate of a step."""
    if isinstance(rate, float) and 0 <= rate < np.inf:
        return rate  # at once: it is asked in each step of a training
    if number(name, rate) < 0:
        raise ValueError(f"{name} must be at least 0, but is {rate!r}; change the function")
    return rate


def _share(name: str, value: float) -> float:
    real = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    if not (real and 0 <= value < 1):
        raise ValueError(
            f"{name} must lie between 0 and 1, 1 excluded, but is {value!r}; try 0.9, say"
        )
    return value
