"""Figures of the course, each drawn on the axes it is given.

Every function takes `ax=None` (the current axes), returns the axes and never shows the figure;
the look comes from `plt.style.use("actloss.house")`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from actloss.races.results import Race, in_epochs
from actloss.show.flow import flow as flow

MARKERS = "os^Dvp*"


def curve(
    f: Callable[[np.ndarray], ArrayLike],
    lo: float,
    hi: float,
    ax: Axes | None = None,
    *,
    derivative: Callable[[np.ndarray], ArrayLike] | None = None,
    label: str | None = None,
    count: int = 601,
    **style: Any,
) -> Axes:
    """Draw f over [lo, hi], and its derivative if it is given.

    f, derivative: functions that take and return an array (count,).
    label: f's name in the legend; the derivative is called label′.
    style: passed to `ax.plot` for f.
    """
    if not lo < hi:
        raise ValueError(f"curve needs lo < hi, but got {lo} and {hi}; swap them")
    ax = ax or plt.gca()
    z = np.linspace(lo, hi, count)
    ax.plot(z, _values("f", f, z), label=label, **style)
    if derivative is not None:
        ax.plot(z, _values("derivative", derivative, z), label=label and f"{label}′")
    if label:
        ax.legend()
    return ax


def points(
    x: ArrayLike, y: ArrayLike, ax: Axes | None = None, *, names: list[str] | None = None
) -> Axes:
    """Scatter points of the plane, each class with its own colour and marker.

    x: (n, 2); y: (n,), the class of each point, counted from 0.
    names: the classes' names for the legend; without them there is no legend.
    """
    x, y = _plane(x), np.asarray(y)
    if y.shape != x.shape[:1] or not np.all(np.isin(y, range(len(MARKERS)))):
        raise ValueError(
            f"y must give each of the {len(x)} points one class from 0 to {len(MARKERS) - 1}, "
            f"but has shape {y.shape} and values such as {np.ravel(y)[:3].tolist()}; "
            "use y.ravel() for a column, or count the classes from 0"
        )
    ax = ax or plt.gca()
    for k in np.unique(y).astype(int):
        name = names[k] if names else None
        kind: dict[str, Any] = {"color": _color(k), "marker": MARKERS[k], "label": name}
        ax.scatter(
            x[y == k, 0], x[y == k, 1], s=36, edgecolors="white", linewidths=0.7, zorder=3, **kind
        )
    if names:
        ax.legend()
    return ax


def decision_boundary(
    predict: Callable[[np.ndarray], ArrayLike],
    x: ArrayLike,
    y: ArrayLike,
    ax: Axes | None = None,
    *,
    names: list[str] | None = None,
    count: int = 200,
) -> Axes:
    """Fill the plane with the classes that `predict` gives, and draw the points over it.

    predict: takes (m, 2) and returns the probability of class 1, (m,) or (m, 1), whose
        boundary is 0.5; or a score for each class, (m, classes), of which the largest wins.
    x, y, names: as in `points`; the picture reaches a little beyond x.
    """
    x = _plane(x)
    low, high = x.min(axis=0), x.max(axis=0)
    margin = 0.1 * np.maximum(high - low, 1e-9)
    sides = np.linspace(low - margin, high + margin, count).T
    grid = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    scores = np.asarray(predict(grid), dtype=float)
    if scores.ndim not in (1, 2) or len(scores) != len(grid):
        raise ValueError(
            f"predict must return one row per point, ({len(grid)},) or ({len(grid)}, classes), "
            f"but returned shape {scores.shape}"
        )
    scores = scores.reshape(len(grid), -1)
    if scores.shape[1] == 1:
        scores = np.hstack([1 - scores, scores])
    ax = ax or plt.gca()
    for k in range(scores.shape[1]):
        lead = scores[:, k] - np.delete(scores, k, axis=1).max(axis=1)
        lead = lead.reshape(count, count)
        if lead.max() > 0:
            ax.contourf(*sides, lead, levels=[0, np.inf], colors=[_color(k)], alpha=0.2)
        if lead.min() < 0 < lead.max():
            ax.contour(*sides, lead, levels=[0], colors="0.3", linewidths=1.2, linestyles="solid")
    return points(x, y, ax, names=names)


def decision_line(w: ArrayLike, b: float, ax: Axes | None = None, **style: Any) -> Axes:
    """Draw the line w·x + b = 0 across the axes, whose limits stay as they are.

    w: (2,), not both zero; b: a number. Draw the points or set the limits first.
    style: passed to `ax.plot`, e.g. label.
    """
    w = np.asarray(w, dtype=float)
    if w.shape != (2,) or not w.any() or np.ndim(b) != 0:
        raise ValueError(
            f"decision_line needs two weights, not both 0, and one bias; got w={w.tolist()} and "
            f"b={b!r}; use w.ravel() for a column"
        )
    ax = ax or plt.gca()
    limits = ax.get_xlim(), ax.get_ylim()
    foot = -b * w / (w @ w)  # the point of the line next to the origin
    reach = np.abs(foot).sum() + np.abs(limits).sum()  # beyond every corner
    along = reach * np.array([-w[1], w[0]]) / np.hypot(*w)
    ax.plot(*np.transpose([foot - along, foot + along]), **style)
    ax.set(xlim=limits[0], ylim=limits[1])
    return ax


def training_curves(
    histories: Mapping[str, ArrayLike],
    ax: Axes | None = None,
    *,
    spread: str = "range",
    steps: ArrayLike | None = None,
) -> Axes:
    """Draw what training measured: for many runs the median, in the band of their spread.

    histories: label -> (steps,) for one run or (runs, steps) for many. A run that is nan at its
        end has diverged: it is left out from there on, and the legend counts it.
    spread: "range" (least to greatest) or "quartiles".
    steps: (steps,), the positions along the x axis; 1, 2, … if not given.
    """
    shares = {"range": (0, 1), "quartiles": (0.25, 0.75)}.get(spread)
    if shares is None:
        raise ValueError(f'spread must be "range" or "quartiles"; got {spread!r}')
    ax = ax or plt.gca()
    for label, history in histories.items():
        runs = np.atleast_2d(np.asarray(history, dtype=float))
        at = np.arange(1, runs.shape[-1] + 1) if steps is None else np.asarray(steps)
        if runs.ndim != 2 or at.shape != runs.shape[1:]:
            raise ValueError(
                f"the history {label!r} must have shape (steps,) or (runs, steps) with "
                f"{at.shape[0]} steps, but has shape {np.shape(history)}"
            )
        lost = int(np.isnan(runs[:, -1]).sum())
        if lost:
            label = f"{label} ({lost} of {len(runs)} diverged)"
        seen = ~np.isnan(runs).all(axis=0)
        low, middle, high = np.nanquantile(runs[:, seen], [shares[0], 0.5, shares[1]], axis=0)
        (line,) = ax.plot(at[seen], middle, label=label)
        if len(runs) > 1:
            ax.fill_between(at[seen], low, high, color=line.get_color(), alpha=0.2, linewidth=0)
    ax.legend()
    return ax


def bars_with_spread(groups: Mapping[str, ArrayLike], ax: Axes | None = None) -> Axes:
    """One horizontal bar per group: its median, with a whisker from least to greatest.

    groups: label -> (runs,), one measurement per run; the first stands on top.
    """
    ax = ax or plt.gca()
    for label, values in groups.items():
        values = np.asarray(values, dtype=float)
        if values.ndim != 1 or not values.size or not np.isfinite(values).all():
            raise ValueError(
                f"the group {label!r} must be a list of finite numbers, one per run, "
                f"but has shape {values.shape}; drop diverged runs and say how many they were"
            )
        middle = np.median(values)
        whisker = [[middle - values.min()], [values.max() - middle]]
        ax.barh(label, middle, xerr=whisker, color=_color(0), height=0.6, ecolor="0.2", capsize=4)
    ax.invert_yaxis()
    ax.grid(axis="y", visible=False)
    return ax


def race(result: Race, axes: Any = None) -> Any:
    """Draw a race: a panel for each budget, in which a row of dots is what each seed scored.

    result: what `actloss.race` returned; a bar marks the median.
    axes: one for each budget; made unless given. Returns them.
    """
    if axes is None:
        height = 0.8 + 0.3 * len(result.names)
        size = (min(3.6 * len(result.epochs), 9), height)
        _, axes = plt.subplots(1, len(result.epochs), figsize=size, sharey=True)
    axes = np.atleast_1d(axes)
    if len(axes) != len(result.epochs):
        raise ValueError(
            f"axes must be one for each of {len(result.epochs)} budgets, but are {len(axes)}; "
            "leave them out to have them made"
        )
    rows = np.arange(len(result.names))
    for ax, epochs in zip(axes, result.epochs, strict=True):
        for row, name in enumerate(result.names):
            scores = result.scores(name, epochs)
            scores = scores[np.isfinite(scores)]
            ax.plot(scores, np.full(len(scores), row), "o", color=_color(0), alpha=0.4, ms=5)
            if len(scores):
                ax.plot(np.median(scores), row, "|", color="0.1", ms=16, mew=2.5)
        ax.set(xlabel=result.measure, title=in_epochs(epochs))
        ax.set_yticks(rows, result.names)
        ax.set_ylim(len(rows) - 0.5, -0.5)
    return axes


def _values(name: str, f: Callable[[np.ndarray], ArrayLike], z: np.ndarray) -> np.ndarray:
    """f(z), if it has z's shape."""
    values = np.asarray(f(z))
    if values.shape != z.shape:
        raise ValueError(
            f"{name} must return one value for each of its {z.size} inputs, but returned shape "
            f"{values.shape}; write it for arrays, e.g. np.maximum instead of max"
        )
    return values


def _plane(x: ArrayLike) -> np.ndarray:
    """x as points (n, 2)."""
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or x.shape[1] != 2 or not len(x):
        raise ValueError(
            f"x must be points of the plane, shape (n, 2), but has shape {x.shape}; "
            "choose two columns, e.g. x[:, :2]"
        )
    return x


def _color(k: int) -> str:
    """The colour of class k: the k-th of the style's cycle."""
    return f"C{k}"
