"""A network as a drawing: its units and weights, what flows forward and what comes back."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from numpy.typing import ArrayLike

from actloss._types import Array
from actloss.catalogue import get_loss
from actloss.nets.network import Dense, Network
from actloss.records import Loss
from actloss.show._passes import passes, root_mean_square, silent

DRAWN = 6  # units of a layer; more would be a tangle
POSITIVE, NEGATIVE = "C0", "C1"


def flow(
    axes: Any,
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    loss: str | Loss,
    span: tuple[float, float] = (1e-6, 10),
) -> str:
    """Draw a network with what its last batch did, and return it as a sentence.

    axes: one to three of them, for the network, what flows forward, and what comes back.
    network: Dense layers with activations between. x, y, loss: as for `fit`. span: the smallest and
    the largest error on the axis of the errors.

    Above: units as circles, their fill the stronger the more of their slope is left (the mean of
    |f'(z)| over the examples); weights as lines, as thick as they are large, dashed where negative.
    Of a wide layer the first 6 units are drawn. Middle: for each layer a histogram of its z. Below:
    the root mean square of each layer's error δ, the gradient of an example's loss in z.
    """
    dense = [layer for layer in network.layers if isinstance(layer, Dense)]
    axes = np.ravel(axes)
    if not 1 <= len(axes) <= 3 or not dense:
        raise ValueError(
            "flow needs one to three axes and a network with Dense layers, but has "
            f"{len(axes)} axes and {len(dense)} such layers; use axes=(3, 1)"
        )
    zs, slopes, deltas = zip(*passes(network, x, y, get_loss(loss)), strict=True)
    sizes = [root_mean_square(delta) for delta in deltas]
    layers = range(1, len(sizes) + 1)
    for ax in axes:
        ax.grid(visible=False)
        ax.set(xlim=(-0.4, len(sizes) + 0.5), xticks=layers)
    _draw_network(axes[0], dense, slopes)
    if len(axes) > 1:
        _draw_forward(axes[1], zs)
    if len(axes) > 2:
        _draw_back(axes[2], sizes, span)
    axes[-1].set_xlabel("layer")
    hidden = ", ".join(f"{silent(slope):.0%}" for slope in slopes[:-1])
    return (
        f"Error in the first layer {sizes[0]:.0e}, in the last {sizes[-1]:.0e}; units without "
        f"slope in the hidden layers: {hidden or 'none, there are no hidden layers'}."
    )


def _draw_network(ax: Axes, dense: list[Dense], slopes: Sequence[Array]) -> None:
    sizes = [dense[0].weights.shape[0], *(layer.weights.shape[1] for layer in dense)]
    heights = [_heights(min(size, DRAWN)) for size in sizes]
    for position, layer in enumerate(dense):
        weights = layer.weights[:DRAWN, :DRAWN]
        thick = 2.5 * np.abs(weights) / max(np.abs(weights).max(), 1e-300)
        for sign, color, style in ((1, POSITIVE, "-"), (-1, NEGATIVE, (0, (3, 2)))):
            chosen = np.argwhere((sign * weights > 0) & (thick > 0.15))
            lines = [
                [(position, heights[position][i]), (position + 1, heights[position + 1][j])]
                for i, j in chosen
            ]
            widths = [thick[i, j] for i, j in chosen]
            ax.add_collection(
                LineCollection(lines, linewidths=widths, colors=color, linestyles=[style])
            )
    for position, height in enumerate(heights):
        left = np.zeros(len(height)) if position == 0 else _left(slopes[position - 1], len(height))
        shades = np.array([1 - 0.75 * share for share in left])
        ax.scatter(
            np.full(len(height), position), height, s=90, zorder=3, edgecolors="0.2",
            c=shades.astype(str).tolist(),
        )  # fmt: skip
    ax.set(ylim=(-0.6, 0.6), yticks=[], ylabel="units and weights")
    ax.set_xticks(range(len(sizes)), ["input", *range(1, len(sizes))])


def _left(slope: Array, units: int) -> Array:
    """The share of its slope that each unit has left: the mean of |f'| over the examples, at
    most 1."""
    return np.minimum(np.abs(slope[:, :units]).mean(axis=0), 1.0)


def _heights(count: int) -> Array:
    return np.linspace(0.5, -0.5, count) if count > 1 else np.zeros(1)


def _draw_forward(ax: Axes, zs: Sequence[Array]) -> None:
    """A histogram of z for each layer, lying on its side."""
    reach = max(float(np.quantile(np.abs(np.concatenate([z.ravel() for z in zs])), 0.99)), 1.0)
    edges = np.linspace(-reach, reach, 25)
    for position, z in enumerate(zs, start=1):
        counts, _ = np.histogram(np.clip(z, -reach, reach), edges)
        ax.stairs(
            position - 0.3 + 0.6 * counts / counts.max(), edges, baseline=position - 0.3,
            orientation="horizontal", fill=True, color="C0", alpha=0.7,
        )  # fmt: skip
    ax.set(ylim=(-reach, reach), ylabel="z of all examples")


def _draw_back(ax: Axes, sizes: list[float], span: tuple[float, float]) -> None:
    ax.bar(range(1, len(sizes) + 1), np.maximum(sizes, span[0]), width=0.5, color="C0")
    ax.set(yscale="log", ylim=span, ylabel="size of δ")
