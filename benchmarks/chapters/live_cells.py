"""How soon a cell in the page shows something, beside the same chapter in JupyterLite.

    make live-cells

From the press of the button to the first printed output and to the first picture, with nothing in
the browser's cache; then in another chapter of the same visit, and after a reload. Each visit is
that of a new reader, with a profile on disk: a private window keeps less of what it has compiled.
Each number is the median of some visits; ways take turns, so that both meet the same machine.
"""

import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat

from benchmarks.chapters.in_browser import OUTPUT, START
from benchmarks.tables import markdown
from browser_notebook import (
    LINK,
    MISSING,
    PICTURES,
    runtime_folder,
    site_with_lite,
    wait_for_notebook,
    wait_for_python,
)
from publish.chapters.chapter import Chapter, chapters
from publish.chapters.contents import ROOT
from publish.paper.chromium import executable
from visits import chromium, page_of_its_own, serve

CHAPTER, NEXT = 2, 3
VISITS = 3
PATIENCE = 180_000  # ms


def cell_with(chapter: Chapter, kind: str) -> int:
    """The place of the first code cell that prints, or that draws a figure."""
    cells = [cell for cell in nbformat.read(chapter.path, 4).cells if cell.cell_type == "code"]
    for place, cell in enumerate(cells):
        for output in cell.outputs:
            draws = output.output_type == "display_data"
            if draws if kind == "picture" else output.output_type == "stream":
                return place
    sys.exit(f"chapter {chapter.number} has no cell with a {kind}")


def page_of(chapter: Chapter) -> str:
    return f"book/{chapter.path.stem}.html"


def in_page(page, chapter: Chapter, kind: str) -> float:
    """Seconds from the press of a cell's button to what it shows."""
    cell = page.locator("div.cell:has(.cell_input)").nth(cell_with(chapter, kind))
    cell.evaluate("cell => cell.querySelectorAll('details').forEach((one) => { one.open = true; })")
    pressed = time.perf_counter()
    cell.get_by_role("button", name="Edit and run").click()
    shown = "img" if kind == "picture" else ".stream"
    cell.locator(f".live-output {shown}").wait_for(timeout=PATIENCE)
    return time.perf_counter() - pressed


@contextmanager
def new_reader(browser, address: str):
    """A page at this address in a browser that has never been used."""
    with (
        tempfile.TemporaryDirectory() as profile,
        page_of_its_own(browser, profile, executable()) as page,
    ):
        page.goto(address)
        yield page


def live(browser, home: str, both: list[Chapter], kind: str) -> list[float]:
    """Cold, in the next chapter, and that chapter again after a reload."""
    with new_reader(browser, home + page_of(both[0])) as page:
        times = [in_page(page, both[0], kind)]
        page.goto(home + page_of(both[1]))
        times.append(in_page(page, both[1], kind))
        page.reload()
        return [*times, in_page(page, both[1], kind)]


def jupyterlite(browser, home: str, chapter: Chapter, kind: str) -> float:
    with new_reader(browser, home + page_of(chapter)) as page:
        pressed = time.perf_counter()
        page.click(LINK)
        wait_for_notebook(page)
        wait_for_python(page)
        page.evaluate(START)
        shown = PICTURES if kind == "picture" else OUTPUT
        page.wait_for_function(f"() => ({shown})() > 0", timeout=PATIENCE)
        return time.perf_counter() - pressed


def main() -> None:
    pyodide = runtime_folder()
    if pyodide is None:
        sys.exit(MISSING)
    found = {chapter.number: chapter for chapter in chapters(ROOT / "book")}
    both = [found[CHAPTER], found[NEXT]]
    lines = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(site_with_lite(Path(folder), pyodide)) as home,
        chromium() as browser,
    ):
        for kind in ("output", "picture"):
            ways = []
            for _ in range(VISITS):
                ways.append([jupyterlite(browser, home, both[0], kind),
                             *live(browser, home, both, kind)])  # fmt: skip
                print(kind, *(f"{seconds:.1f}" for seconds in ways[-1]), sep="\t", flush=True)
            lite, *here = (statistics.median(one) for one in zip(*ways, strict=True))
            name = {"output": "first printed output", "picture": "first picture"}[kind]
            shares = [here[0] / lite, here[1] / here[0], here[2] / here[0]]
            lines.append([name, f"{lite:.1f}", *(f"{one:.1f}" for one in here),
                          *(f"{share:.2f}" for share in shares)])  # fmt: skip
    header = ["from the press to", "JupyterLite, s", "page, s", "next chapter, s",
              "after a reload, s", "page / lite", "next / first", "reload / first"]  # fmt: skip
    print(f"\nlive-cells\n{markdown(header, lines)}")


if __name__ == "__main__":
    main()
