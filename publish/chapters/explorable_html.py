"""An explorable's widgets as plain HTML: its pictures, and the browser's own controls over them.

The website writes it into the published pages, and the Python of a live cell into an open one,
where nothing but the standard library is there.
"""

import json
from html import escape


def explorable(models, root):
    parts = children(models, root)
    names = [part["description"] for _, part in parts if "_options_labels" in part]
    content = "".join(WRITERS[kind](models, part) for kind, part in parts)
    label = escape(f"Explorable: {' and '.join(names)}")
    return f'<div class="actloss-explore" role="group" aria-label="{label}">{content}</div>'


def children(models, box):
    """The widgets inside a box, each as its kind and its state."""
    found = [models[name.removeprefix("IPY_MODEL_")] for name in box["children"]]
    return [(model["model_name"].removesuffix("Model"), model["state"]) for model in found]


def heading(models, title):
    return f'<p class="title">{title["value"]}</p>'


def slider(models, choice):
    labels = choice["_options_labels"]
    chosen = escape(labels[choice["index"]])
    control = (
        f'<input type="range" autocomplete="off" min="0" max="{len(labels) - 1}" '
        f'value="{choice["index"]}" aria-valuetext="{chosen}" '
        f'data-labels="{escape(json.dumps(labels))}">'
        f'<span class="widget-readout" aria-hidden="true">{chosen}</span>'
    )
    return row("widget-slider", choice, control)


def dropdown(models, choice):
    options = "".join(
        f"<option{' selected' * (at == choice['index'])}>{escape(label)}</option>"
        for at, label in enumerate(choice["_options_labels"])
    )
    return row("widget-dropdown", choice, f'<select autocomplete="off">{options}</select>')


def row(kind, choice, control):
    # Without scripts the theme hides what has this class.
    name = escape(choice["description"])
    return (
        f'<label class="{kind} pst-js-only"><span class="widget-label">{name}</span>'
        f"{control}</label>"
    )


def play(models, widget):
    """A button that moves the control before it."""
    return (
        f'<button type="button" class="widget-play pst-js-only" '
        f'data-interval="{widget["interval"]}">Play</button>'
    )


def pictures(models, stack):
    """The picture that is shown, and each of the others in a template; its own is empty."""
    frames, shown = flat(models, stack)
    templates = "".join(
        f"<template>{'' if at == shown else frame}</template>" for at, frame in enumerate(frames)
    )
    return (
        f'<div class="actloss-shown" data-at="{shown}">{frames[shown]}</div>{templates}'
        '<div class="visually-hidden" role="status"></div>'
    )


def flat(models, stack):
    """The frames of a stack, or of a stack of stacks row by row, and which of them is shown."""
    parts, chosen = children(models, stack), stack["selected_index"]
    if parts[0][0] != "Stack":
        return [part["value"] for _, part in parts], chosen
    rows = [flat(models, part) for _, part in parts]
    frames = [frame for row, _ in rows for frame in row]
    return frames, chosen * len(rows[0][0]) + rows[chosen][1]


WRITERS = {
    "HTML": heading,
    "SelectionSlider": slider,
    "Dropdown": dropdown,
    "Play": play,
    "Stack": pictures,
}
