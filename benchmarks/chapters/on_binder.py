"""How quick a chapter is on Binder, played by this machine, beside the same chapter run plainly.

    make on-binder

First the environment: what one line of pip adds to Binder's base. Then each chapter is opened and
run through a Jupyter server in that environment, as JupyterLab would do it.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

import binder
from benchmarks.chapters import plain
from benchmarks.page import fill
from benchmarks.tables import markdown
from notebook_client import Server
from publish.chapters.chapter import Chapter, chapters
from publish.chapters.contents import ROOT

PAGE = ROOT / "book" / "benchmarks.md"
TOKEN = "a-token-for-the-benchmark"
PATIENCE = 600


def line(server: Server, chapter: Chapter) -> list[str]:
    seconds, faults = asyncio.run(server.run(f"book/{chapter.path.name}", PATIENCE))
    if faults:
        sys.exit(f"chapter {chapter.number} has errors on Binder: {faults}")
    alone = plain.seconds(chapter)
    cells = [str(chapter.number), f"{seconds:.1f}", f"{alone:.1f}", f"{seconds / alone:.2f}"]
    print(*cells, sep="\t", flush=True)
    return cells


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        repository = binder.copy_of_repository(folder / "course")
        python, seconds = binder.environment(folder / "environment", repository)
        print(f"environment\t{seconds:.1f}", flush=True)
        with binder.jupyter_server(python, repository, folder / "home", TOKEN) as address:
            server = Server(address, TOKEN)
            lines = [line(server, chapter) for chapter in chapters(ROOT / "book")]
    table = markdown(["chapter", "Binder, s", "plain, s", "ratio"], lines)
    text = f"The environment: {seconds:.0f} s.\n\n{table}"
    print(f"\non-binder\n{text}")
    PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), {"on-binder": text}), encoding="utf-8")


if __name__ == "__main__":
    main()
