"""Training: show the network its examples again and again, and step down the gradient."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from actloss._checks import count, generator, quiet, real_array
from actloss._types import Array, ArrayLike
from actloss.catalogue import LOSSES, get_loss
from actloss.nets.network import Network, unchecked
from actloss.nets.optimizers import Optimizer, get_optimizer, trainable
from actloss.nets.stacking import networks_of, stack, unstack
from actloss.progress import progress
from actloss.records import Loss

Measure = Mapping[str, Callable[[Network], Any]]
Batches = Iterable[tuple[Array, Array]]


@dataclass
class History:
    """What happened, one entry per epoch along the last axis; for many runs, one row per run.

    loss: mean loss over the epoch's examples, each taken just before the step that used it.
    measures: for each name in `fit(..., measure=...)` its value after the epoch.
    networks: for many runs, the trained networks.
    """

    loss: Array
    measures: dict[str, Array] = field(default_factory=dict)
    networks: list[Network] = field(default_factory=list, repr=False)

    def __getitem__(self, name: str) -> Array:
        return self.measures[name]

    @property
    def diverged(self) -> Array:
        """Which runs ceased to be finite, (runs,)."""
        return np.asarray(~np.isfinite(self.loss).all(axis=-1))


class DivergedError(ArithmeticError):
    """The loss or the weights ceased to be finite. `history` holds the completed epochs."""

    def __init__(self, message: str, history: History):
        super().__init__(message)
        self.history = history

    def __reduce__(self) -> Any:
        return type(self), (str(self), self.history)


def fit(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    loss: str | Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None = None,
    rng: "np.random.Generator | None" = None,
    measure: Measure | None = None,
) -> History:
    """Train `network` in place and return the history.

    x: (n, features). y: labels (n,) or targets (n, outputs); for a network with a single output
    (n,) will do. loss: a name or a record from LOSSES; optimizer: e.g. SGD(0.1);
    it goes on if it trained this network before, and starts anew with another one.
    batch_size: at most so many examples per step; None takes all of them, in their order. With
    batches, `rng` shuffles the examples anew in each epoch and deals them into batches of equal
    size, give or take one: 100 in batches of 32 are four of 25. (PyTorch's DataLoader and Keras's
    fit make three of 32 and a last one of 4, whose few examples move the weights as far as 32.)
    measure: dict of name -> function(network), evaluated after each epoch.
    A progress bar appears if training takes more than about three seconds.
    Raises DivergedError at the first loss that is not finite, or if weights are not in the end.
    Parameters must be float32 or longer.

    >>> x, y = xor()
    >>> net = mlp([2, 8, 1], "tanh", rng=np.random.default_rng(0))
    >>> history = fit(net, x, y, loss="sigmoid_cross_entropy", optimizer=Adam(0.1), epochs=100)
    >>> net.predict(x)
    array([0, 1, 1, 0])
    """
    if not isinstance(network, Network):
        raise TypeError(f"network must be a network, but is {network!r}; mlp makes one")
    if any(np.ndim(parameter) > 2 for parameter in network.parameters()):
        raise ValueError("network is a stack of networks; train it with fit_many(unstack(network))")
    loss, optimizer = get_loss(loss), get_optimizer(optimizer)
    inputs, targets = _examples(x, y, network, loss)
    if rng is not None:
        generator(rng)
    size = _batch_size(batch_size, len(inputs), [rng])

    def batches() -> Batches:
        if rng is None or size == len(inputs):
            return [(inputs, targets)]
        order = rng.permutation(len(inputs))
        return ((inputs[deal], targets[deal]) for deal in _dealt(order, size))

    def stop(value: Any, step: int, history: Callable[[], History]) -> None:
        completed = history()
        _diverged(
            f"the loss is {value} in epoch {len(completed.loss) + 1}, step {step + 1}", completed
        )

    history = _train(network, batches, loss, optimizer, epochs, measure, stop)
    if not all(np.isfinite(parameter).all() for parameter in network.parameters()):
        _diverged(f"weights are inf or nan after epoch {epochs}", history)
    return history


def _diverged(what: str, history: History) -> None:
    raise DivergedError(
        f"training diverged: {what}; try a smaller learning rate, smaller initial weights or "
        "inputs of a smaller scale",
        history,
    )


def fit_many(
    networks: Iterable[Network],
    x: ArrayLike,
    y: ArrayLike,
    *,
    loss: str | Loss,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int | None = None,
    rngs: "Sequence[np.random.Generator] | None" = None,
    measure: Measure | None = None,
) -> History:
    """Train many networks of the same shape at once; returns one history of shape (runs, epochs).

    networks: a list; they may differ in their initial weights and activation parameters, and are
    left as they are: the trained ones are in `history.networks`. optimizer: its learning rate may
    be an array, one rate per run. rngs: a list of generators, one per run, that shuffle the batches
    as `fit` would. measure: functions of the stacked network, whose outputs are (runs, n, outputs).
    A run whose loss or weights cease to be finite is frozen as nan, its measures too; the others go
    on.
    The rest is as in `fit`, and so are the results, to rounding.

    >>> x, y = xor()
    >>> nets = [mlp([2, 8, 1], "tanh", rng=np.random.default_rng(seed)) for seed in range(3)]
    >>> fit_many(nets, x, y, loss="sigmoid_cross_entropy", optimizer=SGD(0.5), epochs=4).loss.shape
    (3, 4)
    """
    networks = networks_of(networks)
    together = stack(networks)
    runs = len(networks)
    loss, optimizer = get_loss(loss), get_optimizer(optimizer, runs)
    inputs, targets = _examples(x, y, networks[0], loss)
    if rngs is not None and (
        not isinstance(rngs, Sequence) or isinstance(rngs, str) or len(rngs) != runs
    ):
        raise ValueError(
            f"rngs must be a list of {runs} generators, one per run, but is {rngs!r}; "
            f"use [np.random.default_rng(seed) for seed in range({runs})]"
        )
    for position, rng in enumerate(rngs or ()):
        if not isinstance(rng, np.random.Generator):
            raise TypeError(
                f"rngs[{position}] must be a NumPy random generator, but is {rng!r}; "
                f"use [np.random.default_rng(seed) for seed in range({runs})]"
            )
    size = _batch_size(batch_size, len(inputs), [None] if rngs is None else rngs)
    targets_of_all = np.broadcast_to(targets, (runs, *targets.shape))

    def batches() -> Batches:
        if rngs is None or size == len(inputs):
            return [(inputs, targets_of_all)]
        orders = np.stack([rng.permutation(len(inputs)) for rng in rngs])
        return ((inputs[deal], targets[deal]) for deal in _dealt(orders, size))

    def freeze(value: Any, step: int, history: Callable[[], History]) -> None:
        for parameter in together.parameters():
            parameter[~np.isfinite(value)] = np.nan

    history = _train(together, batches, loss, optimizer, epochs, measure, freeze)
    for parameter in together.parameters():
        history.loss[~np.isfinite(parameter).all(axis=(1, 2)), -1] = np.nan
    freeze(history.loss[:, -1], 0, lambda: history)
    for name, table in history.measures.items():
        if table.shape == history.loss.shape:
            history.measures[name] = np.where(np.isfinite(history.loss), table, np.nan)
    history.networks = unstack(together)
    return history


def train_step(network: Network, x: Array, y: Array, loss: str | Loss, optimizer: Optimizer) -> Any:
    """One step on one batch of checked arrays: forward, loss, backward, update. Returns the loss
    before the step.

    >>> net = Network([Dense(1, 1, rng=np.random.default_rng(0))])
    >>> net.layers[0].weights[...] = 2
    >>> float(train_step(net, np.ones((1, 1)), np.ones((1, 1)), LOSSES["squared_error"], SGD(0.1)))
    1.0
    """
    # no warnings: a run that diverges is told by its loss
    return quiet().run(_step, network, x, y, get_loss(loss), optimizer)


def _step(network: Network, x: Array, y: Array, loss: Loss, optimizer: Optimizer) -> Any:
    value, grad = loss.value_and_grad(network.forward_checked(x), y)
    unchecked(type(network).backward)(network, grad, to_input=False)
    unchecked(type(optimizer).update)(optimizer, network.parameters(), network.gradients())
    return value


def _train(
    network: Network,
    batches: Callable[[], Batches],
    loss: Loss,
    optimizer: Optimizer,
    epochs: int,
    measure: Measure | None,
    on_divergence: Callable[[Any, int, Callable[[], History]], None],
) -> History:
    """The loop itself. `batches()` gives the (x, y) of one epoch, for one network or a stack."""
    measure = _measures(measure)
    count("epochs", epochs)
    if isinstance(optimizer, Optimizer):
        optimizer.begin(network)
    losses: list[Any] = []
    measures: dict[str, list[Any]] = {name: [] for name in measure}
    settings = np.geterr()  # the caller's, which measures see and the steps do not

    def history() -> History:
        tables = {name: np.stack(values, axis=-1) for name, values in measures.items() if values}
        return History(np.stack(losses, axis=-1) if losses else np.array([]), tables)

    with np.errstate(all="ignore"):
        for _ in progress(range(epochs), label="Training"):
            total: Any = np.float64(0)
            examples = 0
            for step, (x, y) in enumerate(batches()):
                value = _step(network, x, y, loss, optimizer)
                if not np.isfinite(value).all():
                    on_divergence(value, step, history)
                total = total + value * np.float64(x.shape[-2])  # float64 for short floats too
                examples += x.shape[-2]
            losses.append(total / examples)
            for name, function in measure.items():
                with np.errstate(**settings):
                    value = function(network)
                measures[name].append(_measured(name, value, measures[name]))
    return history()


def _measures(measure: Any) -> Measure:
    """`measure` as a dict of functions."""
    if measure is None:
        return {}
    if not isinstance(measure, Mapping):
        raise TypeError(
            f"measure must be a dict of name -> function(network), but is {measure!r}; "
            'write {"accuracy": function}'
        )
    for name, function in measure.items():
        if not callable(function):
            raise TypeError(
                f"measure[{name!r}] must be a function of the network, but is {function!r}; "
                "write lambda network: ..."
            )
    return measure


def _measured(name: str, value: Any, before: Sequence[Array]) -> Array:
    """A copy of what a measure returned, since weights go on changing."""
    real_array(f"what measure[{name!r}] returns", value)
    array = np.array(value)
    if before and array.shape != before[0].shape:
        raise ValueError(
            f"measure[{name!r}] must return arrays of one shape, but returned {array.shape} after "
            f"{before[0].shape}; measure what has the same shape in each epoch"
        )
    return array


def as_column(y: Array, outputs: Array) -> Array:
    """Targets (n,) as (n, 1) beside a network's single output; others as they are."""
    return y[:, np.newaxis] if outputs.shape[1] == 1 and y.ndim == 1 else y


def _dealt(order: Array, size: int) -> list[Array]:
    """The examples of `order` (..., n) in as few batches of at most `size` as hold them, which are
    equal, give or take one."""
    return np.array_split(order, -(-order.shape[-1] // size), axis=-1)


def _batch_size(batch_size: int | None, n: int, rngs: Sequence[Any]) -> int:
    """The batch size in force; batches need a generator to draw them."""
    if batch_size is None:
        return n
    if count("batch_size", batch_size) > n:
        raise ValueError(
            f"batch_size must be at most {n}, the examples, but is {batch_size!r}; "
            "None takes all of them"
        )
    if batch_size < n:
        for rng in rngs:
            generator(rng)
    return batch_size


def _examples(x: ArrayLike, y: ArrayLike, network: Network, loss: Loss) -> tuple[Array, Array]:
    """x and y as arrays that network and loss can take, or a clear refusal."""
    x, numbers, y = real_array("x", x), real_array("y", y), np.asarray(y)
    if x.ndim != 2 or len(x) == 0:
        raise ValueError(
            f"x must have shape (examples, features) and at least one example, but has {x.shape}; "
            "a single feature is x[:, np.newaxis]"
        )
    if y.shape[:1] != x.shape[:1]:
        raise ValueError(
            "x and y must hold the same number of examples, "
            f"but have shapes {x.shape} and {y.shape}; rows are examples"
        )
    for name, values in (("x", x), ("y", numbers)):
        if not np.isfinite(values).all():
            raise ValueError(f"{name} must be finite, but holds nan or inf; remove those examples")
    trainable("parameters", network.parameters())
    outputs = network.forward(x)
    y = as_column(y, outputs)
    if y.shape == outputs.shape:
        with np.errstate(all="ignore"):
            y = y.astype(outputs.dtype)
        if not np.isfinite(y).all():
            raise ValueError(
                f"y must fit {y.dtype}, the type of the network's outputs, but holds larger "
                "numbers; scale y, or train network.astype(np.float64)"
            )
    with np.errstate(all="ignore"):
        # They refuse targets that do not fit; the steps check no more.
        values = loss.per_example(outputs, y)
        known = loss.gradient is getattr(LOSSES.get(loss.name), "gradient", None)
        gradient = outputs if known else loss.gradient(outputs, y, **loss.params)
    for what, given, shape in (
        ("one value per example", values, x.shape[:1]),
        ("a gradient of the shape of the outputs", gradient, outputs.shape),
    ):
        if np.shape(given) != shape:
            raise ValueError(
                f"loss {loss.name!r} must return {what}, {shape}, but returned "
                f"{type(given).__name__} of shape {np.shape(given)}; mend its function"
            )
    return x, y
