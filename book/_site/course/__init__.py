"""The Sphinx extension of the course: what the website needs beyond Jupyter Book."""

from course import (
    assets,
    docstrings,
    execution,
    figures,
    icons,
    library_links,
    mathematics,
    pictures,
    repository,
    trial,
)

PARTS = (
    execution,
    assets,
    icons,
    mathematics,
    docstrings,
    library_links,
    trial,
    figures,
    pictures,
    repository,
)


def setup(app):
    for part in PARTS:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
