"""The Markdown of the notebooks as HTML, for what is made without Sphinx."""

import re
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

CITATION = re.compile(r"\{cite:([tp])\}`([^`]+)`")
OTHER_PAGE = re.compile(r"^([\w-]+)\.(?:ipynb|md)(#.*)?$")
KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "blockquote_open": "quote",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "math_block": "math",
    "math_block_label": "math",
    "amsmath": "math",
    "html_block": "html",
}


@dataclass
class Block:
    """A paragraph, a list and so on, with its Markdown; of a heading only its words."""

    kind: str
    text: str
    level: int = 0
    items: list = field(default_factory=list)


class Prose:
    """Turns Markdown into HTML. `pages` is where the pages are, `cite(kind, keys)` names papers."""

    def __init__(self, pages, cite):
        self.pages, self.cite = pages, cite
        self.parser = (
            MarkdownIt("commonmark", {"html": True})
            .enable("table")
            .use(dollarmath_plugin, double_inline=True, renderer=mathematics)
            .use(amsmath_plugin, renderer=lambda tex: mathematics(tex, {"display_mode": True}))
        )
        self.parser.core.ruler.push("other_pages", self._lead_to_pages)

    def html(self, text):
        return self.parser.render(self._cited(text)).strip()

    def inline(self, text):
        return self.parser.renderInline(self._cited(text)).strip()

    def page(self, name):
        return f"{self.pages}{name}.html"

    def blocks(self, text):
        """The blocks of a text in their order; what is folded is one block."""
        found, fold = [], None
        source = text.splitlines()
        for token in self.parser.parse(text):
            if token.level or token.nesting < 0 or token.type not in KINDS:
                continue
            kind, own = KINDS[token.type], source[slice(*token.map)]
            if kind == "html" and own[0].startswith("<details"):
                fold = Block("fold", re.sub(r"</?(?:details|summary)>", "", "\n".join(own)))
                found.append(fold)
            elif kind == "html" and own[0].startswith("</details"):
                fold = None
            elif fold:
                fold.text += "\n\n" + "\n".join(own)
            else:
                found.append(block(kind, own))
        return found

    def _cited(self, text):
        return CITATION.sub(lambda match: self.cite(*match.groups()), text)

    def _lead_to_pages(self, state):
        for token in state.tokens:
            for child in token.children or []:
                if child.type == "link_open":
                    child.attrs["href"] = OTHER_PAGE.sub(
                        lambda match: self.page(match[1]) + (match[2] or ""), child.attrs["href"]
                    )


def block(kind, source):
    text = "\n".join(source).strip()
    if kind == "heading":
        marks, _, words = text.partition(" ")
        return Block(kind, words, level=len(marks))
    if kind == "list":
        items = re.split(r"^(?:[-*]|\d+\.)\s+", text, flags=re.M)[1:]
        return Block(kind, text, items=[item.strip() for item in items])
    return Block(kind, text)


def mathematics(tex, options):
    """What Sphinx writes, so that formulas.py finds it."""
    tex = escape(tex.strip(), quote=False)
    if not options["display_mode"]:
        return rf'<span class="math">\({tex}\)</span>'
    return rf'<div class="math">\[{tex}\]</div>'
