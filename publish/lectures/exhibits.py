"""What the slides show of a cell: its code, what it prints, its picture."""

import base64
import io
from html import escape

from PIL import Image
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from publish.chapters.chapter import EVIDENCE, joined

SHORT = 8  # lines of code that can be read from the last row
PRINTED = 10  # lines of output
STYLE = HtmlFormatter(style="a11y-high-contrast-light", nowrap=True)


class Run:
    """A cell's code, if it is short, and what it prints, if that is short."""

    def __init__(self, cell):
        first, _, rest = cell.source.partition("\n")
        source = rest.strip() if EVIDENCE.match(first) else cell.source
        printed = cell.text_output.rstrip()
        rows, count = len(source.splitlines()), len(printed.splitlines())
        self.code = self.printed = ""
        self.code_height = self.printed_height = 0
        if rows <= SHORT and "hide-input" not in cell.tags:
            self.code, self.code_height = code(source), 0.85 * rows + 1
        if 0 < count <= PRINTED:
            self.printed = f'<pre class="output">{escape(printed)}</pre>'
            self.printed_height = 0.85 * count + 1

    @property
    def height(self):
        return (self.code_height if self.code else 0) + self.printed_height


def markdown_output(cell):
    return "".join(joined(out.get("data", {}).get("text/markdown", "")) for out in cell.outputs)


def code(source):
    coloured = highlight(source, PythonLexer(), STYLE).rstrip()
    return f'<pre class="code"><code>{coloured}</code></pre>'


def embedded(cell):
    """The stored picture as attributes, and how much wider it is than high."""
    data = next(o["data"]["image/png"] for o in cell.outputs if "image/png" in o.get("data", {}))
    data = "".join(joined(data).split())
    width, height = Image.open(io.BytesIO(base64.b64decode(data))).size
    attributes = f'width="{width}" height="{height}" src="data:image/png;base64,{data}"'
    return attributes, width / height
