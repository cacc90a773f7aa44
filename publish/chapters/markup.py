"""Mends what the theme, MyST-NB and docutils write in a way that some readers cannot use."""

import re

MENDS = [
    # A fold is named by what it says, and holds no paragraphs.
    (
        r'<summary aria-label="Toggle hidden content">\s*'
        r'<p class="collapsed admonition-title">(.*?)</p>\s*'
        r'<p class="expanded admonition-title">(.*?)</p>\s*</summary>',
        r'<summary><span class="collapsed">\1</span><span class="expanded">\2</span></summary>',
    ),
    # A button is named by what it says.
    (r'(<button class="btn search-button-field[^>]*?) aria-label="[^"]*"', r"\1"),
    # A link that shows an icon alone says where it leads.
    (
        r'(<a [^>]*title="([^"]*)"[^>]*)'
        r'(>\s*<span class="btn__icon-container">[^/]*</i>\s*</span>\s*</a>)',
        r'\1 aria-label="\2"\3',
    ),
    # A notebook is saved, not shown as text.
    (r'(<a href="[^"]*") (target="_blank"\s+class="btn btn-sm btn-download-)', r"\1 download \2"),
    (r'(<a class="reference download [^>]*) download=""', r"\1 download"),
    # All that stands on a page is part of a landmark.
    (r'(<div id="pst-primary-sidebar")', r'\1 role="region" aria-label="Contents and search"'),
    # An empty cell is no heading; the others say that they stand above a column.
    (r"<th\b[^>]*>(?:<p></p>)?</th>", "<td></td>"),
    (r'<th class="head( [\w-]+)?">', r'<th class="head\1" scope="col">'),
    (r"<h1></h1>", ""),
    # The role for an entry of a bibliography is no longer one.
    (r'(<div class="citation"[^>]*) role="doc-biblioentry"', r'\1 role="listitem"'),
    # The colours of the system are there from the start, not when the theme's script has come.
    (
        r'(dataset\.theme = localStorage\.getItem\("theme"\) \|\|) "auto"',
        r'\1 (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")',
    ),
    # Scripts wait until the page is read, in their order; the first is set by one within the page.
    (r'<script src="(?![^"]*documentation_options)', r'<script defer="defer" src="'),
]
MENDS = [(re.compile(pattern, re.DOTALL), mended) for pattern, mended in MENDS]


def mend(app, html, context):
    for pattern, mended in MENDS:
        html = pattern.sub(mended, html)
    return html
