"""What a chapter needs when it runs: the most memory its kernel takes, and the time.

    make needs

Every chapter is run three times from top to bottom, one after the other. The time is that of the
quickest run, with the start of the kernel.
"""

import sys
import time
from datetime import datetime
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from benchmarks.page import fill
from benchmarks.tables import markdown
from contents import ROOT
from course.chapter import Chapter, chapters

PAGE = ROOT / "book" / "benchmarks.md"
STATUS = Path("/proc/self/status")
ROUNDS = 3
# What the system has counted of the process: the greatest size of its memory so far.
PEAK = f"print(open('{STATUS}').read().partition('VmHWM:')[2].split()[0])"


def run(path: Path) -> tuple[float, float, float]:
    """Megabytes of memory at the most, seconds of all cells, seconds of the longest cell."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    client = NotebookClient(
        notebook, timeout=None, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    )
    started = time.perf_counter()
    client.execute()
    spent = time.perf_counter() - started
    *cells, last = (cell for cell in notebook.cells if cell.cell_type == "code")
    return int(last.outputs[0].text) * 1024 / 1e6, spent, max(map(seconds, cells))


def seconds(cell: nbformat.NotebookNode) -> float:
    """How long a cell ran, as the kernel tells."""
    times = cell.metadata["execution"]
    start, end = (
        datetime.fromisoformat(times[name].replace("Z", "+00:00"))
        for name in ("iopub.execute_input", "shell.execute_reply")
    )
    return (end - start).total_seconds()


def line(chapter: Chapter) -> list[str]:
    runs = [run(chapter.path) for _ in range(ROUNDS)]
    memory, whole, longest = zip(*runs, strict=True)
    return [str(chapter.number), f"{max(memory):,.0f}", f"{min(whole):.1f}", f"{min(longest):.1f}"]


def main() -> None:
    if not STATUS.exists():
        sys.exit(f"the memory of a process is read from {STATUS}, which only Linux has")
    header = ["chapter", "memory, MB", "time, s", "longest cell, s"]
    text = markdown(header, [line(chapter) for chapter in chapters(ROOT / "book")])
    print(f"\nneeds\n{text}")
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), {"needs": text}), encoding="utf-8")


if __name__ == "__main__":
    main()
