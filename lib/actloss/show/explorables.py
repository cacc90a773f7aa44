"""Sliders that need no kernel: every frame is drawn once, and the controls only choose.

The frames are SVG text inside widgets, and controls and frames are linked in the browser. So an
explorable works on a static page, from a file, and in JupyterLab.
"""

import base64
import html
import inspect
import itertools
import math
import numbers
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from actloss.progress import progress
from actloss.show._frames import Painter, own_ids, words

MOST_FRAMES = 100
CONTROLS = ("slider", "dropdown", "play")


class Explorable(widgets.VBox):
    """What `explore` returns: controls over pictures, and one picture for paper.

    Where widgets cannot be shown (PDF, GitHub, print) its PNG, the still, stands in.
    """

    def __init__(self, children: Sequence[widgets.Widget], summary: str, still: bytes):
        super().__init__(children)
        self.add_class("actloss-explore")
        self.still = still
        self.summary = summary

    def __repr__(self) -> str:
        return self.summary

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data = super()._repr_mimebundle_(**kwargs)
        data["image/png"] = base64.b64encode(self.still).decode()
        return data, {}


def explore(
    draw: Callable[..., str | None],
    *,
    figsize: tuple[float, float] | None = None,
    title: str | None = None,
    control: str | Mapping[str, str] = "slider",
    start: Mapping[str, Any] | None = None,
    axes: tuple[int, int] = (1, 1),
    **parameters: Sequence[Any],
) -> Explorable:
    """Let the reader move one or two parameters and see `draw` for each value.

    draw: called as `draw(ax, name=value, ...)` once for every frame; draws on the empty `ax`
        (not with plt) and may return a sentence, which stands under the picture and is read
        out. Set the limits of the axes in it, so that frames can be compared.
    parameters: one or two, each a sequence of different numbers or words, 100 frames in all.
    control: "slider", "dropdown" or "play" (a slider that also runs by itself); or a dict such
        as {"activation": "dropdown"}, with sliders for the rest.
    start: the values shown first, e.g. {"slope": 1}; else the first ones. The still shows them
        too; else the middle ones.
    axes: (rows, columns) of subplots; for more than one, draw gets the array of them.

    Raises TypeError or ValueError, before anything is drawn, if a call does not fit this.
    """
    choices = {name: _values(name, values) for name, values in parameters.items()}
    labels = {name: _labels(name, values) for name, values in choices.items()}
    _check_call(draw, choices)
    kinds = _controls(control, choices)
    chosen = _start(start or {}, choices)
    shape = [len(values) for values in choices.values()]
    first = [chosen.get(name, 0) for name in choices]
    middle = [chosen.get(name, len(values) // 2) for name, values in choices.items()]

    painter = Painter(draw, figsize, title, axes, choices, labels)
    everything = list(itertools.product(*map(range, shape)))
    frames = [painter.frame(at) for at in progress(everything, label="Drawing the frames")]
    stacks = _stacks(own_ids(frames), shape, first)
    rows = _rows(kinds, labels, first, stacks)
    heading = [widgets.HTML(f"<strong>{html.escape(title)}</strong>")] if title else []
    return Explorable([*heading, *rows, stacks[0][0]], _summary(labels), painter.still(middle))


def _stacks(frames: list[str], shape: list[int], first: list[int]) -> list[list[widgets.Stack]]:
    """For each parameter the stacks that its control turns; the very first stack holds all."""
    layout, style = widgets.Layout(width="100%", margin="0"), widgets.HTML().style
    pages = [widgets.HTML(frame, layout=layout, style=style) for frame in frames]
    if len(shape) == 1:
        return [[widgets.Stack(pages, selected_index=first[0], layout=layout)]]
    rows = [pages[i : i + shape[1]] for i in range(0, len(pages), shape[1])]
    inner = [widgets.Stack(row, selected_index=first[1], layout=layout) for row in rows]
    return [[widgets.Stack(inner, selected_index=first[0], layout=layout)], inner]


def _rows(
    kinds: dict[str, str],
    labels: dict[str, list[str]],
    first: list[int],
    stacks: list[list[widgets.Stack]],
) -> list[widgets.Widget]:
    """A control for each parameter, linked in the browser to the stacks that it turns."""
    rows = []
    width = {"width": "auto", "max_width": "36em"}
    style = {"description_width": f"{max(map(len, kinds))}ch"}
    for (name, kind), at, turned in zip(kinds.items(), first, stacks, strict=True):
        make = widgets.Dropdown if kind == "dropdown" else widgets.SelectionSlider
        text = words(name)
        choice = make(options=labels[name], index=at, description=text, layout=width, style=style)
        for stack in turned:
            widgets.jslink((choice, "index"), (stack, "selected_index"))
        rows.append(choice)
        if kind == "play":
            play = widgets.Play(max=len(labels[name]) - 1, value=at, interval=500)
            widgets.jslink((play, "value"), (choice, "index"))
            rows.append(play)
    return rows


def _values(name: str, values: Sequence[Any]) -> list[Any]:
    """The values of a parameter as a list of numbers or words."""
    example = f"e.g. {name}=[1, 2, 3]"
    try:
        found = [] if isinstance(values, str) else list(values)
    except TypeError:
        found = []
    if len(found) < 2:
        raise ValueError(f"{name} must be a list of two values or more, {example}; got {values!r}")
    for value in found:
        if not isinstance(value, (str, numbers.Real)):
            kind = type(value).__name__
            raise TypeError(f"{name} must hold numbers or words, {example}; got {kind} {value!r}")
    return found


def _labels(name: str, values: list[Any]) -> list[str]:
    """The values as short texts, all different."""
    sizes = [abs(value) for value in values if not isinstance(value, str)]
    scale = max(filter(math.isfinite, sizes), default=0)
    for digits in range(4, 13):
        labels = [_text(value, digits, scale) for value in values]
        if len(set(labels)) == len(labels):
            return labels
    twice = next(label for label in labels if labels.count(label) > 1)
    raise ValueError(f"the values of {name} must differ, but {twice} comes twice; drop one of them")


def _text(value: Any, digits: int, scale: float) -> str:
    """A number as one writes it: no rounding noise, a true minus sign, a short exponent."""
    if isinstance(value, (str, bool)):
        return str(value)
    if abs(value) < 1e-12 * scale:
        value = 0
    whole = math.isfinite(value) and abs(value) < 1e6 and f"{value:.12g}" == f"{value:.0f}"
    text = f"{value:.0f}" if whole else f"{value:.{digits}g}"
    return re.sub(r"e([+-])0*", lambda e: "e" + e[1].strip("+"), text).replace("-", "−")


def _summary(labels: dict[str, list[str]]) -> str:
    """One line for places that show text only."""
    parts = [f"{words(k)} from {v[0]} to {v[-1]} ({len(v)} values)" for k, v in labels.items()]
    return f"Explorable: {', '.join(parts)}"


def _check_call(draw: Callable, parameters: dict[str, list]) -> None:
    """Refuse what cannot be explored."""
    if len(parameters) not in (1, 2):
        raise TypeError(
            "explore needs one or two parameters with their values, "
            f"e.g. explore(draw, slope=[0, 1, 2]); got {', '.join(parameters) or 'none'}"
            + ("; fix the others inside draw" if parameters else "")
        )
    count = math.prod(map(len, parameters.values()))
    if count > MOST_FRAMES:
        sizes = " × ".join(f"{len(values)} values of {k}" for k, values in parameters.items())
        raise ValueError(
            f"explore draws at most {MOST_FRAMES} frames, but {sizes} makes {count}; "
            "give fewer values, or draw in the browser instead"
        )
    wanted = f"draw(ax, {', '.join(parameters)})"
    if not callable(draw):
        raise TypeError(f"explore needs a function {wanted}; got {draw!r}")
    signature = inspect.signature(draw)
    try:
        signature.bind(None, **parameters)
    except TypeError as error:
        raise TypeError(
            f"explore calls {wanted}, but yours is draw{signature}: {error}; "
            "name its arguments like the parameters"
        ) from None


def _controls(control: str | Mapping[str, str], parameters: dict[str, list]) -> dict[str, str]:
    """The kind of control of each parameter."""
    given = dict.fromkeys(parameters, control) if isinstance(control, str) else dict(control)
    for name, kind in given.items():
        if name not in parameters or kind not in CONTROLS:
            raise ValueError(
                f"control must be one of {', '.join(CONTROLS)}, or a dict that gives one to "
                f"{' or '.join(parameters)}; got {control!r}"
            )
    return {name: given.get(name, "slider") for name in parameters}


def _start(start: Mapping[str, Any], parameters: dict[str, list]) -> dict[str, int]:
    """The positions of the values to begin with."""
    chosen = {}
    for name, value in start.items():
        if name not in parameters:
            raise ValueError(f"start must name {' or '.join(parameters)}; got {name!r}")
        match = [i for i, v in enumerate(parameters[name]) if v == value or _near(v, value)]
        if not match:
            raise ValueError(
                f"start must be one of the values of {name}, but {value!r} is not among "
                f"{parameters[name]!r}; add it or take the nearest"
            )
        chosen[name] = match[0]
    return chosen


def _near(a: Any, b: Any) -> bool:
    return not isinstance(a, str) and not isinstance(b, str) and math.isclose(a, b, abs_tol=1e-12)
