"""Put JupyterLite beside the pages: notebooks that run in the reader's browser, without a server.

Python comes from Pyodide's network of servers (CDN), or, with a folder of it, from the site itself.

The lock file that the kernel reads names, with their hashes, the library and what Jupyter needs, so
`import actloss` works in the first cell.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from base64 import b64encode
from importlib import metadata
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from publish.browser import runtime
from publish.browser.compiled import add_compiled
from publish.chapters.changes import make_again
from publish.chapters.contents import BOOK, ROOT, SITE, TITLE
from publish.chapters.editions import edition
from publish.downloads import wheel

HERE = Path(__file__).parent / "jupyterlite"
LITE = SITE / "lite"
BUILT = ROOT / "_build" / ".lite"
STATIC = "static/pyodide"  # seen from the root of JupyterLite
START = ("piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython", "actloss")
KERNEL = "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
MEGABYTES = 29  # from the CDN
APPS = ["notebooks", "tree"]
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
    "actloss": ["ipywidgets", "matplotlib", "numpy"],
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
    sources = [wheel.BUILT, *BOOK.glob("*.ipynb"), *HERE.glob("*"), *HERE.parent.glob("*.py")]
    make_again(BUILT, sources, lambda: build(LITE, pyodide), str(pyodide))


def build(output, pyodide):
    """A new JupyterLite in this folder, in place of what was there."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "lite"
        shutil.copytree(app(), made)
        write_chapters(made)
        write_runtime(made, pyodide)
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(made, output)


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
    icons.mkdir(parents=True)
    for name in ("favicon-notebook.ico", "favicon-busy-1.ico"):
        shutil.copyfile(output / "notebooks" / "favicon.ico", icons / name)


def write_chapters(output):
    """The notebooks, and the list of them that JupyterLite's drive asks for."""
    files, listed = output / "files", []
    files.mkdir(parents=True)
    for path in sorted(BOOK.glob("*.ipynb")):
        target = files / edition(path)
        shutil.copyfile(path, target)
        listed.append(entry(target.name, "notebook", target.stat().st_size))
    listing = output / "api" / "contents" / "all.json"
    listing.parent.mkdir(parents=True, exist_ok=True)
    folder = entry("", "directory") | {"content": listed, "format": "json"}
    listing.write_text(json.dumps(folder), encoding="utf-8")


def entry(name, kind, size=None):
    """A file as Jupyter's contents describe it."""
    day = "2026-01-01T00:00:00Z"
    return {
        "name": name,
        "path": name,
        "type": kind,
        "size": size,
        "created": day,
        "last_modified": day,
        "writable": True,
        "mimetype": None,
        "format": None,
        "content": None,
    }


def write_runtime(output, pyodide):
    """The lock file, the wheels that it names here, and where Python itself is."""
    folder = output / STATIC
    folder.mkdir(parents=True)
    if pyodide:
        lock = runtime.check(pyodide)
        names = [entry["file_name"] for entry in lock["packages"].values()]
        for name in (*runtime.CORE, *names):
            shutil.copyfile(pyodide / name, folder / name)
        address = f"./{STATIC}/"
    else:
        lock, address = runtime.read_lock(runtime.PACKAGE), runtime.CORE_URL
        for entry in lock["packages"].values():
            entry["file_name"] = runtime.WHEELS_URL + entry["file_name"]
    for name, unused in UNUSED.items():
        entry = lock["packages"][name]
        entry["depends"] = [other for other in entry["depends"] if other not in unused]
    for name, depends in OURS.items():
        lock["packages"][name] = add_wheel(folder, wheel.WHEELS, name, depends)
    for name, depends in KERNELS.items():
        lock["packages"][name] = add_wheel(folder, output / KERNEL, name, depends)
    with tempfile.TemporaryDirectory() as place:
        write_empty_wheel(Path(place), EMPTY)
        lock["packages"][EMPTY] = add_wheel(folder, Path(place), EMPTY, [])
    (folder / runtime.LOCK).write_text(json.dumps(lock), encoding="utf-8")
    configure(output, address)
    if pyodide:
        write_start(output, add_compiled(folder, START), address, folder)
    else:
        write_start(output, lock, address, runtime.PACKAGE)


def add_wheel(folder, source, name, depends):
    """Copy a wheel and describe it; a new one has a new address, as browsers keep the old one."""
    (file,) = source.glob(f"{name.replace('-', '_')}-*.whl")
    digest = runtime.sha256(file.read_bytes())
    target = folder / digest[:8] / file.name
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(file, target)
    with zipfile.ZipFile(file) as archive:
        tops = {inside.partition("/")[0] for inside in archive.namelist()}
    return {
        "name": name,
        "version": file.name.split("-")[1],
        "file_name": target.relative_to(folder).as_posix(),
        "install_dir": "site",
        "sha256": digest,
        "package_type": "package",
        "imports": sorted(top for top in tops if top.isidentifier()),
        "depends": depends,
        "unvendored_tests": False,
    }


def write_empty_wheel(folder, name):
    with zipfile.ZipFile(folder / f"{name}-0-py3-none-any.whl", "w") as wheel:
        metadata = zipfile.ZipInfo(f"{name}-0.dist-info/METADATA")
        wheel.writestr(metadata, f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n")


def configure(output, address):
    """Where the kernel finds Python and its lock file, and what it loads at once."""
    path = output / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    data = config["jupyter-config-data"]
    data["appName"] = TITLE
    data["contentsAllJsonFile"] = "all.json"
    data["exposeAppInBrowser"] = True  # for start.js
    data["disabledExtensions"] = LEFT_OUT
    data["settingsOverrides"] = NOTEBOOK_SETTINGS
    data["litePluginSettings"] = {
        "@jupyterlite/pyodide-kernel-extension:kernel": {
            "pyodideUrl": f"{address}pyodide.mjs",
            "disablePyPIFallback": address.startswith("./"),
            "loadPyodideOptions": {
                "lockFileURL": f"./{STATIC}/{runtime.LOCK}",
                "packages": START,
            },
        }
    }
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")


def write_start(output, lock, address, python):
    """What tells the reader what is being loaded: a script, and the list of files that it loads."""
    wanted = runtime.needed(lock["packages"], START).values()
    hashes = {name: runtime.sha256((python / name).read_bytes()) for name in runtime.CORE}
    core = [file(address + name, digest) for name, digest in hashes.items()]
    wheels = [file(urljoin(f"./{STATIC}/", one["file_name"]), one["sha256"]) for one in wanted]
    files = core + wheels
    host = urlsplit(address).hostname
    bytes_here = [(output / one["url"]).stat().st_size for one in files if not host]
    megabytes = sum(bytes_here) // 10**6 or MEGABYTES
    start = {"host": host, "megabytes": megabytes, "files": files}
    (output / "start.json").write_text(json.dumps(start), encoding="utf-8")
    for name in ("start.js", "start.css"):
        shutil.copy(HERE / name, output)
    page = output / "notebooks" / "index.html"
    tags = '<link rel="stylesheet" href="../start.css"><script type="module" src="../start.js">'
    html = page.read_text(encoding="utf-8")
    page.write_text(html.replace("</head>", f"{tags}</script></head>", 1), encoding="utf-8")


def file(address, digest):
    """A file's address, seen from the root of JupyterLite, and its hash as browsers write it."""
    return {"url": address, "integrity": f"sha256-{b64encode(bytes.fromhex(digest)).decode()}"}
