"""Make a lecture of each chapter: reveal.js slides in _build/slides, from the notebooks alone.

Chromium prints each as well, if asked. With SITE_URL set, links lead
to the published chapters, else to those in _build/html.
"""

import os
import re
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import sync_playwright

from publish.chapters.address import site_url
from publish.chapters.assets import VENDORED, copy_vendored
from publish.chapters.changes import outdated
from publish.chapters.chapter import chapters
from publish.chapters.claims import author_year, cited
from publish.chapters.contents import CONFIG, ROOT, TITLE
from publish.chapters.formulas import typeset_page
from publish.chapters.prose import Prose
from publish.lectures.exhibits import STYLE
from publish.lectures.lecture import Lecture
from publish.paper import chromium

HERE = Path(__file__).parent
SLIDES = ROOT / "_build" / "slides"
FORMULAS = ROOT / "_build" / ".formulas"
VENDOR = {
    **VENDORED,
    "reveal.js/LICENSE": "reveal",
    "reveal.js/dist/reveal.*s": "reveal",
    "reveal.js/dist/plugin/notes.js": "reveal",
}
NOTES = re.compile(r'<aside class="notes">.*?</aside>', re.DOTALL)
SET = re.compile(r"<mjx-container.*?(<math.*?</math>).*?</mjx-container>", re.DOTALL)
PAPER = {"prefer_css_page_size": True, "print_background": True, "tagged": True}


def templates():
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.globals.update(
        title=TITLE, author=CONFIG["author"], language=CONFIG["sphinx"]["config"]["language"]
    )
    return environment


def prose(environment):
    site = site_url(environment) or "../html/"
    names = author_year(ROOT / "book" / "references.bib")
    return Prose(f"{site}book/", lambda kind, keys: cited(kind, keys, names))


def page(lecture, template):
    """The page of a lecture, its formulas still in TeX."""
    return template.render(lecture=lecture, code_style=STYLE.get_style_defs("pre.code"))


def with_formulas(html, name):
    """The window with the notes has no style for set formulas, but shows MathML."""
    html, errors = typeset_page(html, FORMULAS, "vendor/mathjax/output/chtml/fonts/woff-v2")
    if errors:
        raise ValueError(f"{name}: {'; '.join(errors)}")
    return NOTES.sub(lambda notes: SET.sub(r"\1", notes[0]), html)


def write(path, text):
    """Leave a file alone that is as it should be."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def wanted(found, number):
    """The chapters to make: all, or the one with this number."""
    chosen = [chapter for chapter in found if number in ("", str(chapter.number))]
    if not chosen:
        sys.exit(f"CHAPTER must be the number of a chapter, 1 to {len(found)}; got {number!r}.")
    return chosen


def print_decks(paths):
    """One page a slide; a printed lecture is kept until the lecture changes."""
    if not chromium.executable():
        sys.exit(f"the PDF files are printed by Chromium, but {chromium.MISSING}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.FLAGS
        )
        for path in paths:
            if outdated(path.with_suffix(".pdf"), path, path.parent / "slides.css"):
                tab = browser.new_page()
                tab.goto(f"{path.as_uri()}?print-pdf")
                tab.wait_for_selector(".pdf-page")
                tab.evaluate("() => document.fonts.ready.then(() => {})")
                tab.pdf(path=path.with_suffix(".pdf"), **PAPER)
                tab.close()
        browser.close()


def make(folder, environment):
    """Write the lectures that are asked for, print them if asked, and list all that are there."""
    found = chapters(ROOT / "book")
    chosen = wanted(found, environment.get("CHAPTER", "").lstrip("0"))
    lectures = [Lecture(chapter, prose(environment)) for chapter in found]
    copy_vendored(VENDOR, folder / "vendor")
    write(folder / "slides.css", (HERE / "slides.css").read_text(encoding="utf-8"))
    pages, paths = templates(), []
    for lecture in lectures:
        name = lecture.chapter.path.stem
        if lecture.chapter in chosen:
            paths.append(folder / f"{name}.html")
            html = page(lecture, pages.get_template("slides.html"))
            write(paths[-1], with_formulas(html, name))
    if environment.get("PDF"):
        print_decks(paths)
    names = {path.name for path in folder.glob("*.*")}
    index = pages.get_template("slides_index.html").render(lectures=lectures, names=names)
    write(folder / "index.html", index)


def main(chapter, pdf):
    make(SLIDES, {**os.environ, "CHAPTER": chapter, "PDF": pdf})
    print(f"The lectures are made: open {(SLIDES / 'index.html').relative_to(ROOT)}")
