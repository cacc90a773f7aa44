"""A race: which network, loss or optimiser learns best, each at its own best learning rate.

Who compares two networks at one rate compares two rates. Here each contestant is trained at rates
a factor of two apart until its best one has a worse one on either side. The validation part of the
data chooses the rate, the test part judges, and the same seeds serve all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count as count_from
from itertools import groupby, product
from typing import Any

import numpy as np

from actloss._checks import count, positive
from actloss._types import Array
from actloss.data.datasets import Part, Parts
from actloss.metrics import accuracy, root_mean_squared_error
from actloss.nets.network import Network, labels_of
from actloss.nets.optimizers import SGD
from actloss.nets.training import fit_many
from actloss.progress import progress
from actloss.races.contestants import Contestant, Point, conditions, contestants_of
from actloss.races.results import Race, neighbours

START = range(-3, 4)  # a search begins with these powers of two
FARTHEST = 14  # and ends with this one
CACHE = 2**18  # numbers; runs are trained together as long as what they compute fits

Measure = Callable[[Array, Array], float]


def race(
    contestants: Mapping[str, Any] | Iterable[tuple[str, Any]],
    data: Parts,
    *,
    epochs: int | Sequence[int],
    network: Callable[..., Network] | None = None,
    loss: Any = None,
    optimizer: Callable[..., Any] = SGD,
    batch_size: int | None = None,
    seeds: int | Iterable[int] = 10,
    rate: float = 0.1,
    measure: Measure | None = None,
    best: str = "largest",
    dtype: Any = np.float64,
) -> Race:
    """Train each contestant with each seed at rates a factor of two apart, and compare the bests.

    contestants: name -> what this one has of its own. That is a function `rng -> Network`, or a
    dict with some of "network" (such a function), "loss" (a name, a record, or a function of the
    further parameter), "optimizer" (a function of the rate, such as SGD) and "further", {name:
    first value} of one more parameter to search. Functions that have an argument of this name are
    given its value. What a contestant does not have comes from `network`, `loss` and `optimizer`.
    data: `split_in_three(x, y)`, or `Parts` of your own.
    epochs: one budget or several, increasing. batch_size: as in `fit`.
    seeds: how many, or which ones. A seed draws the first weights and the order of the examples.
    rate: where the search begins.
    measure: a function of outputs (n, outputs) and targets, whose `best` is the "largest" or the
    "smallest"; unless given, accuracy for labels, else the root mean squared error.
    dtype: the float type in which all is trained; np.float32 takes less time.

    The search begins with seven rates and goes on until, for every budget, the best has tried
    neighbours at half and double, or is 2^14 away from where it began. A run that diverges counts
    as the worst, and so does a further parameter beyond what it may be. Raises TypeError or
    ValueError, before anything is trained, for a contestant that cannot run beside the others.

    >>> def network(activation):
    ...     return lambda rng: mlp([2, 8, 1], activation, rng=rng, init=xavier)
    >>> contestants = {"tanh": network("tanh"), "identity": network("identity")}
    >>> data = split_in_three(*moons(200, noise=0.2, rng=0))
    >>> result = race(contestants, data, loss="sigmoid_cross_entropy", epochs=(1, 100))
    >>> result.wins("tanh", over="identity")
    10
    """
    budgets, seeds = _budgets(epochs), _seeds(seeds)
    _check(data)
    shared = {"network": network, "loss": loss, "optimizer": optimizer}
    runners = contestants_of(contestants, shared)
    fixed, differed = conditions(runners, data, seeds, batch_size)
    if best not in ("largest", "smallest"):
        raise ValueError(f'best must be "largest" or "smallest", but is {best!r}')
    if measure is None:
        labels = np.asarray(data.train.y).dtype.kind in "biu"
        measure, best = (right_share, "largest") if labels else (miss, "smallest")
    name = getattr(measure, "label", measure.__name__)
    sign = 1 if best == "largest" else -1
    rate = positive("rate", rate)
    data = Parts(*(Part(np.asarray(part.x, dtype), part.y) for part in data))
    result = Race(runners, budgets, seeds, rate, name, sign, fixed, differed)
    label = "Race"
    while jobs := [(runner, points) for runner in runners if (points := _untried(runner, result))]:
        for runner, points in progress(jobs, label=label):
            for group in _groups(runner, points, data, batch_size, len(seeds)):
                _train(runner, group, result, data, batch_size, measure)
        label = "Race, wider"
    return result


def right_share(outputs: Array, labels: Array) -> float:
    """Accuracy of outputs (n, 1), positive for class 1, or of scores (n, classes)."""
    return float(accuracy(labels_of(outputs), labels))


right_share.label = "accuracy"  # type: ignore[attr-defined]


def miss(outputs: Array, targets: Array) -> float:
    """Root mean squared error."""
    return float(root_mean_squared_error(outputs.reshape(np.shape(targets)), targets))


miss.label = "root mean squared error"  # type: ignore[attr-defined]


def _budgets(epochs: Any) -> tuple[int, ...]:
    budgets = (epochs,) if np.ndim(epochs) == 0 else tuple(epochs)
    budgets = tuple(count("epochs", budget) for budget in budgets)
    if not budgets or list(budgets) != sorted(set(budgets)):
        raise ValueError(f"epochs must be one budget or several, increasing, but is {epochs!r}")
    return budgets


def _seeds(seeds: Any) -> tuple[int, ...]:
    if isinstance(seeds, int):
        return tuple(range(count("seeds", seeds)))
    chosen = tuple(seeds) if isinstance(seeds, Iterable) else ()
    whole = all(isinstance(seed, (int, np.integer)) and seed >= 0 for seed in chosen)
    if not chosen or not whole or len(set(chosen)) < len(chosen):
        raise ValueError(
            f"seeds must be how many, or different whole numbers, 0 or more, but is {seeds!r}; "
            "10 are enough to see the spread"
        )
    return chosen


def _check(data: Any) -> None:
    """Refuse what is not a data set in three parts."""
    if not isinstance(data, Parts) or not all(isinstance(part, Part) for part in data):
        raise TypeError(
            f"data must be Parts of three Part, but is {type(data).__name__}; "
            "split_in_three(x, y) makes them"
        )
    for name, part in data._asdict().items():
        if np.ndim(part.x) != 2 or not len(part.x) or len(part.x) != len(part.y):
            raise ValueError(
                f"data.{name} must have x (n, features) and y of n rows, but has shapes "
                f"{np.shape(part.x)} and {np.shape(part.y)}"
            )


def _untried(runner: Contestant, result: Race) -> list[Point]:
    """What to try next: at first a row of rates, then whatever surrounds the bests."""
    if not runner.validation:
        return list(product(START, *[(-1, 0, 1)] * len(runner.further)))
    if all(np.isnan(scores).all() for scores in runner.validation.values()):  # all diverged
        least, *rest = min(runner.validation)
        return [(least - 1, *rest)] if least > -FARTHEST else []
    bests = [result.best(runner, budget) for budget in range(len(result.epochs))]
    around = dict.fromkeys(point for best in bests for point in neighbours(best))
    return [p for p in around if p not in runner.validation and max(map(abs, p)) <= FARTHEST]


def _groups(
    runner: Contestant, points: list[Point], data: Parts, batch_size: int | None, seeds: int
) -> Iterator[list[Point]]:
    """Points that are trained at once: alike but for the rate, and no more than the cache holds."""
    network = runner.make_network(0, **runner.further)
    numbers = (batch_size or len(data.train.x)) * sum(p.shape[-1] for p in network.parameters())
    at_once = max(1, CACHE // (numbers * seeds))
    for _, alike in groupby(sorted(points, key=lambda p: p[1:]), key=lambda p: p[1:]):
        group = list(alike)
        yield from (group[start : start + at_once] for start in range(0, len(group), at_once))


def _train(
    runner: Contestant,
    points: list[Point],
    result: Race,
    data: Parts,
    batch_size: int | None,
    measure: Measure,
) -> None:
    """Train these points with all seeds, and store their scores at each budget."""
    further = result.at(runner, points[0])
    del further["rate"]
    rates = [result.at(runner, point)["rate"] for point in points]
    seeds = result.seeds
    try:
        networks = [
            runner.make_network(seed, **further).astype(data.train.x.dtype) for seed in seeds
        ]
        loss = runner.make_loss(**further)
        optimizer = runner.make_optimizer(np.repeat(rates, len(seeds)), **further)
    except ValueError:  # beyond what the further parameter may be: the first value was fine
        lost = np.full((len(result.epochs), len(seeds)), np.nan)
        for point in points:
            runner.validation[point] = runner.test[point] = runner.training_loss[point] = lost
        return
    history = fit_many(
        networks * len(points),
        *data.train,
        loss=loss,
        optimizer=optimizer,
        epochs=result.epochs[-1],
        batch_size=batch_size,
        rngs=[np.random.default_rng([seed, 1]) for _ in points for seed in seeds],
        measure={
            part: _at_budgets(result.epochs, getattr(data, part), measure)
            for part in ("validation", "test")
        },
    )
    tables = {"training_loss": history.loss, **history.measures}
    for name, table in tables.items():
        scores = table[:, np.array(result.epochs) - 1].reshape(len(points), len(seeds), -1)
        getattr(runner, name).update(zip(points, scores.swapaxes(1, 2), strict=True))


def _at_budgets(
    budgets: tuple[int, ...], part: Part, measure: Measure
) -> Callable[[Network], Array]:
    """What `fit_many` is to measure: each run's score after the budgets' epochs, else nothing."""
    epochs = count_from(1)

    def scores(network: Network) -> Array:
        if next(epochs) not in budgets:
            return np.full(len(network.parameters()[0]), np.nan)
        outputs = network.forward(part.x)
        return np.array([measure(o, part.y) if np.isfinite(o).all() else np.nan for o in outputs])

    return scores
