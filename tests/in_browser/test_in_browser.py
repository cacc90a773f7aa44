"""Chapters run in a real browser, by Python in that browser, with nothing else reachable."""

import re

import nbformat
import pytest

from browser_notebook import (
    LINK,
    OUTPUTS,
    PICTURES,
    RUN_ALL,
    SESSIONS,
    STATE,
    errors,
    play_cdn,
    printed,
    run_all,
    wait_for_notebook,
    wait_for_python,
)
from hosts import under_policy
from publish.browser import runtime
from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT, SITE
from publish.chapters.editions import edition
from visits import serve, visit

CHAPTERS = chapters(ROOT / "book")
FIRST = CHAPTERS[0]
SLIDERS = ".jp-OutputArea-output [role=slider]"


@pytest.fixture(scope="session")
def own_python(site_with_python):
    """The address of a site that hosts Python itself."""
    with serve(site_with_python) as address:
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
        assert_all_is_printed_as_stored(chapter, seen.page)
        assert seen.page.evaluate(PICTURES) > 0
        assert seen.page.evaluate(SESSIONS) == 1
        assert not any("failed to activate" in complaint for complaint in seen.complaints)
        assert seen.foreign == []
        if any(cell.explorable for cell in chapter.code):
            assert_a_slider_moves_a_picture(seen.page)


@pytest.mark.slow
def test_a_chapter_runs_under_the_published_policy(browser, site_with_python):
    with (
        serve(site_with_python, under_policy()) as home,
        visit(browser, home + page_of(FIRST), home) as seen,
    ):
        seen.page.click(LINK)
        wait_for_notebook(seen.page)
        wait_for_python(seen.page)
        run_all(seen.page)
        assert errors(seen.page) == []
        assert seen.page.evaluate(PICTURES) > 0
        assert not any("failed to activate" in complaint for complaint in seen.complaints)


def assert_all_is_printed_as_stored(chapter, page):
    """To the letter, whichever NumPy and matplotlib this Python has; where networks were trained,
    other rounding leads to other last digits, and the words are the same. What a browser's clock
    says on a busy machine is its own."""
    cells = [cell for cell in nbformat.read(chapter.path, 4).cells if cell.cell_type == "code"]
    here = printed(page.evaluate(OUTPUTS))
    assert len(here) == len(cells)
    stored = printed(cell.outputs for cell in cells)
    both = zip(cells, stored, here, strict=True)
    differing = {
        cell.id: (was, now)
        for cell, was, now in both
        if was != now and "timing" not in cell.metadata.get("tags", [])
    }
    assert {
        name: pair for name, pair in differing.items() if in_words(pair[0]) != in_words(pair[1])
    } == {}


def in_words(texts):
    """Texts without their numbers, and without a race's lines on where the best rates lie."""
    text = "\n".join(text for _, text in texts)
    lines = [line for line in text.splitlines() if not re.match(r"[~*] |All settings", line)]
    return re.sub(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?[~*]*", "#", " ".join(lines)).split()


SCROLL = """() => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const cells = [...notebook.model.cells];
    const explores = (cell) => /^al.explore\\(/m.test(cell.sharedModel.source);
    return notebook.scrollToItem(cells.findIndex(explores), "start");
}"""


def assert_a_slider_moves_a_picture(page):
    for _ in range(60):  # JupyterLab learns the heights of cells bit by bit
        page.evaluate(SCROLL)
        if page.locator(SLIDERS).count():
            break
        page.wait_for_timeout(500)
    slider = page.locator(SLIDERS).first
    shown = page.locator(".actloss-explore").first
    before = shown.inner_html()
    value = int(slider.get_attribute("aria-valuenow").partition(".")[0])
    slider.press("ArrowRight" if value == 0 else "ArrowLeft")
    page.wait_for_function(
        "(before) => document.querySelector('.actloss-explore').innerHTML !== before", arg=before
    )


# Python from Pyodide's own servers, here played by a folder.


@pytest.mark.slow
def test_the_cdn_is_asked_after_the_press_and_the_reader_is_told(browser, cdn_python, pyodide):
    with visit(browser, cdn_python + page_of(FIRST), cdn_python) as seen:
        play_cdn(seen.page.context, pyodide)
        asked = []
        seen.page.context.on("request", lambda request: asked.append(request.url))
        seen.page.reload()
        seen.page.wait_for_load_state("networkidle")
        assert not any("lite/" in url or runtime.CDN in url for url in asked)
        seen.page.click(LINK)
        seen.page.wait_for_function(f"{STATE}?.includes('from cdn.jsdelivr.net')")
        wait_for_python(seen.page)
        seen.page.evaluate(f"() => {{ ({RUN_ALL})(); }}")
        seen.page.wait_for_function(f"({PICTURES})() > 0", timeout=60_000)
        assert errors(seen.page) == []
        own = (cdn_python, "data:", "blob:")
        foreign = [url for url in asked if not url.startswith(own)]
        assert foreign
        assert all(url.startswith((runtime.CORE_URL, runtime.WHEELS_URL)) for url in foreign)


def press_in_vain(seen, pyodide, spoil):
    play_cdn(seen.page.context, pyodide, spoil)
    seen.page.click(LINK)
    seen.page.wait_for_function(f"{STATE}?.includes('did not start')", timeout=60_000)


@pytest.mark.slow
def test_a_broken_load_says_so_and_can_be_tried_again(browser, cdn_python, pyodide):
    with visit(browser, cdn_python + page_of(FIRST), cdn_python) as seen:
        press_in_vain(seen, pyodide, lambda route: route.abort("internetdisconnected"))
        play_cdn(seen.page.context, pyodide)
        seen.page.get_by_role("button", name="Try again").click()
        wait_for_notebook(seen.page)
        wait_for_python(seen.page)


@pytest.mark.slow
def test_another_file_than_ours_is_not_run(browser, cdn_python, pyodide):
    with visit(browser, cdn_python + page_of(FIRST), cdn_python) as seen:
        head = {"Access-Control-Allow-Origin": "*"}
        press_in_vain(seen, pyodide, lambda route: route.fulfill(body="x", headers=head))


# The reader's own notebooks.

FIRST_CELL = "() => window.jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel"


@pytest.mark.slow
def test_a_changed_notebook_stays_and_the_original_comes_back(browser, own_python):
    with visit(browser, own_python + page_of(FIRST), own_python) as seen:
        page = seen.page
        page.on("dialog", lambda dialog: dialog.accept())
        original = page.get_by_role("button", name="Start from the original")
        page.click(LINK)
        wait_for_notebook(page)
        wait_for_python(page)
        assert not original.is_visible()
        published = page.evaluate(f"({FIRST_CELL})().source")
        page.evaluate(f"({FIRST_CELL})().setSource('mine')")
        page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        original.wait_for()
        page.reload()
        wait_for_notebook(page)
        assert page.evaluate(f"({FIRST_CELL})().source") == "mine"
        original.wait_for(timeout=180_000)
        original.click()
        page.wait_for_function(f"(text) => ({FIRST_CELL})().source === text", arg=published)
        original.wait_for(state="hidden")


@pytest.mark.slow
def test_a_new_edition_leads_to_the_notebook_of_an_earlier_one(browser, own_python):
    with visit(browser, own_python + page_of(FIRST), own_python) as seen:
        seen.page.click(LINK)
        wait_for_notebook(seen.page)
        seen.page.evaluate(
            """(path) => window.jupyterapp.serviceManager.contents.save(path, {
                type: "notebook", format: "json",
                content: { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 },
            })""",
            f"{FIRST.path.stem}-00000000.ipynb",
        )
        wait_for_python(seen.page)
        link = seen.page.get_by_role("link", name="Your notebook of")
        link.wait_for()
        assert link.get_attribute("href") == f"?path={FIRST.path.stem}-00000000.ipynb"


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
