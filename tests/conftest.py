"""Settings that all tests share."""

import pytest

from browser import chromium


@pytest.fixture(scope="session")
def browser():
    """One for all tests: a process cannot drive two."""
    with chromium() as browser:
        yield browser


def pytest_collection_modifyitems(items):
    """A warning is an error in our own tests; nbval, which warns itself, is left alone."""
    for item in items:
        if isinstance(item, pytest.Function):
            item.add_marker(pytest.mark.filterwarnings("error"), append=False)
