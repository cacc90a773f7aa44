"""Many networks of the same shape as one: each array gets a leading axis of runs."""

import copy
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from actloss.nets.network import Activated, Network
from actloss.records import Activation


def stack(networks: Iterable[Network]) -> Network:
    """One network that computes many of the same shape at once, along a leading axis of runs.

    They may differ in their parameters and in the parameters of their activations. The stacked
    network is a copy; `unstack` gives the runs back.

    >>> nets = [mlp([2, 1], "relu", rng=np.random.default_rng(seed)) for seed in range(5)]
    >>> stack(nets)([[0.0, 1.0]]).shape
    (5, 1, 1)
    """
    networks = networks_of(networks)
    shapes = {tuple((type(layer), getattr(layer, "k", None), *map(np.shape, layer.parameters()))
                    for layer in net.layers) for net in networks}  # fmt: skip
    if len(shapes) != 1:
        raise ValueError(
            "networks must be at least one, with the same layers of the same sizes, but there are "
            f"{len(networks)} with {len(shapes)} different shapes; stack each shape by itself"
        )
    if any(np.ndim(parameter) > 2 for parameter in networks[0].parameters()):
        raise ValueError("networks must be single, but are stacks already; unstack them first")
    together = copy.deepcopy(networks[0])
    for position, layer in enumerate(together.layers):
        runs: list[Any] = [net.layers[position] for net in networks]
        for name in layer.names:
            setattr(layer, name, np.stack([np.atleast_2d(getattr(run, name)) for run in runs]))
        if isinstance(layer, Activated):
            layer.activation = _stack_activations([run.activation for run in runs])
    return together


def networks_of(networks: Any) -> list[Network]:
    """`networks` as a list of single networks."""
    if isinstance(networks, str) or not isinstance(networks, Iterable):
        raise TypeError(f"networks must be a list of networks, but is {networks!r}; write [...]")
    networks = list(networks)
    for position, network in enumerate(networks):
        if not isinstance(network, Network):
            raise TypeError(
                f"networks[{position}] must be a network, but is {network!r}; mlp makes one"
            )
    return networks


def _stack_activations(activations: Sequence[Activation]) -> Activation:
    """One activation whose parameters hold one value per run, where the runs differ."""
    first = activations[0]
    if any(a.name != first.name for a in activations):
        names = ", ".join(sorted({a.name for a in activations}))
        raise ValueError(
            f"networks must have the same activations, but mix {names}; stack each kind by itself"
        )
    values = {name: [a.params[name] for a in activations] for name in first.params}
    differing = {
        name: np.stack([np.atleast_2d(value) for value in column])
        for name, column in values.items()
        if not all(np.array_equal(value, column[0]) for value in column)
    }
    return first.with_params(**differing)


def unstack(network: Network) -> list[Network]:
    """The networks that were stacked: a list, one per run.

    >>> nets = [mlp([2, 1], "relu", rng=np.random.default_rng(seed)) for seed in range(5)]
    >>> len(unstack(stack(nets)))
    5
    """
    if not isinstance(network, Network):
        raise TypeError(f"network must be a network, but is {network!r}; stack makes one of many")
    parameters = network.parameters()
    if not parameters or parameters[0].ndim != 3:
        raise ValueError("network must be a stack of networks with parameters; stack makes one")
    return [_single(network, run) for run in range(len(parameters[0]))]


def _single(network: Network, run: int) -> Network:
    """One run with parameters of its own; a copy of the whole stack for each run would be slow."""
    single = copy.copy(network)
    single.layers = [copy.copy(layer) for layer in network.layers]
    for layer in single.layers:
        for name in layer.names:
            value = getattr(layer, name)[run]
            setattr(layer, name, np.copy(value if name == "weights" else value[0]))
        if isinstance(layer, Activated):
            params = layer.activation.params
            own = {k: v[run].squeeze()[()] for k, v in params.items() if np.ndim(v) == 3}
            layer.activation = layer.activation.with_params(**own)
    return single
