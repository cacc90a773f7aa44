"""Explorables as plain HTML: the pictures, and the browser's own controls to choose among them.

In a notebook an explorable is made of Jupyter's widgets. Their library would weigh half a megabyte
on each page, and every picture is there already. explore.js connects the controls.
"""

import json
import re

from sphinx.util import logging

from publish.chapters.explorable_html import explorable

LOGGER = logging.getLogger(__name__)

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-view\+json">(.*?)</script>', re.DOTALL
)


def write(app, pagename, templatename, context, doctree):
    """Put an explorable where the page has the view of a widget."""
    if not VIEW.search(context.get("body", "")):
        return
    models = state(context)

    def written(view):
        root = models[json.loads(view[1])["model_id"]]
        if "actloss-explore" in root["state"]["_dom_classes"]:
            return explorable(models, root["state"])
        LOGGER.warning(
            "%s: the widget %s needs a kernel, which a static page has not; use al.explore",
            pagename,
            root["model_name"].removesuffix("Model"),
        )
        return ""

    context["body"] = VIEW.sub(written, context["body"])
    app.add_js_file("explore.js", defer="defer")


def state(context):
    """The widgets of the page by their ids. The script that holds them leaves the page."""
    scripts = context["script_files"]
    script = next(one for one in scripts if one.attributes.get("type") == STATE)
    scripts.remove(script)
    return json.loads(script.attributes["body"])["state"]


def setup(app):
    app.connect("html-page-context", write)
