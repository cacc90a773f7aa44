#!/usr/bin/env bash
# Package:  jupytext 1.19.6
# Expected: a notebook and its text form say the same, but for outputs; `jupytext --test` finds what a round trip loses
# Happens:  pictures pasted into a Markdown cell (attachments) are gone in each text form, MyST and percent too, with no
#           word, while ![](attachment:a.png) stays; --test and --test-strict find nothing and end with 0
# Hurts:    notebooks moved to text for a book or for version control: the pictures are in no file any more
# Instead:  pictures as files before the move; or a pair with the .ipynb kept, which keeps them
. "$(dirname "$0")/_venv.sh"
install jupytext==1.19.6 nbformat==5.11.1

python -W ignore <<'EOF'
import subprocess
from importlib.metadata import version

import jupytext
import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook

print("jupytext", version("jupytext"))
picture = {"a.png": {"image/png": "iVBORw0KGgo="}}
cell = new_markdown_cell("![a curve](attachment:a.png)", attachments=picture)
kernel = {"name": "python3", "language": "python", "display_name": "Python"}
notebook = new_notebook(cells=[cell], metadata={"kernelspec": kernel})
nbformat.write(notebook, "curve.ipynb")
for form in ("md:myst", "md", "Rmd", "py:percent", "py:light"):
    back = jupytext.reads(jupytext.writes(notebook, fmt=form), fmt=form).cells[0]
    command = ["jupytext", "--quiet", "--to", form, "curve.ipynb"]
    tests = [subprocess.run([*command, option]).returncode for option in ("--test", "--test-strict")]
    print(f"{form}: {back.source}, attachments {back.get('attachments')}, tests end with {tests}")
    assert back.source == cell.source and not back.get("attachments") and tests == [0, 0]
EOF
