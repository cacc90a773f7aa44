"""The site on the hosts that there are: what they let browsers keep, and what types they send."""

import os
import re
import shutil
import zipfile
from contextlib import contextmanager

import pytest

from browser_notebook import LINK, STATE, wait_for_notebook, wait_for_python
from hosts import NOSNIFF, ODD, host
from publish.browser import lite
from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT, SITE
from publish.chapters.editions import edition
from publish.downloads import wheel
from visits import serve, visit

FIRST = chapters(ROOT / "book")[0].path
PAGE = f"book/{FIRST.stem}.html"
LONG_AGO = 1_600_000_000
MARK = re.compile(r"[-/.][0-9a-f]{8}[/.]")
EARLIER = "One edition earlier."
FIRST_CELL = "() => window.jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel"


# A new edition.


@pytest.fixture(scope="module")
def earlier(site_with_python, pyodide, tmp_path_factory):
    """The site as it was: another first chapter, another library, another script and page."""
    root = tmp_path_factory.mktemp("earlier")
    book, scripts, wheels = root / "book", root / "scripts", root / "wheels"
    shutil.copytree(ROOT / "book", book)
    text = FIRST.read_text(encoding="utf-8")
    changed = text.replace('"source": [\n', f'"source": [\n    "{EARLIER} ",\n', 1)
    (book / FIRST.name).write_text(changed, encoding="utf-8")
    shutil.copytree(lite.HERE, scripts)
    for script in scripts.glob("*.js"):
        if script.name != "page.js":
            script.write_text(script.read_text(encoding="utf-8") + "// earlier\n", encoding="utf-8")
    shutil.copytree(wheel.WHEELS, wheels)
    with zipfile.ZipFile(next(wheels.glob("actloss-*.whl")), "a") as archive:
        archive.writestr("actloss/earlier.py", "")
    site = root / "site"
    site.mkdir()
    for path in site_with_python.iterdir():
        if path.name not in ("lite", "book"):
            (site / path.name).symlink_to(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lite, "BOOK", book)
        patch.setattr(lite, "HERE", scripts)
        patch.setattr(wheel, "WHEELS", wheels)
        lite.build(site / "lite", pyodide)
    shutil.copytree(SITE / "book", site / "book")
    html = (site / PAGE).read_text(encoding="utf-8")
    (site / PAGE).write_text(
        html.replace(edition(FIRST), edition(book / FIRST.name)), encoding="utf-8"
    )
    for path in site.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (LONG_AGO, LONG_AGO))
    return site


@contextmanager
def renewed(browser, earlier, now, tmp_path, cache):
    """A reader's tab on a host that publishes the earlier edition; what puts the new one there."""
    published = tmp_path / "published"
    published.symlink_to(earlier)

    def renew():
        published.unlink()
        published.symlink_to(now)

    with (
        serve(published, host({"Cache-Control": cache} if cache else {})) as home,
        visit(browser, home + PAGE, home) as seen,
    ):
        yield seen.page, renew
        assert seen.foreign == []


def open_notebook(page):
    page.click(LINK)
    wait_for_notebook(page)
    wait_for_python(page)


def first_cell(page):
    return page.evaluate(f"({FIRST_CELL})().source")


HOSTS = pytest.mark.parametrize("cache", [None, "max-age=600"], ids=["silent", "ten minutes"])


@pytest.mark.slow
@HOSTS
def test_a_page_that_the_browser_kept_leads_to_the_new_edition(
    cache, browser, earlier, site_with_python, tmp_path
):
    with renewed(browser, earlier, site_with_python, tmp_path, cache) as (page, renew):
        address = page.url
        open_notebook(page)
        assert EARLIER in first_cell(page)
        renew()
        page.goto(address, timeout=60_000)
        page.click(LINK)
        page.wait_for_url(f"**{edition(FIRST)}", timeout=90_000)
        wait_for_notebook(page)
        wait_for_python(page)
        assert EARLIER not in first_cell(page)


@pytest.mark.slow
@HOSTS
def test_the_readers_own_work_is_there_and_so_is_the_new_edition(
    cache, browser, earlier, site_with_python, tmp_path
):
    with renewed(browser, earlier, site_with_python, tmp_path, cache) as (page, renew):
        address = page.url
        open_notebook(page)
        page.evaluate(f"({FIRST_CELL})().setSource('mine')")
        page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        renew()
        page.goto(address, timeout=60_000)
        open_notebook(page)
        assert first_cell(page) == "mine"
        page.get_by_role("link", name="The chapter as it is now").click()
        wait_for_notebook(page)
        wait_for_python(page)
        assert first_cell(page) not in ("mine", "")
        page.get_by_role("link", name="Your notebook of").click()
        wait_for_notebook(page)
        assert first_cell(page) == "mine"


def test_what_a_new_edition_changes_has_another_name(built):
    """All but the pages, which ask for edition.json, and what only JupyterLite itself changes."""
    names = {path.relative_to(SITE / "lite").as_posix() for path in (SITE / "lite").rglob("*.*")}
    ours = {name for name in names if name.startswith(("static/pyodide/", "api/contents/"))}
    ours |= {name for name in names if name.endswith((".js", ".css")) and "/" not in name}
    unmarked = {name for name in ours if not MARK.search(name)}
    assert ours
    assert unmarked == {"service-worker.js"}  # which browsers look after themselves


# Types.


@pytest.mark.slow
def test_python_starts_whatever_the_host_calls_its_files(browser, site_with_python):
    types = dict.fromkeys((".mjs", ".wasm", ".whl", ".zip", ".json", ".ipynb", ".ico"), ODD)
    with (
        serve(site_with_python, host(types=types)) as home,
        visit(browser, home + PAGE, home) as seen,
    ):
        open_notebook(seen.page)


@pytest.mark.slow
def test_a_script_that_no_browser_runs_is_named_with_its_type(browser, site_with_python):
    with (
        serve(site_with_python, host(types={".js": "text/plain"})) as home,
        visit(browser, home + PAGE, home) as seen,
    ):
        seen.page.click(LINK)
        seen.page.wait_for_function(f"{STATE}?.includes('did not start')", timeout=60_000)
        said = seen.page.evaluate(STATE)
        assert "/pyodide" in said
        assert ".js as text/plain" in said
        assert "text/javascript" in said


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"types": {".js": ODD}, "headers": NOSNIFF}, f".js as {ODD}"),
        ({"types": {".json": ODD}}, None),
    ],
)
def test_a_notebook_that_cannot_open_says_why(rules, said, browser, built):
    with (
        serve(SITE, host(**rules)) as home,
        visit(browser, home + f"lite/notebooks/index.html?path={edition(FIRST)}", home) as seen,
    ):
        if said:
            alert = seen.page.get_by_role("alert")
            alert.wait_for()
            assert said in alert.text_content()
            assert "Publish your own copy" in alert.text_content()
        else:
            wait_for_notebook(seen.page)


def test_the_list_of_notebooks_opens(browser, served):
    with visit(browser, f"{served}lite/tree/", served) as seen:
        seen.page.get_by_text(edition(FIRST)).wait_for(timeout=60_000)
        assert seen.foreign == []


def test_a_file_that_is_gone_is_named(browser, built, tmp_path):
    for path in SITE.iterdir():
        if path.name != "lite":
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "lite" / "notebooks").mkdir(parents=True)
    page = "lite/notebooks/index.html"
    shutil.copyfile(SITE / page, tmp_path / page)
    with serve(tmp_path) as home, visit(browser, f"{home}{page}", home) as seen:
        alert = seen.page.get_by_role("alert")
        alert.wait_for()
        assert "edition.json is not there (404)" in alert.text_content()


# Hidden folders.


def test_no_host_that_heeds_it_withholds_a_folder(built):
    assert (SITE / ".nojekyll").read_bytes() == b""
