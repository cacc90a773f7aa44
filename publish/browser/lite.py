"""Put JupyterLite beside the pages: notebooks that run in the reader's browser, without a server.

Python comes from Pyodide's network of servers (CDN), or, with a folder of it, from the site itself.

The lock file that the kernel reads names, with their hashes, the library and what Jupyter needs, so
`import actloss` works in the first cell.

Hosts let browsers keep files for minutes or for days, so parts of two editions would meet. Here
what may change has a name that follows from what it holds. One file, edition.json, says which names
these are, and is asked for anew at each start.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from base64 import b64encode
from importlib import metadata
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from publish.browser import live_cells, runtime
from publish.browser.compiled import add_compiled
from publish.chapters.changes import make_again
from publish.chapters.contents import BOOK, ROOT, SITE, TITLE
from publish.chapters.editions import edition
from publish.downloads import wheel

HERE = Path(__file__).parent / "jupyterlite"
STORAGE = HERE.parents[1] / "website" / "templates" / "storage.js"
LOCKED = HERE.parents[1] / "package-lock.json"  # of the editor of live cells
EXPLORABLE = HERE.parents[1] / "chapters" / "explorable_html.py"
LITE = SITE / "lite"
BUILT = ROOT / "_build" / ".lite"
# What a live cell starts with, and what it loads when something is drawn.
LIVE = ("actloss",)
PICTURES = ("matplotlib",)
DRAWING = (*LIVE, *PICTURES)
STATIC = "static/pyodide"  # seen from the root of JupyterLite
EDITION = "edition.json"
KEPT = ("build", "extensions")  # of JupyterLite: scripts and styles, the same for each edition
START = ("piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython", "ipywidgets",
         *DRAWING)  # fmt: skip
KERNEL = "@jupyterlite/pyodide-kernel-extension"
MEGABYTES = {START: 29, LIVE: 17, DRAWING: 26}  # from the CDN
APPS = ["notebooks", "tree"]
# What each page of JupyterLite loads: in a notebook, the line below it too.
SCRIPTS = {"notebooks": ("open.js", "start.js"), "tree": ("open.js",)}
STYLES = {"notebooks": ("start.css",), "tree": ()}
DAY = "2026-01-01T00:00:00Z"  # of every notebook; a reader's change has its own
# What a notebook here never uses, and would wait for; each with the plugins that stand on it.
LEFT_OUT = (
    "@jupyter-notebook/console-extension",
    "@jupyterlab/celltags-extension",
    "@jupyterlab/console-extension",
    "@jupyterlab/fileeditor-extension",
    "@jupyterlab/htmlviewer-extension",
    "@jupyterlab/launcher-extension",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/running-extension",
    "@jupyterlab/terminal-extension",
    "@jupyterlab/tooltip-extension:consoles",
    "@jupyterlab/tooltip-extension:files",
    "@jupyterlab/workspaces-extension",
    "@jupyterlite/application-extension:lsp-connection-manager",
    "@jupyterlite/repl-extension",
)
# Only the cells in sight are in the page, so that drawing the others does not hold Python up.
NOTEBOOK_SETTINGS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "full"}}
PARTS = ("jupyterlite-core", "jupyterlite-pyodide-kernel", "jupyterlab-widgets")

# Wheels that Pyodide's lock file does not know, and what they import at run time.
OURS = {
    "actloss": ["numpy"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "comm": ["traitlets"],
}
KERNELS = {
    "piplite": ["micropip"],
    "pyodide-kernel": ["comm", "ipython"],
    "ipykernel": ["pyodide-kernel"],
}
# The kernel insists on a package of this name, which is large and completes slowly here: with an
# empty one IPython completes by the objects that are there.
EMPTY = "jedi"
UNUSED = {"matplotlib": ["pytz"]}  # named by the lock file, imported by nobody


def current(pyodide):
    """Put it beside the pages, unless the one that is there is of these sources."""
    sources = [
        wheel.BUILT,
        STORAGE,
        EXPLORABLE,
        LOCKED,
        *BOOK.glob("*.ipynb"),
        *HERE.glob("*"),
        *live_cells.HERE.glob("*"),
        *HERE.parent.glob("*.py"),
    ]
    make_again(BUILT, sources, lambda: build(LITE, pyodide), str(pyodide))


def build(output, pyodide):
    """A new JupyterLite in this folder, in place of what was there."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "lite"
        shutil.copytree(app(), made)
        config = move_app(made, app().name)
        python, start, live = write_runtime(made, made / app().name, pyodide)
        edition = {
            "config": config | settings(write_chapters(made), python),
            "published": {path.name: DAY for path in (made / "files").iterdir()},
            "start": start,
            "live": live | write_live(made, Path(folder)),
            "scripts": {name: [add(made, HERE / one) for one in SCRIPTS[name]] for name in APPS},
            "styles": {name: [add(made, HERE / one) for one in STYLES[name]] for name in APPS},
        }
        (made / EDITION).write_text(json.dumps(edition), encoding="utf-8")
        for name in APPS:
            write_page(made / name / "index.html")
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(made, output)


def write_live(output, place):
    """The scripts and the style of the live cells: their names."""
    return {name: add(output, path) for name, path in live_cells.bundle(place).items()}


def add(folder, path):
    """Copy a file under a name that follows from what it holds, and give its address."""
    content = path.read_bytes()
    name = f"{path.stem}-{runtime.sha256(content)[:8]}{path.suffix}"
    (folder / name).write_bytes(content)
    return f"./{name}"


def app():
    """The folder of JupyterLite itself, which is built once and kept."""
    mark = "-".join(metadata.version(name) for name in PARTS)
    kept = ROOT / "_build" / f"jupyterlite-{mark}"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            made = Path(folder) / "lite"
            build_app(made)
            made.rename(kept)
    return kept


def move_app(output, name):
    """Put what only another version of JupyterLite changes under its name; give the settings.

    Jupyter's own script would gather them from four files that all keep their names.
    """
    (output / name).mkdir()
    for part in KEPT:
        (output / part).rename(output / name / part)
    for path in (*output.glob("jupyter-lite.*"), *output.glob("*/jupyter-lite.*")):
        if path.suffix == ".json" and path.parent == output:
            config = json.loads(path.read_text(encoding="utf-8"))["jupyter-config-data"]
        path.unlink()
    shutil.rmtree(output / "doc")
    useless = ("index.html", "config-utils.js", "bootstrap.js", "rspack.*")
    for path in (one for pattern in useless for one in output.glob(pattern)):
        path.unlink()
    return config | {
        "fullStaticUrl": f"./{name}/build",
        "settingsUrl": f"./{name}/build/schemas",
        "themesUrl": f"{name}/build/themes",  # which JupyterLab joins to its root itself
        "fullLabextensionsUrl": f"./{name}/extensions",
    }


def build_app(output):
    """JupyterLite without maps of its sources."""
    settings = {"apps": APPS, "no_sourcemaps": True, "cache_dir": str(output / ".cache")}
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "jupyter_lite_config.json"
        config.write_text(json.dumps({"LiteBuildConfig": settings}), encoding="utf-8")
        command = ["jupyter-lite", "build", "--lite-dir", folder, "--output-dir", str(output)]
        command[0] = str(Path(sys.executable).parent / command[0])
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"JupyterLite was not built:\n{done.stdout}{done.stderr}")
    shutil.rmtree(output / ".cache", ignore_errors=True)
    # Jupyter's notebook asks for these, JupyterLite has them elsewhere
    icons = output / "static" / "favicons"
    icons.mkdir(parents=True, exist_ok=True)  # where Jupyter Notebook is installed
    for name in ("favicon-notebook.ico", "favicon-busy-1.ico"):
        shutil.copyfile(output / "notebooks" / "favicon.ico", icons / name)


def write_chapters(output):
    """The notebooks, and the list of them that JupyterLite's drive asks for: gives its name."""
    files, listed = output / "files", []
    files.mkdir(parents=True)
    for path in sorted(BOOK.glob("*.ipynb")):
        target = files / edition(path)
        shutil.copyfile(path, target)
        listed.append(entry(target.name, "notebook", target.stat().st_size))
    folder = json.dumps(entry("", "directory") | {"content": listed, "format": "json"})
    listing = output / "api" / "contents" / f"{runtime.sha256(folder.encode())[:8]}.json"
    listing.parent.mkdir(parents=True, exist_ok=True)
    listing.write_text(folder, encoding="utf-8")
    return listing.name


def entry(name, kind, size=None):
    """A file as Jupyter's contents describe it."""
    return {
        "name": name,
        "path": name,
        "type": kind,
        "size": size,
        "created": DAY,
        "last_modified": DAY,
        "writable": True,
        "mimetype": None,
        "format": None,
        "content": None,
    }


def write_runtime(output, app, pyodide):
    """Python's files, as far as they are here, and the lock file with all the wheels.

    Gives the kernel's settings, what tells the reader what is loaded, and both for live cells.
    """
    folder = output / STATIC
    folder.mkdir(parents=True)
    if pyodide:
        lock = runtime.check(pyodide)
        names = [entry["file_name"] for entry in lock["packages"].values()]
        for name in (*runtime.CORE, *names):
            shutil.copyfile(pyodide / name, folder / name)
    else:
        lock = runtime.read_lock(runtime.PACKAGE)
        for entry in lock["packages"].values():
            entry["file_name"] = runtime.WHEELS_URL + entry["file_name"]
    for name, unused in UNUSED.items():
        entry = lock["packages"][name]
        entry["depends"] = [other for other in entry["depends"] if other not in unused]
    for name, depends in OURS.items():
        lock["packages"][name] = add_wheel(folder, wheel.WHEELS, name, depends)
    for name, depends in KERNELS.items():
        kernel = app / "extensions" / KERNEL / "static" / "pypi"
        lock["packages"][name] = add_wheel(folder, kernel, name, depends)
    with tempfile.TemporaryDirectory() as place:
        write_empty_wheel(Path(place), EMPTY)
        lock["packages"][EMPTY] = add_wheel(folder, Path(place), EMPTY, [])
    (folder / runtime.LOCK).write_text(json.dumps(lock), encoding="utf-8")
    if pyodide:
        lock = add_compiled(folder, START)
        core = move_core(folder)
    else:
        digests = {name: runtime.sha256((runtime.PACKAGE / name).read_bytes())
                   for name in runtime.CORE}  # fmt: skip
        core = {runtime.CORE_URL + name: digest for name, digest in digests.items()}
    for entry in lock["packages"].values():
        if "//" not in entry["file_name"]:
            entry["file_name"] = move_wheel(folder, entry)
    (folder / runtime.LOCK).write_text(json.dumps(lock), encoding="utf-8")
    lock_file = add(folder, folder / runtime.LOCK)
    (folder / runtime.LOCK).unlink()
    settings = {
        "pyodideUrl": next(iter(core)),
        "disablePyPIFallback": bool(pyodide),
        "loadPyodideOptions": {
            "lockFileURL": f"./{STATIC}/{lock_file.removeprefix('./')}",
            "packages": START,
        },
    }
    start, first, drawing = (
        what_is_loaded(output, core, lock, packages) for packages in (START, LIVE, DRAWING)
    )
    live = {
        "first": first,
        "drawing": drawing,
        "settings": {
            "pyodideUrl": settings["pyodideUrl"],
            "lockFileURL": settings["loadPyodideOptions"]["lockFileURL"],
            "packages": list(runtime.needed(lock["packages"], LIVE)),
            "pictures": PICTURES,
        },
    }
    return settings, start, live


def move_core(folder):
    """Put the interpreter where nothing else ever was: its files' addresses, and their hashes."""
    runtime.suit_any_host(folder)
    names = [runtime.AS_SERVED.get(name, name) for name in runtime.CORE]
    digests = {name: runtime.sha256((folder / name).read_bytes()) for name in names}
    target = folder / runtime.sha256("".join(digests.values()).encode())[:8]
    target.mkdir()
    for name in names:
        (folder / name).rename(target / name)
    return {f"./{STATIC}/{target.name}/{name}": digest for name, digest in digests.items()}


def move_wheel(folder, entry):
    """The same for a wheel: its file, seen from the folder."""
    wheel = folder / entry["file_name"]
    target = folder / entry["sha256"][:8] / wheel.name
    target.parent.mkdir(exist_ok=True)
    wheel.rename(target)
    return target.relative_to(folder).as_posix()


def add_wheel(folder, source, name, depends):
    """Copy a wheel and describe it."""
    (file,) = source.glob(f"{name.replace('-', '_')}-*.whl")
    shutil.copyfile(file, folder / file.name)
    with zipfile.ZipFile(file) as archive:
        tops = {inside.partition("/")[0] for inside in archive.namelist()}
    return {
        "name": name,
        "version": file.name.split("-")[1],
        "file_name": file.name,
        "install_dir": "site",
        "sha256": runtime.sha256(file.read_bytes()),
        "package_type": "package",
        "imports": sorted(top for top in tops if top.isidentifier()),
        "depends": depends,
        "unvendored_tests": False,
    }


def write_empty_wheel(folder, name):
    with zipfile.ZipFile(folder / f"{name}-0-py3-none-any.whl", "w") as wheel:
        metadata = zipfile.ZipInfo(f"{name}-0.dist-info/METADATA")
        wheel.writestr(metadata, f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n")


def settings(listing, python):
    """What JupyterLite is told, beside what it knows: the list of notebooks, the kernel."""
    return {
        "appName": TITLE,
        "contentsAllJsonFile": listing,
        "exposeAppInBrowser": True,  # for start.js
        "disabledExtensions": LEFT_OUT,
        "settingsOverrides": NOTEBOOK_SETTINGS,
        "litePluginSettings": {f"{KERNEL}:kernel": python},
    }


def what_is_loaded(output, core, lock, packages):
    """The files that Python's start loads with these packages, for the reader to be told."""
    wanted = runtime.needed(lock["packages"], packages).values()
    wheels = {urljoin(f"./{STATIC}/", one["file_name"]): one["sha256"] for one in wanted}
    files = [file(address, digest) for address, digest in (core | wheels).items()]
    host = urlsplit(next(iter(core))).hostname
    bytes_here = [(output / one["url"]).stat().st_size for one in files if not host]
    megabytes = sum(bytes_here) // 10**6 or MEGABYTES[packages]
    return {"host": host, "megabytes": megabytes, "files": files}


def write_page(path):
    """JupyterLite's page with our way to open it, in place of its own; it may be an old one."""
    html = path.read_text(encoding="utf-8")
    html, links = re.subn(r'\s*<link [^>]*id="jupyter-lite-main"[^>]*>', "", html)
    theirs = r"<script>(?:(?!</script>).)*config-utils\.js.*?</script>"
    html, scripts = re.subn(theirs, "", html, flags=re.DOTALL)
    if (links, scripts) != (1, 1):
        sys.exit(f"{path}: this version of JupyterLite opens in another way")
    ours = "".join(one.read_text(encoding="utf-8") for one in (STORAGE, HERE / "page.js"))
    html = html.replace("</body>", f"<script>\n{ours}</script>\n</body>", 1)
    path.write_text(html, encoding="utf-8")


def file(address, digest):
    """A file's address, seen from the root of JupyterLite, and its hash as browsers write it."""
    return {"url": address, "integrity": f"sha256-{b64encode(bytes.fromhex(digest)).decode()}"}
