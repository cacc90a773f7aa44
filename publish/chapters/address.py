"""Where this copy of the site is published, so that its pages can say so.

In turn: SITE_URL (empty for none), the address that GitLab gives its Pages. Where neither is known,
as on a reader's own disk, pages have no canonical address, and there is no map of the site.
"""

import os
from urllib.parse import urlsplit

from sphinx.errors import ConfigError

VARIABLES = ("SITE_URL", "CI_PAGES_URL")


def site_url(environment):
    """The address of the site's root with a slash at its end, or an empty text."""
    name = next((name for name in VARIABLES if name in environment), None)
    found = environment[name] if name else ""
    if not found:
        return ""
    parts = urlsplit(found)
    asks = parts.query or parts.fragment or "@" in parts.netloc or parts.path.endswith(".html")
    if parts.scheme not in ("http", "https") or not parts.hostname or asks:
        raise ConfigError(
            f"{name} must be the full address of the folder that holds the site, such as "
            f"https://ada.github.io/course/; got {found!r}. Correct it, or set SITE_URL to an "
            "empty text: then the pages do without their address."
        )
    return found.rstrip("/") + "/"


def page_url(app, page):
    """The full address of a page, or None where the site's is unknown."""
    base = app.config.html_baseurl
    return base + app.builder.get_target_uri(page) if base else None


def name_site(app, config):
    config.html_baseurl = site_url(os.environ)


def setup(app):
    app.connect("config-inited", name_site)
