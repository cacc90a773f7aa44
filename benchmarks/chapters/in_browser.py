"""How quick a chapter is in the reader's browser, beside the same chapter run by CPython.

    make in-browser

From the press of the button, with nothing in the browser's cache: the notebook is shown, Python is
ready, the first output is there. Then the time of all cells, and its ratio to CPython's.
"""

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.chapters import plain
from benchmarks.page import fill
from benchmarks.tables import markdown
from browser_notebook import (
    LINK,
    MISSING,
    errors,
    runtime_folder,
    site_with_lite,
    wait_for_notebook,
    wait_for_python,
)
from publish.chapters.chapter import Chapter, chapters
from publish.chapters.contents import ROOT
from visits import chromium, serve, visit

PAGE = ROOT / "book" / "benchmarks.md"
START = """() => {
    const { commands, shell } = window.jupyterapp;
    commands.execute("notebook:clear-all-cell-outputs");
    window.ran = false;
    commands.execute("notebook:run-all-cells").then(() => { window.ran = true; });
}"""
OUTPUT = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .some((cell) => cell.sharedModel.outputs?.length)"""


def line(browser, home: str, chapter: Chapter) -> list[str]:
    with visit(browser, f"{home}book/{chapter.path.stem}.html", home) as seen:
        page, times = seen.page, []
        pressed = time.perf_counter()

        def note():
            times.append(time.perf_counter() - pressed)

        page.click(LINK)
        wait_for_notebook(page)
        note()
        wait_for_python(page)
        note()
        page.evaluate(START)
        page.wait_for_function(OUTPUT, timeout=60_000)
        note()
        page.wait_for_function("window.ran", timeout=600_000)
        note()
        if found := errors(page):
            sys.exit(f"chapter {chapter.number} has errors in the browser: {found}")
    shown, ready, first, done = times
    numbers = [shown, ready, first, done - ready, (done - ready) / plain.seconds(chapter)]
    cells = [str(chapter.number), *(f"{number:.1f}" for number in numbers)]
    print(*cells, sep="\t", flush=True)
    return cells


def main() -> None:
    pyodide = runtime_folder()
    if pyodide is None:
        sys.exit(MISSING)
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(site_with_lite(Path(folder), pyodide)) as home,
        chromium() as browser,
    ):
        lines = [line(browser, home, chapter) for chapter in chapters(ROOT / "book")]
    header = ["chapter", "notebook, s", "Python, s", "first output, s", "all cells, s", "ratio"]
    text = markdown(header, lines)
    print(f"\nin-browser\n{text}")
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), {"in-browser": text}), encoding="utf-8")


if __name__ == "__main__":
    main()
