"""Links to a function's lines in other libraries, on the page *In your framework*.

Chapters write them in Markdown, [Huber](in_your_framework.md#huber); so do the gallery's cards, in
the HTML of an output, where the page's name is not yet an address.
"""

import re

from docutils import nodes

PAGE = "book/in_your_framework"
ENTRY = re.compile(r'<details class="atlas-thing" id="(\w+)">')
LINK = re.compile(r'(?<=href=")in_your_framework\.md(?=#)')


def name_entries(app, doctree):
    """Tell Markdown that the page's HTML has these anchors."""
    if app.env.docname == PAGE:
        entries = ENTRY.findall("".join(raw.astext() for raw in doctree.findall(nodes.raw)))
        slugs = app.env.metadata[PAGE].setdefault("myst_slugs", {})
        slugs.update({entry: (0, entry, entry) for entry in entries})


def lead_there(app, pagename, templatename, context, doctree):
    if doctree is not None:
        address = app.builder.get_relative_uri(pagename, PAGE)
        context["body"] = LINK.sub(address, context["body"])


def setup(app):
    app.connect("doctree-read", name_entries)
    app.connect("html-page-context", lead_there)
