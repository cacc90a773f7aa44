"""Chapters run in a real browser, by Python in that browser, with nothing else reachable."""

import pytest

from browser import serve, visit
from browser_notebook import (
    LINK,
    MISSING,
    PICTURES,
    errors,
    run_all,
    runtime_folder,
    site_with_lite,
    wait_for_notebook,
    wait_for_python,
)
from contents import ROOT, SITE
from course.chapter import chapters
from editions import edition

CHAPTERS = chapters(ROOT / "book")
FIRST = CHAPTERS[0]
SLIDERS = ".jp-OutputArea-output [role=slider]"


@pytest.fixture(scope="session")
def pyodide():
    return runtime_folder() or pytest.skip(MISSING)


@pytest.fixture(scope="session")
def own_python(built, pyodide, tmp_path_factory):
    """The address of a site that serves Python itself."""
    with serve(site_with_lite(tmp_path_factory.mktemp("own"), pyodide)) as address:
        yield address


def page_of(chapter):
    return f"book/{chapter.path.stem}.html"


@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.path.stem)
def test_a_chapter_runs(chapter, browser, own_python):
    with visit(browser, own_python + page_of(chapter), own_python) as seen:
        seen.page.click(LINK)
        wait_for_notebook(seen.page)
        wait_for_python(seen.page)
        run_all(seen.page)
        assert errors(seen.page) == []
        assert seen.page.locator(PICTURES).count() > 0
        assert seen.foreign == []
        if any(cell.explorable for cell in chapter.code):
            assert_a_slider_moves_a_picture(seen.page)


def assert_a_slider_moves_a_picture(page):
    page.evaluate(
        """() => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            const cells = [...notebook.model.cells];
            const explores = (cell) => /^al.explore\\(/m.test(cell.sharedModel.source);
            return notebook.scrollToItem(cells.findIndex(explores), "start");
        }"""
    )
    slider = page.locator(SLIDERS).first
    shown = page.locator(".actloss-explore").first
    before = shown.inner_html()
    value = int(slider.get_attribute("aria-valuenow").partition(".")[0])
    slider.press("ArrowRight" if value == 0 else "ArrowLeft")
    page.wait_for_function(
        "(before) => document.querySelector('.actloss-explore').innerHTML !== before", arg=before
    )


# What the site says of Python.


def test_the_link_leads_to_this_edition(built):
    for chapter in CHAPTERS:
        name = edition(chapter.path)
        assert name in (SITE / page_of(chapter)).read_text(encoding="utf-8")
        assert (SITE / "lite" / "files" / name).read_bytes() == chapter.path.read_bytes()


def test_a_changed_chapter_is_another_edition(tmp_path):
    path = tmp_path / "01_bend.ipynb"
    path.write_text("{}")
    first = edition(path)
    assert first == edition(path)
    path.write_text('{"cells": []}')
    assert edition(path) != first
