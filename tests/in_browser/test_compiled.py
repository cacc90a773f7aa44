"""The browser's Python imports what was compiled ahead, and only where its source is the same."""

import subprocess
import zipfile
from importlib.util import source_from_cache

import pytest

from browser_notebook import python_of
from publish.browser import compiled, lite
from publish.chapters.contents import ROOT

SCRIPT = ROOT / "tests" / "web" / "imports.mjs"


@pytest.fixture
def archive(tmp_path):
    """A wheel with two modules, and its bytes."""
    path = tmp_path / "some-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for name in ("some/__init__.py", "some/part.py"):
            packed.writestr(zipfile.ZipInfo(name), f"# {name}")
    return path


@pytest.fixture
def folder(tmp_path):
    """Three compiled modules, of which the archive has the source of one."""
    for name in ("some/__pycache__/part", "some/__pycache__/gone", "other/__pycache__/part"):
        path = tmp_path / "compiled" / f"{name}.cpython-314.pyc"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path / "compiled"


def test_only_what_has_its_source_there_is_added(archive, folder):
    compiled.add(archive, folder, source_from_cache)
    with zipfile.ZipFile(archive) as packed:
        name = "some/__pycache__/part.cpython-314.pyc"
        assert packed.namelist() == ["some/__init__.py", "some/part.py", name]
        assert packed.read(name) == (folder / name).read_bytes()


def test_the_same_modules_give_the_same_bytes(archive, folder):
    before = archive.read_bytes()
    compiled.add(archive, folder, source_from_cache)
    first = archive.read_bytes()
    archive.write_bytes(before)
    compiled.add(archive, folder, source_from_cache)
    assert archive.read_bytes() == first != before


@pytest.mark.slow
def test_a_start_compiles_the_library_alone(site_with_python):
    command = [compiled.NODE, SCRIPT, *python_of(site_with_python), *lite.START]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found = done.stdout.split()
    assert found
    # what Windows alone can import is tried in vain, and so is not among the modules
    known = ("/site-packages/actloss/", "/dateutil/tz/win.py")
    assert [path for path in found if not any(part in path for part in known)] == []
