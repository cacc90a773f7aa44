"""Give the browser's Python the compiled form of what every start imports.

A Pyodide that was just loaded has sources only, and to compile a thousand of them is most of what
the imports of IPython and matplotlib take. Here the same Python does it once.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import source_from_cache
from pathlib import Path

from publish.browser import runtime
from publish.chapters.contents import ROOT

SCRIPT = Path(__file__).parent / "jupyterlite" / "compile.mjs"
NODE = Path(sys.executable).parent / "node"
LIBRARY = "python_stdlib.zip"
OUR_OWN = "actloss"  # changes often, and is small: it stays as it is


def add_compiled(folder, packages):
    """Add it to the archives of a folder with Pyodide, which loads these packages at each start.

    Gives the lock file, in which the archives have their new hashes.
    """
    lock = runtime.read_lock(folder)
    made = compiled(folder, lock, packages)
    add(folder / LIBRARY, made / "library", lambda name: name.removesuffix("c"))
    for name, entry in lock["packages"].items():
        if name != OUR_OWN:
            wheel = folder / entry["file_name"]
            add(wheel, made / "packages", source_from_cache)
            entry["sha256"] = runtime.sha256(wheel.read_bytes())
    (folder / runtime.LOCK).write_text(json.dumps(lock), encoding="utf-8")
    return lock


def compiled(folder, lock, packages):
    """The folder with the compiled modules, which are made once and kept."""
    hashes = [entry["sha256"] for name, entry in lock["packages"].items() if name != OUR_OWN]
    made_from = [runtime.VERSION, SCRIPT.read_text(encoding="utf-8"), *hashes]
    mark = runtime.sha256("".join(made_from).encode())[:8]
    kept = ROOT / "_build" / f"compiled-{mark}"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=kept.parent) as place:
            made = Path(place) / "made"
            made.mkdir()
            command = [NODE, SCRIPT, folder, made, *packages]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                sys.exit(f"Python's modules were not compiled:\n{done.stderr[-2000:]}")
            try:
                made.rename(kept)
            except OSError:  # of builds side by side, another has been quicker
                if not kept.exists():
                    raise
    return kept


def add(archive, folder, source_of):
    """Put those compiled modules of a folder into an archive whose sources it has."""
    with zipfile.ZipFile(archive, "a") as opened:
        inside = set(opened.namelist())
        for path in sorted(folder.rglob("*.pyc")):
            name = path.relative_to(folder).as_posix()
            if source_of(name) in inside:
                undated = zipfile.ZipInfo(name)  # the same bytes in each build
                opened.writestr(undated, path.read_bytes(), zipfile.ZIP_DEFLATED)
