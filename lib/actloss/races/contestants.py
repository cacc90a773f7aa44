"""Who takes part in a race, what all have in common and in what they differ."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from actloss._checks import positive
from actloss._types import Array
from actloss.catalogue import get_loss
from actloss.data.datasets import Parts
from actloss.nets.network import Activate, Activated, Network
from actloss.nets.optimizers import get_optimizer
from actloss.nets.training import as_column
from actloss.records import Loss

Point = tuple[int, ...]  # powers of two of the rate, and of the further parameter if there is one

KEYS = ("network", "loss", "optimizer", "further")


@dataclass
class Contestant:
    """A way to make a network, a loss and an optimiser, and what it scored where it was tried.

    further: name -> first value of a parameter that is searched beside the rate.
    validation, test, training_loss: point of the search -> numbers (budgets, seeds).
    """

    name: str
    network: Callable[..., Network]
    loss: Any
    optimizer: Callable[..., Any]
    further: Mapping[str, float] = field(default_factory=dict)
    validation: dict[Point, Array] = field(default_factory=dict)
    test: dict[Point, Array] = field(default_factory=dict)
    training_loss: dict[Point, Array] = field(default_factory=dict)

    def make_network(self, seed: int, **settings: float) -> Network:
        return _call(self.network, settings, np.random.default_rng(seed))

    def make_loss(self, **settings: float) -> Loss:
        fixed = isinstance(self.loss, (str, Loss))
        return get_loss(self.loss if fixed else _call(self.loss, settings))

    def make_optimizer(self, rates: Any, **settings: float) -> Any:
        return _call(self.optimizer, settings, rates)


def _call(function: Callable[..., Any], settings: Mapping[str, float], *arguments: Any) -> Any:
    """`function`, given those of the settings that it has an argument for."""
    takes = inspect.signature(function).parameters
    return function(*arguments, **{name: settings[name] for name in settings if name in takes})


def contestants_of(given: Any, shared: Mapping[str, Any]) -> list[Contestant]:
    """The contestants that were given, each completed by what all share."""
    pairs = list(given.items() if isinstance(given, Mapping) else given)
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two contestants are called {name!r}; give each a name of its own")
    if len(pairs) < 2:
        raise ValueError(f"a race needs two contestants or more, but has {names}; add a rival")
    return [_contestant(str(name), own, shared) for name, own in pairs]


def _contestant(name: str, own: Any, shared: Mapping[str, Any]) -> Contestant:
    who = f"contestant {name!r}"
    if not isinstance(own, Mapping):
        own = {"network": own}
    for key in own:
        if key not in KEYS:
            raise ValueError(
                f"{who} has {key!r}, but contestants may differ in {', '.join(KEYS)} only; all "
                "see the same data, seeds and budgets: run a race for each data set"
            )
    parts = {**shared, "further": {}, **own}
    for key, example in {
        "network": 'lambda rng: al.mlp([2, 8, 1], "tanh", rng=rng)',
        "optimizer": "al.SGD",
    }.items():
        if not callable(parts[key]) or isinstance(parts[key], Network):
            raise TypeError(
                f"{key} of {who} must be a function that makes one, but is {parts[key]!r}; "
                f"write {example}, say"
            )
    if parts["loss"] is None:
        raise TypeError(f'{who} has no loss; add loss="softmax_cross_entropy", say, for all')
    further = {key: positive(f"further[{key!r}]", v) for key, v in parts["further"].items()}
    functions = [parts[key] for key in ("network", "loss", "optimizer")]
    taken = {
        argument
        for function in functions
        if callable(function) and not isinstance(function, Loss)
        for argument in inspect.signature(function).parameters
    }
    for key in further:
        if key not in taken:
            raise ValueError(
                f"{who} searches {key!r}, but neither its network nor its loss nor its optimizer "
                f"is a function with an argument of that name; write lambda rng, {key}: ..."
            )
    return Contestant(name, parts["network"], parts["loss"], parts["optimizer"], further)


def conditions(
    contestants: list[Contestant], data: Parts, seeds: tuple[int, ...], batch_size: int | None
) -> tuple[list[str], list[str]]:
    """In words, what is the same for all and what differs. Refuses who cannot run."""
    traits = [_traits(contestant, data, seeds) for contestant in contestants]
    for contestant, trait in zip(contestants, traits, strict=True):
        if trait["outputs"] != traits[0]["outputs"]:
            raise ValueError(
                f"contestant {contestant.name!r} has {trait['outputs']} outputs, but "
                f"{contestants[0].name!r} has {traits[0]['outputs']}; their answers must be "
                "comparable"
            )
    same = {key: all(trait[key] == traits[0][key] for trait in traits) for key in traits[0]}
    first = traits[0]
    named = {
        "layers": "layers",
        "first weights": "first weights",
        "activation": f"activation {first['activation'][0]}",
        "loss": f"loss {first['loss'][0]}",
        "optimiser": f"optimiser {first['optimiser']}",
    }
    batches = f"batches of {batch_size}" if batch_size else "all examples in each step"
    fixed = ["data", "seeds", f"order of the examples ({batches})"]
    return (
        fixed + [words for key, words in named.items() if same[key]],
        [key for key in named if not same[key]],
    )


def _traits(contestant: Contestant, data: Parts, seeds: tuple[int, ...]) -> dict[str, Any]:
    """What can be compared of a contestant, looked at in its first network."""
    who = f"contestant {contestant.name!r}"
    try:
        network = contestant.make_network(seeds[0], **contestant.further)
        if not isinstance(network, Network):
            raise TypeError(f"its network function returned {network!r}, which is no network")
        outputs, *_ = [network.forward(part.x[:1]) for part in data]
        loss = contestant.make_loss(**contestant.further)
        loss.per_example(outputs, as_column(data.train.y[:1], outputs))
        optimizer = get_optimizer(contestant.make_optimizer(0.1, **contestant.further))
    except (TypeError, ValueError) as error:
        raise type(error)(f"{who} cannot run: {error}") from error
    kinds = [layer for layer in network.layers if not isinstance(layer, Activate)]
    activations = [layer.activation for layer in network.layers if isinstance(layer, Activated)]
    return {
        "outputs": outputs.shape[1],
        "layers": [(type(kind).__name__, *map(np.shape, kind.parameters())) for kind in kinds],
        "first weights": [parameter.tolist() for parameter in network.parameters()],
        "activation": _told(activations),
        "loss": _told([loss]),
        "optimiser": type(optimizer).__name__,
    }


def _told(records: Sequence[Any]) -> tuple[str, set[Any]]:
    """Activations or losses in words, and what they compute: two may have the same name."""
    words, functions = [], set()
    for record in records:
        functions |= {
            record.function,
            record.gradient if isinstance(record, Loss) else record.prime,
        }
        params = ", ".join(f"{key} {value!r}" for key, value in record.params.items())
        words.append(f"{record.name} ({params})" if params else record.name)
    return ", ".join(dict.fromkeys(words)) or "none", functions
