"""The library's docstrings are plain text with $mathematics$ and `names`; Sphinx wants reST."""

import inspect
import re

import actloss

# Modules that are used under their own name. Of the others the page shows what the package offers.
WHOLE = ("actloss.show.plots", "actloss.show.flow", "actloss.show.gallery")

MARKS = re.compile(
    r"(?P<example>^>>> (?:.+\n?)+)|\$(?P<math>[^$]+)\$|(?P<ticks>`{1,2})(?P<code>[^`]+)(?P=ticks)"
    r"|[|*]|(?<=\w)_\b",
    re.M,
)
PAPER = re.compile(r"[A-Z][\w-]+( et al\.| & [A-Z][\w-]+)? \(\d{4}\)")


def to_rest(app, what, name, obj, options, lines):
    text = MARKS.sub(rest_mark, "\n".join(lines))
    lines[:] = list(with_fields(text.split("\n"), parameters(obj)))


def with_fields(lines, names):
    """Make a field of a line `rate: what it is`, if `rate` is a parameter, and of those below it,
    up to an empty line or a paper."""
    inside = False
    for line in lines:
        name = line.partition(": ")[0]
        if name in names:
            inside = True
            yield f":param {line}"
        elif inside and PAPER.match(line):
            inside = False
            yield from ("", line)
        else:
            inside = inside and bool(line.strip())
            yield f"    {line.strip()}" if inside else line


def rest_mark(match):
    if match["example"]:
        return match[0]
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


def is_helper(app, what, name, obj, skip, options):
    """Leave out what a module keeps to itself; None leaves the decision to autodoc."""
    public = getattr(obj, "__module__", None) in WHOLE or getattr(actloss, name, None) is obj
    return True if what == "module" and not public else None


def setup(app):
    app.connect("autodoc-skip-member", is_helper)
    app.connect("autodoc-process-docstring", to_rest)
