"""The lectures: all that a chapter shows is on their slides, and fits."""

import base64
import re

import pytest
from bs4 import BeautifulSoup

import slides
from browser import Visit, visit
from contents import ROOT
from course.chapter import chapters, joined
from lecture import Lecture

CHAPTERS = chapters(ROOT / "book")
PROSE = slides.prose({})


def named(chapter):
    return chapter.path.stem


@pytest.fixture(scope="module")
def pages():
    """Each lecture's page by its chapter's name; formulas are still in TeX."""
    template = slides.templates().get_template("slides.html")
    return {
        named(chapter): BeautifulSoup(slides.page(Lecture(chapter, PROSE), template), "html.parser")
        for chapter in CHAPTERS
    }


@pytest.fixture
def page(chapter, pages):
    return pages[named(chapter)]


each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=named)


def words(html):
    """What is read of HTML, with one blank between words."""
    soup = BeautifulSoup(html, "html.parser") if isinstance(html, str) else html
    return " ".join(soup.get_text().split())


def shown(page):
    """The slides without their notes."""
    return [slide for slide in page.select(".slides > section > section")]


@each_chapter
def test_a_lecture_has_slides_with_headings_and_names(chapter, page):
    found = shown(page)
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
    for notes in page.select(".notes"):
        notes.extract()
    text = words(page)
    for cell in chapter.prose:
        for block in PROSE.blocks(cell.source):
            if block.text == "Exercises":
                return
            if block.kind == "math" or block.text.startswith("> **Predict"):
                assert words(PROSE.html(block.text)) in text


@each_chapter
def test_each_paragraph_is_in_the_notes(chapter, pages):
    template = slides.templates().get_template("slides.html")
    fresh = BeautifulSoup(slides.page(Lecture(chapter, PROSE), template), "html.parser")
    notes = " ".join(words(element) for element in fresh.select(".notes"))
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
def test_nothing_but_links_leaves_the_folder(chapter, page):
    used = [element["src"] for element in page.select("[src]")]
    used += [element["href"] for element in page.select("link[href]")]
    style = (slides.HERE / "slides.css").read_text(encoding="utf-8")
    used += re.findall(r"url\(\"?([^\")]+)", style + "".join(map(str, page.select("style"))))
    assert used
    assert [
        address for address in used if not re.match(r"vendor/|slides\.css|data:", address)
    ] == []


def test_links_lead_to_the_published_site_where_there_is_one():
    prose = slides.prose({"SITE_URL": "https://ada.github.io/course"})
    link = prose.inline("[chapter 2](02_sigmoid_mse_slowdown.ipynb#claim-S1)")
    assert 'href="https://ada.github.io/course/book/02_sigmoid_mse_slowdown.html#claim-S1"' in link


def test_an_unknown_chapter_is_refused():
    with pytest.raises(SystemExit, match="got '11'"):
        slides.wanted(CHAPTERS, "11")


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


# How far the slide that is shown reaches, in its own pixels, and what is cut or squeezed.
REACH = """() => {
  const slide = Reveal.getCurrentSlide();
  const { left, top } = slide.getBoundingClientRect();
  const scale = Reveal.getScale();
  const reach = { id: slide.id, right: 0, bottom: 0, cut: [] };
  for (const one of slide.querySelectorAll("*:not(aside, aside *, mjx-assistive-mml *)")) {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || one.matches("mjx-assistive-mml")) continue;
    reach.right = Math.max(reach.right, (box.right - left) / scale);
    reach.bottom = Math.max(reach.bottom, (box.bottom - top) / scale);
    const small = one.matches("img") && box.height / scale < 220;
    if (small || (one.matches("pre") && one.scrollWidth > one.clientWidth)) reach.cut.push(one.outerHTML.slice(0, 80));
  }
  return reach;
}"""
NEXT = """() => {
  const slides = Reveal.getSlides();
  const next = slides[slides.indexOf(Reveal.getCurrentSlide()) + 1];
  if (next) Reveal.slide(...Object.values(Reveal.getIndices(next)));
  return Boolean(next);
}"""


def misfits(page):
    """Slides of which something stands outside."""
    while True:
        reach = page.evaluate(REACH)
        if reach["right"] > 1280 - 16 or reach["bottom"] > 720 - 16 or reach["cut"]:
            yield reach
        if not page.evaluate(NEXT):
            return


@pytest.mark.slow
@each_chapter
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_every_slide_fits(chapter, width, height, folder, browser):
    address = (folder / f"{named(chapter)}.html").as_uri()
    with visit(browser, address, folder.as_uri(), width, height) as seen:
        seen.page.wait_for_function("Reveal.isReady()")
        assert list(misfits(seen.page)) == []
        assert seen.complaints == []
        assert seen.foreign == []


@pytest.mark.slow
def test_a_slide_that_is_too_long_is_found(folder, browser):
    with visit(browser, (folder / "07_maxout.html").as_uri(), folder.as_uri()) as seen:
        seen.page.evaluate("document.querySelector('#puzzle p').append('long '.repeat(900))")
        assert [reach["id"] for reach in misfits(seen.page)] == ["puzzle"]


@pytest.mark.slow
@each_chapter
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
        seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_function("Reveal.getCurrentSlide().id === 'exercises'")
        with seen.page.context.expect_page() as opened:
            seen.page.keyboard.press("s")
        notes = Visit(opened.value).page.locator(".speaker-controls-notes math")
        notes.first.wait_for()
