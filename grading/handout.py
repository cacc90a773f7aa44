"""The zip that students get: the notebook, the library, what to install and how to begin."""

from textwrap import indent

import nbformat

from publish.downloads.chapter_zip import COMMANDS, bundle
from publish.downloads.packing import pack

README = """\
{title}

Unpack the whole folder. The notebook {notebook} runs wherever the course's library is installed:

- On your own machine with Python 3.11 or newer: open a terminal in this folder and give two
  commands. The first installs what is needed, once; the second opens the notebook.

{commands}

- On a JupyterHub, on Binder or in the browser, where your instructor gives you a link: drag the
  notebook into the list of files there, and open it.

Write only in the cells that ask for it; you may add cells of your own. Where your work is marked
there are NumPy, matplotlib, ipywidgets, mpmath, the course's library and Python's own modules;
other packages, installations and the network are not. A cell may compute for 20 seconds.

Before you hand in, restart the kernel and run all cells.
Hand in the file {notebook}, under this name or another.
"""


def pack_handout(path, name, notebook):
    """Write the zip for a released notebook; return its path."""
    file, title = f"{name}.ipynb", notebook.cells[0].source.splitlines()[0].lstrip("# ")
    commands = indent(COMMANDS.format(notebook=file), "  ").rstrip()
    readme = README.format(title=title, notebook=file, commands=commands)
    path.parent.mkdir(parents=True, exist_ok=True)
    pack(path, name, bundle(readme, file, nbformat.writes(notebook).encode()))
    return path
