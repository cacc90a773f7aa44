"""Cards and tables of the catalogue, made from its records alone.

In a notebook they show themselves as HTML, elsewhere as plain text. The graphs are SVG with one
decimal, so a stored page is the same on every machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import numpy as np

from actloss._types import Array
from actloss.catalogue import Activation, Loss
from actloss.data.frameworks import measured

WIDTH, HEIGHT = 240, 150
# the first two lines of house.mplstyle
LINES = ('stroke="#0072B2"', 'stroke="#D55E00" stroke-dasharray="6 3"')
DOT = "m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0"
COLUMNS = (
    "display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); "
    "gap: 1.5rem 2rem; font-size: 0.9em"
)


@dataclass(frozen=True)
class Page:
    """What a notebook shows as HTML and a terminal as text."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Graph:
    """Value and slope over x, seen through a window (left, right, bottom, top)."""

    x: Array
    value: Array
    slope: Array
    window: tuple[float, float, float, float]
    about: str


# Cards.


def cards(records: Iterable[Activation | Loss]) -> Page:
    """One card a record: name, formula, graph, parameters, paper, and other libraries' lines."""
    parts, lines = [], []
    for record in records:
        params = [f"{name} = {value}" for name, value in record.params.items()]
        if isinstance(record, Loss):
            graph, kind, slope, formula = graph_of_loss(record), "loss", "gradient", record.formula
            facts = [f"takes {record.takes}", *params, f"drawn for {graph.about}"]
        else:
            graph, kind, slope = graph_of_activation(record), "activation", "derivative"
            formula, facts = f"f(z) = {record.formula}", params
        label = described(record.name, graph, slope)
        paper = [f"<cite>{escape(record.reference)}</cite>"] if record.reference else []
        elsewhere = []
        if record.name in measured():
            page = f"in_your_framework.md#{record.name}"
            elsewhere = [f'<a href="{page}">{record.name} in your framework</a>']
        parts.append(
            f'<div class="actloss-card" id="{kind}-{record.name}"><code>al.{record.name}</code>'
            f'<div class="math">\\(\\displaystyle {escape(formula)}\\)</div>{svg(graph, label)}'
            f"{'; '.join([*map(escape, facts), *paper, *elsewhere])}</div>"
        )
        lines += ["; ".join(filter(None, [record.name, *facts, record.reference])), label]
    return Page(f'<div style="{COLUMNS}">{"".join(parts)}</div>', "\n".join(lines))


def graph_of_activation(activation: Activation) -> Graph:
    """f and f′ from -4 to 4, and on to where the last kink and a bound can be seen."""
    low, high = activation.range
    right = max([4.0, *(kink + 1 for kink in activation.kinks)])
    top = max(4.0, high + 0.5) if np.isfinite(high) else 4.0
    x = np.arange(-40, 10 * right + 1) / 10
    window = (-4.0, right, -2.0 if low > -2 else -3.0, top)
    return Graph(x, activation(x), activation.derivative(x), window, "")


def graph_of_loss(loss: Loss) -> Graph:
    """Loss and gradient of one example, against the prediction for the plainest target."""
    left, right = (0.0, 1.0) if loss.takes == "probs" else (-4.0, 4.0)
    x = np.linspace(left, right, 81)
    for about, prediction, target in plain_examples(x, loss.takes):
        try:
            value = loss.per_example(prediction, target)
        except (TypeError, ValueError):
            continue  # it wants another kind of target
        if np.shape(value) == x.shape:
            slope = loss.gradient(prediction, target, **loss.params).reshape(len(x), -1)[:, 0]
            return Graph(x, value, slope, (left, right, -3.0, 5.0), about)
    raise ValueError(f"{loss.name} takes none of the plain examples: add one to plain_examples")


def plain_examples(x: Array, takes: str) -> Iterator[tuple[str, Array, Array]]:
    """What is said of an example, its predictions and its targets."""
    if takes == "values":
        yield "the target 0", x, np.zeros_like(x)
        yield "mean x and σ = 1, target 0", np.stack([x, 0 * x], axis=1), np.zeros_like(x)
    elif takes == "log_rates":
        yield "the count 1", x, np.ones_like(x)
    else:
        yield "the label 1", x, np.ones_like(x)
        against_0 = np.stack([x, np.zeros_like(x)], axis=1)
        yield "logits (z, 0), label 0", against_0, np.zeros(len(x), dtype=int)
        yield "logits (z, 0), teacher (1, 0)", against_0, np.ones_like(x)[:, None] * [1.0, 0.0]


def described(name: str, graph: Graph, slope: str) -> str:
    """The graph in words, for those who do not see it."""
    spots = [0, len(graph.x) // 2, -1]

    def numbers(array: Array) -> str:
        return ", ".join(number(v) for v in array[spots])

    target = f" for {graph.about}" if graph.about else ""
    return (
        f"Graph of {name}{target}. At {numbers(graph.x)} the value is {numbers(graph.value)} "
        f"and the {slope} is {numbers(graph.slope)}."
    )


def svg(graph: Graph, label: str) -> str:
    """The graph as SVG in the colour of the text around it."""
    left, right, bottom, top = graph.window

    def across(x: Any) -> Any:
        return (x - left) / (right - left) * WIDTH

    def down(y: Any) -> Any:
        return (top - y) / (top - bottom) * HEIGHT

    axes = f"M{across(left):.1f} {down(0):.1f}h{WIDTH}M{across(max(left, 0)):.1f} 0v{HEIGHT}"
    step = 0.5 if right - left < 2 else 2
    ticks = [(across(at), down(0) + 12, at) for at in inner_ticks(left, right, step)]
    ticks += [(across(max(left, 0)) + 9, down(at) + 3, at) for at in inner_ticks(bottom, top, 2)]
    texts = (f'<text x="{x:.1f}" y="{y:.1f}">{number(at)}</text>' for x, y, at in ticks)
    curves = []
    for y, style in zip((graph.value, graph.slope), LINES, strict=True):
        inside = np.clip(y, bottom - 1, top + 1)  # a little beyond the edge, which cuts it off
        curves.append(f'<path d="{path(across(graph.x), down(inside))}" {style}/>')
    return (
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" '
        'fill="none" stroke-width="2" stroke-linecap="round">'
        f'<path d="{axes}" stroke="currentColor" stroke-width="1" opacity=".5"/>'
        f'<g fill="currentColor" font-size="10" text-anchor="middle">{"".join(texts)}</g>'
        f"{''.join(curves)}</svg>"
    )


def inner_ticks(low: float, high: float, step: float) -> list[float]:
    """The multiples of `step` between low and high, without 0, where the axes cross."""
    return [at for at in np.arange(np.ceil(low / step), high / step) * step if at and at > low]


def path(x: Array, y: Array) -> str:
    """The line through the points, with a gap where it jumps; a point between two jumps is a dot.

    A step is a jump if it is far greater than those around it.
    """
    steps = np.abs(np.diff(y))
    around = np.maximum(np.roll(steps, 2), np.roll(steps, -2))
    ends = [0, *(np.flatnonzero(steps > 4 * around + 1) + 1), len(x)]
    pieces = []
    for start, end in pairwise(ends):
        first, *rest = (f"{a:.1f} {b:.1f}" for a, b in zip(x[start:end], y[start:end], strict=True))
        pieces.append(f"M{first}" + (f"L{' '.join(rest)}" if rest else DOT))
    return "".join(pieces)


# Tables.


def facts(activations: Iterable[Activation]) -> Page:
    """One row an activation: range, kinks, and what a standard normal input makes of it."""
    rows = []
    for activation in activations:
        mean, zeros, flat = under_normal(activation)
        low, high = map(number, activation.range)
        kinks = ", ".join(map(number, activation.kinks)) or "none"
        rows.append(
            [
                activation.name,
                f"{low}\u00a0to\u00a0{high}",
                kinks,
                number(mean),
                share(zeros),
                share(flat),
            ]
        )
    return table(["", "range", "kinks", "mean output", "output 0", "derivative 0"], rows)


def under_normal(activation: Activation) -> Array:
    """Mean output, share of outputs that are 0, and of derivatives, for z from N(0, 1).

    Gauss–Legendre quadrature between the kinks, and between -10 and 10, where all but 1e-23 lies.
    """
    nodes, weights = np.polynomial.legendre.leggauss(100)
    total = np.zeros(3)
    for low, high in pairwise(sorted({-10.0, 0.0, 10.0, *activation.kinks})):
        z = low + (high - low) * (nodes + 1) / 2
        density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
        seen = np.stack([activation(z), activation(z) == 0, activation.derivative(z) == 0])
        total += seen @ (weights * density) * (high - low) / 2
    return total


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Page:
    """A table whose first column names the row."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    text = "\n".join("; ".join(map(str, row)) for row in [header, *rows])
    return Page(
        f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>', text
    )


def number(value: float) -> str:
    """Three digits, with a true minus sign; 0 for what is rounded to it."""
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{round(float(value), 3) + 0.0:.3g}".replace("-", "−")


def share(value: float) -> str:
    """A share in per cent."""
    return f"{value:.1%}".replace("%", " %") if value > 0 else "never"
