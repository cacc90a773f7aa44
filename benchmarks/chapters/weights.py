"""How heavy the pages are: the bytes that a browser loads at first.

    make weights

Counted as a server sends them that packs with gzip. Figures are counted each for itself: a browser
loads one when the reader comes near it.
"""

import gzip
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from benchmarks.page import fill
from benchmarks.tables import ABSENT, markdown
from publish.chapters.contents import ROOT, SITE, pages
from publish.paper.chromium import MISSING, executable

PAGE = ROOT / "book" / "benchmarks.md"

LIMITS = {"text": 450_000, "mathematics": 650_000, "explorables": 1_200_000}
FIGURE_LIMIT = 60_000
PACKED = {".png", ".jpg", ".webp", ".woff", ".woff2"}  # gzip gains nothing

ARTICLE = re.compile(r"<article.*</article>", re.DOTALL)
FIGURE = re.compile(r'<img [^>]*src="([^":]+)"')
TITLE = re.compile(r"<title>(.*?)(?: (?:&#8212;|-) .*)?</title>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A page of the built site, such as book/intro.html, and the addresses that it asked for."""

    name: str
    asked: tuple[str, ...] = ()

    @cached_property
    def html(self) -> str:
        return (SITE / self.name).read_text(encoding="utf-8")

    @cached_property
    def title(self) -> str:
        return unescape(TITLE.search(self.html)[1])

    @cached_property
    def kind(self) -> str:
        """What is on the page, whatever it loads."""
        if 'class="actloss-explore"' in self.html:
            return "explorables"
        return "mathematics" if self.has_formulas else "text"

    @cached_property
    def has_formulas(self) -> bool:
        return 'class="math ' in self.html

    @cached_property
    def figures(self) -> dict[Path, int]:
        article = ARTICLE.search(self.html)
        sources = FIGURE.findall(article[0]) if article else []
        paths = {((SITE / self.name).parent / unquote(source)).resolve() for source in sources}
        return sizes(paths)

    @cached_property
    def loaded(self) -> dict[Path, int]:
        """All files but the figures."""
        addresses = (urlsplit(url) for url in self.asked if url.startswith("http"))
        paths = {(SITE / unquote(one.path).lstrip("/")).resolve() for one in addresses}
        return sizes(path for path in paths - set(self.figures) if path.is_file())

    @property
    def weight(self) -> int:
        return sum(self.loaded.values())

    @property
    def largest_figure(self) -> int:
        return max(self.figures.values(), default=0)


def sizes(paths: Iterable[Path]) -> dict[Path, int]:
    """Packed sizes of files, the heaviest first."""
    found = {path: packed_size(path) for path in paths}
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def packed_size(path: Path) -> int:
    content = path.read_bytes()
    return len(content if path.suffix in PACKED else gzip.compress(content, 6))


def names() -> list[str]:
    """The pages in the order of the contents, then those that Sphinx makes by itself."""
    return [f"{name}.html" for name in (*pages(), "search", "genindex")]


def table(pages: Iterable[Page]) -> str:
    lines = [
        [
            page.title,
            page.kind,
            kilobytes(page.weight),
            kilobytes(LIMITS[page.kind]),
            kilobytes(page.largest_figure) if page.figures else ABSENT,
        ]
        for page in pages
    ]
    header = ["page", "has", "loads, kB", "limit, kB", "largest figure, kB"]
    return markdown(header, lines, words=2)


def kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f}"


def main() -> None:
    from visits import chromium, serve, visit

    if not SITE.exists():
        sys.exit(f"there is no website in {SITE.relative_to(ROOT)}: run `make book` first")
    if executable() is None:
        sys.exit(f"the pages are weighed in Chromium, but {MISSING}")
    seen_pages = []
    with serve(SITE) as home, chromium() as browser:
        for name in names():
            with visit(browser, home + name, home) as seen:
                seen_pages.append(Page(name, tuple(seen.loaded)))
    text = table(seen_pages)
    print(f"\nweights\n{text}")
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), {"weights": text}), encoding="utf-8")


if __name__ == "__main__":
    main()
