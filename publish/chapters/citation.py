"""CITATION.cff, from which the pages take who made the course, and how to cite it.

The directive `citation` shows it as a line for a list of references or as BibTeX.
"""

import re
from pathlib import Path

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

SPECIAL = re.compile(r"([&%$#_])")


def read(app, config):
    """Part of the configuration, so that a change of the file changes the pages.

    An address is added where the file gives none and this copy has one.
    """
    # every value as it is written: a version is a text, and so is a date
    text = (Path(app.confdir) / "CITATION.cff").read_text(encoding="utf-8")
    citation = yaml.load(text, yaml.BaseLoader)
    url = citation.get("repository-code") or config.html_baseurl or config.course_repository
    config.course_citation = {"url": url, **citation}


def author_name(author):
    """Of a person, or of a group that has a name of its own."""
    particles = ("given-names", "name-particle", "family-names", "name-suffix")
    return author.get("name") or " ".join(author[key] for key in particles if key in author)


def sentence(citation):
    """One line for a list of references."""
    *others, last = (author_name(author) for author in citation["authors"])
    authors = f"{', '.join(others)} and {last}" if others else last
    year = citation["date-released"][:4]
    text = f"{authors} ({year}). {citation['title']}. Version {citation['version']}."
    return f"{text} {citation['url']}" if citation["url"] else text


def bibtex(citation):
    # A name in braces of its own is one name, however many words and commas it has.
    names = {author_name(author): "name" in author for author in citation["authors"]}
    braced = [f"{{{name}}}" if group else name for name, group in names.items()]
    year, month, _ = citation["date-released"].split("-")
    fields = {
        "author": " and ".join(map(escape, braced)),
        "title": f"{{{escape(citation['title'])}}}",
        "year": year,
        "month": str(int(month)),
        "note": f"Version {escape(citation['version'])}",
        "url": citation["url"],
    }
    key = re.match(r"\w+", citation["title"].lower())[0] + year
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def escape(text):
    return SPECIAL.sub(r"\\\1", text)


class Citation(SphinxDirective):
    """`text` or `bibtex`, as a block with a button that copies it."""

    required_arguments = 1

    def run(self):
        form = directives.choice(self.arguments[0], FORMS)
        text = FORMS[form](self.config.course_citation)
        return [nodes.literal_block(text, text, language=form, classes=["how-to-cite"])]


FORMS = {"text": sentence, "bibtex": bibtex}


def setup(app):
    app.add_config_value("course_citation", {}, "env", [dict])
    app.connect("config-inited", read)
    app.add_directive("citation", Citation)
