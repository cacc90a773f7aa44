"""Settings that all tests share."""

import gc
from collections import Counter

import pytest

from programs import need_git
from publish.chapters.contents import SITE
from visits import chromium, serve


def pytest_collection_modifyitems(items):
    """A warning is an error in our own tests; nbval, which warns itself, is left alone."""
    for item in items:
        if isinstance(item, pytest.Function):
            item.add_marker(pytest.mark.filterwarnings("error"), append=False)


def pytest_collection_finish():
    """Modules and tests live to the end: the collector need not go through them each time."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter):
    """How many tests were skipped, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count} skipped: {reason}")


@pytest.fixture(scope="session")
def built():
    if not (SITE / "index.html").exists():
        pytest.fail("there is no website in _build/html: run `make book` first", pytrace=False)


@pytest.fixture(scope="session")
def git_program():
    need_git()


@pytest.fixture(scope="session")
def browser(built):
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def pyodide():
    # what it imports is not there when the library is tested alone
    from browser_notebook import MISSING, RUNS, runtime_folder

    return runtime_folder() or pytest.skip(f"{MISSING}; unproved: {RUNS}")


@pytest.fixture(scope="session")
def site_with_python(built, pyodide, tmp_path_factory):
    """The folder of a site that hosts Python itself."""
    from browser_notebook import site_with_lite

    return site_with_lite(tmp_path_factory.mktemp("own"), pyodide)


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """The folder of a class to which assignment 4 was given; a copy saves the time of a release."""
    from grading.__main__ import main

    root = tmp_path_factory.mktemp("released") / "mine"
    main(["--class", str(root), "release", "4"])
    return root


@pytest.fixture(scope="session")
def served(built):
    """The site's address on this machine."""
    with serve(SITE) as address:
        yield address
