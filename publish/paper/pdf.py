"""Print the built site: each page of the contents as PDF, and all of them joined to one book.

Chromium prints. What it makes of a page is kept in _build/pdf/.printed until the page changes.
With SITE_URL (or CI_PAGES_URL) set, links to what is not in a file lead to the published site.
"""

import asyncio
import os
import sys
from pathlib import Path

import pikepdf
from jinja2 import Template
from playwright.async_api import async_playwright

from publish.chapters.address import site_url
from publish.chapters.contents import CONFIG, NAME, ROOT, SITE, TITLE, pages, parts
from publish.paper import binding, chromium

PDF = ROOT / "_build" / "pdf"
PRINTED = PDF / ".printed"
FRONT = Path(__file__).parent / "front.html"
HOME = f"{SITE.as_uri()}/"
PAPER = {"format": "A4", "tagged": True, "outline": True}

# Wait for fonts. Chromium notes the place of a name if the page itself has a link there: give it
# one for every name, as other chapters may lead to it.
READY = """async () => {
    await document.fonts.ready;
    const article = document.querySelector("article");
    for (const { id } of article.querySelectorAll("[id]:not(svg *, mjx-container *)")) {
        const link = document.createElement("a");
        link.href = `#${id}`;
        article.append(link);
    }
    article.querySelectorAll(".headerlink").forEach((link) => link.remove());
    return [...article.querySelectorAll("h1, h2, h3, h4")].map((heading) => heading.textContent);
}"""


async def print_pages(browser):
    """Print what has changed since it was printed, some pages at once."""
    PRINTED.mkdir(parents=True, exist_ok=True)
    turns = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(page):
        async with turns:
            await print_page(browser, page)

    await asyncio.gather(*(one(page) for page in pages() if not is_current(page)))


def is_current(page):
    changed = max(path.stat().st_mtime for path in (SITE / f"{page}.html", Path(__file__)))
    return printed(page).exists() and printed(page).stat().st_mtime > changed


def printed(page):
    return PRINTED / f"{Path(page).name}.pdf"


async def print_page(browser, page):
    tab = await browser.new_page()
    await tab.goto(f"{HOME}{page}.html")
    headings = await tab.evaluate(READY)
    await store(tab, printed(page), headings)


async def store(tab, path, headings):
    """Print an open page, unless this fails half-way."""
    half = path.with_suffix(".part")
    await tab.pdf(path=half, **PAPER)
    await tab.close()
    with pikepdf.open(half) as pdf:
        binding.respell(pdf, headings)
        pdf.save(path)
    half.unlink()


async def print_front(browser, files, address):
    """The title and the contents, with the number of each page."""
    numbers, after = {}, 1
    for page, pdf in files.items():
        numbers[page], after = after, after + len(pdf.pages)

    def entry(page):
        with files[page].open_outline() as outline:
            title = outline.root[0].title
        shown = "Introduction" if title == TITLE else title
        return {"address": f"{HOME}{page}.html", "title": shown, "page": numbers[page]}

    tab = await browser.new_page()
    await tab.set_content(
        Template(FRONT.read_text(encoding="utf-8"), autoescape=True).render(
            title=TITLE,
            author=CONFIG["author"],
            copyright=CONFIG["copyright"],
            address=address,
            parts=[(caption, map(entry, listed)) for caption, listed in parts()],
        )
    )
    await store(tab, PRINTED / "front.pdf", [TITLE])


async def print_all():
    if not chromium.executable():
        sys.exit(f"the PDF files are printed by Chromium, but {chromium.MISSING}")
    address = site_url(os.environ)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium.executable(), args=chromium.FLAGS
        )
        await print_pages(browser)
        files = {page: pikepdf.open(printed(page)) for page in pages()}
        await print_front(browser, files, address)
        await browser.close()
    write_book(files, address)
    for page, pdf in files.items():
        binding.single(pdf, HOME, address)
        save(pdf, PDF / f"{Path(page).name}.pdf")
    book = (PDF / NAME).relative_to(ROOT)
    print(f"The book is printed: {book}.pdf, and each of its {len(files)} pages beside it")


def write_book(files, address):
    parts = {f"{page}.html": pikepdf.open(printed(page)) for page in files}
    book = binding.bind(pikepdf.open(PRINTED / "front.pdf"), parts, HOME, address)
    book.docinfo.Title, book.docinfo.Author = TITLE, CONFIG["author"]
    book.Root.Lang = CONFIG["sphinx"]["config"]["language"]
    book.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    save(book, PDF / f"{NAME}.pdf")


def save(pdf, path):
    pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def main():
    asyncio.run(print_all())
