"""Run a chapter: its header's menu and a line below its title lead to where that can be done, and
live.js makes its cells editable where they stand.

In the browser and at home always; on Binder where the repository is on a known server. That link
follows the fork and its branch. BINDERHUB_URL names another Binder, or an empty text for none.
"""

import os
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from sphinx.errors import ConfigError

from publish.chapters.editions import edition

VARIABLE = "BINDERHUB_URL"
PUBLIC_BINDER = "https://mybinder.org"
AT_HOME = "book/run"

# Binder's short names of the public servers; of any other it takes the repository's whole address.
PROVIDERS = {"github.com": "gh", "gitlab.com": "gl"}

LINE = '<p class="run-chapter">Run this chapter: {links}</p>'
TITLE_END = "</h1>"


class Way(NamedTuple):
    """A place to run a chapter: its words in the line, its icon and tip in the menu."""

    words: str
    icon: str
    tip: str
    address: str

    @property
    def link(self):
        return f'<a href="{escape(self.address)}">{self.words}</a>'

    @property
    def button(self):
        return {
            "type": "link",
            "text": f"Run {self.words}",
            "tooltip": self.tip,
            "icon": self.icon,
            "url": self.address,
            "label": "launch",
        }


def binderhub_url(environment):
    """The address of the Binder that readers use, or an empty text."""
    found = environment.get(VARIABLE, PUBLIC_BINDER)
    parts = urlsplit(found)
    if found and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query):
        raise ConfigError(
            f"{VARIABLE} must be the address of a Binder, such as {PUBLIC_BINDER}; got {found!r}. "
            "Correct it, or set it to an empty text: then no page has a link to Binder."
        )
    return found.rstrip("/")


def binder_address(hub, repository, branch, urlpath):
    """Where a Binder builds a branch of a repository and opens a path of the server within."""
    parts = urlsplit(repository)
    provider = PROVIDERS.get(parts.netloc, "git")
    if provider == "gh":
        name = quote(parts.path.strip("/"))
    else:  # one part of the path, whatever it holds: GitLab has groups within groups
        name = quote(parts.path.strip("/") if provider == "gl" else repository, safe="")
    return f"{hub}/v2/{provider}/{name}/{quote(branch)}?{urlencode({'urlpath': urlpath})}"


def browser_address(notebook):
    """Where a chapter runs in the browser, seen from the site's root."""
    return f"lite/notebooks/index.html?path={edition(notebook)}"


def ways(config, page, notebook, pathto):
    """The places where a chapter runs, the nearest first."""
    options = config.html_theme_options
    in_browser = pathto(browser_address(notebook), 1)
    yield Way("in your browser", "fas fa-globe", "Nothing to install", in_browser)
    if config.course_binderhub and config.course_forge:
        on_binder = binder_address(
            config.course_binderhub,
            config.course_repository,
            options["repository_branch"],
            f"lab/tree/{page}.ipynb",
        )
        yield Way("on Binder", "fas fa-cloud", "On a server, ready in a minute or more", on_binder)
    yield Way("at home", "fas fa-house", "On your own machine", f"{pathto(AT_HOME)}#at-home")


def offer(app, pagename, templatename, context, doctree):
    if "course" not in app.env.metadata.get(pagename, {}):
        return
    notebook = Path(app.srcdir) / f"{pagename}.ipynb"
    found = list(ways(app.config, pagename, notebook, context["pathto"]))
    links = LINE.format(links=" · ".join(way.link for way in found))
    context["body"] = context["body"].replace(TITLE_END, f"{TITLE_END}\n{links}", 1)
    menu = {
        "type": "group",
        "tooltip": "Run this chapter",
        "icon": "fas fa-rocket",
        "label": "launch-buttons",
        "buttons": [way.button for way in found],
    }
    context["header_buttons"].insert(0, menu)
    for script in ("later.js", "live.js"):
        app.add_js_file(script, defer="defer")


def find_hub(app, config):
    config.course_binderhub = binderhub_url(os.environ)


def setup(app):
    app.add_config_value("course_binderhub", "", "html", [str])
    app.connect("config-inited", find_hub)
    # The theme starts its list of buttons at 500 and adds its own at 501.
    app.connect("html-page-context", offer, priority=502)
