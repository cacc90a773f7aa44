"""The letters of a page are asked for at once, so that its text does not move when they come."""

import json

LETTERS = "source-sans/source-sans-3-latin-wght-{}.woff2"
FORMULAS = "mathjax/output/chtml/fonts/woff-v2/MathJax_{}.woff"

# A file, and what a page has that needs it.
FONTS = {
    LETTERS.format("normal"): "<p>",
    LETTERS.format("italic"): "<em>",
    "inconsolata/inconsolata-latin-400-normal.woff2": "<pre",
    FORMULAS.format("Main-Regular"): "<mjx-container",
    FORMULAS.format("Math-Italic"): "<mjx-container",
}

# Browsers refuse to do so for a page that is opened from a folder, where nothing need be fetched.
SCRIPT = """<script>
    for (const href of location.protocol === "file:" ? [] : {addresses}) {{
      const font = {{ rel: "preload", as: "font", crossOrigin: "", href }};
      document.head.append(Object.assign(document.createElement("link"), font));
    }}
  </script>
  """


def preload(app, html, context):
    needed = [f"_static/vendor/{font}" for font, mark in FONTS.items() if mark in html]
    addresses = json.dumps([context["pathto"](font, 1) for font in needed])
    return html.replace("<link ", SCRIPT.format(addresses=addresses) + "<link ", 1)
