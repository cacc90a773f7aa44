"""What a student reads: nbgrader's page, begun by what each check found, without another host."""

import html
import re

import nbformat
from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

from grading.assignment import grade_id, is_manual
from grading.results.answers import parts

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
CODE = re.compile(r"(`[^`]*`)")
# A student's text may hold HTML: nothing in the page runs or is fetched.
CLOSED = """<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:">"""
UNNAMED = re.compile(r"<img\s(?![^>]*\balt=)")
UNKNOWN = "a picture that a cell shows"
MATHJAX = re.compile(r'<script src="https://[^"]*MathJax[^"]*"> *</script>', re.IGNORECASE)


def judged(points, criteria):
    """The lines of an answer that was read: what it got, in all and for each criterion."""
    got = parts(points)
    each = got if len(got) == len(criteria) > 1 else [None] * len(criteria)
    lines = [
        (criterion.text, "" if part is None else f"{part:g}", f"{criterion.points:g}")
        for criterion, part in zip(criteria, each, strict=True)
    ]
    return [f"{sum(got):g}", lines]


def with_summary(cells, trouble, by_hand):
    """The cells, after one that lists the checks with their points and reasons.

    by_hand: for each answer that was read what `judged` gives.
    """
    rows = []
    for cell in cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade"):
            why = next((o.evalue for o in cell.get("outputs", []) if o.get("evalue")), "")
            got = "read by hand" if is_manual(cell) else f"{0 if why else about.points:g}"
            got, criteria = by_hand.get(grade_id(cell), (got, ()))
            rows.append((grade_id(cell), got, f"{about.points:g}", why))
            rows += [("", part, of, f"for: {text}") for text, part, of in criteria]
    table = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(entry))}</td>" for entry in row) + "</tr>"
        for row in rows
    )
    head = "<tr><th>Check</th><th>Points</th><th>Of</th><th>Why</th></tr>"
    said = f"<p>{html.escape(trouble)}</p>" if trouble else ""
    summary = f"## What the checks found\n\n{said}<table class='table'>{head}{table}</table>"
    return [nbformat.v4.new_markdown_cell(summary, id="summary"), *cells]


def with_formulas(cells):
    """The cells whose texts are ours with formulas that a browser sets by itself."""
    for cell in cells:
        if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("locked"):
            parts = CODE.split(cell.source)  # a formula in code is code
            parts[::2] = [FORMULA.sub(_mathml, part) for part in parts[::2]]
            cell.source = "".join(parts)
    return cells


def _mathml(match):
    shown, inline = match.groups()
    return convert(shown or inline, display="block" if shown else "inline")


class Page(HTMLExporter):
    """nbconvert's page, without the script that it would fetch for formulas.

    nbconvert reads each page again to name its pictures, which takes most of the time and, for long
    outputs, of the memory; here they are named as the text passes.
    """

    def from_notebook_node(self, nb, resources=None, **more):
        resources = self._init_resources(resources)
        colours = Highlight2HTML(pygments_lexer="ipython3", parent=self)
        kinds = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        self.register_filter("highlight_code", colours)
        self.register_filter("filter_data_type", kinds)
        page, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **more)
        page = page.replace("<html>\n<head>", f'<html lang="en">\n<head>{CLOSED}', 1)
        return UNNAMED.sub(f'<img alt="{UNKNOWN}" ', MATHJAX.sub("", page)), resources
