"""Read a notebook that somebody handed in, whatever wrote it.

Outputs count for nothing, and there may be many, so they are left out before the text is kept: what
a notebook takes of our memory does not grow with them.
"""

import codecs
import json
import re

import nbformat

from grading.marking.plain import sound

PIECE = 1 << 16  # bytes
MOST = 5_000_000  # characters beside the outputs
LEFT_OUT = ('"outputs"', '"attachments"')
IN_STRING = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
KEPT, SKIPPED = re.compile('[":]'), re.compile(r'["\[\]{},]')


def read_notebook(stream, file):
    """The cells of a notebook in a stream of bytes. Raises ValueError, which says what it is."""
    try:
        text = lean(stream)
        if not text.strip():
            raise Unusable("is empty")
        cells = nbformat.from_dict(json.loads(text, object_hook=_without_outputs))
        cells = nbformat.convert(cells, 4).cells
        found = [
            cell
            for cell in cells
            if isinstance(cell.source, str | list) and cell.cell_type in ("code", "markdown", "raw")
        ]
        for cell in found:
            cell.source = sound("".join(cell.source))
            cell.setdefault("metadata", nbformat.NotebookNode())
    except Unusable as error:
        raise ValueError(f"{file} {error}") from None
    except Exception as error:
        if not file.endswith(".ipynb"):
            raise ValueError(f"{file} is no notebook") from None
        raise ValueError(f"{file} cannot be read as a notebook ({type(error).__name__})") from None
    return found


class Unusable(Exception):
    """A file of which nothing can be marked; the text says why."""


def lean(stream):
    """The text of a notebook, with null in the place of each cell's outputs and attachments."""
    kept, room = [], MOST
    inside, key, depth, rest = False, "", None, ""  # depth: within what is left out, else None
    for piece in _decoded(stream):
        piece, at, rest = rest + piece, 0, ""
        while at < len(piece):
            if inside:
                end = IN_STRING.match(piece, at).end()
                if piece[end : end + 1] == "\\":  # the character after it is in the next piece
                    rest = piece[end:]
                closed = piece[end : end + 1] == '"'
                inside, end = not closed, end + closed
                text, mark = piece[at:end], ""
                at = end + len(rest)
                key = (key + text)[:20]
            else:
                found = (KEPT if depth is None else SKIPPED).search(piece, at)
                end, mark = (found.end(), found[0]) if found else (len(piece), "")
                text, at = piece[at:end], end
                if mark == '"':
                    inside, key = True, mark
            if depth is not None:
                if not depth and mark and mark in "]},":
                    depth, text = None, mark
                else:
                    depth += (mark in "[{") - (mark in "]}") if mark else 0
                    continue
            elif mark == ":" and key in LEFT_OUT:
                depth, text = 0, text + "null"
            kept.append(text)
            room -= len(text)
            if room < 0:
                raise Unusable(f"has more than {MOST // 1_000_000} MB beside its outputs")
    return "".join(kept)


def _decoded(stream):
    piece = stream.read(PIECE)
    decoder = codecs.getincrementaldecoder(json.detect_encoding(piece))("surrogatepass")
    while piece:
        yield decoder.decode(piece)
        piece = stream.read(PIECE)
    yield decoder.decode(b"", final=True)


def _without_outputs(part):
    if "outputs" in part and "cell_type" in part:
        part["outputs"] = []
    part.pop("attachments", None)
    return part
