"""What one batch does in a network: z and slopes on the way forward, errors on the way back."""

import numpy as np
from numpy.typing import ArrayLike

from actloss._types import Array
from actloss.nets.network import Activate, Dense, Network
from actloss.nets.training import as_column
from actloss.records import Loss

NO_SLOPE = 1e-3  # a unit whose |f'(z)| is less on every example is silent


def passes(
    network: Network, x: ArrayLike, y: ArrayLike, loss: Loss
) -> list[tuple[Array, Array, Array]]:
    """For each Dense layer its z, the slope f'(z) behind it and its δ, the gradient of an
    example's loss in z; each is (examples, units)."""
    z = network.forward(x)
    delta = loss.grad(z, as_column(np.asarray(y), z)) * len(z)
    slope = np.ones_like(z)
    found = []
    for layer in reversed(network.layers):
        if isinstance(layer, Activate):
            z, slope = layer.z, layer.activation.derivative(layer.z)
        if isinstance(layer, Dense):
            found.append((z, slope, delta))
            z, slope = layer.x, np.ones_like(layer.x)
        delta = layer.backward(delta)
    return found[::-1]


def silent(slope: Array) -> float:
    """The share of units through which nothing comes back, whatever the example."""
    return float(np.mean(np.abs(slope).max(axis=0) < NO_SLOPE))


def root_mean_square(values: Array) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
