"""What others see of the site: previews, addresses that stay, how to cite it, deployment."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from docutils.core import publish_doctree
from nbformat.v4 import new_markdown_cell, new_notebook
from pybtex.database import parse_string
from sphinx.errors import ConfigError

from publish.chapters.address import site_url
from publish.chapters.chapter import chapters
from publish.chapters.citation import bibtex, read, sentence
from publish.website.sharing.previews import LIMIT, opening, what_it_teaches
from publish.website.sharing.redirects import addresses
from visits import visit
from website import parsed

ROOT = Path(__file__).parents[2]
ADDRESSES = "publish/website/sharing/addresses.yml"
SITE = ROOT / "_build" / "html"
CHAPTERS = chapters(ROOT / "book")


def pages_of_contents():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = [entry["file"] for part in contents["parts"] for entry in part["chapters"]]
    return [contents["root"], *listed]


PAGES = pages_of_contents()


def meta(page):
    """Names and contents of a page's <meta> tags."""
    tags = page.find_all("meta", content=True)
    return {tag.get("name") or tag.get("property"): tag["content"] for tag in tags}


def graph(page):
    return json.loads(page.find("script", type="application/ld+json").string)


# The address.


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({}, ""),
        ({"SITE_URL": ""}, ""),
        ({"SITE_URL": "https://ada.github.io/course"}, "https://ada.github.io/course/"),
        ({"SITE_URL": "http://127.0.0.1:8000/"}, "http://127.0.0.1:8000/"),
        ({"CI_PAGES_URL": "https://ada.gitlab.io/course"}, "https://ada.gitlab.io/course/"),
        ({"CI_PAGES_URL": "https://ada.gitlab.io/course", "SITE_URL": ""}, ""),
        ({"CI_PAGES_URL": "https://a.org", "SITE_URL": "https://b.org"}, "https://b.org/"),
    ],
)
def test_the_address_is_found(environment, found):
    assert site_url(environment) == found


@pytest.mark.parametrize(
    "address",
    [
        "ada.github.io/course",
        "/course/",
        "file:///srv/course",
        "https://",
        "https://a.org/index.html",
        "https://a.org/?page=1",
        "https://a.org/#top",
        "https://ada:secret@a.org/",
    ],
)
def test_a_wrong_address_is_refused(address):
    with pytest.raises(ConfigError, match="SITE_URL must be the full address") as refused:
        site_url({"SITE_URL": address})
    assert repr(address) in str(refused.value)


# Descriptions.


@pytest.mark.parametrize("page", PAGES)
def test_a_page_describes_itself_in_plain_words(page):
    said = meta(parsed(f"{page}.html"))
    description = said["description"]
    assert 100 <= len(description) <= LIMIT
    assert not re.search(r"[`$\\*\n]|\]\(|  ", description)
    assert description[-1] in ".!?…"
    assert said["og:description"] == description
    assert said["og:title"] == parsed(f"{page}.html").find("h1").find(string=True, recursive=False)
    assert said["og:type"] == ("website" if page == PAGES[0] else "article")


def test_descriptions_differ():
    said = [meta(parsed(f"{page}.html"))["description"] for page in PAGES]
    assert len(set(said)) == len(said)


def test_search_has_a_description_too():
    assert meta(parsed("search.html"))["description"]


def test_a_chapter_is_described_by_what_fits():
    course = {"question": "Does it bend?", "learn": ["why", "x" * 120, "y" * 50, "how"]}
    assert what_it_teaches(course) == f"Does it bend? You learn why; {'x' * 120}."
    course["learn"] = ["word " * 60]
    described = what_it_teaches(course)
    assert len(described) <= LIMIT
    assert described.endswith("word …")


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.path.stem)
def test_what_one_learns_completes_the_sentence(chapter):
    """ "You learn ..." goes on with "to derive", "why", "how", or a thing."""
    opens = ("to ", "why ", "how ", "when ", "what ", "which ", "that ", "the ")
    assert [
        item for item in chapter.metadata["course"]["learn"] if not item.startswith(opens)
    ] == []


def test_another_page_is_described_by_its_opening():
    long = "word " * 50
    start = "Title\n=====\n\nOne *two*\nthree. Four ``five``?\n\n* item"
    text = f"{start}\n\nSix. {long}.\n\nMore\n----\n\nNo."
    described = opening(publish_doctree(text, settings_overrides={"doctitle_xform": False}))
    assert described.startswith("One two three. Four five? Six. word word")
    assert described.endswith("word …")
    assert 190 <= len(described) <= LIMIT
    whole = f"{'A sentence of eight words is this here. ' * 4}{long}."
    assert (
        opening(publish_doctree(whole)) == ("A sentence of eight words is this here. " * 4).strip()
    )
    assert opening(publish_doctree("Short. And complete.")) == "Short. And complete."


# The vocabulary of schema.org.


def test_the_title_page_is_a_course():
    course = graph(parsed(f"{PAGES[0]}.html"))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (course["@context"], course["@type"]) == ("https://schema.org", "Course")
    assert course["name"] == citation["title"]
    assert course["keywords"] == citation["keywords"]
    assert [author["name"] for author in course["author"]] == [citation["authors"][0]["name"]]
    assert course["license"] == [f"https://spdx.org/licenses/{x}" for x in citation["license"]]
    assert course["isAccessibleForFree"] is True
    minutes = sum(chapter.metadata["course"]["minutes"] for chapter in CHAPTERS)
    assert course["timeRequired"] == f"PT{minutes}M"
    assert [part["position"] for part in course["hasPart"]] == list(range(1, len(CHAPTERS) + 1))
    for part, chapter in zip(course["hasPart"], CHAPTERS, strict=True):
        assert part["name"] == chapter.metadata["course"]["question"]
        assert part["url"].endswith(f"{chapter.path.stem}.html")


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.path.stem)
def test_a_chapter_is_a_learning_resource(chapter):
    resource = graph(parsed(f"book/{chapter.path.stem}.html"))
    course = chapter.metadata["course"]
    assert resource["@type"] == "LearningResource"
    assert resource["name"] == course["question"]
    assert resource["teaches"] == course["learn"]
    assert resource["competencyRequired"] == course["needs"]
    assert resource["timeRequired"] == f"PT{course['minutes']}M"
    assert resource["position"] == chapter.number
    assert resource["isPartOf"]["url"].endswith(f"{Path(PAGES[0]).name}.html")


def test_other_pages_make_no_such_claim():
    for page in set(PAGES[1:]) - {f"book/{chapter.path.stem}" for chapter in CHAPTERS}:
        assert parsed(f"{page}.html").find("script", type="application/ld+json") is None


# Addresses that stay.


@pytest.mark.parametrize("page", addresses()["published"])
def test_a_published_address_stays(page):
    assert (SITE / f"{page}.html").exists(), (
        f"{page}.html was published, and now leads nowhere. Say in {ADDRESSES}, under "
        f"`moved`, which page has its text now: `{page}: book/new_name`"
    )


def test_every_page_is_on_the_list_of_addresses():
    missing = [page for page in PAGES if page not in addresses()["published"]]
    assert not missing, f"add to `published` in {ADDRESSES}: {', '.join(missing)}"


# A small book that is published, under an address and from a repository.

COURSE = {
    "question": "Does it bend </script>?",
    "minutes": 30,
    "learn": ['why "it" bends'],
    "needs": ["lines & slopes"],
}
ADDRESS = "https://ada.github.io/course"
REPOSITORY = "https://github.com/ada/course"
MADE_BY_RUNNERS = re.compile("GITHUB_|CI_|SITE_URL|REPOSITORY_|MAKE")


class Book:
    def __init__(self, root):
        self.root, self.site = root, root / "_build" / "html"

    def begin(self):
        root = self.root
        skip = shutil.ignore_patterns("node_modules", "__pycache__")
        shutil.copytree(ROOT / "publish", root / "publish", ignore=skip)
        (root / "book").mkdir()
        for name in ("conf.py", "CITATION.cff", "requirements.txt", "constraints.txt"):
            shutil.copy(ROOT / name, root)
        self.write(
            "_toc.yml", "format: jb-book\nroot: book/intro\nchapters: [{file: book/01_bend}]"
        )
        self.write("book/intro.md", "# Course\n\nIt bends.")
        self.write("book/references.bib", "")
        self.redirect({"book/old": "book/01_bend#why", "gone": "book/intro"})
        cell = new_markdown_cell("# Does it bend?\n\nYes.\n\n## Why\n\nNo.", id="bend")
        nbformat.write(
            new_notebook(cells=[cell], metadata={"course": COURSE}), root / "book/01_bend.ipynb"
        )
        return self

    def write(self, name, text):
        (self.root / name).write_text(text, encoding="utf-8")

    def redirect(self, moved):
        self.write(ADDRESSES, yaml.safe_dump({"published": [], "moved": moved}))

    def build(self, **places):
        """Build with these variables; return what Sphinx complains of."""
        own = {name: text for name, text in os.environ.items() if not MADE_BY_RUNNERS.match(name)}
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
        done = subprocess.run(
            [*command, "-D", "nb_execution_mode=off", "-d", "_build/doctrees", ".", "_build/html"],
            cwd=self.root,
            capture_output=True,
            text=True,
            env={**own, "PYTHONPATH": ".", **places},
        )
        assert (done.returncode == 0) == (done.stderr == ""), done.stderr
        return done.stderr

    def page(self, name):
        return BeautifulSoup((self.site / name).read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    book = Book(tmp_path_factory.mktemp("book")).begin()
    complaints = book.build(SITE_URL=ADDRESS, REPOSITORY_URL=REPOSITORY, REPOSITORY_BRANCH="dev")
    assert complaints == ""
    return book


def test_a_page_names_its_full_address_and_its_picture(published):
    for name, picture in {"intro": "intro", "01_bend": "01_bend"}.items():
        page = published.page(f"book/{name}.html")
        address = f"{ADDRESS}/book/{name}.html"
        said = meta(page)
        assert page.find("link", rel="canonical")["href"] == said["og:url"] == address
        assert said["og:image"] == f"{ADDRESS}/_static/covers/{picture}.png"
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:image:alt"]
        assert said["twitter:card"] == "summary_large_image"
        assert graph(page)["url"] == address
        assert graph(page)["image"] == said["og:image"]
    assert meta(published.page("search.html"))["og:image"].endswith("/covers/intro.png")


def test_no_text_of_a_chapter_ends_its_data(published):
    page = published.page("book/01_bend.html")
    assert graph(page)["name"] == COURSE["question"]
    assert meta(page)["description"] == 'Does it bend </script>? You learn why "it" bends.'


def test_the_map_lists_the_pages_and_nothing_else(published):
    places = ElementTree.parse(published.site / "sitemap.xml").findall(".//{*}loc")
    assert [place.text for place in places] == [
        f"{ADDRESS}/book/01_bend.html",
        f"{ADDRESS}/book/intro.html",
    ]
    robots = (published.site / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in robots.splitlines()


@pytest.mark.parametrize(
    ("old", "target", "canonical"),
    [
        ("index", "book/intro.html", "book/intro.html"),
        ("gone", "book/intro.html", "book/intro.html"),
        ("book/old", "01_bend.html#why", "book/01_bend.html"),
    ],
)
def test_a_page_that_moved_leads_on(old, target, canonical, published):
    page = published.page(f"{old}.html")
    refresh = page.find("meta", attrs={"http-equiv": "refresh"})
    assert refresh["content"] == f"0; url={target}"
    assert page.find("a")["href"] == target
    assert page.find("link", rel="canonical")["href"] == f"{ADDRESS}/{canonical}"


def test_a_browser_follows_with_the_section(published, browser):
    home = f"{published.site.as_uri()}/"
    leads = {
        "book/old.html": "book/01_bend.html#why",
        "book/old.html?a=1#does-it-bend": "book/01_bend.html?a=1#does-it-bend",
        "index.html": "book/intro.html",
    }
    for asked, shown in leads.items():
        with visit(browser, home + asked, home) as seen:
            seen.page.wait_for_url(home + shown, wait_until="commit", timeout=10_000)


@pytest.mark.parametrize("link", ["repository", "file", "edit"])
def test_links_lead_to_the_repository(link, published):
    wanted = {
        "repository": REPOSITORY,
        "file": f"{REPOSITORY}/blob/dev/book/01_bend.ipynb?plain=1",
        "edit": f"{REPOSITORY}/edit/dev/book/01_bend.ipynb",
    }
    page = published.page("book/01_bend.html")
    found = page.select_one(f"a.btn-source-{link}-button")
    assert found["href"] == wanted[link]
    assert page.select_one("p.report a")["href"].startswith(f"{REPOSITORY}/issues/new?title=")


def test_what_is_not_known_is_left_out(published, tmp_path):
    """From the same folder: what an earlier build wrote goes as well."""
    book = Book(shutil.copytree(published.root, tmp_path / "book"))
    assert book.build(SITE_URL="", REPOSITORY_URL="") == ""
    page = book.page("book/01_bend.html")
    said = meta(page)
    assert not {name for name in said if name and name.startswith(("og:url", "og:image"))}
    assert said["description"]
    assert page.find("link", rel="canonical") is None
    assert graph(page)["url"] == "01_bend.html"
    assert "image" not in graph(page)
    assert not (book.site / "sitemap.xml").exists()
    assert not (book.site / "robots.txt").exists()
    outside = [a["href"] for a in page.find_all("a", href=True) if "://" in a["href"]]
    assert outside == []
    assert page.select_one("p.report") is None


def test_a_wrong_address_or_redirect_stops_the_build(tmp_path):
    book = Book(tmp_path).begin()
    assert "SITE_URL must be the full address" in book.build(SITE_URL="ada.github.io")
    book.redirect({"book/intro": "book/01_bend", "book/old": "book/nowhere"})
    complaints = book.build()
    assert "book/intro is a page again" in complaints
    assert "book/old leads to book/nowhere, which is no page" in complaints


# The citation.


def citation():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    return yaml.load(text, yaml.BaseLoader)


def test_the_citation_file_is_complete():
    """What the format 1.2.0 asks for, and what the pages show of it."""
    said = citation()
    assert said["cff-version"] == "1.2.0"
    assert said["type"] in ("software", "dataset")
    assert all(said[key].strip() for key in ("message", "title", "abstract", "version"))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", said["date-released"])
    assert said["authors"]
    for author in said["authors"]:
        assert "name" in author or {"family-names", "given-names"} <= set(author)
    assert said["license"] == ["MIT", "CC-BY-4.0"]
    assert all(isinstance(word, str) for word in said["keywords"])
    assert re.search(
        rf'^version = "{said["version"]}"$', (ROOT / "pyproject.toml").read_text(), re.M
    )


def test_the_page_shows_both_forms_of_the_file():
    said = {**citation(), "url": None}
    line, entry = (
        block.get_text().strip() for block in parsed("book/cite.html").select(".how-to-cite pre")
    )
    # a build from a repository or for an address adds where the course is
    without = re.sub(r",\n  url = .*", "", entry)
    assert without == bibtex(said)
    assert line.startswith(sentence(said))


@pytest.mark.parametrize(
    ("line", "site", "repository", "found"),
    [
        ("", "", None, None),
        ("", "", "https://x.org/repository", "https://x.org/repository"),
        ("", "https://x.org/site/", "https://x.org/repository", "https://x.org/site/"),
        ("repository-code: https://x.org/code", "https://x.org/site/", None, "https://x.org/code"),
        ("url: https://x.org/home", "https://x.org/site/", None, "https://x.org/home"),
    ],
)
def test_a_citation_has_the_address_that_is_known(line, site, repository, found, tmp_path):
    (tmp_path / "CITATION.cff").write_text(line or "title: x", encoding="utf-8")
    config = SimpleNamespace(html_baseurl=site, course_repository=repository)
    read(SimpleNamespace(confdir=tmp_path), config)
    assert config.course_citation["url"] == found


SEVERAL = {
    "title": "Bends & 100 % of them",
    "version": "2.0_beta",
    "date-released": "2027-01-31",
    "url": "https://a.org/b_c",
    "authors": [
        {"given-names": "Ada", "family-names": "King", "name-particle": "de"},
        {"given-names": "Jan", "family-names": "Bend"},
        {"name": "The benders and others"},
    ],
}


def test_a_citation_with_several_authors():
    assert sentence(SEVERAL) == (
        "Ada de King, Jan Bend and The benders and others (2027). Bends & 100 % of them. "
        "Version 2.0_beta. https://a.org/b_c"
    )
    (entry,) = parse_string(bibtex(SEVERAL), "bibtex").entries.values()
    names = [
        " ".join([*p.first_names, *p.prelast_names, *p.last_names]) for p in entry.persons["author"]
    ]
    assert names == ["Ada de King", "Jan Bend", "{The benders and others}"]
    assert entry.fields["title"] == r"{Bends \& 100 \% of them}"
    assert entry.fields["note"] == r"Version 2.0\_beta"
    assert entry.fields["url"] == "https://a.org/b_c"
    assert (entry.fields["year"], entry.fields["month"]) == ("2027", "1")


# Deployment.

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PIPELINES = [*WORKFLOWS, ROOT / ".gitlab-ci.yml"]


@pytest.mark.parametrize("path", PIPELINES, ids=lambda path: path.name)
def test_a_pipeline_calls_targets_that_exist(path):
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", rules, re.M))
    called = {c for line in commands(path) for c in re.findall(r"\bmake ([a-z-]+)", line)}
    assert "book" in called
    assert called <= targets


def commands(path):
    """What the steps of all jobs run, line by line."""
    pipeline = yaml.safe_load(path.read_text(encoding="utf-8"))
    for job in pipeline.get("jobs", pipeline).values():
        if isinstance(job, dict):
            yield from job.get("script", [])
            yield from (step["run"] for step in job.get("steps", []) if "run" in step)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_do_no_more_than_it_needs(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    writing = {
        name: right
        for job in workflow["jobs"].values()
        for name, right in job.get("permissions", {}).items()
        if right == "write"
    }
    assert set(writing) <= {"pages", "id-token"}
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/x@v1"))


def test_the_page_on_publishing_names_the_variables():
    text = (ROOT / "book" / "publish.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", text, re.M))
    code = "".join(path.read_text() for path in (ROOT / "publish").rglob("*.py"))
    assert listed == set(re.findall(r'"((?:SITE|REPOSITORY)_\w+)"', code))
