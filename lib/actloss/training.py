"""Training: show the network its examples again and again, and step down the gradient."""

from dataclasses import dataclass, field

import numpy as np

from actloss._checks import real_array
from actloss.catalogue import get_loss
from actloss.progress import progress


@dataclass
class History:
    """What happened, one entry per epoch.

    loss: mean loss over the epoch's examples, each taken just before the step that used it.
    measures: for each name in `fit(..., measure=...)` its value after the epoch.
    """

    loss: np.ndarray
    measures: dict[str, np.ndarray] = field(default_factory=dict)

    def __getitem__(self, name):
        return self.measures[name]


class DivergedError(ArithmeticError):
    """The loss ceased to be finite. `history` holds the epochs that were completed."""

    def __init__(self, message, history):
        super().__init__(message)
        self.history = history


def fit(
    network,
    x,
    y,
    *,
    loss,
    optimizer,
    epochs,
    batch_size=None,
    rng=None,
    measure=None,
) -> History:
    """Train `network` in place and return the history.

    x: (n, features). y: for losses of several outputs the labels (n,) or targets (n, outputs);
    for a network with a single output (n,).
    loss: a name or a record from LOSSES; optimizer: e.g. SGD(0.1).
    batch_size: examples per step; None takes all of them, in their order. With batches, `rng`
    shuffles the examples anew in each epoch.
    measure: dict of name -> function(network), evaluated after each epoch.
    A progress bar appears if training takes more than about three seconds.
    Raises DivergedError at the first loss that is not finite.
    """
    loss = get_loss(loss)
    x, y = _examples(x, y, network, loss)
    n = len(x)
    if not isinstance(epochs, (int, np.integer)) or epochs < 1:
        raise ValueError(f"epochs must be a whole number of at least 1, but is {epochs!r}")
    batch_size = n if batch_size is None else batch_size
    if not isinstance(batch_size, (int, np.integer)) or not 1 <= batch_size <= n:
        raise ValueError(f"batch_size must lie in 1..{n}, the examples, but is {batch_size!r}")
    if batch_size < n and not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"batches are drawn at random: rng must be a NumPy random generator, but is {rng!r}; "
            "pass rng=np.random.default_rng(0), or batch_size=None for all examples at once"
        )
    losses = []
    measures = {name: [] for name in measure or {}}

    def history():
        return History(np.array(losses), {k: np.array(v) for k, v in measures.items()})

    for epoch in progress(range(epochs), label="Training"):
        order = np.arange(n) if batch_size == n else rng.permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            value = train_step(network, x[batch], y[batch], loss, optimizer)
            total += value * len(batch)
            if not np.isfinite(value):
                raise DivergedError(
                    f"training diverged: the loss is {value} in epoch {epoch + 1}, step "
                    f"{start // batch_size + 1} of {-(-n // batch_size)}; try a smaller learning "
                    "rate, smaller initial weights or inputs of a smaller scale",
                    history(),
                )
        losses.append(total / n)
        for name, function in (measure or {}).items():
            measures[name].append(function(network))
    return history()


def train_step(network, x, y, loss, optimizer):
    """One step on one batch: forward, loss, backward, update. Returns the loss before the step."""
    with np.errstate(all="ignore"):  # a diverging run is reported by its loss
        prediction = network.forward(x)
        value = loss(prediction, y)
        network.backward(loss.grad(prediction, y))
        optimizer.update(network.parameters(), network.gradients())
    return float(value)


def _examples(x, y, network, loss):
    """x and y as arrays that the loss can compare, or a clear refusal."""
    x = real_array("x", x)
    y = np.asarray(y)
    if x.ndim != 2 or len(x) == 0:
        raise ValueError(f"x must have shape (examples, features), but has {x.shape}")
    if y.shape[:1] != x.shape[:1]:
        raise ValueError(
            "x and y must hold the same number of examples, "
            f"but have shapes {x.shape} and {y.shape}"
        )
    for name, values in (("x", x), ("y", real_array("y", y))):
        if not np.isfinite(values).all():
            raise ValueError(f"{name} must be finite, but holds nan or inf; remove those examples")
    outputs = network.forward(x[:1]).shape[1]
    if outputs == 1 and y.ndim == 1:
        y = y[:, np.newaxis]
    return x, y
