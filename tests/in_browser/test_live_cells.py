"""Cells that are edited and run where they stand, in a real browser, as a reader does it."""

import gzip
import json
import re
from contextlib import contextmanager

import nbformat
import pytest

from axe import violations
from browser_notebook import play_cdn
from hosts import ODD, host, under_policy, with_odd_scripts, without_webassembly
from publish.browser import runtime
from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT, SITE
from publish.chapters.editions import edition
from visits import Quiet, serve, visit

CHAPTERS = chapters(ROOT / "book")
CHAPTER = next(chapter for chapter in CHAPTERS if chapter.number == 4)
PAGE = f"book/{CHAPTER.path.stem}.html"
NOTEBOOK = nbformat.read(CHAPTER.path, 4)
CODE = [cell for cell in NOTEBOOK.cells if cell.cell_type == "code"]
ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
KEPT = "Object.keys(localStorage).some((key) => key.startsWith('cells '))"
# What is kept of Python's memory, which is written while the first cell runs: the mark that a test
# has put there, or none. It can be changed.
STORED = """async (change) => {
    const [name] = (await caches.keys()).filter((one) => one.startsWith("Python of "));
    const place = await caches.open(name);
    for (;;) {
        const [key, ...others] = await place.keys();
        if (others.length) throw new Error("more than one is kept");
        const found = key && (await place.match(key));
        const memory = await found?.blob();
        if (memory?.size > 25e6 && memory.size < 35e6) { // as run.md says
            if (change) await place.put(key, change(memory));
            return found.headers.get("Mark");
        }
        await new Promise((done) => setTimeout(done, 50));
    }
}"""
MARKED = "(memory) => new Response(memory, { headers: { Mark: 'of the test' } })"
SPOILT = "() => new Response('another thing')"
DRAWS = "import random\nprint(random.random())"
KEEP = "(key) => localStorage.setItem(key, JSON.stringify({ 1: 'mine' }))"


def at(name):
    """The place of a cell among the code cells, by its id or by the first that has it."""
    return next(place for place, cell in enumerate(CODE) if name in (cell.id, cell.source))


def first(test):
    return next(place for place, cell in enumerate(CODE) if test(cell))


PRINTS = at("first-tries")
SLIDER = first(lambda cell: "al.explore(" in cell.source)
PICTURE = first(lambda cell: "plt.show()" in cell.source)
EXERCISE = first(lambda cell: "exercise" in cell.metadata.get("tags", []))
SOLUTION = first(lambda cell: "solution" in cell.metadata.get("tags", []))


class Reader:
    """What a reader does with the cells of a page."""

    def __init__(self, seen):
        self.seen, self.page = seen, seen.page
        self.page.set_default_timeout(120_000)

    def cell(self, place):
        return self.page.locator("div.cell:has(.cell_input)").nth(place)

    def unfold(self, place):
        self.cell(place).evaluate(
            """cell => {
                for (const one of cell.querySelectorAll("details")) one.open = true;
                for (let up = cell; up; up = up.parentElement) if ("open" in up) up.open = true;
            }"""
        )

    def press(self, place):
        self.unfold(place)
        self.cell(place).get_by_role("button", name="Edit and run").click()
        self.cell(place).locator(".live-tools").wait_for()

    def start(self):
        """Press at a cell that prints, and wait until it has run."""
        self.press(PRINTS)
        self.wait(PRINTS, "Done in")

    def said(self, place):
        return self.cell(place).locator(".live-state").inner_text()

    def wait(self, place, words):
        self.page.wait_for_function(
            """([place, words]) => {
                const cells = document.querySelectorAll("div.cell:has(.cell_input)");
                const text = cells[place].querySelector(".live-state")?.textContent;
                return new RegExp(words).test(text);
            }""",
            arg=[place, words],
        )

    def type(self, place, text):
        self.cell(place).scroll_into_view_if_needed()
        editor = self.cell(place).locator(".cm-content")
        editor.click()
        editor.press("Control+a")
        self.page.keyboard.insert_text(text)

    def run(self, place, text=None, button="Run this cell"):
        """Run a cell; gives what it shows."""
        self.unfold(place)
        if text is not None:
            self.type(place, text)
        self.cell(place).get_by_role("button", name=button).click()
        self.wait(place, "Done in|error|Not run")
        shown = self.cell(place).locator(".live-output")
        return self.output(place) if shown.count() else ""

    def output(self, place):
        return self.cell(place).locator(".live-output").inner_text().removeprefix("Your output\n")

    def text_of(self, place):
        return self.page.evaluate(
            "([place]) => document.querySelectorAll('div.cell:has(.cell_input)')[place]"
            ".querySelector('.cm-content').innerText",
            [place],
        )


@contextmanager
def reading(browser, site, page=PAGE, handler=Quiet, folder=""):
    with serve(site, handler) as home, visit(browser, home + folder + page, home) as seen:
        yield Reader(seen)
        assert seen.foreign == []


def stored(place):
    return "".join(out.text for out in CODE[place].outputs if out.output_type == "stream").strip()


# Before the press.


def test_each_code_cell_has_a_button_and_nothing_is_loaded(browser, built):
    with reading(browser, SITE) as reader:
        assert reader.page.get_by_text("Edit and run").count() == len(CODE)
        assert not any("/lite/" in address for address in reader.seen.loaded)
        assert reader.seen.complaints == []


def test_pages_that_are_no_chapters_have_no_button(browser, served):
    with visit(browser, f"{served}book/gallery.html", served) as seen:
        assert seen.page.get_by_text("Edit and run").count() == 0
        assert not any(address.endswith("live.js") for address in seen.loaded)


def test_before_the_press_the_page_has_three_kilobytes_more_at_the_most(built):
    script = b"".join((SITE / "_static" / name).read_bytes() for name in ("later.js", "live.js"))
    style = (SITE / "_static" / "course.css").read_text(encoding="utf-8")
    rules = "".join(re.findall(r"[^{}]*(?:live-|run-chapter\)|cell_input)[^{}]*\{[^}]*\}", style))
    assert "live-start" in rules
    assert len(gzip.compress(script)) + len(gzip.compress(rules.encode())) <= 3000


def test_a_page_from_a_file_says_why_it_cannot(browser, built):
    with visit(browser, (SITE / PAGE).as_uri(), SITE.as_uri()) as seen:
        seen.page.get_by_text("Edit and run").first.click()
        assert "from a file" in seen.page.get_by_role("alert").inner_text()


# A session.


@pytest.mark.slow
def test_a_reader_changes_a_chapter_where_it_stands(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        cell = reader.cell(PRINTS)
        before = cell.locator(".cell_output").inner_text()
        reader.press(PRINTS)
        reader.wait(PRINTS, "Ran 1 cell first. Done in")
        assert reader.output(PRINTS).strip() == stored(PRINTS)
        assert "Your output" in cell.inner_text()
        assert not any("matplotlib" in address for address in reader.seen.loaded)

        assert reader.run(PRINTS, "scores = np.array([1.0, 1.0])\nscores.sum()").strip() == (
            "np.float64(2.0)"
        )
        found = reader.run(PRINTS, "scores = 1\n\ndef f():\n    return nothing\n\nf()")
        assert "NameError: name 'nothing' is not defined" in found
        assert "In this cell, line 6" in found
        assert "line 4, in f" in found
        assert "was never closed" in reader.run(PRINTS, "print(scores")
        reader.run(PICTURE)
        assert "ended with an error" in reader.said(PICTURE)
        # Escape leaves the editor, and a key runs the cell.
        reader.type(PRINTS, "print('by key')")
        reader.page.keyboard.press("Control+Enter")
        reader.wait(PRINTS, "Done in")
        assert reader.output(PRINTS).strip() == "by key"
        reader.page.keyboard.press("Escape")
        assert reader.page.evaluate("document.activeElement.textContent") == "Run"

        assert "You changed 1 cell" in reader.page.locator("#live-bar").inner_text()
        cell.get_by_role("button", name="Back to the book").click()
        assert cell.locator(".cell_output").inner_text() == before
        assert cell.locator(".live-output").count() == 0
        assert reader.text_of(PRINTS).split() == CODE[PRINTS].source.split()
        assert reader.run(PRINTS).strip() == stored(PRINTS)
        assert reader.seen.complaints == []


@pytest.mark.slow
def test_pictures_sliders_and_checks_work_in_the_page(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.press(PICTURE)
        picture = reader.cell(PICTURE).locator(".live-output img")
        picture.wait_for()
        width, height = picture.evaluate("(img) => [img.naturalWidth, img.naturalHeight]")
        assert 400 < width < 1200
        assert height > 150
        assert picture.get_attribute("alt").startswith(
            CODE[PICTURE].metadata["mystnb"]["image"]["alt"][:40]
        )

        reader.run(SLIDER)
        shown = reader.cell(SLIDER).locator(".live-output")
        caption = shown.locator(".actloss-caption").inner_text()
        assert caption in shown.locator("svg").first.get_attribute("aria-label")
        shown.locator("input[type=range]").press("ArrowRight")
        assert shown.locator(".actloss-caption").inner_text() != caption

        assert "No answer yet" in reader.run(EXERCISE)
        number = re.search(r'al\.check\("([\d.]+)"', CODE[EXERCISE].source)[1]
        assert "Not yet" in reader.run(EXERCISE, f'al.check("{number}", -1)')
        assert "Right" in reader.run(EXERCISE, CODE[SOLUTION].source)
        assert reader.seen.complaints == []


@pytest.mark.slow
def test_a_folded_output_opens_when_it_is_made_anew(browser, site_with_python):
    chapter = next(chapter for chapter in CHAPTERS if chapter.number == 10)
    place = next(place for place, cell in enumerate(chapter.code) if "hide-output" in cell.tags)
    with reading(browser, site_with_python, f"book/{chapter.path.stem}.html") as reader:
        cell = reader.cell(place)
        assert not cell.locator(".cell_output").is_visible()
        cell.get_by_role("button", name="Edit and run").click()
        reader.wait(place, "Done in")
        assert cell.locator(".live-output table").is_visible()


@pytest.mark.slow
def test_a_solution_that_is_run_for_another_cell_stays_folded(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.press(SOLUTION + 1)  # while Python loads one may think better of it
        reader.run(SOLUTION + 1, button="Run all to here")
        reader.wait(SOLUTION, "Ran|Done in")
        assert not reader.cell(SOLUTION).locator(".cm-content").is_visible()


@pytest.mark.slow
def test_all_cells_print_what_is_stored(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.page.set_default_timeout(600_000)  # it trains the chapter's networks
        last = len(CODE) - 1
        reader.start()
        reader.unfold(last)
        reader.run(last, button="Run all to here")
        found = reader.page.evaluate(
            """() => [...document.querySelectorAll("div.cell:has(.cell_input)")].map((cell) =>
                [...cell.querySelectorAll(".live-output .stream pre")].map((pre) => pre.textContent)
                .join(""))"""
        )
        words = [re.sub(r"[-+]?\d[\d.e+-]*", "#", text).split() for text in found]
        assert words == [
            re.sub(r"[-+]?\d[\d.e+-]*", "#", stored(place)).split() for place in range(len(CODE))
        ]
        assert reader.page.locator(".live-error").count() == 0


# Stopping.

ENDLESS = "kept = 1\nwhile True:\n    pass"


@pytest.mark.slow
def test_an_endless_loop_is_stopped_by_a_new_start(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.start()
        reader.type(PRINTS, ENDLESS)
        reader.cell(PRINTS).get_by_role("button", name="Run this cell").click()
        reader.wait(PRINTS, "Still running")
        reader.cell(PRINTS).get_by_role("button", name="Stop").click()
        assert "what it knew is lost" in reader.said(PRINTS)
        assert reader.run(PRINTS, "print(len(dir(np)) > 9)").strip() == "True"


@pytest.mark.slow
def test_an_isolated_page_stops_a_cell_and_keeps_the_rest(browser, site_with_python):
    with reading(browser, site_with_python, handler=host(ISOLATED)) as reader:
        reader.start()
        reader.type(PRINTS, ENDLESS)
        reader.cell(PRINTS).get_by_role("button", name="Run this cell").click()
        reader.wait(PRINTS, "Running|Still")
        reader.page.wait_for_timeout(500)
        reader.cell(PRINTS).get_by_role("button", name="Stop").click()
        reader.wait(PRINTS, "error")
        assert "You stopped this cell" in reader.output(PRINTS)
        assert reader.run(PRINTS, "print(kept)").strip() == "1"


# What a reader changed.


@pytest.mark.slow
def test_the_next_page_begins_with_the_memory_that_was_kept(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.start()
        drawn = reader.run(EXERCISE, DRAWS)
        assert reader.page.evaluate(f"() => ({STORED})({MARKED})") is None
        reader.page.reload()
        reader.start()
        # a start from nothing would have written it anew
        assert reader.page.evaluate(STORED) == "of the test"
        assert reader.run(EXERCISE, DRAWS) != drawn
        for place, shown in ((PICTURE, "img"), (SLIDER, "input")):
            reader.run(place)
            assert reader.cell(place).locator(f".live-output {shown}").count(), reader.said(place)
        reader.page.evaluate(f"() => ({STORED})({SPOILT})")
        reader.page.reload()
        reader.start()
        assert reader.page.evaluate(STORED) is None


@pytest.mark.slow
def test_changes_stay_in_the_browser_and_leave_as_a_notebook(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.start()
        reader.run(PRINTS, "print('mine')")
        reader.page.wait_for_function(KEPT)
        reader.page.reload()
        assert reader.page.get_by_text("You changed a cell of this chapter").is_visible()
        reader.press(PICTURE)
        assert reader.cell(PRINTS).locator(".cm-content").inner_text().strip() == "print('mine')"
        with reader.page.expect_download() as download:
            reader.page.get_by_role("button", name="Copy out as a notebook").click()
        assert download.value.suggested_filename == f"{CHAPTER.path.stem}-mine.ipynb"
        copied = nbformat.read(download.value.path(), 4)
        nbformat.validate(copied)
        code = [cell for cell in copied.cells if cell.cell_type == "code"]
        assert code[PRINTS].source == "print('mine')"
        assert code[PRINTS].outputs == []
        assert [cell.source for cell in code[:PRINTS]] == [cell.source for cell in CODE[:PRINTS]]
        reader.page.on("dialog", lambda dialog: dialog.accept())
        reader.page.get_by_role("button", name="All back").click()
        reader.page.wait_for_function(f"!{KEPT}")


def test_changes_of_another_edition_are_left_alone_and_offered(browser, served):
    with visit(browser, served + PAGE, served) as seen:
        name = edition(CHAPTER.path)
        other = re.sub(r"-[0-9a-f]{8}\.", "-00000000.", name)
        seen.page.evaluate(KEEP, f"cells {other}")
        seen.page.reload()
        assert not seen.page.get_by_text("You changed").count()
        seen.page.get_by_text("Edit and run").first.click()
        with seen.page.expect_download() as download:
            seen.page.get_by_role("button", name="of an earlier edition").click()
        copied = nbformat.read(download.value.path(), 4)
        nbformat.validate(copied)
        assert [cell.source for cell in copied.cells] == ["mine"]
        seen.page.evaluate(KEEP, f"cells {name}")
        seen.page.reload()
        assert seen.page.get_by_text("You changed a cell of this chapter").count()


# Hosts and faults.


@pytest.mark.slow
def test_it_works_below_a_folder_under_the_stated_security_policy(
    browser, site_with_python, tmp_path
):
    (tmp_path / "course").symlink_to(site_with_python)
    with reading(browser, tmp_path, handler=under_policy(), folder="course/") as reader:
        reader.press(PICTURE)
        reader.cell(PICTURE).locator(".live-output img").wait_for()
        assert reader.seen.complaints == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (host(spoil="numpy"), "not everything came"),
        (host(spoil="pyodide.asm"), "not everything came"),
        (host(headers={"Content-Security-Policy": "script-src 'self' 'unsafe-inline'"}),
         "content security policy"),
    ],
    ids=["numpy lost", "interpreter lost", "WebAssembly forbidden"],
)  # fmt: skip
def test_python_that_does_not_start_says_why(handler, said, browser, site_with_python):
    with reading(browser, site_with_python, handler=handler) as reader:
        reader.press(PRINTS)
        reader.wait(PRINTS, "did not start")
        assert said in reader.said(PRINTS)
        assert reader.cell(PRINTS).locator(".cell_output").inner_text().strip()


@pytest.mark.slow
def test_what_could_not_be_loaded_is_loaded_at_the_next_press(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.page.route("**/numpy*", lambda route: route.abort())
        reader.press(PRINTS)
        reader.wait(PRINTS, "did not start")
        reader.page.unroute("**/numpy*")
        assert reader.run(PRINTS).strip() == stored(PRINTS)


@pytest.mark.slow
def test_python_comes_from_its_own_servers_after_the_press_only(browser, cdn_python, pyodide):
    with visit(browser, cdn_python + PAGE, cdn_python) as seen:
        play_cdn(seen.page.context, pyodide)
        reader = Reader(seen)
        assert seen.foreign == []
        reader.press(PRINTS)
        reader.wait(PRINTS, "from cdn.jsdelivr.net|Done")
        reader.wait(PRINTS, "Done in")
        assert reader.output(PRINTS).strip() == stored(PRINTS)
        assert seen.foreign
        assert all(address.startswith(runtime.CDN) for address in seen.foreign)


@pytest.mark.slow
def test_a_file_of_the_servers_that_is_another_is_refused(browser, cdn_python, pyodide):
    with visit(browser, cdn_python + PAGE, cdn_python) as seen:
        head = {"Access-Control-Allow-Origin": "*"}
        play_cdn(seen.page.context, pyodide, lambda route: route.fulfill(body="x", headers=head))
        reader = Reader(seen)
        reader.press(PRINTS)
        reader.wait(PRINTS, "did not start")
        assert "than the one that was published" in reader.said(PRINTS)


def test_a_script_of_an_odd_type_is_named(browser, built):
    with reading(browser, SITE, handler=with_odd_scripts()) as reader:
        reader.page.get_by_text("Edit and run").first.click()
        alert = reader.page.get_by_role("alert")
        alert.wait_for()
        assert f"as {ODD}" in alert.inner_text()


@pytest.mark.slow
def test_without_webassembly_the_page_says_so(browser, site_with_python, tmp_path):
    with without_webassembly(browser, site_with_python, PAGE, tmp_path) as page:
        page.get_by_text("Edit and run").nth(PRINTS).click()
        page.get_by_text("runs no WebAssembly").wait_for(timeout=60_000)


@pytest.mark.slow
def test_memory_that_runs_out_is_an_error_like_others(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.start()
        assert "MemoryError" in reader.run(PRINTS, "kept = [bytes(1 << 30) for _ in range(5)]")
        assert reader.run(PRINTS, "print(np.pi > 3)").strip() == "True"


@pytest.mark.slow
def test_open_cells_are_for_everyone(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.start()
        reader.run(PRINTS, "print(nothing)")
        assert violations(reader.page) == []


@pytest.mark.slow
def test_much_text_does_not_choke_the_page(browser, site_with_python):
    with reading(browser, site_with_python) as reader:
        reader.start()
        found = reader.run(PRINTS, "for i in range(10**6):\n    print(i)")
        assert "more characters, which are left out" in found
        assert len(found) < 250_000


def test_the_files_are_those_of_the_notebooks(site_with_python):
    edition_file = json.loads((site_with_python / "lite" / "edition.json").read_text())
    live = edition_file["live"]
    kernel = next(iter(edition_file["config"]["litePluginSettings"].values()))
    assert live["settings"]["pyodideUrl"] == kernel["pyodideUrl"]
    assert live["settings"]["lockFileURL"] == kernel["loadPyodideOptions"]["lockFileURL"]
    started = [one["url"] for one in edition_file["start"]["files"]]
    for part in ("first", "drawing"):
        assert {one["url"] for one in live[part]["files"]} < set(started)
        assert all(one in edition_file["start"]["files"] for one in live[part]["files"])
    assert not any("matplotlib" in one["url"] for one in live["first"]["files"])
