"""The zip that students get: the notebook, the library, what to install and how to begin."""

import nbformat

from chapter_zip import REQUIREMENTS, lab, library, needs
from packing import pack

README = """\
{title}

Unpack the whole folder. The notebook {notebook} runs wherever the course's library is installed:

- On your own machine with Python 3.11 or newer: open a terminal in this folder and give two
  commands. The first installs what is needed, once; the second opens the notebook.

  macOS and Linux
      python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt
      .venv/bin/python -m jupyterlab {notebook}

  Windows
      cmd /c "py -m venv .venv && .venv\\Scripts\\python -m pip install -r requirements.txt"
      .venv\\Scripts\\python -m jupyterlab {notebook}

- On a JupyterHub, on Binder or in the browser, where your instructor gives you a link: drag the
  notebook into the list of files there, and open it.

Write only in the cells that ask for it. Before you hand in, restart the kernel and run all cells.
Hand in the file {notebook}, under this name or another.
"""


def pack_handout(path, name, notebook):
    """Write the zip for a released notebook; return its path."""
    wheel, file = library(), f"{name}.ipynb"
    title = notebook.cells[0].source.splitlines()[0].lstrip("# ")
    requirements = REQUIREMENTS.format(wheel=wheel.name, needs="\n".join(needs(wheel)), lab=lab())
    path.parent.mkdir(parents=True, exist_ok=True)
    pack(
        path,
        name,
        [
            ("README.txt", README.format(title=title, notebook=file).encode()),
            ("requirements.txt", requirements.encode()),
            (file, nbformat.writes(notebook).encode()),
            (wheel.name, wheel.read_bytes()),
        ],
    )
    return path
