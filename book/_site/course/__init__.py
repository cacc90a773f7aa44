"""The Sphinx extension of the course: what the website needs beyond Jupyter Book."""

from course import (
    assets,
    cards,
    covers,
    docstrings,
    execution,
    explorables,
    figures,
    finish,
    formulas,
    library_links,
    pictures,
    repository,
    trial,
)

PARTS = (
    execution,
    assets,
    covers,
    docstrings,
    library_links,
    trial,
    figures,
    cards,
    pictures,
    explorables,
    formulas,
    repository,
    finish,
)


def setup(app):
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
