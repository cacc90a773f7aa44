"""Where a chapter runs: addresses that follow the fork, the header's menu, the line on top."""

from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sphinx.errors import ConfigError
from test_site import check_quiet

from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT
from publish.chapters.editions import edition
from publish.website.pages.launch import PUBLIC_BINDER, binder_address, binderhub_url, offer, ways
from visits import visit
from website import parsed

PAGE = "book/02_sigmoid_mse_slowdown"
NOTEBOOK = ROOT / f"{PAGE}.ipynb"
LAB = f"lab/tree/{PAGE}.ipynb"
CHAPTERS = [f"book/{chapter.path.stem}" for chapter in chapters(ROOT / "book")]


# Binder's addresses. Binder cuts what follows v2/ at the first slashes and then unquotes it.


@pytest.mark.parametrize(
    ("repository", "branch", "path"),
    [
        ("https://github.com/ada/course", "main", "/v2/gh/ada/course/main"),
        ("https://github.com/ada/course", "fix/é#1", "/v2/gh/ada/course/fix/%C3%A9%231"),
        ("https://gitlab.com/ada/course", "main", "/v2/gl/ada%2Fcourse/main"),
        ("https://gitlab.com/a/b/c", "main", "/v2/gl/a%2Fb%2Fc/main"),
        (
            "https://gitlab.school.org/a/b",
            "main",
            "/v2/git/https%3A%2F%2Fgitlab.school.org%2Fa%2Fb/main",
        ),
        (
            "https://gitlab.com:8443/a/b",
            "main",
            "/v2/git/https%3A%2F%2Fgitlab.com%3A8443%2Fa%2Fb/main",
        ),
    ],
)
def test_binder_is_told_the_repository_and_the_branch(repository, branch, path):
    address = urlsplit(binder_address("https://hub.org/binder", repository, branch, LAB))
    assert address.netloc == "hub.org"
    assert address.path == f"/binder{path}"
    assert address.query == f"urlpath={LAB.replace('/', '%2F')}"
    assert address.fragment == ""


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, PUBLIC_BINDER),
        ({"BINDERHUB_URL": ""}, ""),
        ({"BINDERHUB_URL": "https://hub.school.org/binder/"}, "https://hub.school.org/binder"),
    ],
)
def test_the_binder_is_the_public_one_or_another_or_none(environment, found):
    assert binderhub_url(environment) == found


@pytest.mark.parametrize("wrong", ["hub.school.org", "ssh://hub.org", "https://", "https://h?x=1"])
def test_a_wrong_address_of_a_binder_is_an_error_that_says_what_to_do(wrong):
    with pytest.raises(ConfigError) as error:
        binderhub_url({"BINDERHUB_URL": wrong})
    assert repr(wrong) in str(error.value)
    assert "BINDERHUB_URL" in str(error.value)
    assert PUBLIC_BINDER in str(error.value)


# What a page offers.


def config(forge="github", hub=PUBLIC_BINDER):
    return SimpleNamespace(
        course_binderhub=hub,
        course_forge=forge,
        course_repository="https://github.com/bob/fork",
        html_theme_options={"repository_branch": "devel"} if forge else {},
    )


def pathto(page, resource=False):
    return f"../{page}" if resource else f"../{page}.html"


def test_a_fork_has_links_of_its_own():
    in_browser, on_binder, at_home = ways(config(), PAGE, NOTEBOOK, pathto)
    name = edition(NOTEBOOK)
    assert in_browser.address == f"../lite/notebooks/index.html?path={name}"
    assert on_binder.address.startswith(f"{PUBLIC_BINDER}/v2/gh/bob/fork/devel?")
    assert parse_qs(urlsplit(on_binder.address).query) == {"urlpath": [LAB]}
    assert at_home.address == "../book/run.html#at-home"


@pytest.mark.parametrize("without", [{"forge": None}, {"hub": ""}])
def test_binder_is_absent_without_a_repository_or_a_binder(without):
    words = [way.words for way in ways(config(**without), PAGE, NOTEBOOK, pathto)]
    assert words == ["in your browser", "at home"]


def offered(metadata):
    app = SimpleNamespace(
        config=config(),
        srcdir=ROOT,
        env=SimpleNamespace(metadata=metadata),
        add_js_file=lambda name, **attributes: context["scripts"].append(name),
    )
    context = {
        "body": "<h1>Why?</h1><h1>Again</h1>",
        "header_buttons": ["other"],
        "pathto": pathto,
        "scripts": [],
    }
    offer(app, PAGE, "page.html", context, None)
    return context


def test_a_chapter_has_the_menu_first_and_the_line_below_its_title():
    context = offered({PAGE: {"course": "{}"}})
    menu, other = context["header_buttons"]
    assert other == "other"
    assert menu["label"] == "launch-buttons"
    assert [button["text"] for button in menu["buttons"]] == [
        "Run in your browser",
        "Run on Binder",
        "Run at home",
    ]
    assert context["body"].startswith('<h1>Why?</h1>\n<p class="run-chapter">Run this chapter: ')
    assert context["body"].count("run-chapter") == 1
    assert context["body"].endswith("<h1>Again</h1>")
    assert context["scripts"] == ["later.js", "live.js"]


@pytest.mark.parametrize("metadata", [{}, {PAGE: {"kernelspec": "{}"}}])
def test_other_pages_have_neither(metadata):
    context = offered(metadata)
    assert context["header_buttons"] == ["other"]
    assert "run-chapter" not in context["body"]


# The built site.


def links(page):
    """What the line and the menu of a page say, and where it leads."""
    html = parsed(f"{page}.html")
    line = html.select("h1 + p.run-chapter > a")
    menu = html.select(".dropdown-launch-buttons ul a")
    return (
        {link.get_text(): link["href"] for link in line},
        {link.get_text().strip().removeprefix("Run "): link["href"] for link in menu},
    )


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("page", CHAPTERS)
def test_menu_and_line_of_a_chapter_agree(page):
    line, menu = links(page)
    assert line == menu
    assert set(line) - {"on Binder"} == {"in your browser", "at home"}
    assert line["in your browser"].endswith(f"?path={edition(ROOT / f'{page}.ipynb')}")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("page", CHAPTERS)
def test_binder_opens_the_same_branch_and_file_as_the_link_to_the_source(page):
    line, _ = links(page)
    source = parsed(f"{page}.html").select_one("a.btn-source-file-button")
    assert ("on Binder" in line) == bool(source)
    if not source:
        pytest.skip("this copy was built without a repository; unproved: its links to Binder")
    asked = urlsplit(line["on Binder"])
    urlpath = parse_qs(asked.query)["urlpath"][0]
    path = urlpath.removeprefix("lab/tree/")
    assert (ROOT / path).is_file()
    branch = unquote(asked.path).rpartition("/")[2]
    assert urlsplit(source["href"]).path.endswith(f"/{branch}/{path}")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("page", ["book/intro", "book/gallery", "book/notation"])
def test_a_page_that_is_no_chapter_has_nothing_to_run(page):
    assert links(page) == ({}, {})


@pytest.mark.parametrize(("width", "mode"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_the_menu_opens_by_keyboard_within_the_window(width, mode, browser, served):
    with visit(browser, f"{served}{PAGE}.html", served, width, 700, mode) as seen:
        button = seen.page.get_by_role("button", name="Run this chapter")
        assert '"Run"' in button.evaluate("one => getComputedStyle(one, '::after').content")
        first = seen.page.get_by_role("link", name="Run in your browser")
        assert not first.is_visible()
        button.press("Enter")
        first.wait_for()
        box = first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        check_quiet(seen)


def test_paper_has_no_line_of_links(browser, served):
    with visit(browser, f"{served}{PAGE}.html", served) as seen:
        line = seen.page.locator("p.run-chapter")
        assert line.is_visible()
        seen.page.emulate_media(media="print")
        assert not line.is_visible()
