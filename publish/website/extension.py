"""The Sphinx extension of the course: what the website needs beyond Jupyter Book."""

from publish.chapters import address, assets, citation, formulas, repository
from publish.website.pages import (
    cards,
    docstrings,
    downloads,
    execution,
    explorables,
    figures,
    framework_links,
    hosts,
    icons,
    launch,
    library_links,
    pictures,
    playground,
    teaching,
    verdicts,
    whole_page,
)
from publish.website.sharing import covers, previews, redirects, schema_org, sitemap

READING = (
    execution,
    assets,
    icons,
    covers,
    docstrings,
    library_links,
    framework_links,
    verdicts,
    teaching,
    playground,
    figures,
    cards,
    pictures,
    explorables,
    formulas,
    downloads,
    whole_page,
)
# The citation names the address and the repository, which therefore come first.
SHARING = (address, repository, citation, redirects, previews, schema_org, sitemap, hosts, launch)


def setup(app):
    for part in (*READING, *SHARING):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
