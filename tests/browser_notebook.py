"""A notebook of the site in JupyterLite, used as a reader uses it."""

import json
import os
from pathlib import Path

from nbformat import from_dict

from publish.browser import lite, runtime
from publish.chapters.contents import ROOT, SITE
from publish.chapters.streams import merged_streams

STATE = "document.querySelector('#course-start [role=status]')?.textContent"
ERRORS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .filter((cell) => !(cell.getMetadata("tags") ?? []).includes("raises-exception"))
    .flatMap((cell) => cell.sharedModel.outputs ?? [])
    .filter((output) => output.output_type === "error")
    .map((error) => `${error.ename}: ${error.evalue}`)"""
OUTPUTS = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .filter((cell) => cell.type === "code")
    .map((cell) => cell.sharedModel.outputs ?? [])"""
# In the model: of the page only what is in sight is there.
PICTURES = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
    .flatMap((cell) => cell.sharedModel.outputs ?? [])
    .filter((output) => Object.keys(output.data ?? {}).some((kind) => kind.startsWith("image/")))
    .length"""
SESSIONS = "() => [...window.jupyterapp.serviceManager.sessions.running()].length"
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
LINK = ".run-chapter a[href*='lite/']"
BUTTON = ".header-article a[href*='lite/']"


def runtime_folder():
    """Where Pyodide is: in PYODIDE, where `make pyodide` puts it, or beside the project."""
    folders = (os.environ.get("PYODIDE"), runtime.FETCHED, ROOT.parent / "shared" / "pyodide")
    found = (Path(folder) for folder in folders if folder)
    return next((folder for folder in found if (folder / runtime.LOCK).is_file()), None)


MISSING = (
    f"no Pyodide {runtime.VERSION} on this machine: `make pyodide` fetches it, PYODIDE names it"
)
RUNS = "that chapters run in a reader's browser, and print there what is stored"


def site_with_lite(folder, pyodide):
    """The built pages, and a JupyterLite of their own."""
    for path in SITE.iterdir():
        if path.name != "lite":
            (folder / path.name).symlink_to(path)
    lite.build(folder / "lite", pyodide)
    return folder


def kernel_settings(site):
    """What a site tells its notebooks of Python: where it is, and its lock file."""
    edition = json.loads((site / "lite" / lite.EDITION).read_text(encoding="utf-8"))
    return edition["config"]["litePluginSettings"][f"{lite.KERNEL}:kernel"]


def python_of(site):
    """The script that starts the Python that a site hosts, and its lock file."""
    settings = kernel_settings(site)
    lock = settings["loadPyodideOptions"]["lockFileURL"]
    return site / "lite" / settings["pyodideUrl"], site / "lite" / lock


def wait_for_notebook(page):
    """Until there is text to read: before that JupyterLab shows one empty cell."""
    page.wait_for_selector(".jp-Notebook .jp-RenderedMarkdown :is(h1, p)", timeout=90_000)


def wait_for_python(page):
    """Until the line below the notebook says that Python is ready, or that it will not be."""
    page.wait_for_function(f"/ready|not start/.test({STATE})", timeout=180_000)
    state = page.evaluate(STATE)
    assert "ready" in state, state


def run_all(page):
    return page.evaluate(RUN_ALL)


def printed(outputs):
    """What the cells say, in words and tables; pictures and controls are left out.

    First, since a slow cell shows its progress between two lines that belong together.
    """
    words = ([from_dict(output) for output in one if not shows(output)] for one in outputs)
    return [[said(output) for output in merged_streams(one)] for one in words]


def shows(output):
    return any(kind.startswith(("image/", "application/")) for kind in output.get("data", {}))


def said(output):
    if output.output_type == "stream":
        return output.name, joined(output.text)
    if output.output_type == "error":
        return output.ename, output.evalue
    return {kind: joined(text) for kind, text in output.data.items()}


def joined(text):
    return text if isinstance(text, str) else "".join(text)


def errors(page):
    return page.evaluate(ERRORS)


def play_cdn(context, pyodide, spoil=None):
    """Answer for the CDN; `spoil` does something else with the file of numpy."""

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        if spoil and name.startswith("numpy"):
            spoil(route)
        else:
            kind = "text/javascript" if name.endswith("mjs") else None
            head = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(path=pyodide / name, content_type=kind, headers=head)

    context.route(f"{runtime.CDN}/**", answer)
