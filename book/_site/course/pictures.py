"""Lighter pictures: a figure has few colours, and a palette makes its file three times smaller.

The pages name the size of each, so that nothing jumps, and load it when the reader comes near it.
"""

import re
from pathlib import Path

from PIL import Image

FIGURE = re.compile(r'<img (?=[^>]*src="[^"]*_images/([^"/]+\.png)")')


def use_palettes(app, exception):
    if exception is None:
        for path in (Path(app.outdir) / "_images").glob("*.png"):
            with Image.open(path) as picture:
                if picture.mode == "RGBA":
                    few = picture.quantize(256, method=Image.Quantize.FASTOCTREE)
                    few.save(path, optimize=True)


def name_sizes(app, pagename, templatename, context, doctree):
    """Width and height of each figure, and that it may wait."""
    if doctree is None:
        return
    paths = {name: Path(app.srcdir) / path for path, name in app.builder.images.items()}

    def sized(match):
        with Image.open(paths[match[1]]) as picture:
            width, height = picture.size
        return f'<img loading="lazy" width="{width}" height="{height}" '

    context["body"] = FIGURE.sub(sized, context["body"])


def setup(app):
    app.connect("html-page-context", name_sizes)
    app.connect("build-finished", use_palettes)
