"""Binder: it would build what we mean, and in that environment every chapter runs."""

import asyncio
import re
import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from tornado.httpclient import HTTPClientError

import binder
from notebook_client import Server
from off_the_loop import wait_for
from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT
from publish.website.pages.launch import PUBLIC_BINDER, binder_address
from visits import visit

TOKEN = "a-token-for-the-tests"
CHAPTERS = [f"book/{chapter.path.name}" for chapter in chapters(ROOT / "book")]
CHOSEN = "book/02_sigmoid_mse_slowdown.ipynb"
MINUTE = 60_000
# Seconds for a chapter, which takes some ten; a machine that does other things takes far longer.
PATIENCE = 600


def pins(path):
    """What a list of requirements pins."""
    found = re.findall(r"^([\w-]+)==(\S+)$", path.read_text(encoding="utf-8"), re.M)
    return dict(found)


def test_binder_has_the_pinned_versions():
    here, all_pins = pins(binder.SETTINGS / "requirements.txt"), pins(ROOT / "requirements.txt")
    assert set(here) == {"numpy", "matplotlib", "ipywidgets"}
    assert here.items() <= all_pins.items()


def test_binder_has_the_library_of_its_own_copy_and_nothing_else():
    lines = (binder.SETTINGS / "requirements.txt").read_text(encoding="utf-8").split("\n")
    rest = [line for line in lines if line and "==" not in line and not line.startswith("#")]
    assert rest == ["-e ."]
    assert {path.name for path in binder.SETTINGS.iterdir()} == {"requirements.txt", "runtime.txt"}


@pytest.mark.slow
def test_repo2docker_takes_our_python_and_our_requirements(tmp_path):
    repository = binder.copy_of_repository(tmp_path / "course")
    said = binder.run(
        binder.repo2docker(), "-m", "repo2docker", "--no-build", "--debug", ".", cwd=repository
    )
    assert said.returncode == 0, said.stderr
    output = said.stdout + said.stderr
    assert f"conda environment for python={binder.python_version()}\n" in output
    installs = re.findall(r"^RUN .*(?:pip|conda|mamba) install.*$", output, re.M)
    assert installs == [
        'RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r ".binder/requirements.txt"'
    ]


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return binder.copy_of_repository(tmp_path_factory.mktemp("binder") / "course")


@pytest.fixture(scope="module")
def server(repository):
    """A server in Binder's environment."""
    place = repository.parent
    python, seconds = binder.environment(place / "environment", repository)
    print(f"\nenvironment on top of Binder's base: {seconds:.1f} s")
    with binder.jupyter_server(python, repository, place / "home", TOKEN) as address:
        yield Server(address, TOKEN)


@pytest.mark.slow
def test_nobody_gets_in_without_the_token(server):
    for address in (f"{server.address}api/contents", f"{server.address}api/contents?token=wrong"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address)
    with pytest.raises(HTTPClientError, match="403"):
        wait_for(Server(server.address, "wrong").ask("GET", "contents"))


@pytest.mark.slow
def test_every_chapter_opens_and_runs(server):
    listed = wait_for(server.ask("GET", "contents/book"))["content"]
    assert set(CHAPTERS) <= {entry["path"] for entry in listed}

    async def run_all():
        places = asyncio.Semaphore(2)

        async def run(path):
            async with places:
                return path, *await server.run(path, PATIENCE)

        return await asyncio.gather(*map(run, CHAPTERS))

    results = wait_for(run_all())
    for path, seconds, _ in results:
        print(f"{path}: {seconds:.1f} s")
    assert {path: faults for path, _, faults in results if faults} == {}


@pytest.mark.slow
def test_what_goes_wrong_in_a_notebook_is_said(server, repository):
    may_fail = {"tags": ["raises-exception"]}
    cells = [("1 / 0", may_fail), ("1", may_fail), ("unknown", {}), ("2", {})]
    notebook = new_notebook(
        cells=[new_code_cell(source, metadata=metadata) for source, metadata in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, repository / "wrong.ipynb")
    _, faults = wait_for(server.run("wrong.ipynb", PATIENCE))
    # cells after an error may still run, or be left out
    assert faults[:2] == [
        "cell 1: no error, which its tag promises",
        "cell 2: NameError: name 'unknown' is not defined",
    ]


# What can be seen of explorables: the labels of their pictures.
PICTURES = """all => all.filter(one => one.checkVisibility()).map(one => one.ariaLabel).join()"""


def scroll_up_to(element):
    """JupyterLab jumps to the last cell, and shows only what is near."""
    page = element.page
    page.mouse.move(700, 500)
    for _ in range(300):
        if element.is_visible():
            return element.scroll_into_view_if_needed()
        page.mouse.wheel(0, -500)
        page.wait_for_timeout(100)
    return pytest.fail("the slider did not come into view")


@pytest.mark.slow
def test_in_jupyterlab_a_slider_drives_the_picture(server, browser):
    link = binder_address(PUBLIC_BINDER, "https://github.com/a/b", "main", f"lab/tree/{CHOSEN}")
    urlpath = parse_qs(urlsplit(link).query)["urlpath"][0]
    address = f"{server.address}{urlpath}?token={TOKEN}"
    with visit(browser, address, server.address, width=1400) as seen:
        page = seen.page
        page.locator(".jp-NotebookPanel:visible .jp-Cell").first.wait_for(timeout=MINUTE)
        page.get_by_text("| Idle").first.wait_for(timeout=PATIENCE * 1000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        handle = page.locator(".actloss-explore .noUi-handle").first
        handle.wait_for(state="attached", timeout=PATIENCE * 1000)
        scroll_up_to(handle)
        pictures = page.locator(".actloss-explore .actloss-frame")
        before = pictures.evaluate_all(PICTURES)
        assert before
        handle.focus()
        at_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
        page.keyboard.press("ArrowLeft" if at_end else "ArrowRight")
        page.wait_for_function(
            f"before => ({PICTURES})([...document.querySelectorAll('.actloss-frame')]) !== before",
            arg=before,
            timeout=MINUTE,
        )
        assert seen.foreign == []
