"""The built website: complete, true to the notebooks, and quiet in a real browser."""

import ast
import inspect
import re
from functools import cache
from importlib import import_module
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

import actloss as al
from actloss import plots
from publish.chapters.chapter import Chapter, chapters, joined
from publish.chapters.contents import ROOT, SITE, pages
from visits import visit
from website import parsed

CHAPTERS = chapters(ROOT / "book")
TITLE, GALLERY = (Chapter(ROOT / "book" / f"{name}.ipynb") for name in ("intro", "gallery"))
NOTEBOOKS = [TITLE, *CHAPTERS, GALLERY]


PAGES = [f"{page}.html" for page in pages()]
EXPLORABLE_PAGES = [
    f"book/{c.path.stem}.html" for c in NOTEBOOKS if any(x.explorable for x in c.code)
]


pytestmark = pytest.mark.usefixtures("built")


@cache
def places(page):
    """What a link can lead to on a page, by its name."""
    return {element["id"]: element for element in parsed(page).find_all(id=True)}


# The files.


@pytest.mark.parametrize("page", PAGES)
def test_page_exists_and_has_a_title(page):
    assert parsed(page).find("h1").get_text().strip()


def test_root_leads_to_the_first_page():
    refresh = parsed("index.html").find("meta", attrs={"http-equiv": "refresh"})
    assert refresh["content"] == f"0; url={PAGES[0]}"


@pytest.mark.parametrize("chapter", NOTEBOOKS, ids=lambda chapter: chapter.path.stem)
def test_page_shows_the_stored_outputs(chapter):
    cells = parsed(f"book/{chapter.path.stem}.html").select("div.cell")
    assert len(cells) == len(chapter.code)
    for html, cell in zip(cells, chapter.code, strict=True):
        shown = [block.get_text().strip() for block in html.select(".cell_output .output pre")]
        assert shown == stored_text(cell), f"{chapter.path.name}, {cell.name}"


def stored_text(cell):
    """The text that a page shows: a picture or a table stands in place of its plain text."""
    texts = []
    for output in cell.outputs:
        data = output.get("data", {})
        if output["output_type"] == "stream":
            texts.append(joined(output["text"]).strip())
        elif set(data) == {"text/plain"}:
            texts.append(joined(data["text/plain"]).strip())
    return texts


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.path.stem)
def test_claims_lead_to_their_evidence_and_back(chapter):
    page = f"book/{chapter.path.stem}.html"
    back = {link["href"] for link in parsed(page).select(".evidence a")}
    for claim in chapter.claims:
        quote = places(page)[f"claim-{claim.id}"]
        assert quote.name == "blockquote", claim.id
        assert f"verdict-{claim.verdict}" in quote["class"], claim.id
        assert quote.select_one("strong.verdict").get_text() == f"Verdict: {claim.verdict}"
        line = quote.find_parent("details", class_="claim").find("summary").get_text()
        assert line.startswith(f"Verdict: {claim.verdict}Claim {claim.id} (source")
        links = [a["href"] for a in quote.select(".claim-evidence a")]
        assert len(links) == len(claim.evidence), claim.id
        for link, cell in zip(links, claim.evidence, strict=True):
            target = places(page)[link.removeprefix("#")]
            source = (
                target if "cell" in target.get("class", []) else target.find_parent("div", "cell")
            )
            assert source.select_one(".cell_input pre").get_text().strip() == cell.source.strip()
        assert not links or f"#claim-{claim.id}" in back


@pytest.mark.parametrize("chapter", NOTEBOOKS, ids=lambda chapter: chapter.path.stem)
def test_pictures_are_described(chapter):
    for image in parsed(f"book/{chapter.path.stem}.html").select(".cell_output img"):
        assert not re.fullmatch(r"(.*/)?[\w-]+\.(png|svg)", image["alt"]), image["alt"]


LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


@pytest.mark.parametrize("page", ["index.html", "search.html", *PAGES])
def test_no_tag_loads_from_another_host(page):
    for tag, attribute in LOADING.items():
        for element in parsed(page).find_all(tag, attrs={attribute: True}):
            if element.get("rel") not in (["canonical"], ["next"], ["prev"]):
                assert not urlsplit(element[attribute]).netloc, element


@pytest.mark.parametrize("page", PAGES)
def test_internal_links_resolve(page):
    broken = []
    for link in parsed(page).find_all("a", href=True):
        address = urlsplit(link["href"])
        if address.scheme or address.netloc:
            continue
        path = (SITE / page).parent / unquote(address.path) if address.path else SITE / page
        inside = path.resolve().relative_to(SITE).as_posix()
        named = address.fragment and path.suffix == ".html"
        if not path.exists() or (named and unquote(address.fragment) not in places(inside)):
            broken.append(link["href"])
    assert not broken


@pytest.mark.parametrize("page", PAGES)
def test_every_formula_is_set(page):
    article = parsed(page).select_one("article")
    assert all(formula.select("mjx-container") for formula in article.select(".math"))
    assert not article.select("mjx-merror")


@pytest.mark.parametrize("page", PAGES)
def test_no_formula_is_left_as_it_was_typed(page):
    texts = parsed(page).article.find_all(string=re.compile(r"\$[^$]+\$"))
    assert [text for text in texts if not text.find_parent(["pre", "code", "script"])] == []


# The title page.


def test_the_title_page_has_a_card_for_each_chapter():
    cards = parsed("book/intro.html").select("ol.chapter-cards > li")
    for card, chapter in zip(cards, CHAPTERS, strict=True):
        course, stem = chapter.metadata["course"], chapter.path.stem
        assert card.find("a").get_text() == course["question"]
        assert card.find("a")["href"] == f"{stem}.html"
        minutes = f"Chapter {chapter.number} · {course['minutes']} minutes"
        assert card.select_one(".chapter-number").get_text() == minutes
        assert card.find("img")["src"] == f"../_static/covers/{stem}.svg"


@pytest.mark.parametrize("name", ["intro", *(chapter.path.stem for chapter in CHAPTERS)])
def test_a_shared_link_has_a_picture(name):
    with Image.open(SITE / "_static" / "covers" / f"{name}.png") as picture:
        assert picture.size == (1200, 630)
        words, drawing = (0, 100, 600, 500), (672, 100, 1152, 530)
        for part in (words, drawing):
            grey = picture.convert("L").crop(part)
            inked = sum(grey.histogram()[:200]) / (grey.width * grey.height)
            assert inked > 0.005, part


# The library's page, and the ways to it.


# Where the functions that are used as `al.plots.name` stand.
FIGURES = ("actloss.show.plots", "actloss.show.flow")


def public_names():
    """Every name that the package offers, and the functions of `plots`; `race` is both."""
    names = {n for n in dir(al) if getattr(getattr(al, n), "__module__", "").startswith("actloss.")}
    figures = [n for n, f in vars(plots).items() if getattr(f, "__module__", "") in FIGURES]
    return [*names, "ACTIVATIONS", "LOSSES", *(n for n in figures if not n.startswith("_"))]


def explained_names():
    """The anchors of the library's page, without those of methods and attributes."""
    entries = parsed("book/api.html").select("dl.py:is(.function, .class, .exception, .data) > dt")
    return [entry["id"] for entry in entries]


def test_every_public_name_is_explained_once():
    explained = [name.rpartition(".")[2] for name in explained_names() if ".gallery." not in name]
    assert sorted(explained) == sorted(public_names())


def test_an_anchor_is_where_the_name_comes_from():
    for anchor in explained_names():
        module, _, name = anchor.rpartition(".")
        assert hasattr(import_module(module), name), anchor


@pytest.mark.parametrize("name", ["metrics.accuracy", "losses.regression.huber"])
def test_examples_are_shown_as_code(name):
    entry = parsed("book/api.html").find(id=f"actloss.{name}").parent
    example = entry.select_one("div.highlight pre").get_text().strip()
    assert example.startswith(">>> ")
    assert example in inspect.getdoc(getattr(al, name.rpartition(".")[2]))


@pytest.mark.parametrize("chapter", NOTEBOOKS, ids=lambda chapter: chapter.path.stem)
def test_names_in_code_lead_to_the_library(chapter):
    cells = parsed(f"book/{chapter.path.stem}.html").select("div.cell_input pre")
    explained = {}
    for full in explained_names():
        module, _, name = full.rpartition(".")
        explained[f"al.plots.{name}" if module in FIGURES else f"al.{name}"] = full
    seen = set()
    for html, cell in zip(cells, chapter.code, strict=True):
        used = names_in(cell.source)
        links = {link.get_text(): link["href"] for link in html.select("a.library")}
        wanted = {name: f"api.html#{explained[name]}" for name in used}
        assert links == wanted, cell.name
        seen |= used
    assert seen


def names_in(source):
    """What Python's own parser finds of `al.name` and `al.plots.name`."""
    attributes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
    names = {ast.unparse(node) for node in attributes}
    return {name for name in names if re.fullmatch(r"al\.(plots\.)?\w+", name)} - {"al.plots"}


def test_the_gallery_leads_to_the_library_and_to_the_papers():
    page = parsed("book/gallery.html")
    for name in (*al.ACTIVATIONS, *al.LOSSES):
        link = page.select_one(f'.actloss-card a.library[href$=".{name}"]')
        assert link.get_text() == f"al.{name}"
    known = page.select_one('#activation-relu a[href^="references.html#"]')
    paper = parsed("book/references.html").find(id=known["href"].partition("#")[2])
    assert "Rectified linear units improve" in paper.get_text()
    unknown = page.select_one("#loss-hinge cite")
    assert unknown.get_text() == "Cortes & Vapnik (1995)"
    assert unknown.find("a") is None


def test_the_gallery_leads_to_the_lines_of_other_libraries():
    entries = parsed("book/in_your_framework.html").select("details.atlas-thing")
    ids = {entry["id"] for entry in entries}
    for card in parsed("book/gallery.html").select(".actloss-card"):
        name = card["id"].partition("-")[2]
        links = [link["href"] for link in card.select('a[href*="in_your_framework"]')]
        assert links == [f"in_your_framework.html#{name}"] * (name in ids), name
    assert len(ids) > 30


# The browser. That every page is quiet is seen by test_weight.py, which loads them all.


def check_quiet(seen):
    assert seen.foreign == [], "the page asks other hosts"
    assert seen.complaints == [], "the console complains"


def test_root_opens_the_first_page(browser, served):
    with visit(browser, served, served) as seen:
        seen.page.wait_for_url(served + PAGES[0], wait_until="commit")


def visible_pictures(page):
    """The labels of the pictures that can be seen."""
    return page.eval_on_selector_all(
        ".actloss-explore .actloss-frame",
        "all => all.filter(one => one.checkVisibility()).map(one => one.ariaLabel)",
    )


@pytest.mark.parametrize(
    ("page", "scheme"), [*((page, "http") for page in EXPLORABLE_PAGES), (PAGES[0], "file")]
)
def test_a_slider_moves_by_keyboard(page, scheme, browser, served):
    home = served if scheme == "http" else f"{SITE.as_uri()}/"
    with visit(browser, home + page, home) as seen:
        slider = seen.page.locator(".actloss-explore input").first
        spoken, pictures = slider.get_attribute("aria-valuetext"), visible_pictures(seen.page)
        assert spoken in " ".join(pictures)
        at_end = slider.input_value() == slider.get_attribute("max")
        slider.press("ArrowLeft" if at_end else "ArrowRight")
        moved = slider.get_attribute("aria-valuetext")
        assert moved != spoken
        assert visible_pictures(seen.page) != pictures
        assert f"= {moved}" in " ".join(visible_pictures(seen.page))
        check_quiet(seen)


@pytest.mark.parametrize("name", ["leaky_relu", "fit_many", "load_claims"])
def test_search_finds_a_name(name, browser, served):
    with visit(browser, f"{served}search.html?q={name}", served) as seen:
        first = seen.page.locator("#search-results .search a").first
        first.wait_for(timeout=10_000)
        assert re.search(rf"book/api.html#actloss\.[\w.]+\.{name}$", first.get_attribute("href"))
        check_quiet(seen)


def test_the_watch_for_foreign_requests_works(browser, served, tmp_path):
    (tmp_path / "page.html").write_text('<img src="https://example.org/x.png"><script>x()</script>')
    home = f"{tmp_path.as_uri()}/"
    with visit(browser, home + "page.html", home) as seen:
        assert seen.foreign == ["https://example.org/x.png"]
        assert any("x is not defined" in complaint for complaint in seen.complaints)


# What takes longer.


@pytest.mark.slow
@pytest.mark.parametrize("chapter", NOTEBOOKS[7::8], ids=lambda chapter: chapter.path.stem)
def test_chapter_reproduces(chapter, tmp_path):
    """`make notebooks` leaves a chapter as it is; pixels may differ between machines.

    That the outputs are the stored ones is nbval's to say, of every chapter; this is the rest.
    """
    from publish.chapters import notebooks

    copy = tmp_path / chapter.path.name
    copy.write_bytes(chapter.path.read_bytes())
    report, success = notebooks.run(copy)
    assert success, report
    assert without_pixels(copy) == without_pixels(chapter.path)


def without_pixels(path):
    return re.sub(r'"image/png": "[^"]*"', '"image/png": ""', path.read_text(encoding="utf-8"))
