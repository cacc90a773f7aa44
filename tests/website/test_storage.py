"""A browser that keeps nothing for a site, as where cookies are blocked, shows it all the same."""

import json

import pytest

from browser_notebook import LINK, STATE, wait_for_notebook, wait_for_python
from programs import absent
from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT
from publish.paper.chromium import MISSING, WHOLE, executable
from visits import page_of_its_own, serve

FIRST, SECOND = (f"book/{chapter.path.stem}.html" for chapter in chapters(ROOT / "book")[:2])
BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}
# What pages ask of both kinds of storage.
USE = """([name, key, value]) => {
    const storage = window[name];
    const before = [storage.length, storage.getItem(key)];
    storage.setItem(key, value);
    const set = [storage.length, storage.key(0), storage.getItem(key)];
    storage.removeItem(key);
    const removed = [storage.length, storage.getItem(key)];
    storage.setItem(key, value);
    storage.clear();
    return [before, set, removed, storage.length, storage.key(0)];
}"""
FIRST_CELL = "() => window.jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel"


@pytest.fixture
def blocked(browser, tmp_path):
    """A page of a Chromium whose reader has blocked all cookies, and what it complained of."""
    if not (whole := executable(WHOLE)):  # a browser for programs has no such settings
        absent(MISSING, "that pages work where a browser keeps nothing")
    settings = tmp_path / "Default" / "Preferences"
    settings.parent.mkdir()
    settings.write_text(json.dumps(BLOCKED))
    with page_of_its_own(browser, tmp_path, whole) as page:
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        yield page


def test_storage_is_blocked_there(blocked, tmp_path):
    (tmp_path / "page.html").write_text("<title>None of ours</title>")
    with serve(tmp_path) as home:
        blocked.goto(f"{home}page.html")
        for name in ("localStorage", "sessionStorage"):
            with pytest.raises(Exception, match="Access is denied"):
                blocked.evaluate(f"window.{name}.length")


def test_the_colours_change_and_stay_from_page_to_page(blocked, served):
    blocked.goto(served + FIRST)
    blocked.get_by_role("button", name="Colours: auto").click()
    blocked.get_by_role("button", name="Colours: dark").wait_for()
    blocked.goto(served + SECOND)
    assert blocked.evaluate("document.documentElement.dataset.theme") == "dark"
    blocked.get_by_role("button", name="Colours: dark").wait_for()
    assert blocked.complaints == []


def test_the_search_opens_and_finds(blocked, served):
    blocked.goto(served + FIRST)
    blocked.keyboard.press("Control+k")
    blocked.keyboard.type("softplus")
    blocked.keyboard.press("Enter")
    blocked.wait_for_url("**/search.html?q=softplus")
    blocked.locator("#search-results a").first.click()
    blocked.wait_for_url("**/book/*.html*")
    assert blocked.complaints == []


@pytest.mark.parametrize("name", ["localStorage", "sessionStorage"])
def test_what_stands_in_is_used_like_the_real_one(name, blocked, browser, served):
    blocked.goto(served + FIRST)
    arguments = [name, "constructor", "x"]
    page = browser.new_context().new_page()
    page.goto(served + "book/cite.html")
    page.evaluate(f"{name}.clear()")
    blocked.evaluate(f"{name}.clear()")
    assert blocked.evaluate(USE, arguments) == page.evaluate(USE, arguments)
    page.context.close()


def test_a_window_that_has_a_name_keeps_it_as_long_as_nothing_is_stored(blocked, served):
    blocked.evaluate("window.name = 'lesson'")
    blocked.goto(served + FIRST)
    blocked.evaluate("localStorage.setItem('a', 'b')")
    assert blocked.evaluate("localStorage.getItem('a')") == "b"


def test_cells_in_the_page_keep_changes_until_the_tab_is_closed(blocked, served):
    blocked.goto(served + FIRST)
    blocked.get_by_text("Edit and run").nth(1).click()
    editor = blocked.locator(".cm-content").first
    editor.click()
    editor.press("Control+a")
    blocked.keyboard.insert_text("mine")
    blocked.get_by_text("it lasts until you close the tab").wait_for()
    blocked.reload()
    blocked.get_by_text("You changed a cell of this chapter").wait_for()


@pytest.mark.slow
def test_a_chapter_runs_and_keeps_its_changes_until_the_tab_is_closed(blocked, site_with_python):
    with serve(site_with_python) as home:
        blocked.goto(home + FIRST)
        blocked.click(LINK)
        wait_for_notebook(blocked)
        wait_for_python(blocked)
        assert "is kept until you close this tab" in blocked.evaluate(STATE)
        blocked.evaluate(f"({FIRST_CELL})().setSource('mine')")
        blocked.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        blocked.get_by_role("button", name="Start from the original").wait_for()
        blocked.reload()
        wait_for_notebook(blocked)
        assert blocked.evaluate(f"({FIRST_CELL})().source") == "mine"
