"""Read a notebook that somebody handed in, whatever wrote it."""

import json

import nbformat

from grading.marking.plain import sound


def read_notebook(content, file):
    """The cells of a submitted notebook. Raises ValueError, which says what the file is instead.

    Outputs are dropped as they are read: they count for nothing, and there may be many.
    """
    if not content.strip():
        raise ValueError(f"{file} is empty")
    try:
        cells = nbformat.from_dict(json.loads(content, object_hook=_without_outputs))
        cells = nbformat.convert(cells, 4).cells
        found = [
            cell
            for cell in cells
            if isinstance(cell.source, str | list) and cell.cell_type in ("code", "markdown", "raw")
        ]
        for cell in found:
            cell.source = sound("".join(cell.source))
            cell.setdefault("metadata", nbformat.NotebookNode())
    except Exception as error:
        if not file.endswith(".ipynb"):
            raise ValueError(f"{file} is no notebook") from None
        raise ValueError(f"{file} cannot be read as a notebook ({type(error).__name__})") from None
    return found


def _without_outputs(part):
    if "outputs" in part and "cell_type" in part:
        part["outputs"] = []
    part.pop("attachments", None)
    return part
