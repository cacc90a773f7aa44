"""The library's docstrings are plain text with $mathematics$ and `names`; Sphinx wants reST."""

import inspect
import re

MARKS = re.compile(
    r"\$(?P<math>[^$]+)\$|(?P<ticks>`{1,2})(?P<code>[^`]+)(?P=ticks)|[|*]|(?<=\w)_\b"
)


def to_rest(app, what, name, obj, options, lines):
    text = MARKS.sub(rest_mark, "\n".join(lines))
    lines[:] = list(with_fields(text.split("\n"), parameters(obj)))


def with_fields(lines, names):
    """Make a field of a line `rate: what it is`, and those below it, if `rate` is a parameter."""
    inside = False
    for line in lines:
        name = line.partition(": ")[0]
        if name in names:
            inside = True
            yield f":param {line}"
        else:
            inside = inside and bool(line.strip())
            yield f"    {line.strip()}" if inside else line


def rest_mark(match):
    if match["math"]:
        return f":math:`{match['math']}`"
    if match["code"]:
        return f"``{match['code']}``"
    return f"\\{match[0]}"


def parameters(obj):
    try:
        return list(inspect.signature(obj).parameters)
    except (TypeError, ValueError):
        return []


def setup(app):
    app.connect("autodoc-process-docstring", to_rest)
