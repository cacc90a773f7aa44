"""The scripts that start Python in a page, each one file that a browser loads after a press."""

import subprocess
import sys
from pathlib import Path

from publish.chapters.assets import MODULES

HERE = Path(__file__).parent / "live"
NODE = Path(sys.executable).parent / "node"
ESBUILD = MODULES / "esbuild" / "bin" / "esbuild"
# What is bundled, and the name that the page knows it by.
SCRIPTS = {
    "script": "cells.js",
    "editor": "editor.js",
    "worker": "worker.js",
    "playground": "playground.js",
}
STYLE = "cells.css"
LICENCE = MODULES / "@codemirror" / "view" / "LICENSE"  # all of CodeMirror has the same
OPTIONS = (
    "--bundle",
    "--format=esm",
    "--minify",
    "--target=es2022",
    "--loader:.py=text",
    "--legal-comments=none",
    "--log-level=warning",
    "--charset=utf8",
)


def bundle(folder):
    """Write them into a folder; gives for each name its file."""
    sources = [HERE / name for name in SCRIPTS.values()]
    licence = f"--banner:js=/* {LICENCE.read_text(encoding='utf-8')}*/"
    command = [NODE, ESBUILD, *sources, f"--outdir={folder}", licence, *OPTIONS]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"The scripts of the live cells were not built:\n{done.stderr[-2000:]}")
    return {name: folder / file for name, file in SCRIPTS.items()} | {"style": HERE / STYLE}
