"""The pictures of an explorable: frames as SVG text for a page, the still as PNG."""

import hashlib
import html
import io
import re
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

SVG_TEXT: Any = {"svg.fonttype": "none", "svg.hashsalt": "actloss"}


class Painter:
    """Draws frames, with the axes at one place in all of them."""

    def __init__(
        self,
        draw: Callable[..., str | None],
        figsize: tuple[float, float] | None,
        title: str | None,
        axes: tuple[int, int],
        parameters: dict[str, list[Any]],
        labels: dict[str, list[str]],
    ):
        self.draw, self.figsize, self.title, self.axes = draw, figsize, title, axes
        self.parameters, self.labels = parameters, labels
        self.places: list | None = None

    def named(self, at: Sequence[int]) -> str:
        """The values of a frame in words."""
        pairs = zip(self.labels.items(), at, strict=True)
        return ", ".join(f"{words(name)} = {labels[i]}" for (name, labels), i in pairs)

    def paint(self, at: Sequence[int]) -> tuple[Figure, str]:
        """Draw one frame; its figure and its sentence."""
        figure = Figure(figsize=self.figsize, facecolor="none", layout="constrained")
        pairs = zip(self.parameters.items(), at, strict=True)
        values = {name: values[i] for (name, values), i in pairs}
        try:
            sentence = self.draw(figure.subplots(*self.axes), **values)
        except Exception as error:
            error.add_note(f"explore was drawing the frame {self.named(at)}")
            raise
        if not any(ax.has_data() or ax.texts for ax in figure.axes):
            raise ValueError(
                f"draw must draw on the axes it is given, but left them empty at {self.named(at)}; "
                "call ax.plot(...), not plt.plot(...)"
            )
        return figure, sentence or ""

    def frame(self, at: Sequence[int]) -> str:
        """One frame as HTML."""
        figure, sentence = self.paint(at)
        if self.places:  # the first frame's, so that the axes do not jump from frame to frame
            figure.set_layout_engine("none")
            for ax, place in zip(figure.axes, self.places, strict=False):
                ax.set_position(place)
        file = io.StringIO()
        with matplotlib.rc_context(SVG_TEXT):  # savefig would draw everything twice
            FigureCanvasSVG(figure).print_svg(file)
        self.places = self.places or [ax.get_position() for ax in figure.axes]
        label = ". ".join(filter(None, [self.title, self.named(at), sentence]))
        return _inline(file.getvalue(), label) + _caption(sentence)

    def still(self, at: Sequence[int]) -> bytes:
        """One frame as PNG, its values written above it."""
        figure, _ = self.paint(at)
        heading = ": ".join(filter(None, [self.title, self.named(at)]))
        figure.suptitle(heading, fontsize="medium")
        file = io.BytesIO()
        figure.savefig(file, format="png", facecolor="white", metadata={"Software": None})
        return file.getvalue()


def _inline(svg: str, label: str) -> str:
    """matplotlib's SVG file as light SVG for a page, named for screen readers."""
    viewbox = re.findall(r'viewBox="[^"]*"', svg)[0]
    width = float(viewbox.split()[2])
    body = svg[svg.index("</metadata>") + len("</metadata>") :]
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r"(?<=<g) id=\"[^\"]*\"", "", body).replace("xlink:href", "href")
    body = re.sub(r"<(?!image)[^>]+>", lambda tag: re.sub(r"\d+\.\d{3,}", _short, tag[0]), body)
    body = body.replace("'cmsy10'\">0<", "'DejaVu Sans'\">′<")  # the prime of matplotlib's formulas
    body = body.replace("'DejaVu Sans'\"", "'DejaVu Sans', Verdana, sans-serif\"")
    body = re.sub(r">\s+<", "><", body.strip())
    return (
        f'<svg class="actloss-frame" role="img" aria-label="{html.escape(label)}" {viewbox} '
        f'style="display: block; width: 100%; max-width: {1.52 * width:.0f}px; '
        "overflow: visible; stroke-linejoin: round; "
        f'background: var(--actloss-paper, white)">{body}'
    )


def _caption(sentence: str) -> str:
    """The sentence under a picture, with room for two lines so that the page does not jump."""
    if not sentence:
        return ""
    style = "margin: 0.4em 0 0; min-height: 2.8em; font-size: 14px; line-height: 1.4"
    return f'<p class="actloss-caption" style="{style}">{html.escape(sentence)}</p>'


def _short(number: re.Match) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def own_ids(frames: list[str]) -> list[str]:
    """The frames with ids that no other explorable on the page has."""
    key = hashlib.sha256("".join(frames).encode()).hexdigest()[:8]
    return [re.sub(r'( id="|href="#|url\(#)(\w+)', rf"\1\2-{key}", frame) for frame in frames]


def words(name: str) -> str:
    """A parameter's name as one reads it."""
    return name.replace("_", " ")
