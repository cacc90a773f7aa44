"""Few bytes: what each page loads, its figures, and the icons that were left in their font."""

import io
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from test_site import check_quiet

from benchmarks import page as text_page
from benchmarks.chapters import weights
from publish.website.pages import icons, pictures
from visits import visit
from website import parsed

pytestmark = pytest.mark.usefixtures("built")

FONTS = weights.SITE / "_static" / icons.FONTS


def lines(files):
    """The heaviest files, one a line."""
    return "\n".join(f"{size:>9,} {path.name}" for path, size in [*files.items()][:8])


@pytest.fixture
def seen(name, browser, served):
    with visit(browser, served + name, served) as seen:
        yield seen


@pytest.mark.parametrize("name", weights.names())
def test_a_page_loads_little_and_only_what_it_needs(name, seen):
    check_quiet(seen)
    page = weights.Page(name, tuple(seen.loaded))
    assert page.weight <= weights.LIMITS[page.kind], f"{page.weight:,} bytes:\n{lines(page.loaded)}"
    loaded = {path.relative_to(weights.SITE).as_posix() for path in page.loaded}
    assert ("_static/explore.js" in loaded) == (page.kind == "explorables")
    assert any("vendor/mathjax/" in path for path in loaded) == page.has_formulas
    assert ("searchindex.js" in loaded) == (name == "search.html")
    check_icons(seen.page)
    assert number(stored()[page.title][1]) == pytest.approx(page.weight, rel=0.15), AGAIN


# All that is drawn with the icon fonts: the element's class, the font, its weight, the text. An
# element that names an icon draws it before itself.
ICONS = """() => [...document.querySelectorAll("*")].flatMap((element) =>
  ["::before", "::after"].flatMap((place) => {
    const style = getComputedStyle(element, place);
    const icon = place === "::before" && element.matches(".fa, .fas, .far, .fab, [class*='fa-']");
    const drawn = !["none", "normal"].includes(style.content);
    return icon || (drawn && style.fontFamily.includes("Font Awesome"))
      ? [[String(element.className), style.fontFamily, style.fontWeight, style.content]]
      : [];
  })
)"""


def font_file(family, weight):
    if "Brands" in family:
        return "fa-brands-400"
    return "fa-solid-900" if int(weight) >= 600 else "fa-regular-400"


@cache
def glyphs(font):
    return set(TTFont(FONTS / f"{font}.woff2").getBestCmap() or {})


def check_icons(page):
    found = page.evaluate(ICONS)
    assert found
    for name, family, weight, content in found:
        assert "Font Awesome" in family, name
        assert content != "none", f"no rule for the icon {name}"
        drawn = {ord(character) for character in content.strip('"')}
        assert drawn <= glyphs(font_file(family, weight)), f"no glyph for the icon {name}"


# Figures and other images.


@pytest.mark.parametrize("name", weights.names())
def test_figures_are_light_and_have_a_size(name):
    page = weights.Page(name)
    heavy = {path: size for path, size in page.figures.items() if size > weights.FIGURE_LIMIT}
    assert not heavy, f"more than {weights.FIGURE_LIMIT:,} bytes:\n{lines(heavy)}"
    for image in parsed(name).find_all("img"):
        assert image.get("width", "").isdigit(), image
        assert image.get("height", "").isdigit(), image


def test_the_notebooks_figures_are_found():
    assert len(weights.Page("book/08_regression_losses.html").figures) > 5
    assert not weights.Page("book/references.html").figures


def test_a_heavy_picture_gets_fewer_colours(monkeypatch):
    noise = Image.merge("RGBA", [Image.effect_noise((100, 100), 120) for _ in "RGBA"])
    full = pictures.with_palette(noise)
    monkeypatch.setattr(pictures, "HEAVY", len(full) - 1)
    fewer = pictures.with_palette(noise)
    assert len(fewer) < len(full)
    counts = [len(Image.open(io.BytesIO(png)).getcolors()) for png in (full, fewer)]
    assert counts[1] <= pictures.PALETTES[1] < counts[0] <= pictures.PALETTES[0]


# The icon fonts as such.


CSS = (
    '.fa-bars:before,.fa-navicon:before{content:"\\f0c9"}.fa-at:before{content:"\\@"}'
    '.fa-0:before{content:"\\30 "}:root{--divider:"\uf105"}'
)


def test_rules_of_unused_icons_go():
    kept = icons.without_unused(CSS, {"fa-navicon", "fa-solid"})
    assert kept == CSS.replace('.fa-at:before{content:"\\@"}.fa-0:before{content:"\\30 "}', "")
    assert icons.own_characters(kept) == {0xF0C9, 0xF105}
    assert icons.own_characters(icons.without_unused(CSS, set())) == {0xF105}


def test_names_come_from_pages_and_own_scripts_only(tmp_path):
    for path, text in {
        "book/page.html": '<i class="fas fa-bars"></i>',
        "_static/own.js": 'element.matches(".fa-play")',
        "_static/scripts/theme.js": "<i class='fa-xmark'>",
        "_static/vendor/widgets.js": ".fa-ship:before",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert icons.used_names(tmp_path) == {"fa-bars", "fa-play", "fa-xmark"}


def test_fonts_are_small_and_say_what_they_are():
    files = sorted(FONTS.iterdir())
    assert [path.suffix for path in files] == [".woff2"] * 3
    for path in files:
        assert path.stat().st_size < 10_000
        names = {record.nameID: str(record) for record in TTFont(path)["name"].names}
        assert names[0] == "Copyright (c) Font Awesome"
        assert {names[n] for n in (*icons.FAMILY, *icons.FULL_NAME)} == {icons.OWN_NAME}
        assert names[icons.LICENCE].startswith("SIL Open Font License")


# The table.


AGAIN = "the table of the page is old: run make weights"


def stored():
    """The stored table: what stands in the line of each page."""
    table = text_page.part(weights.PAGE.read_text(encoding="utf-8"), "weights")
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    return {title: cells for title, *cells in rows}


def test_the_stored_table_has_every_page_within_its_limit():
    pages = [weights.Page(name) for name in weights.names()]
    assert list(stored()) == [page.title for page in pages], AGAIN
    for page in pages:
        kind, loads, limit, figure = stored()[page.title]
        assert kind == page.kind, AGAIN
        assert number(limit) == weights.LIMITS[kind]
        assert number(loads) <= number(limit)
        assert figure == "–" or number(figure) <= weights.FIGURE_LIMIT


def number(cell):
    return int(cell.replace(",", "")) * 1000


def test_weights_are_those_of_packed_files(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "SITE", tmp_path)
    (tmp_path / "page.html").write_text(
        "<title>Page &#8212; Course</title>" + "x" * 5000 + '<article><img src="a.png"></article>'
    )
    (tmp_path / "a.png").write_bytes(bytes(3000))
    (tmp_path / "font.woff2").write_bytes(bytes(2000))
    urls = ("http://host/page.html?x=1", "http://host/font.woff2", "http://host/a.png", "data:,x")
    page = weights.Page("page.html", urls)
    assert 2000 < page.weight < 2300
    assert list(page.loaded) == [tmp_path / "font.woff2", tmp_path / "page.html"]
    assert page.largest_figure == 3000
    assert weights.table([page]).splitlines()[-1] == "| Page | text | 2 | 450 | 3 |"
