"""Lighter pictures: a figure has few colours, and a palette makes its file three times smaller.

The pages name the size of each, so that nothing jumps, and load it when the reader comes near it.
"""

import io
import re
from functools import cache
from pathlib import Path

from PIL import Image
from sphinx.errors import ExtensionError

HEAVY = 60_000  # bytes
PALETTES = (256, 64, 48)  # colours: the next smaller palette where a figure is still heavy
VIEWBOX = re.compile(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"')
FIGURE = re.compile(r'<img (?=[^>]*src="[^"]*_images/([^"/]+\.png)")')


def use_palettes(app, exception):
    if exception is None:
        for path in (Path(app.outdir) / "_images").glob("*.png"):
            with Image.open(path) as picture:
                if picture.mode == "RGBA":
                    path.write_bytes(with_palette(picture))


def with_palette(picture):
    """The picture as PNG with as many colours as make it light."""
    for colours in PALETTES:
        file = io.BytesIO()
        few = picture.quantize(colours, method=Image.Quantize.FASTOCTREE)
        few.save(file, format="PNG", optimize=True)
        if file.tell() <= HEAVY:
            break
    return file.getvalue()


def name_sizes(app, pagename, templatename, context, doctree):
    """Width and height of the logo and of each figure, and that a figure may wait."""
    context["logo_size"] = size_of_drawing(Path(app.srcdir) / app.config.html_logo)
    if doctree is None:
        return
    paths = {name: Path(app.srcdir) / path for path, name in app.builder.images.items()}

    def sized(match):
        with Image.open(paths[match[1]]) as picture:
            width, height = picture.size
        return f'<img loading="lazy" width="{width}" height="{height}" '

    context["body"] = FIGURE.sub(sized, context["body"])


@cache
def size_of_drawing(path):
    """The size of an SVG file, as attributes."""
    match = VIEWBOX.search(path.read_text(encoding="utf-8"))
    if not match:
        raise ExtensionError(
            f'{path.name} needs viewBox="0 0 width height": the pages name its size'
        )
    width, height = (round(float(number)) for number in match.groups())
    return f'width="{width}" height="{height}"'


def setup(app):
    app.connect("html-page-context", name_sizes)
    app.connect("build-finished", use_palettes)
