"""Pyodide, the Python that runs in a reader's browser: which one, from where, and what it needs.

The npm package `pyodide` pins it: package-lock.json holds the hash of the package, which holds the
interpreter and a lock file with the hash of every wheel that was built for it.

`make pyodide` fetches what a self-contained site serves into _build/pyodide, and checks every hash.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pooch
import requests

from publish.chapters.contents import ROOT

PACKAGE = Path(__file__).parents[1] / "node_modules" / "pyodide"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# Many hosts send .mjs as no script, and browsers then refuse to run it.
AS_SERVED = {"pyodide.mjs": "pyodide.js", "pyodide.asm.mjs": "pyodide.asm.js"}
LOCK = "pyodide-lock.json"
MANIFEST = Path(__file__).parents[1] / "package.json"
VERSION = json.loads(MANIFEST.read_text(encoding="utf-8"))["dependencies"]["pyodide"]
CDN = "https://cdn.jsdelivr.net"
CORE_URL = f"{CDN}/npm/pyodide@{VERSION}/"  # the very files that npm gives
WHEELS_URL = f"{CDN}/pyodide/v{VERSION}/full/"
FETCHED = ROOT / "_build" / "pyodide"

# What Jupyter's kernel for Pyodide asks for, and what the library stands on.
ROOTS = ("micropip", "ipython", "numpy", "matplotlib")


def read_lock(folder):
    return json.loads((folder / LOCK).read_text(encoding="utf-8"))


def needed(packages, roots):
    """The entries of a lock file that these packages need, themselves included."""
    found, left = {}, list(roots)
    while left:
        name = re.sub(r"[-_.]+", "-", left.pop().lower())
        if name not in found:
            found[name] = packages[name]
            left += packages[name]["depends"]
    return dict(sorted(found.items()))


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def check(folder):
    """The lock file of a folder with Pyodide, cut down to what is needed, if all of it is right."""
    way_out = f"`make pyodide` fetches one into {FETCHED.relative_to(ROOT)}"
    missing = [name for name in (LOCK, *CORE) if not (folder / name).is_file()]
    if missing:
        raise SystemExit(
            f"PYODIDE={folder}: expected a folder with Pyodide {VERSION}, "
            f"but it has no {', '.join(missing)}; {way_out}"
        )
    for name in CORE:
        if sha256((folder / name).read_bytes()) != sha256((PACKAGE / name).read_bytes()):
            raise SystemExit(
                f"PYODIDE={folder}: {name} is not that of Pyodide {VERSION}; {way_out}"
            )
    lock = read_lock(folder)
    lock["packages"] = needed(lock["packages"], ROOTS)
    for entry in lock["packages"].values():
        wheel = folder / entry["file_name"]
        if not wheel.is_file() or sha256(wheel.read_bytes()) != entry["sha256"]:
            raise SystemExit(
                f"PYODIDE={folder}: {wheel.name} is missing or is not the file that {LOCK} names; "
                f"{way_out}"
            )
    return lock


def fetch(folder=FETCHED, address=WHEELS_URL):
    """Put a checked copy of what is needed into a folder; what is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*CORE, LOCK):
        shutil.copy(PACKAGE / name, folder)
    entries = needed(read_lock(PACKAGE)["packages"], ROOTS).values()
    hashes = {entry["file_name"]: entry["sha256"] for entry in entries}
    release = pooch.create(folder, address, registry=hashes, retry_if_failed=2)
    for name in hashes:
        try:
            release.fetch(name)
        except (ValueError, requests.RequestException) as error:
            raise SystemExit(
                f"{address}{name} could not be fetched ({error}). What was fetched is kept: run "
                "this again."
            ) from error


def main(address):
    fetch(address=address or WHEELS_URL)
    print(f"Pyodide {VERSION} is in {FETCHED.relative_to(ROOT)}")


def suit_any_host(folder):
    """Change a copy of Pyodide so that it starts whatever type its host gives .mjs and .wasm."""
    script = (folder / CORE[0]).read_text(encoding="utf-8")
    script, named = re.subn(r"pyodide\.asm\.mjs", AS_SERVED["pyodide.asm.mjs"], script)
    # The answer itself where its type is right: browsers keep what they have compiled of it.
    script, streamed = re.subn(
        r"WebAssembly\.instantiateStreaming\((\w+),",
        r"WebAssembly.instantiateStreaming(Promise.resolve(\1).then((answer)=>"
        r"answer.headers.get('Content-Type')==='application/wasm'?answer:"
        r"new Response(answer.body,{headers:{'Content-Type':'application/wasm'}})),",
        script,
    )
    if (named, streamed) != (1, 1):
        raise SystemExit(f"{CORE[0]}: this Pyodide starts in another way")
    (folder / CORE[0]).write_text(script, encoding="utf-8")
    for name, served in AS_SERVED.items():
        (folder / name).rename(folder / served)
