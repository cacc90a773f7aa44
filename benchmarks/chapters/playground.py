"""How fast the playground plays, in frames and training steps a second, and what holds up the page.

    make playground-speed

Two layers of eight units, batches of 32, all that is shown. A frame is an answer of the worker that
was drawn; a task of more than 50 ms on the page's thread is what a browser calls long.
"""

import math
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.tables import markdown
from browser_notebook import MISSING, runtime_folder, site_with_lite
from visits import chromium, serve

BATCH, EXAMPLES = 32, 200  # of the two moons that train
ADDRESS = f"book/playground.html?data=moons&layers=8.tanh-8.tanh&batch={BATCH}&epochs=5000"
ROUNDS, SECONDS = 5, 5
PATIENCE = 120_000  # ms
WATCH = """
window.drawn = 0;
window.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
}).observe({ type: "longtask" });
const Before = Worker;
window.Worker = class extends Before {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => (window.drawn += data.kind === "played"));
  }
};"""
COUNTS = """() => [
  window.drawn, Number(document.querySelector(".playground-numbers dd").textContent)]"""


def played(browser, home: str) -> list[float]:
    """Frames and steps a second; the longest task while it plays, and before that, in ms."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(home + ADDRESS)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("window.drawn > 20", timeout=PATIENCE)
    at_the_start = page.evaluate("window.longest")
    page.evaluate("window.longest = 0")
    start, before = time.perf_counter(), page.evaluate(COUNTS)
    time.sleep(SECONDS)
    seconds, after = time.perf_counter() - start, page.evaluate(COUNTS)
    page.get_by_role("button", name="Pause", exact=True).wait_for(timeout=1_000)  # it still plays
    frames, epochs = ((now - then) / seconds for now, then in zip(after, before, strict=True))
    steps = math.ceil(EXAMPLES / BATCH)
    found = [frames, epochs * steps, page.evaluate("window.longest"), at_the_start]
    context.close()
    return found


def main() -> None:
    pyodide = runtime_folder()
    if pyodide is None:
        sys.exit(MISSING)
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(site_with_lite(Path(folder), pyodide)) as home,
        chromium() as browser,
    ):
        rounds = [played(browser, home) for _ in range(ROUNDS)]
    middle = [f"{statistics.median(one):,.0f}" for one in zip(*rounds, strict=True)]
    header = ["frames a second", "steps a second", "longest task while it plays, ms",
              "longest task before that, ms"]  # fmt: skip
    print(f"\nplayground\n{markdown(header, [middle])}")


if __name__ == "__main__":
    main()
