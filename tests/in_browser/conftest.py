"""A site that takes Python from Pyodide's own servers."""

import json

import pytest

from browser_notebook import site_with_lite
from publish.browser import runtime
from visits import serve


@pytest.fixture(scope="session")
def cdn_python(built, pyodide, tmp_path_factory):
    """The address of a site that takes Python from the CDN, with the lock file of the folder."""
    with pytest.MonkeyPatch.context() as patch:
        lock = runtime.read_lock(pyodide)
        patch.setattr(runtime, "read_lock", lambda folder: json.loads(json.dumps(lock)))
        folder = site_with_lite(tmp_path_factory.mktemp("cdn"), None)
    with serve(folder) as address:
        yield address
