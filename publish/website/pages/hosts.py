"""An empty file that keeps GitHub Pages from withholding the folders that begin with "_"."""

from pathlib import Path


def write(app, exception):
    if not exception and app.builder.format == "html":
        (Path(app.outdir) / ".nojekyll").touch()


def setup(app):
    app.connect("build-finished", write)
