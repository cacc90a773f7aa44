"""The pictures of *The same name, another function*, drawn from the stored answers as SVG.

They have the colour of the text around them, and lines that differ in their dashes too.
"""

from html import escape
from itertools import cycle

import numpy as np

from atlas import judge, store, truth
from atlas.asking.questions import POINTS, RESIDUALS

# Colour, dashes and name of each line.
STROKES = (("#1f5f99", "", "Solid"), ("#a2470c", "7 4", "Dashed"), ("#1a6b3c", "2 4", "Dotted"),
           ("#7a3b8f", "12 3 2 3", "Dash-dotted"))  # fmt: skip
WIDTH = 780
# The kinks whose slope libraries choose, each between 0 and 1.
KINKS = (("relu", 0), ("relu6", 0), ("relu6", 6), ("hard_tanh", -1), ("hard_tanh", 1),
         ("hard_sigmoid", -3), ("hard_sigmoid", 3), ("elu", 0))  # fmt: skip


def figure(parts, height, title, told, below=""):
    """told: what the picture shows, in words, for who cannot see it; below: for who can."""
    caption = f"{title}. {below or told}"
    return (
        f'<figure class="atlas-picture"><svg viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(f"{title}. {told}")}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def label(x, y, text, anchor="middle"):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(str(text))}</text>'


def rule(x1, y1, x2, y2):
    return (f'<path d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}" stroke="currentColor" '
            'opacity=".25"/>')  # fmt: skip


def line(points, stroke):
    colour, dashes, _ = stroke
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="3" '
            f'stroke-dasharray="{dashes}"/>')  # fmt: skip


def values_of(data, name, group, thing):
    """What each line of a library gives in its main kind of float: (line, answer) pairs."""
    for write, by_dtype in data["libraries"][name][group].get(thing, {}).items():
        yield write, by_dtype[judge.best(by_dtype)]


def grouped(pairs):
    """Curves, the one that most libraries have first, each with what stands beside it."""
    found = {}
    for curve, said in pairs:
        about = found.setdefault(curve, [])
        if said not in about:
            about.append(said)
    return sorted(found.items(), key=lambda item: -len(item[1]))


def curves(found, across, down, ticks):
    """Lines on two axes, and their names with the value at `at`."""
    (low, high), (bottom, top), height = across, down, 190

    def place(x, y):
        return 60 + (x - low) / (high - low) * 660, height - (y - bottom) / (top - bottom) * 160

    parts = [label(place(x, 0)[0], height + 24, x) for x in range(low, high + 1)]
    for y in ticks:
        at = place(low, y)[1]
        parts += [rule(60, at, 720, at), label(48, at + 5, y, "end")]
    parts += [line([place(*point) for point in curve], stroke)
              for (curve, _), stroke in zip(found, STROKES, strict=False)]  # fmt: skip
    return parts, height + 34


def told(found, at, what):
    keys = []
    for (curve, about), (*_, name) in zip(found, STROKES, strict=False):
        keys.append(f"{name}, {dict(curve)[at]:.3g} at {what}: {', '.join(about)}")
    return ". ".join(keys) + "."


def hard_sigmoids(data, names):
    """Those between -5 and 5, each with the libraries whose plain line it is."""

    def pairs():
        for name in names:
            for _, answer in values_of(data, name, "activations", "hard_sigmoid"):
                values = store.numbers(data["rows"][answer["values"]]).round(3).tolist()
                curve = {pair for pair in zip(POINTS.tolist(), values, strict=True)
                         if abs(pair[0]) <= 5}  # fmt: skip
                yield tuple(sorted(curve)), data["libraries"][name]["title"]
                break

    found = grouped(pairs())
    parts, height = curves(found, (-5, 5), (0, 1), (0, 1))
    title = "Hard sigmoids of the libraries, drawn through the measured values"
    return figure(parts, height, title, told(found, 1.0, "z = 1"))


def hubers(data, names):
    """Lines that name Huber's loss, or smooth L1, with a δ of 2, for residuals from -3 to 3."""
    residuals = sorted({r for r in RESIDUALS if abs(r) <= 3})

    def pairs():
        for name in names:
            for write, answer in values_of(data, name, "losses", "huber_2"):
                answers = [answer.get(f"{r:g}", {}) for r in residuals]
                if write.startswith("2 *") or not all("values" in one for one in answers):
                    continue
                values = [float(store.numbers(data["rows"][one["values"]])[0]) for one in answers]
                curve = tuple(zip(residuals, np.round(values, 3).tolist(), strict=True))
                yield curve, (data["libraries"][name]["title"], write.partition("(")[0])

    found = grouped(pairs())
    (first, about), *others = found
    found = [(first, dict.fromkeys(title for title, _ in about))]
    found += [(curve, [f"{title}'s {name}" for title, name in about]) for curve, about in others]
    parts, height = curves(found, (-3, 3), (0, 4), (0, 2, 4))
    title = "Huber's losses of the libraries with δ, β or ρ = 2, drawn through the measured values"
    return figure(parts, height, title, told(found, 3.0, "a residual of 3"))


def slopes_at_kinks(data, ways):
    """For each kink the slopes that lines give there, as dots that grow with their number."""
    parts, words = [], []
    across = lambda slope: 260 + slope * 440  # noqa: E731
    for row, (thing, kink) in enumerate(KINKS):
        y, counts = 44 + 44 * row, {}
        for way in ways:
            answer = data["libraries"][way.library]["activations"].get(way.thing, {})
            answer = answer.get(way.write, {}).get(way.dtype, {})
            if way.thing != thing or not way.same or "slopes" not in answer:
                continue
            slopes = store.numbers(data["rows"][answer["slopes"]])
            slope = round(float(slopes[np.flatnonzero(kink == POINTS)[0]]), 3)
            counts[slope] = counts.get(slope, 0) + 1
        name = f"{truth.title(thing)} at {judge.text(kink)}"
        parts += [label(220, y + 5, name, "end"), rule(260, y, 700, y)]
        for slope, count in sorted(counts.items()):
            radius = 3 + 2 * count**0.5
            x = across(slope)
            parts.append(f'<circle cx="{x:.0f}" cy="{y}" r="{radius:.1f}" fill="{STROKES[0][0]}"/>')
            parts.append(label(x, y - radius - 3, count))
        said = ", ".join(f"{slope:.3g} in {count}" for slope, count in sorted(counts.items()))
        words.append(f"{name}: {said}")
    bottom = 44 + 44 * len(KINKS)
    parts += [label(across(slope), bottom - 8, slope) for slope in (0, 0.5, 1)]
    title = "Slopes at a kink"
    below = "A number counts the lines, of all libraries, that give our function elsewhere."
    return figure(parts, bottom - 4, title, "; ".join(words) + ".", below)


def short(z):
    return judge.text(z) if z > 0.01 else f"1e−{-np.log10(z):.0f}"


def errors_over_z(data, ways, thing="tanh", many=16):
    """The error of each library in units of the last place, at growing z."""
    at = [k for k in np.argsort(POINTS) if 0 < POINTS[k] <= 20]
    found = {}
    for way in ways:
        by_dtype = data["libraries"][way.library]["activations"].get(thing, {}).get(way.write, {})
        if way.thing != thing or way.library in found or "float32" not in by_dtype:
            continue
        values = store.numbers(data["rows"][by_dtype["float32"]["values"]])
        true, _ = truth.activation(thing, "float32")
        found[way.library] = judge.ulps(values, true, "float32")[at]
    far = {name: error for name, error in found.items() if error.max() > many}
    place = lambda k, ulp: (122 + k * 60, 210 - 24 * np.log10(max(ulp, 0.5)))  # noqa: E731
    parts = [label(place(k, 1)[0], 242, short(POINTS[index])) for k, index in enumerate(at)]
    for power in (0, 2, 4, 6):
        y = place(0, 10**power)[1]
        parts += [rule(122, y, 722, y), label(110, y + 5, f"{10**power:,}", "end")]
    for name, error in found.items():
        if name not in far:
            points = " ".join("{:.0f},{:.0f}".format(*place(k, e)) for k, e in enumerate(error))
            parts.append(f'<polyline points="{points}" fill="none" stroke="currentColor" '
                         'opacity=".3"/>')  # fmt: skip
    keys = []
    for (name, error), stroke in zip(far.items(), cycle(STROKES), strict=False):
        parts.append(line([place(k, e) for k, e in enumerate(error)], stroke))
        worst = int(np.argmax(error))
        keys.append(f"{stroke[2]}: {data['libraries'][name]['title']}, "
                    f"{judge.text(error[worst])} at {judge.text(POINTS[at[worst]])}")  # fmt: skip
    title = (f"Error of {truth.title(thing)} in float32 at growing z, in units of the last place, "
             "on a logarithmic axis")  # fmt: skip
    rest = f"Thin: the other {len(found) - len(far)}, at most {many}"
    return figure(parts, 252, title, ". ".join([*keys, rest]) + ".")
