"""Links from the chapters to the library's page and to the papers.

In code cells `al.relu` leads to what it is. So does `<code>al.relu</code>` in the gallery, where
`<cite>Nair & Hinton (2010)</cite>` becomes a citation if the bibliography has the paper.
"""

import re
from html import unescape

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.roles import CitationRef

NAME = re.compile(
    r'<span class="n">al</span>(?:<span class="o">\.</span><span class="n">\w+</span>){1,2}'
    r"|(?<=<code>)al\.\w+(?=</code>)"
)
CITE = re.compile(r"<cite>(.+?)</cite>")
FIGURES = ("actloss.show.plots", "actloss.show.flow")
KINDS = ("function", "class", "exception", "data")
PAPER = re.compile(r"([\w-]+).*\((\d{4})\)")


def link_names(app, pagename, templatename, context, doctree):
    """Make a link of each name that the library's page explains."""
    if doctree is None:
        return
    explained = public_names(app.env.get_domain("py"))

    def linked(match):
        # al.LOSSES.keys: the dictionary is explained, its method is not
        _, *names = re.sub(r"<[^>]+>", "", match[0]).split(".")
        whole = explained.get(".".join(names))
        entry = whole or explained.get(names[0])
        if entry is None:
            return match[0]
        end = len(match[0]) if whole else match[0].rindex('<span class="o">.')
        page = app.builder.get_relative_uri(pagename, entry.docname)
        address = f"{page}#{entry.node_id}"
        return f'<a class="library" href="{address}">{match[0][:end]}</a>{match[0][end:]}'

    context["body"] = NAME.sub(linked, context["body"])


def public_names(domain):
    """What stands behind `al.` in the code, such as `relu` or `plots.curve`, and its entry."""
    found = {}
    for full, entry in domain.objects.items():
        module, _, name = full.rpartition(".")
        if entry.objtype in KINDS:
            found[f"plots.{name}" if module in FIGURES else name] = entry
    return found


def cite_papers(app, doctree):
    """Cut the HTML of an output at its papers and put citations in between."""
    domain = app.env.get_domain("cite")
    for raw in list(doctree.findall(nodes.raw)):
        before, *rest = CITE.split(raw.astext())
        if not rest:
            continue
        whole = nodes.container("", html(before), classes=raw["classes"])
        for paper, after in zip(rest[::2], rest[1::2], strict=True):
            key = key_of(unescape(paper), domain.bibdata.data.entries)
            whole += citation(app.env, key) if key else html(f"<cite>{paper}</cite>")
            whole += html(after)
        raw.replace_self(whole)


def key_of(paper, keys):
    """The key of the bibliography that opens with the paper's first author and year."""
    author, year = PAPER.match(paper).groups()
    return next((key for key in keys if key.startswith(author.lower() + year)), None)


def citation(env, key):
    """What {cite:t} makes, inside a span."""
    name = f"paper-{env.new_serialno('paper')}"
    target = CitationTarget(key, "", "")
    env.get_domain("cite").citation_refs.append(CitationRef(name, env.docname, 0, [target]))
    reference = pending_xref(
        "", nodes.inline(text=key), refdomain="cite", reftype="t", reftarget=key, ids=[name]
    )
    return nodes.inline("", "", reference)


def html(text):
    return nodes.raw("", text, format="html")


def setup(app):
    app.connect("doctree-read", cite_papers)
    app.connect("html-page-context", link_names)
