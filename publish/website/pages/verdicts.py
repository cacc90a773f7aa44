"""Claims on trial: a claim and the cells that try it get marks, and links to each other.

In the notebook a claim is a plain block quote and its evidence a code cell that opens with the
comment `# evidence: A2`. Here the quote becomes `#claim-A2` and the cell `#evidence-A2`. All that
stands from one claim to the next is folded under one line: the claim and its verdict. Browsers
open it for who follows a link to what is inside.
"""

import re

from docutils import nodes
from sphinx.util import logging

from publish.chapters.chapter import EVIDENCE

LOGGER = logging.getLogger(__name__)


def mark(app, doctree):
    claims = find_claims(doctree)
    anchors = mark_evidence(doctree, claims)
    for name, quote in claims.items():
        mark_claim(quote, name, anchors.get(name, []))
    for quote in claims.values():
        fold_claim(quote)
    # Other pages may link to them in Markdown: [S7](02_sigmoid_mse_slowdown.ipynb#claim-S7).
    targets = [f"claim-{name}" for name in claims] + [f"evidence-{name}" for name in anchors]
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    slugs.update({target: (0, target, target) for target in targets})


class fold(nodes.General, nodes.Element):
    """What is seen after a press on its first child, a `fold_line`."""


class fold_line(nodes.TextElement):
    """The line that is always seen."""


def find_claims(doctree):
    """Block quotes that open with a bold "Claim A2", by the claim's name."""
    claims = {}
    for quote in doctree.findall(nodes.block_quote):
        label = next(iter(quote.findall(nodes.strong)), None)
        match = re.fullmatch(r"Claim ([A-Z]\d+)", label.astext()) if label else None
        if match:
            claims[match[1]] = quote
    return claims


def mark_evidence(doctree, claims):
    """Give each evidence cell its ids and a line that leads to its claims; return ids by claim."""
    anchors = {}
    for cell in list(doctree.findall(is_code_cell)):
        names = evidence_for(cell)
        for name in names:
            if name not in claims:
                LOGGER.warning("evidence for %s, which is no claim of this page", name)
                continue
            earlier = anchors.setdefault(name, [])
            earlier.append(f"evidence-{name}-{len(earlier) + 1}" if earlier else f"evidence-{name}")
            cell["ids"].append(earlier[-1])
        if names:
            links = [link(f"claim-{name}", f"claim {name}") for name in names]
            cell.parent.insert(cell.parent.index(cell), line_of("Evidence for ", links, "evidence"))
    return anchors


def is_code_cell(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def evidence_for(cell):
    source = next(iter(cell.findall(nodes.literal_block)), None)
    match = EVIDENCE.match(source.astext().partition("\n")[0]) if source else None
    return match[1].split(", ") if match else []


def mark_claim(quote, name, anchors):
    quote["ids"].append(f"claim-{name}")
    quote["classes"].append("claim")
    for strong in quote.findall(nodes.strong):
        match = re.fullmatch(r"Verdict: (\w+)\.", strong.astext())
        if match:
            quote["classes"].append(f"verdict-{match[1]}")
            strong["classes"].append("verdict")
            strong.children = [nodes.Text(match[0].rstrip("."))]
        else:
            strong["classes"].append("claim-name")
    if anchors:
        several = len(anchors) > 1
        links = [
            link(target, f"evidence {number}" if several else "the evidence")
            for number, target in enumerate(anchors, 1)
        ]
        quote.append(line_of("See ", links, "claim-evidence"))


def fold_claim(quote):
    """Move the claim and all that follows it, up to the next claim, under one line."""
    claim, *rest = quote.children
    line = fold_line("", "", *claim.children)
    verdict = next(bold for bold in quote.findall(nodes.strong) if "verdict" in bold["classes"])
    line.insert(0, verdict.deepcopy())
    quote.children = []
    quote.extend(rest)
    section, start = quote.parent, quote.parent.index(quote)
    end = start + 1
    while end < len(section) and not ends_fold(section[end]):
        end += 1
    inside = section[start:end]
    del section[start:end]
    section.insert(start, fold("", line, *inside, classes=quote["classes"]))


def ends_fold(node):
    return isinstance(node, nodes.section) or "claim" in node.get("classes", [])


def link(target, text):
    return nodes.reference("", text, refid=target, internal=True)


def line_of(opening, links, kind):
    paragraph = nodes.paragraph("", opening, classes=[kind])
    for position, reference in enumerate(links):
        paragraph += [nodes.Text(", ")] * bool(position) + [reference]
    return paragraph


def setup(app):
    app.add_node(
        fold,
        html=(
            lambda writer, node: writer.body.append(writer.starttag(node, "details")),
            lambda writer, node: writer.body.append("</details>\n"),
        ),
    )
    app.add_node(
        fold_line,
        html=(
            lambda writer, node: writer.body.append(writer.starttag(node, "summary", "")),
            lambda writer, node: writer.body.append("</summary>\n"),
        ),
    )
    app.connect("doctree-read", mark)
