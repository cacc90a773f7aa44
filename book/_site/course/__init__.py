"""The Sphinx extension of the course: what the website needs beyond Jupyter Book."""

from course import (
    address,
    assets,
    cards,
    citation,
    covers,
    docstrings,
    downloads,
    execution,
    explorables,
    figures,
    finish,
    formulas,
    hosts,
    icons,
    launch,
    library_links,
    moved,
    pictures,
    repository,
    schema_org,
    sharing,
    sitemap,
    teaching,
    trial,
)

READING = (
    execution,
    assets,
    icons,
    covers,
    docstrings,
    library_links,
    trial,
    teaching,
    figures,
    cards,
    pictures,
    explorables,
    formulas,
    downloads,
    finish,
)
# The citation names the address and the repository, which therefore come first.
SHARING = (address, repository, citation, moved, sharing, schema_org, sitemap, hosts, launch)


def setup(app):
    for part in (*READING, *SHARING):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
