"""The zip: opened from a folder with a difficult name, without a server and without a network."""

import hashlib
import re
import zipfile

import pytest

from publish.chapters import contents
from publish.chapters.chapter import chapters
from publish.downloads import offline
from visits import visit

PAGES = [f"{page}.html" for page in contents.pages()]
EXPLORABLE = next(
    f"book/{chapter.path.stem}.html"
    for chapter in chapters(contents.ROOT / "book")
    if any(cell.explorable for cell in chapter.code)
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("packed") / "course.zip"
    offline.pack_site(path)
    return path


@pytest.fixture(scope="module")
def home(archive, tmp_path_factory):
    """The address of the unpacked site."""
    folder = tmp_path_factory.mktemp("unpacked") / "mes leçons 课"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return f"{(folder / contents.NAME).as_uri()}/"


def test_the_same_site_gives_the_same_bytes(archive, tmp_path):
    offline.pack_site(tmp_path / "again.zip")
    first, again = (
        hashlib.sha256(path.read_bytes()).digest() for path in (archive, tmp_path / "again.zip")
    )
    assert first == again


def test_the_zip_is_one_folder_with_all_pages_and_their_notebooks(archive):
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        assert {name.partition("/")[0] for name in names} == {contents.NAME}
        inside = {name.partition("/")[2] for name in names}
        page = packed.read(f"{contents.NAME}/{PAGES[1]}").decode()
        readme = packed.read(f"{contents.NAME}/README.txt").decode()
    assert {"index.html", "search.html", ".nojekyll", *PAGES} <= inside
    downloads = re.findall(r'href="\.\./(_sources/[^"]+)"', page)
    assert downloads
    assert set(downloads) <= inside
    assert readme.startswith(contents.TITLE)


def check_quiet(seen):
    assert seen.foreign == [], "the page asks for what is not in the folder"
    assert seen.complaints == [], "the console complains"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_page_opens_from_a_file(page, browser, home):
    with visit(browser, home + page, home) as seen:
        check_quiet(seen)
        formulas = seen.page.locator("article .math").count()
        assert seen.page.locator("article .math mjx-container").count() >= formulas
        failed = "fonts => fonts.filter(font => font.status === 'error').map(font => font.family)"
        assert seen.page.evaluate(f"({failed})([...document.fonts])") == []


def test_the_folder_opens_at_the_first_page(browser, home):
    with visit(browser, f"{home}index.html", home) as seen:
        seen.page.wait_for_url(f"{home}{PAGES[0]}", wait_until="commit")


def test_a_slider_moves(browser, home):
    with visit(browser, home + EXPLORABLE, home) as seen:
        slider = seen.page.locator(".actloss-explore").get_by_role("slider").first
        before = slider.input_value()
        slider.press("ArrowLeft" if before == slider.get_attribute("max") else "ArrowRight")
        assert slider.input_value() != before
        check_quiet(seen)


def test_the_link_to_run_in_the_browser_leads_to_why_it_cannot(browser, home):
    with visit(browser, home + EXPLORABLE, home) as seen:
        seen.page.get_by_role("link", name="in your browser", exact=True).click()
        seen.page.wait_for_url(f"{home}book/run.html#in-your-browser")
        assert "does not let a page from a file start Python" in seen.page.inner_text("article")
        check_quiet(seen)


def test_search_finds_a_function_and_leads_to_it(browser, home):
    with visit(browser, f"{home}search.html?q=leaky_relu", home) as seen:
        results = seen.page.locator("#search-results .search a")
        results.first.wait_for(timeout=10_000)
        seen.page.get_by_text("Search finished").wait_for()
        check_quiet(seen)
        results.first.click()
        seen.page.wait_for_url(re.compile("book/api.html"))
        assert seen.page.locator(":target").get_attribute("id").endswith(".leaky_relu")
        check_quiet(seen)
