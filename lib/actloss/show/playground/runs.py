"""Runs that go on in small pieces, and what is to be seen of them now.

A run executes the cell of `cells.code` itself, and trains with `al.fit` in pieces, which goes on
where it stopped: so the cell repeats the run exactly.
"""

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from actloss._types import Array
from actloss.activations import sigmoid
from actloss.metrics import confusion_matrix
from actloss.nets.network import Dense, Network
from actloss.nets.training import DivergedError, History, fit
from actloss.probability import softmax
from actloss.show._passes import passes, root_mean_square, silent
from actloss.show.playground.cells import code, preparation
from actloss.show.playground.setups import DATA, PER_CLASS, Setup, read

GRID = 45  # points along each side of the plane
CURVE = 121  # points of a fitted curve
LOOKED_AT = 256  # training examples on which the layers are measured
BINS = 25  # of a histogram of z
FLAT = 0.01  # of a slope less than this nothing to speak of comes back
MOST_POINTS = 240  # of a curve of losses


class Run:
    """One network on its way: `advance` trains it, `view` says what there is to see.

    >>> run = Run(read({"data": "xor", "epochs": 20}))
    >>> run.advance(3)
    >>> len(run.training), run.view()["epochs"]
    (3, 3)
    """

    def __init__(self, setup: Setup):
        self.setup, self.data = setup, DATA[setup.data]
        self.names: dict[str, Any] = {}
        exec(preparation(setup), self.names)  # all in it is checked by `read`
        self.network: Network = self.names["network"]
        self.dense = [layer for layer in self.network.layers if isinstance(layer, Dense)]
        self.first = [layer.weights.copy() for layer in self.dense]
        self.training: list[float] = []
        self.validation: list[float] = []
        self.diverged = False

    def advance(self, epochs: int) -> None:
        """Train for so many epochs; a run that has diverged stays as it is."""
        if self.diverged:
            return
        names, batches = self.names, {}
        if self.setup.batch != "all":
            batches = {"batch_size": int(self.setup.batch), "rng": names["rng"]}
        try:
            history = fit(
                self.network, names["x_train"], names["y_train"], loss=names["loss"],
                optimizer=names["optimizer"], epochs=epochs,
                measure={"validation": names["validation"]}, **batches,
            )  # fmt: skip
        except DivergedError as error:
            history, self.diverged = error.history, True
        self._note(history)

    def _note(self, history: History) -> None:
        self.training += history.loss.tolist()
        self.validation += history.measures.get("validation", np.array([])).tolist()

    def code(self) -> str:
        """The cell that repeats what was run."""
        cell = code(self.setup, max(len(self.training), 1))
        return cell + "# one epoch more, and the loss is no longer finite\n" * self.diverged

    # What is to be seen.

    def scene(self) -> dict[str, Any]:
        """What stays the same all along: the examples, and where the picture ends."""
        found: dict[str, Any] = {"kind": self.kind, "classes": self.data.classes or 0}
        if self.kind == "digits":
            return found
        x, y = self.names["x"], self.names["y"]
        low, high = self._ends()
        labels = np.zeros(len(x)) if self.data.classes is None else self._winners(y)[0]
        values = x[:, 1] if self.kind == "plane" else y[:, 0]
        return found | {
            "low": low.tolist(), "high": high.tolist(), "across": x[:, 0].astype(np.float32),
            "up": values.astype(np.float32), "labels": labels.astype(np.uint8),
        }  # fmt: skip

    @property
    def kind(self) -> str:
        return {1: "curve", 2: "plane"}.get(self.data.inputs, "digits")

    def _ends(self) -> tuple[Array, Array]:
        """The corners of the picture: a little beyond the examples."""
        parts = [self.names["x"]] if self.kind == "plane" else [self.names["x"], self.names["y"]]
        points = np.hstack(parts)
        low, high = points.min(axis=0), points.max(axis=0)
        margin = 0.08 * (high - low)
        return low - margin, high + margin

    def view(self) -> dict[str, Any]:
        """What there is to see now, in numbers and flat arrays."""
        at = np.unique(np.linspace(0, len(self.training) - 1, MOST_POINTS).round().astype(int))
        at = at if self.training else at[:0]
        with np.errstate(all="ignore"):
            return {
                "epochs": len(self.training),
                "diverged": self.diverged,
                "at": (at + 1).astype(np.float32),
                "training": np.array([self.training[i] for i in at], np.float32),
                "validation": np.array([self.validation[i] for i in at], np.float32),
                "loss": [losses[-1] if losses else None
                         for losses in (self.training, self.validation)],
                "score": self._score(),
                "picture": self._picture(),
                "layers": self._layers(),
            }  # fmt: skip

    def _score(self) -> list[float]:
        """The share that is right of training and validation; for a curve how far it is from the
        truth."""
        names = self.names
        if self.data.classes is None:
            x = np.linspace(names["x"].min(), names["x"].max(), CURVE)[:, np.newaxis]
            truth = eval(self.data.truth, {"np": np, "x": x})
            return [root_mean_square(self.network(x) - truth)]
        parts = [(names["x_train"], names["y_train"]), (names["x_valid"], names["y_valid"])]
        return [
            float(np.mean(self._winners(self.network(x))[0] == self._winners(y)[0]))
            for x, y in parts
        ]

    def _picture(self) -> Array:
        """Of a plane the class at each point of a grid, and after them how sure it is (0 to 255);
        of a curve its heights; of digits the confusion matrix of the validation data."""
        if self.kind == "digits":
            told, right = self.network(self.names["x_valid"]), self.names["y_valid"]
            counts = confusion_matrix(self._winners(told)[0], self._winners(right)[0], classes=10)
            return counts.astype(np.float32).ravel()
        low, high = self._ends()
        if self.kind == "curve":
            x = np.linspace(low[0], high[0], CURVE)[:, np.newaxis]
            return self.network(x)[:, 0].astype(np.float32)
        sides = np.linspace(low, high, GRID).T
        grid = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
        winner, sure = self._winners(self.network(grid))
        return np.concatenate([winner, np.nan_to_num(255 * sure)]).astype(np.uint8)

    def _winners(self, values: Array) -> tuple[Array, Array]:
        """The classes that outputs, or targets, name, and how sure they are, from 0 to 1."""
        if values.ndim == 1:
            return values, np.ones(len(values))
        loss = self.setup.loss
        if values.shape[1] > 1:
            share = softmax(values) if loss in PER_CLASS else np.clip(values, 0, 1)
            classes = values.shape[1]
            sure = (classes * share.max(axis=1) - 1) / (classes - 1)
            return values.argmax(axis=1), np.clip(sure, 0, 1)
        value = values[:, 0]
        share = {"sigmoid_cross_entropy": sigmoid, "focal": sigmoid}.get(loss, lambda v: v)(value)
        share = np.clip((value + 1) / 2 if loss == "hinge" else share, 0, 1)
        return (share > 0.5).astype(int), np.abs(2 * share - 1)

    def _layers(self) -> list[dict[str, Any]]:
        """For each layer: z in bins, silent units, flat slopes, the size of δ, the weights' way."""
        x, y = (self.names[name][:LOOKED_AT] for name in ("x_train", "y_train"))
        setup = self.setup
        units = [*setup.layers, (setup.outputs, setup.output)]
        found = zip(
            units, passes(self.network, x, y, self.names["loss"]), self.dense, self.first,
            strict=True,
        )  # fmt: skip
        return [
            {
                "units": f"{count} {activation}",
                **_histogram(z),
                "silent": silent(slope),
                "flat": float(np.mean(np.abs(slope) < FLAT)),
                "delta": root_mean_square(delta),
                "drift": root_mean_square(layer.weights - first) / root_mean_square(first),
            }
            for (count, activation), (z, slope, delta), layer, first in found
        ]


def _histogram(z: Array) -> dict[str, Any]:
    """z in bins from -reach to reach, a power of 2, so that the axis seldom changes."""
    z = z[np.isfinite(z)]
    size = 3 * root_mean_square(z) if z.size else 1.0
    reach = 2.0 ** np.clip(np.ceil(np.log2(max(size, 1e-9))), 0, 60)
    bins = np.clip((z + reach) * (BINS / (2 * reach)), 0, BINS - 1).astype(int)
    counts = np.bincount(bins, minlength=BINS)
    return {"counts": counts.astype(np.float32), "reach": float(reach)}


class Playground:
    """One run, or two side by side, for a page that asks for one picture after the other."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.pace = 1.0  # epochs in a second, measured

    def start(self, setups: list[Mapping[str, Any]]) -> dict[str, Any]:
        """Begin with one or two set-ups; gives `trouble` where one of them is wrong."""
        try:
            self.runs = [Run(read(words)) for words in setups]
        except ValueError as error:
            return {"trouble": str(error)}
        self.pace = 1.0
        return {"scenes": [run.scene() for run in self.runs], "views": self._views()}

    def frame(self, seconds: float, until: int) -> dict[str, Any]:
        """Train for so long, and not beyond this epoch; gives what there is to see then."""
        end = time.perf_counter() + seconds
        done = len(max(self.runs, key=lambda run: not run.diverged).training)
        while done < until and not all(run.diverged for run in self.runs):
            began = time.perf_counter()
            epochs = int(min(max(self.pace * (end - began), 1), until - done))
            for run in self.runs:
                run.advance(epochs)
            done += epochs
            now = time.perf_counter()
            self.pace = epochs / max(now - began, 1e-6)
            if now >= end:
                break
        return {"views": self._views()}

    def codes(self) -> list[str]:
        """For each run the cell that repeats it."""
        return [run.code() for run in self.runs]

    def _views(self) -> list[dict[str, Any]]:
        return [run.view() for run in self.runs]
