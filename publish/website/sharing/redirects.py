"""Pages that lead on: from the site's root to the title page, and from each page that has moved.

addresses.yml says which. A #section of the old address is kept.
"""

from pathlib import Path

import yaml
from sphinx.util import logging

from publish.chapters.address import page_url

ADDRESSES = Path(__file__).parent / "addresses.yml"
LOGGER = logging.getLogger(__name__)


def addresses():
    return yaml.safe_load(ADDRESSES.read_text(encoding="utf-8"))


def lead_on(app):
    """One small page for each old address."""
    pages = app.env.found_docs
    for old, new in {"index": app.config.root_doc, **addresses()["moved"]}.items():
        page, _, section = new.partition("#")
        if old in pages:
            LOGGER.warning("%s: %s is a page again, take its redirect away", ADDRESSES.name, old)
        elif page not in pages:
            LOGGER.warning("%s: %s leads to %s, which is no page", ADDRESSES.name, old, page)
        else:
            target = app.builder.get_relative_uri(old, page)
            context = {
                "title": app.env.titles[page].astext(),
                "target": target,
                "section": f"#{section}" if section else "",
                "canonical": page_url(app, page),
            }
            yield old, context, "moved.html"


def setup(app):
    app.connect("html-collect-pages", lead_on)
