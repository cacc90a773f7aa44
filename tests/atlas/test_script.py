"""The script of the atlas's pages: it filters, sorts, copies, and opens what a link names."""

import re
from pathlib import Path

import pytest

from atlas import chapters, pages
from publish.chapters.contents import ROOT
from visits import serve, visit

SCRIPT = ROOT / "publish" / "website" / "static" / "atlas.js"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The tables of the pages with their script, without the rest of the site."""
    folder = Path(tmp_path_factory.mktemp("atlas"))
    for path in chapters.BOOK.glob("*.md"):
        if path.stem in pages.DESCRIPTIONS:
            blocks = re.findall(r"```\{raw\} html\n(.*?)\n```", path.read_text("utf-8"), re.DOTALL)
            tables = "\n".join(blocks).replace("../_static/", "")
            html = f'<!DOCTYPE html><article class="bd-article"><h1>Atlas</h1>{tables}</article>'
            (folder / f"{path.stem}.html").write_text(html, encoding="utf-8")
    (folder / "atlas.js").write_text(SCRIPT.read_text("utf-8"), encoding="utf-8")
    with serve(folder) as address:
        yield address


@pytest.fixture
def page(browser, served, request):
    with visit(browser, served + request.param, served) as seen:
        yield seen.page


@pytest.mark.parametrize("page", ["in_your_framework.html"], indirect=True)
def test_words_leave_the_rows_that_have_them_all(page):
    page.fill("#atlas-words", "huber pytorch")
    shown = page.locator(".atlas-thing:visible tbody tr:visible")
    assert shown.count() > 1
    things = page.locator(".atlas-thing:visible summary").all_inner_texts()
    assert things
    assert all("huber" in text for text in things)
    assert all("PyTorch" in text for text in shown.all_inner_texts())
    assert page.inner_text(".atlas-filter output") == f"{shown.count()} rows"
    page.fill("#atlas-words", "")
    assert page.locator(".atlas-thing:visible").count() > 30


@pytest.mark.parametrize("page", ["in_your_framework.html#softplus"], indirect=True)
def test_a_link_to_a_thing_opens_it_and_a_line_is_copied(page):
    assert page.locator("details[open]").get_attribute("id") == "softplus"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#softplus .atlas-copy").first.click()
    line = page.locator("#softplus td code").first.inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == line


@pytest.mark.parametrize("page", ["same_name.html"], indirect=True)
def test_a_heading_sorts_its_table_both_ways(page):
    table = page.locator(".atlas table").first
    names = table.locator("tbody td:first-child")
    table.locator("th button").first.click()
    up = names.all_inner_texts()
    assert up == sorted(up, key=str.casefold)
    assert table.locator("th").first.get_attribute("aria-sort") == "ascending"
    table.locator("th button").first.click()
    assert names.first.inner_text() == up[-1]
