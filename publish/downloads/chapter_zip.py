"""Pack each chapter with what it needs to run on a reader's own machine.

The page of a chapter links to _build/html/_downloads/01_why_activations.zip and so on. The same
sources give the same bytes.
"""

import re
from pathlib import Path

import pkginfo

from publish.chapters.changes import make_again
from publish.chapters.chapter import chapters
from publish.chapters.contents import BOOK, ROOT, SITE, TITLE
from publish.downloads import wheel as wheels
from publish.downloads.packing import pack

DOWNLOADS = SITE / "_downloads"
LAB = ROOT / "requirements-lab.txt"
PACKED = ROOT / "_build" / ".zips"
# The first installs what the notebook needs, the second opens it.
COMMANDS = """\
macOS and Linux

    python3 -m venv .venv && .venv/bin/python -m pip install -r requirements.txt
    .venv/bin/python -m jupyterlab {notebook}

Windows

    cmd /c "py -m venv .venv && .venv\\Scripts\\python -m pip install -r requirements.txt"
    .venv\\Scripts\\python -m jupyterlab {notebook}
"""
README = """\
{title}
Chapter {number}: {question}

You need Python 3.11 or newer (https://www.python.org/) and, once, a network.
Unpack the whole folder, open a terminal in it, and give two commands. The first makes an
environment in the folder .venv and installs into it, in a minute or two; the second opens the
chapter in JupyterLab. From the next time on the second is enough.

{commands}

If something does not work

- Windows cannot write some files if the folder's name is long: use one such as C:\\course.
- Debian and Ubuntu ask for one more package: sudo apt install python3-venv
- If "py" or "python3" is an older Python, give the name of a newer one: py -3.13, python3.13.

Files

- {notebook}: the chapter, with the outputs as the course shows them
- {wheel}: the library that it imports
- requirements.txt: what is installed

Links to other chapters work where their notebooks stand in the same folder.
Text and figures: CC BY 4.0. Code: MIT licence.
"""
REQUIREMENTS = """\
# The library of the course, and what it needs.
./{wheel}
{needs}

# where the chapter is read and run
{lab}
"""


def library():
    """The wheel that `make` has built."""
    (wheel,) = wheels.WHEELS.glob("actloss-*.whl")
    return wheel


def lab():
    """JupyterLab in the version that `make lab` installs."""
    text = LAB.read_text(encoding="utf-8")
    return re.search(r"^jupyterlab==.*$", text, re.M)[0]


def files(chapter):
    """Pairs of a file's name and its bytes."""
    wheel, notebook = library(), chapter.path.name
    readme = README.format(
        title=TITLE,
        number=chapter.number,
        question=chapter.metadata["course"]["question"],
        notebook=notebook,
        wheel=wheel.name,
        commands=COMMANDS.format(notebook=notebook).rstrip(),
    )
    return bundle(readme, notebook, chapter.path.read_bytes())


def bundle(readme, notebook, content):
    """Pairs of a file's name and its bytes: a notebook, and what it needs to run."""
    wheel = library()
    needs = "\n".join(pkginfo.Wheel(wheel).requires_dist)
    requirements = REQUIREMENTS.format(wheel=wheel.name, needs=needs, lab=lab())
    return [
        ("README.txt", readme.encode()),
        ("requirements.txt", requirements.encode()),
        (notebook, content),
        (wheel.name, wheel.read_bytes()),
    ]


def current():
    """Pack anew what has changed; Sphinx leaves these files alone."""
    notebooks = BOOK.glob("[0-9]*.ipynb")
    make_again(PACKED, [wheels.BUILT, *notebooks, LAB, Path(__file__)], pack_all)


def pack_all(folder=DOWNLOADS):
    """One zip for each chapter, and none of a chapter that is gone."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.zip"):
        old.unlink()
    for chapter in chapters(BOOK):
        name = chapter.path.stem
        pack(folder / f"{name}.zip", name, files(chapter))
