"""What a student reads: nbgrader's page, begun by what each check found, without another host."""

import html
import re

import nbformat
from latex2mathml.converter import convert

from grading.assignment import grade_id, is_manual

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
CODE = re.compile(r"(`[^`]*`)")
MATHJAX = re.compile(r'<script src="https://[^"]*MathJax[^"]*"> *</script>', re.IGNORECASE)


def with_summary(cells, trouble):
    """The cells, after one that lists the checks with their points and reasons."""
    rows = []
    for cell in cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade"):
            why = next((o.evalue for o in cell.get("outputs", []) if o.get("evalue")), "")
            got = "read by hand" if is_manual(cell) else f"{0 if why else about.points:g}"
            rows.append((grade_id(cell), got, f"{about.points:g}", why))
    table = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(entry))}</td>" for entry in row) + "</tr>"
        for row in rows
    )
    head = "<tr><th>Check</th><th>Points</th><th>Of</th><th>Why not all</th></tr>"
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


def without_other_hosts(page):
    """nbconvert's page without the script that it would fetch for formulas."""
    return MATHJAX.sub("", page)
