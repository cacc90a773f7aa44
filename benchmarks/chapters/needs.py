"""What a chapter needs when it runs from top to bottom: memory, and time of one processor core.

    make needs

The time that the kernel's process has used, unlike that on the clock, is much the same on a busy
machine.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from benchmarks.page import fill
from benchmarks.tables import markdown
from publish.chapters.chapter import Chapter, chapters
from publish.chapters.contents import ROOT

PAGE = ROOT / "book" / "benchmarks.md"
STATUS = Path("/proc/self/status")
# The last cell asks the system for the greatest size that the kernel has had, and for its time.
ASK = f"""
import time
print(open("{STATUS}").read().partition("VmHWM:")[2].split()[0], time.process_time())
"""


def needs(chapter: Chapter) -> tuple[float, float]:
    """Megabytes and seconds, with those of the kernel itself."""
    notebook = nbformat.read(chapter.path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(ASK))
    folder = {"metadata": {"path": chapter.path.parent}}
    NotebookClient(notebook, timeout=None, kernel_name="python3", resources=folder).execute()
    kilobytes, seconds = notebook.cells[-1].outputs[0].text.split()
    return int(kilobytes) * 1024 / 1e6, float(seconds)


def line(chapter: Chapter) -> list[str]:
    memory, seconds = needs(chapter)
    return [str(chapter.number), f"{memory:,.0f}", f"{seconds:.0f}"]


def main() -> None:
    if not STATUS.exists():
        sys.exit(f"the memory of a process is read from {STATUS}, which only Linux has")
    text = markdown(["chapter", "memory, MB", "time, s"], list(map(line, chapters(ROOT / "book"))))
    print(f"\nneeds\n{text}")
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), {"needs": text}), encoding="utf-8")


if __name__ == "__main__":
    main()
