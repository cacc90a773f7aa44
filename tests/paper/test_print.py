"""The pages on paper: what is added before printing, that nothing is clipped, and the PDF files."""

import re

import pikepdf
import pytest

from off_the_loop import wait_for
from publish.chapters import contents
from publish.paper import binding, pdf
from visits import visit

HOME = f"{contents.SITE.as_uri()}/"
PAGES = [f"{page}.html" for page in contents.pages()]
CHAPTERS = [page for page in PAGES if re.match(r"book/\d", page)]
CHAPTER = CHAPTERS[0]
LINE = 665  # px between the margins of A4

# What is wider than the line, or has content that is.
TOO_WIDE = """(line) => [...document.querySelectorAll(
    'article :is(pre, table, img, svg.actloss-frame, mjx-container, mjx-math, p, li)'
)].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const end = element.matches("img, svg") ? right : Math.max(right, left + element.scrollWidth);
    return width && (left < -1 || end > line + 1);
}).map((element) => element.outerHTML.slice(0, 200))"""


def before_print(page):
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def after_print(page):
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")


def test_a_page_is_put_in_order_for_paper_and_put_back(browser):
    with visit(browser, HOME + CHAPTER, HOME, mode="dark") as seen:
        page = seen.page
        article = page.locator("article")
        before = article.inner_text()
        before_print(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        assert page.locator("img[loading=lazy]").count() == 0
        assert page.locator("section.for-paper > h2").all_inner_texts() == [
            "Solutions",
            "Answers to the self-check",
        ]
        after_print(page)
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert article.inner_text() == before
        assert page.locator(".for-paper").count() == 0


def test_solutions_and_answers_stand_at_the_end_only(browser):
    with visit(browser, HOME + CHAPTER, HOME) as seen:
        page = seen.page
        exercises = page.locator("section.exercise").count()
        options = page.locator("p.question ~ details").count()
        before_print(page)
        gathered = page.locator("section.for-paper")
        assert gathered.locator("h3", has_text="Exercise").count() == exercises > 0
        assert gathered.locator(".cell_input").count() >= exercises
        assert gathered.locator("li").count() == options > 0
        for hidden in page.locator("section.exercise .tag_solution").all():
            assert not hidden.is_visible()
        answers = page.locator("p.question ~ details > p")
        assert not any(answer.is_visible() for answer in answers.all())
        names = page.eval_on_selector_all("[id]", "all => all.map((one) => one.id)")
        assert len(names) == len(set(names))


def test_derivations_are_open_and_plotting_code_is_left_out(browser):
    with visit(browser, HOME + CHAPTER, HOME) as seen:
        before_print(seen.page)
        derivations = seen.page.locator("article details:not(.hide, p.question ~ *) > p")
        assert derivations.count() > 0
        assert derivations.evaluate_all("all => all.every((one) => one.checkVisibility())")
        code = seen.page.locator("details.hide .cell_input").all()
        assert not any(block.is_visible() for block in code)


@pytest.mark.parametrize("page", [CHAPTERS[0], CHAPTERS[-1]])
def test_a_still_says_where_its_controls_stand(page, browser):
    with visit(browser, HOME + page, HOME) as seen:
        explorables = seen.page.locator(".actloss-explore").all()
        wanted = [f"Shown: {settings(one)}. It moves on the web page." for one in explorables]
        before_print(seen.page)
        lines = [one.locator("> p.for-paper").inner_text() for one in explorables]
        assert lines == wanted != []
        for one in explorables:
            assert one.locator(".actloss-frame >> visible=true").count() == 1
            controls = one.locator(":is(input, select, button) >> visible=true")
            assert controls.count() == 0


def settings(explorable):
    """As the accessibility tree has them: the name of each control and its value."""
    controls = [*explorable.get_by_role("slider").all(), *explorable.locator("select").all()]
    value = "one => one.ariaValueText ?? one.selectedOptions[0].text"
    name = "one => one.labels[0].querySelector('.widget-label').textContent"
    return ", ".join(f"{one.evaluate(name)} {one.evaluate(value)}" for one in controls)


def test_an_address_follows_a_link_that_does_not_show_it(browser, tmp_path):
    with visit(browser, f"{HOME}book/references.html", HOME) as seen:
        seen.page.evaluate(
            """() => document.querySelector("article p").insertAdjacentHTML("beforeend",
                '<a id="told" href="https://example.org/a">a text</a>')"""
        )
        before_print(seen.page)
        assert seen.page.locator("#told + .for-paper").inner_text() == " (example.org/a)"
        links = "article a[href^='http']"
        unseen = f"{links}:not(#told) + .for-paper"
        assert seen.page.locator(links).count() > 50
        assert seen.page.locator(unseen).count() == 0


def too_wide(browser, page):
    """What is clipped, if the page's first code has a line that is too long."""
    with visit(browser, HOME + page, HOME) as seen:
        seen.page.evaluate("document.querySelector('article pre')?.append('long '.repeat(99))")
        before_print(seen.page)
        seen.page.set_viewport_size({"width": LINE, "height": 940})
        return seen.page.evaluate(TOO_WIDE, LINE)


@pytest.mark.parametrize("page", CHAPTERS[1:2])
def test_nothing_is_clipped(page, browser):
    assert too_wide(browser, page) == []


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_clipped_on_any_page(page, browser):
    assert too_wide(browser, page) == []


# The PDF files.

ADDRESS = "https://example.org/course"
SOME = ["book/gallery", "book/references", "book/errata"]


def printed(monkeypatch, folder, pages, address=""):
    """Print some pages into a folder."""
    monkeypatch.setattr(pdf, "PDF", folder)
    monkeypatch.setattr(pdf, "PRINTED", folder / ".printed")
    monkeypatch.setattr(pdf, "pages", lambda: pages)
    monkeypatch.setattr(pdf, "parts", lambda: [("Some pages", pages)])
    monkeypatch.setattr(pdf, "ROOT", folder)
    monkeypatch.delenv("CI_PAGES_URL", raising=False)
    monkeypatch.setenv("SITE_URL", address)
    wait_for(pdf.print_all())
    return folder


@pytest.fixture(scope="module")
def folder(browser, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        yield printed(patch, tmp_path_factory.mktemp("pdf"), SOME)


@pytest.fixture
def book(folder):
    with pikepdf.open(folder / f"{contents.NAME}.pdf") as opened:
        yield opened


def single(folder, page):
    return pikepdf.open(folder / f"{page.rpartition('/')[2]}.pdf")


def links(pages):
    return [link for page in pages for link in page.get("/Annots", [])]


def addresses(pages):
    return {str(link.A.URI) for link in links(pages) if "/A" in link}


def test_each_page_is_printed_and_the_book_has_them_all(folder, book):
    lengths = [len(single(folder, page).pages) for page in SOME]
    assert len(book.pages) == 1 + sum(lengths)
    assert book.docinfo.Title == contents.TITLE
    with book.open_outline() as outline:
        titles = [item.title for item in outline.root]
        starts = [book.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root]
    assert titles == [contents.TITLE, "Gallery", "References", "Errata"]
    assert starts == [0, 1, 1 + lengths[0], 1 + lengths[0] + lengths[1]]


def test_all_figures_are_on_paper(folder):
    source = (contents.SITE / f"{SOME[0]}.html").read_text(encoding="utf-8")
    pictures = sum(len(page.get_images()) for page in single(folder, SOME[0]).pages)
    assert pictures == len(set(re.findall(r'<img[^>]* src="(\.\./_images/[^"]+)"', source))) > 0


def test_links_in_the_book_jump_to_the_place(folder, book):
    at = {page.objgen: number for number, page in enumerate(book.pages)}
    gallery, references = (len(single(folder, page).pages) for page in SOME[:2])
    of_gallery = book.pages[1 : 1 + gallery]
    targets = [at[link.Dest[0].objgen] for link in links(of_gallery) if "/Dest" in link]
    papers = [target for target in targets if 1 + gallery <= target < 1 + gallery + references]
    assert len(set(papers)) > 1, "the citations lead to different pages of the references"
    assert {at[link.Dest[0].objgen] for link in links(book.pages[:1])} == {
        1,
        1 + gallery,
        1 + gallery + references,
    }


def test_no_link_leads_to_this_machine(folder, book):
    for pages in (book.pages, *(single(folder, page).pages for page in SOME)):
        assert all(address.startswith(("https://", "http://")) for address in addresses(pages))
        assert not any("127.0.0.1" in address for address in addresses(pages))


def test_with_an_address_links_lead_to_the_published_site(browser, tmp_path, monkeypatch):
    folder = printed(monkeypatch, tmp_path, SOME[:1], ADDRESS)
    for pages in (
        single(folder, SOME[0]).pages,
        pikepdf.open(folder / f"{contents.NAME}.pdf").pages,
    ):
        found = addresses(pages)
        assert any(address.startswith(f"{ADDRESS}/book/references.html#") for address in found)
        assert all(address.startswith("https://") for address in found)


def foot(page):
    return re.findall(rb"\((\d+)\) Tj ET EMC$", content(page))


def content(page):
    parts = page.Contents
    return (parts[-1] if isinstance(parts, pikepdf.Array) else parts).read_bytes()


def test_pages_are_numbered(folder, book):
    assert foot(book.pages[0]) == []
    for pages in (list(book.pages)[1:], single(folder, SOME[0]).pages):
        wanted = [[str(number).encode()] for number in range(1, len(pages) + 1)]
        assert [foot(page) for page in pages] == wanted
    assert [book.pages[at].label for at in (0, 1, 2)] == ["i", "1", "2"]


def test_the_book_is_tagged(book):
    places = pikepdf.NumberTree(book.Root.StructTreeRoot.ParentTree)
    keys = [int(page.obj.StructParents) for page in book.pages]
    keys += [int(link.StructParent) for link in links(book.pages)]
    assert len(keys) == len(set(keys)) > 100
    assert book.Root.MarkInfo.Marked
    for page in book.pages:
        elements = [one for one in places[int(page.obj.StructParents)] if one is not None]
        assert page.objgen in {one.Pg.objgen for one in elements if "/Pg" in one}


def test_a_page_is_printed_again_only_when_it_has_changed(folder, monkeypatch):
    monkeypatch.setattr(pdf, "PRINTED", folder / ".printed")
    assert pdf.is_current(SOME[0])
    monkeypatch.setattr(pdf, "SITE", folder)
    changed = folder / f"{SOME[0]}.html"
    changed.parent.mkdir()
    changed.write_text("changed", encoding="utf-8")
    assert not pdf.is_current(SOME[0])


def test_without_chromium_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf.chromium, "executable", lambda: None)
    with pytest.raises(SystemExit, match=r"printed by Chromium, but .* apt-get install chromium"):
        wait_for(pdf.print_all())


def test_headings_keep_the_space_where_their_line_ended():
    with pikepdf.new() as made:
        made.add_blank_page()
        with made.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Twowords", 0))
        binding.respell(made, ["Two words"])
        with made.open_outline() as outline:
            assert outline.root[0].title == "Two words"
