"""Chapter cards: on the title page each chapter of the list gets its drawing and its minutes."""

from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from publish.chapters.chapter import Chapter

# In the notebook the list is plain: under this heading, an item opens with a link to its chapter.
HEADING = "The chapters"
OPENING = """
<img src="../_static/covers/{name}.svg" alt="" width="230" height="130">
<p class="chapter-number">Chapter {number} · {minutes} minutes</p>
"""


def make_cards(app, doctree):
    if app.env.docname != app.config.root_doc:
        return
    for section in doctree.findall(nodes.section):
        if section[0].astext() == HEADING:
            cards = next(section.findall(nodes.enumerated_list))
            cards["classes"].append("chapter-cards")
            for item in cards:
                item.insert(0, opening(app, item))


def opening(app, item):
    link = next(item.findall(addnodes.pending_xref))
    chapter = Chapter(app.env.doc2path(link["reftarget"]))
    minutes = chapter.metadata["course"]["minutes"]
    name = Path(link["reftarget"]).name
    html = OPENING.format(name=name, number=chapter.number, minutes=minutes)
    return nodes.raw("", html, format="html")


def setup(app):
    app.connect("doctree-read", make_cards)
