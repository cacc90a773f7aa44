"""Writes the section *In your framework* into the chapters that train a network."""

import json
import re
from pathlib import Path

from atlas import training
from atlas.words import LOOPS

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "book"
CELL = "in-your-framework"


def beside(loops, chapter):
    """The first losses of a chapter's loops, to six digits, and the last, to two."""
    kinds = {training.OURS: "here"} | {k: v.title for k, v in training.LIBRARIES.items()}
    columns = [("step", "1", "2", "3", "4", "5", "last")]
    for kind, title in kinds.items():
        *first, last = loops[kind]["losses"][chapter]
        columns.append((title, *(f"{loss:.6g}" for loss in first), f"{last:.2g}"))
    rows = zip(*columns, strict=True)
    return "\n".join("".join(f"{cell:10}" for cell in row).rstrip() for row in rows)


def folded(line, language, text):
    return f"<details><summary>{line}</summary>\n\n```{language}\n{text}\n```\n\n</details>"


def section(loops, found, chapter, code):
    """The section in Markdown. code: the chapter's own, which says what it uses."""
    folds = []
    for kind in training.LIBRARIES:
        versions = loops[kind]["versions"].items()
        names = " and ".join(f"{training.NAMES[name]} {value}" for name, value in versions)
        text = training.script(chapter, kind).read_text("utf-8").strip()
        folds.append(folded(f"The loop in {names}", "python", text))
    folds.append(folded("The losses, here and there", "text", beside(loops, chapter)))
    used = [thing for thing in found if re.search(rf'\bal\.{thing}\b|"{thing}"', code)]
    used = [thing for thing in used if thing != "identity"]  # which is written by leaving it out
    links = [f"[`{thing}`](in_your_framework.md#{thing})" for thing in used]
    return LOOPS.format(about=training.about(chapter), folds="\n\n".join(folds),
                        used=", ".join(links), first=used[0])  # fmt: skip


def code_of(notebook):
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    return "\n".join("".join(cell["source"]) for cell in cells)


def with_section(notebook, text):
    """The notebook's file with the section in it: last, or before the claims."""
    cells = [cell for cell in notebook["cells"] if cell["id"] != CELL]
    claims = (k for k, cell in enumerate(cells)
              if "".join(cell["source"]).startswith("## Claims on trial"))  # fmt: skip
    source = text.splitlines(keepends=True)
    made = {"cell_type": "markdown", "id": CELL, "metadata": {}, "source": source}
    cells.insert(next(claims, len(cells)), made)
    whole = notebook | {"cells": cells}
    return json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def pages(found):
    """path -> text of the chapters that have training loops."""
    loops, made = training.read(), {}
    for chapter in training.CHAPTERS:
        (path,) = BOOK.glob(f"{chapter}_*.ipynb")
        notebook = json.loads(path.read_text("utf-8"))
        text = section(loops, found, chapter, code_of(notebook))
        made[path] = with_section(notebook, text)
    return made
