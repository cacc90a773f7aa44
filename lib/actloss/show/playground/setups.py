"""What can be set on the playground, and a check of what came.

A set-up travels in the address of a page, so all of it is short texts: data=moons, rate=0.1,
layers=8.tanh-4.relu (widths and activations, from the input on). What is not said has a default.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from actloss._checks import known
from actloss.catalogue import ACTIVATIONS


@dataclass(frozen=True)
class Data:
    """Some examples: the code that makes them of `rng` and {noise}, and what they ask for.

    classes: how many, or None where the target is a value. truth: for a value, the curve without
    noise and outliers.
    """

    title: str
    inputs: int
    classes: int | None
    noise: float
    code: str
    truth: str = ""


DATA = {
    "moons": Data("two moons", 2, 2, 0.15, "x, y = al.moons(300, noise={noise}, rng=rng)"),
    "circles": Data("two circles", 2, 2, 0.1, "x, y = al.circles(300, noise={noise}, rng=rng)"),
    "spirals": Data(
        "two spirals", 2, 2, 0.02,
        "x, y = al.spirals(300, noise={noise}, rng=rng, turns=1)\n"
        "x = 4 * x",
    ),
    "xor": Data(
        "exclusive or", 2, 2, 0.3,
        "corners = [[-1, -1], [-1, 1], [1, 1], [1, -1]]\n"
        "x, y = al.blobs(300, corners, spread={noise}, rng=rng)\n"
        "y = y % 2  # corners that lie opposite are one class",
    ),
    "blobs": Data(
        "three clouds", 2, 3, 0.4,
        "x, y = al.blobs(300, [[-1, -0.6], [1, -0.6], [0, 1.1]], spread={noise}, rng=rng)",
    ),
    "wave": Data(
        "a wave with outliers", 1, None, 0.1,
        "x = np.linspace(-1, 1, 150)[:, np.newaxis]\n"
        "y = np.sin(3 * x) + {noise} * rng.standard_normal(x.shape)\n"
        "y[::10] += 4  # every tenth is an outlier",
        "np.sin(3 * x)",
    ),
    "digits": Data(
        "handwritten digits", 64, 10, 0.0,
        "digits = al.load_digits()\n"
        "x = digits.x + {noise} * rng.standard_normal(digits.x.shape)\n"
        "y = digits.y",
    ),
}  # fmt: skip

# Losses by what they ask of the network: one output for two classes, or one for each class.
ONE_OUTPUT = ("sigmoid_cross_entropy", "binary_cross_entropy", "focal", "hinge")
PER_CLASS = ("softmax_cross_entropy", "label_smoothed_cross_entropy")
OF_VALUES = ("squared_error", "absolute_error", "huber", "log_cosh", "student_t")

OPTIMIZERS = {"sgd": "SGD", "momentum": "Momentum", "adagrad": "Adagrad", "adam": "Adam"}
FIRST_WEIGHTS = {
    "auto": "as al.mlp has them",
    "he": "He",
    "xavier": "Xavier",
    "lecun": "LeCun",
    "normal": "normal, of this size",
    "equal": "all equal, of this size",
}
BATCHES = ("1", "4", "16", "32", "64", "all")
LIMITS = {
    "noise": (0.0, 2.0),
    "rate": (1e-5, 1000.0),
    "scale": (1e-4, 100.0),
    "bias": (-100.0, 100.0),
    "seed": (0, 99_999),
    "epochs": (1, 5000),
}
MOST_LAYERS, MOST_UNITS = 6, 64


@dataclass(frozen=True)
class Setup:
    """One run: what `read` makes of a few words."""

    data: str = "moons"
    noise: float = DATA["moons"].noise
    layers: tuple[tuple[int, str], ...] = ((8, "tanh"), (8, "tanh"))
    output: str = "identity"
    loss: str = "sigmoid_cross_entropy"
    optimizer: str = "sgd"
    rate: float = 0.1
    init: str = "auto"
    scale: float = 1.0
    bias: float = 0.0
    batch: str = "32"
    seed: int = 0
    epochs: int = 200

    @property
    def outputs(self) -> int:
        classes = DATA[self.data].classes
        return classes if classes and (classes > 2 or self.loss in PER_CLASS) else 1

    @property
    def sizes(self) -> list[int]:
        """Units from the input to the output."""
        return [DATA[self.data].inputs, *(units for units, _ in self.layers), self.outputs]


def losses_for(data: str) -> tuple[str, ...]:
    """The losses that fit some data, the usual one first."""
    classes = DATA[data].classes
    if classes is None:
        return OF_VALUES
    several = (*PER_CLASS, *OF_VALUES[:2])
    return several if classes > 2 else (*ONE_OUTPUT, *several)


def read(words: Mapping[str, Any]) -> Setup:
    """The set-up that these words name; a ValueError says which one is wrong, and what would do.

    >>> read({"data": "xor", "layers": "4.relu", "rate": "0.5"}).sizes
    [2, 4, 1]
    """
    names = [field.name for field in fields(Setup)]
    for name in words:
        if name not in names:
            raise ValueError(f"a set-up has no {name!r}; it has {', '.join(names)}")
    data = _choice("data", words.get("data", Setup.data), DATA)
    values: dict[str, Any] = {"noise": DATA[data].noise, "loss": losses_for(data)[0]}
    setup = Setup(**values | {"data": data} | {n: _value(n, words[n], data) for n in words})
    if setup.loss == "binary_cross_entropy" and setup.output != "sigmoid":
        raise ValueError(
            "binary_cross_entropy takes probabilities, but the output's activation is "
            f"{setup.output}; write output=sigmoid, or take sigmoid_cross_entropy, which has it"
        )
    return setup


def _value(name: str, word: Any, data: str) -> Any:
    if name in LIMITS:
        return _number(name, word)
    if name == "layers":
        return tuple(_layer(one) for one in _split(word))
    choices = {
        "data": DATA,
        "output": ACTIVATIONS,
        "loss": losses_for(data),
        "optimizer": OPTIMIZERS,
        "init": FIRST_WEIGHTS,
        "batch": BATCHES,
    }
    return _choice(name, word, choices[name])


def _choice(name: str, word: Any, among: Any) -> str:
    if str(word) not in among:
        raise ValueError(f"{name} must be one of {', '.join(among)}, but is {str(word)[:40]!r}")
    return str(word)


def _number(name: str, word: Any) -> float | int:
    low, high = LIMITS[name]
    kind = type(low)
    try:
        number = kind(word)
    except (TypeError, ValueError):
        number = math.nan
    if not low <= number <= high:
        whole = "a whole number" if kind is int else "a number"
        raise ValueError(
            f"{name} must be {whole} from {low:g} to {high:g}, but is {str(word)[:40]!r}"
        )
    return number


def _split(word: Any) -> list[str]:
    layers = str(word).split("-") if word else []
    if len(layers) > MOST_LAYERS:
        raise ValueError(f"layers must be at most {MOST_LAYERS}, but are {len(layers)}")
    return layers


def _layer(word: str) -> tuple[int, str]:
    units, _, activation = word.partition(".")
    if not (activation and units.isdecimal() and 1 <= int(units) <= MOST_UNITS):
        raise ValueError(
            f"a layer must have 1 to {MOST_UNITS} units and an activation, such as 8.tanh, but one "
            f"is {word[:40]!r}"
        )
    return int(units), known(activation, ACTIVATIONS, "activation").name


def choices() -> dict[str, Any]:
    """All that can be chosen, and the defaults, for whoever draws the controls."""
    data = {
        name: {"title": one.title, "noise": one.noise, "losses": losses_for(name)}
        for name, one in DATA.items()
    }
    defaults = {field.name: field.default for field in fields(Setup)}
    layers = "-".join(f"{units}.{activation}" for units, activation in Setup.layers)
    return {
        "data": data,
        "activations": [*ACTIVATIONS],
        "optimizers": OPTIMIZERS,
        "init": FIRST_WEIGHTS,
        "batches": BATCHES,
        "limits": LIMITS,
        "most": {"layers": MOST_LAYERS, "units": MOST_UNITS},
        "defaults": defaults | {"layers": layers},
    }
