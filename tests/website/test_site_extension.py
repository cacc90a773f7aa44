"""The Sphinx extension: what makes chapters run again, what a failure looks like, docstrings."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from publish.website.pages.docstrings import to_rest
from publish.website.pages.execution import fingerprint

ROOT = Path(__file__).parents[2]
ADDRESSES = "publish/website/sharing/addresses.yml"


@pytest.fixture
def small_library(tmp_path):
    for name in ("requirements.txt", "constraints.txt"):
        (tmp_path / name).write_text("numpy==2.4.6\n", encoding="utf-8")
    (tmp_path / "lib" / "bend" / "__pycache__").mkdir(parents=True)
    (tmp_path / "lib" / "bend" / "__init__.py").write_text("SLOPE = 1\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["lib/bend/__init__.py", "lib/bend/data.csv", "constraints.txt"])
def test_the_fingerprint_follows_what_outputs_depend_on(name, small_library):
    before = fingerprint(small_library)
    (small_library / name).write_text("SLOPE = 2\n", encoding="utf-8")
    assert fingerprint(small_library) != before


def test_the_fingerprint_follows_nothing_else(small_library):
    before = fingerprint(small_library)
    (small_library / "lib" / "bend" / "__pycache__" / "x.pyc").write_text("x", encoding="utf-8")
    (small_library / "README.md").write_text("x", encoding="utf-8")
    assert fingerprint(small_library) == before


def sample(rate, decay_):
    """A function with the parameters that the docstring below speaks of."""


def test_docstrings_become_rest():
    lines = [
        "Slope $|z|$ of `relu` | at 0, never of args_ or *.",
        "",
        "rate: how far",
        "it goes",
        "Nair & Hinton (2010), a paper",
        "other: no parameter",
        "",
        ">>> sample(2 * 3, decay_=1)",
        "",
        "Raises: nothing.",
    ]
    to_rest(None, "function", "sample", sample, None, lines)
    assert lines == [
        r"Slope :math:`|z|` of ``relu`` \| at 0, never of args\_ or \*.",
        "",
        ":param rate: how far",
        "    it goes",
        "",
        "Nair & Hinton (2010), a paper",
        "other: no parameter",
        "",
        ">>> sample(2 * 3, decay_=1)",
        "",
        "Raises: nothing.",
    ]


# A whole small book, built as `make book` builds the real one.

CELL = 'import sys\n\nsys.path.insert(0, "../lib")\nimport bend\n\nprint("slope", bend.SLOPE)'


class Book:
    def __init__(self, root):
        self.root = root
        self.page = root / "_build" / "html" / "book" / "01_bend.html"

    def write(self, source):
        cells = [new_markdown_cell("# Bend"), new_code_cell(source)]
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number}"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        course = {"question": "What bends?", "learn": ["a slope"], "needs": [], "minutes": 5}
        notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel, "course": course})
        nbformat.write(notebook, self.root / "book" / "01_bend.ipynb")

    def build(self):
        """Build the pages as `make book` does, without what lies beside them."""
        code = "from publish.website import build; build.pages()"
        return subprocess.run(
            [sys.executable, "-c", code], cwd=self.root, capture_output=True, text=True
        )


@pytest.fixture
def small_book(small_library):
    root = small_library
    shutil.copytree(
        ROOT / "publish", root / "publish", ignore=shutil.ignore_patterns("node_modules")
    )
    (root / "publish" / "node_modules").symlink_to(ROOT / "publish" / "node_modules")
    (root / "book").mkdir()
    for name in ("_config.yml", "conf.py", "CITATION.cff"):
        shutil.copy(ROOT / name, root)
    (root / ADDRESSES).write_text("moved: {}", encoding="utf-8")
    (root / "book" / "references.bib").write_text("", encoding="utf-8")
    (root / "_toc.yml").write_text("format: jb-book\nroot: book/01_bend\n", encoding="utf-8")
    book = Book(root)
    book.write(CELL)
    return book


@pytest.mark.slow
def test_a_change_in_the_library_runs_the_chapters_again(small_book):
    assert small_book.build().returncode == 0
    assert "slope 1" in small_book.page.read_text(encoding="utf-8")
    library = small_book.root / "lib" / "bend" / "__init__.py"
    library.write_text("SLOPE = 2\n", encoding="utf-8")
    assert small_book.build().returncode == 0
    assert "slope 2" in small_book.page.read_text(encoding="utf-8")
    assert len(list((small_book.root / "_build" / ".jupyter_cache").iterdir())) == 1


@pytest.mark.slow
def test_a_failing_cell_fails_the_build_every_time_and_says_why(small_book):
    small_book.write("bend_of_nothing")
    for _ in range(2):
        built = small_book.build()
        assert built.returncode != 0
        assert "NameError" in built.stderr
        assert "bend_of_nothing" in built.stderr


@pytest.mark.slow
def test_a_new_address_builds_the_pages_again(small_book, monkeypatch):
    for name in ("SITE_URL", "CI_PAGES_URL"):
        monkeypatch.delenv(name, raising=False)
    for address in ("", "https://ada.github.io/course/", "https://bob.github.io/course/"):
        monkeypatch.setenv("SITE_URL", address)
        assert small_book.build().returncode == 0
        link = 'rel="canonical" href="' + address
        assert (link in small_book.page.read_text(encoding="utf-8")) == bool(address)
