"""The lectures: all that a chapter shows is on their slides, and fits."""

import base64
import re
from functools import cache

import pytest
from bs4 import BeautifulSoup

from publish.chapters.chapter import chapters, joined
from publish.chapters.contents import ROOT
from publish.lectures import slides
from publish.lectures.excerpts import sentences
from publish.lectures.lecture import Lecture
from visits import visit

CHAPTERS = chapters(ROOT / "book")
PROSE = slides.prose({})


def named(chapter):
    return chapter.path.stem


@cache
def parsed(name):
    """A lecture's page, its formulas still in TeX."""
    chapter = next(chapter for chapter in CHAPTERS if named(chapter) == name)
    template = slides.templates().get_template("slides.html")
    return BeautifulSoup(slides.page(Lecture(chapter, PROSE), template), "html.parser")


@pytest.fixture
def page(chapter):
    return parsed(named(chapter))


each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=named)


def words(html):
    """What is read of HTML, with one blank between words."""
    soup = BeautifulSoup(html, "html.parser") if isinstance(html, str) else html
    return " ".join(soup.get_text().split())


def shown(page):
    """What stands on the slides, without their notes."""
    parts = page.select(".slides > section > section > :not(.notes)")
    return " ".join(map(words, parts))


@each_chapter
def test_a_lecture_has_slides_with_headings_and_names(chapter, page):
    found = page.select(".slides > section > section")
    assert 15 <= len(found) <= 45
    assert page.html["lang"] == "en"
    assert words(page.h1) == words(PROSE.inline(chapter.metadata["course"]["question"]))
    for slide in found:
        (heading,) = slide.find_all(re.compile("^h[1-6]$"))
        assert words(heading)
        assert len(slide.find_all(recursive=False)) > 1, f"{slide['id']} shows nothing"
    assert all(words(stack.find(["h1", "h2"])) for stack in page.select(".slides > section"))
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


@each_chapter
def test_each_section_has_a_slide(chapter, page):
    headings = {words(heading) for heading in page.select("h2")}
    for cell in chapter.prose:
        for block in PROSE.blocks(cell.source):
            if block.kind == "heading" and block.level == 2:
                if block.text == "Self-check":
                    return
                assert words(PROSE.inline(block.text)) in headings


@each_chapter
def test_each_claim_has_its_verdict_and_the_reason_in_the_notes(chapter, page):
    assert len(page.select(".claim")) == len(chapter.claims)
    for claim in chapter.claims:
        element = page.find(id=f"claim-{claim.id}")
        assert words(element.q) == words(PROSE.inline(claim.text))
        assert words(element.select_one(".fragment .verdict")) == claim.verdict
        notes = element.find_parent("section").select_one(".notes")
        assert words(PROSE.html(claim.reason)) in words(notes)


@each_chapter
def test_each_figure_has_its_caption_and_its_words(chapter, page):
    for figure in chapter.figures:
        slide = page.find(id=f"figure-{figure.chapter}-{figure.number}")
        assert slide.img["alt"] == figure.cell.metadata["mystnb"]["image"]["alt"]
        assert words(PROSE.inline(figure.caption)) in words(slide.figcaption)
        stored = [
            base64.b64decode(joined(output["data"]["image/png"]))
            for output in figure.cell.outputs
            if "image/png" in output.get("data", {})
        ]
        assert base64.b64decode(slide.img["src"].partition(",")[2]) in stored


@each_chapter
def test_each_formula_and_prediction_is_shown(chapter, page):
    text = shown(page)
    for cell in chapter.prose:
        for block in PROSE.blocks(cell.source):
            if block.text == "Exercises":
                return
            if block.kind == "math" or block.text.startswith("> **Predict"):
                assert words(PROSE.html(block.text)) in text


@each_chapter
def test_each_paragraph_is_in_the_notes(chapter, page):
    notes = " ".join(map(words, page.select(".notes")))
    for cell in chapter.prose:
        for block in PROSE.blocks(cell.source):
            if block.text == "Exercises":
                return
            if block.kind == "paragraph" and not block.text.startswith("**Figure "):
                assert words(PROSE.html(block.text)) in notes


@each_chapter
def test_each_exercise_is_asked_and_the_chapter_is_linked(chapter, page):
    asked = [words(element) for element in page.select(".exercise strong")]
    titles = [f"{e.chapter}.{e.number} {words(PROSE.inline(e.title))}" for e in chapter.exercises]
    assert asked == titles
    assert page.select_one(".go-on a")["href"] == f"../html/book/{named(chapter)}.html"


@each_chapter
def test_an_exercise_of_the_story_waits_for_the_last_slides(chapter, page):
    for exercise in chapter.exercises:
        task = exercise.task.source.partition(f"({exercise.minutes} minutes)\n\n")[2]
        asked = words(PROSE.inline(sentences(task.split("\n\n")[0])[0]))
        slides = page.select(".slides > section > section")
        assert sum(asked in words(slide) for slide in slides) == 1, exercise.title


@each_chapter
def test_nothing_but_links_leaves_the_folder(chapter, page):
    used = [element["src"] for element in page.select("[src]")]
    used += [element["href"] for element in page.select("link[href]")]
    style = (slides.HERE / "slides.css").read_text(encoding="utf-8")
    used += re.findall(r"url\(\"?([^\")]+)", style + "".join(map(str, page.select("style"))))
    own = re.compile(r"vendor/|slides\.css|data:")
    assert used
    assert [address for address in used if not own.match(address)] == []


def test_links_lead_to_the_published_site_where_there_is_one():
    prose = slides.prose({"SITE_URL": "https://ada.github.io/course"})
    link = prose.inline("[chapter 2](02_sigmoid_mse_slowdown.ipynb#claim-S1)")
    assert 'href="https://ada.github.io/course/book/02_sigmoid_mse_slowdown.html#claim-S1"' in link


def test_an_unknown_chapter_is_refused():
    with pytest.raises(SystemExit, match="got '13'"):
        slides.wanted(CHAPTERS, "13")


def test_what_has_not_changed_is_not_written_again(tmp_path):
    def times():
        return {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    slides.make(tmp_path, {"CHAPTER": "10"})
    before = times()
    assert tmp_path / "10_claims_on_trial.html" in before
    assert {path.suffix for path in tmp_path.iterdir()} == {".html", ".css", ""}
    slides.make(tmp_path, {"CHAPTER": "10"})
    assert times() == before


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    slides.make(folder, {})
    return folder


# What stands outside of its slide, is cut or is squeezed; lengths in the slide's own pixels.
# Letters are asked for only when a slide that has them is shown.
LETTERS = "() => Promise.all(Array.from(document.fonts, (font) => font.load())).then(() => {})"
MISFITS = """() => Reveal.getSlides().flatMap((slide) => {
  Reveal.slide(...Object.values(Reveal.getIndices(slide)));
  const { left, top } = slide.getBoundingClientRect();
  const scale = Reveal.getScale();
  const parts = slide.querySelectorAll("*:not(aside, aside *, mjx-container *), mjx-math > *");
  return [...parts].flatMap((part) => {
    const box = part.getBoundingClientRect();
    const outside = (box.right - left) / scale > 1280 - 16 || (box.bottom - top) / scale > 720 - 16;
    const cut = part.matches("pre") && part.scrollWidth > part.clientWidth;
    const squeezed = part.matches("img") && box.height / scale < 220;
    return outside || cut || squeezed ? [`${slide.id}: ${part.tagName}`] : [];
  });
})"""


@pytest.mark.slow
@each_chapter
def test_every_slide_fits_a_wide_and_a_narrow_screen(chapter, folder, browser):
    address = (folder / f"{named(chapter)}.html").as_uri()
    with visit(browser, address, folder.as_uri(), 1280, 720) as seen:
        seen.page.evaluate(LETTERS)
        assert seen.page.evaluate(MISFITS) == []
        seen.page.set_viewport_size({"width": 1024, "height": 768})
        seen.page.wait_for_function("Reveal.getScale() === 0.8")
        assert seen.page.evaluate(MISFITS) == []
        assert seen.complaints == []
        assert seen.foreign == []


@pytest.mark.slow
def test_a_slide_that_is_too_long_is_found(folder, browser):
    with visit(browser, (folder / "07_maxout.html").as_uri(), folder.as_uri()) as seen:
        seen.page.evaluate(LETTERS)
        seen.page.evaluate("document.querySelector('#puzzle p').append('long '.repeat(900))")
        assert {found.partition(":")[0] for found in seen.page.evaluate(MISFITS)} == {"puzzle"}


@pytest.mark.slow
@pytest.mark.parametrize("chapter", [CHAPTERS[3], CHAPTERS[9]], ids=named)
def test_printed_slides_are_one_page_each_and_can_be_read(chapter, folder, browser):
    address = f"{(folder / f'{named(chapter)}.html').as_uri()}?print-pdf"
    script = (ROOT / "tests" / "contrast.js").read_text(encoding="utf-8")
    with visit(browser, address, folder.as_uri(), 1280, 720) as seen:
        seen.page.wait_for_selector(".pdf-page")
        assert seen.page.locator(".pdf-page").count() == seen.page.locator("section[id]").count()
        assert seen.page.evaluate(script.replace("article *", ".slides *")) == []


@pytest.mark.slow
def test_keys_lead_through_a_lecture_and_a_verdict_waits(folder, browser):
    address = f"{(folder / '04_softmax_log_likelihood.html').as_uri()}#/claims-on-trial"
    with visit(browser, address, folder.as_uri(), 1280, 720) as seen:
        verdict = seen.page.locator("#claim-X1 .fragment")
        assert verdict.evaluate("one => getComputedStyle(one).visibility") == "hidden"
        seen.page.keyboard.press("Space")
        assert verdict.evaluate("one => getComputedStyle(one).visibility") == "visible"
        for _ in range(seen.page.locator("#claims-on-trial .fragment").count()):
            seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_function("Reveal.getCurrentSlide().id !== 'claims-on-trial'")
        with seen.page.context.expect_page() as opened:
            seen.page.keyboard.press("s")
        opened.value.locator(".speaker-controls-notes math").first.wait_for()
