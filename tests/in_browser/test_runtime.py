"""The browser's Python: only files with the right hashes are served or fetched."""

import json
import shutil
from unittest.mock import Mock

import pytest

from browser_notebook import kernel_settings
from publish.browser import lite, runtime
from publish.chapters.contents import SITE
from visits import serve

NAMES = ("numpy", "cycler", "six")


def entry(name, content, depends=()):
    return {
        "name": name,
        "file_name": f"{name}-1.0-py3-none-any.whl",
        "sha256": runtime.sha256(content),
        "depends": list(depends),
    }


@pytest.fixture
def release(tmp_path, monkeypatch):
    """A small Pyodide: what npm gives in one folder, the wheels beside it in another."""
    package, wheels = tmp_path / "package", tmp_path / "wheels"
    package.mkdir()
    wheels.mkdir()
    for name in runtime.CORE:
        (package / name).write_text(f"core {name}", encoding="utf-8")
    packages = {name: entry(name, name.encode()) for name in NAMES}
    packages["matplotlib"] = entry("matplotlib", b"matplotlib", ["Cycler", "numpy"])
    packages["cycler"]["depends"] = ["six"]
    packages["unwanted"] = entry("unwanted", b"unwanted")
    for name, one in packages.items():
        (wheels / one["file_name"]).write_bytes(name.encode())
    (package / runtime.LOCK).write_text(json.dumps({"packages": packages}), encoding="utf-8")
    monkeypatch.setattr(runtime, "PACKAGE", package)
    monkeypatch.setattr(runtime, "ROOTS", ("matplotlib",))
    monkeypatch.setattr("pooch.core.time", Mock())  # it sleeps before it tries again
    return wheels


def test_what_is_needed_is_found_by_any_spelling(release):
    packages = runtime.read_lock(runtime.PACKAGE)["packages"]
    found = runtime.needed(packages, ["Matplotlib"])
    assert list(found) == ["cycler", "matplotlib", "numpy", "six"]


def test_what_is_fetched_is_right_and_can_be_served(release, tmp_path):
    folder = tmp_path / "fetched"
    with serve(release) as address:
        runtime.fetch(folder, address)
    assert set(runtime.check(folder)["packages"]) == {"cycler", "matplotlib", "numpy", "six"}
    assert not list(folder.glob("unwanted*"))
    runtime.fetch(folder, "http://127.0.0.1:9/")  # all is there: nothing is asked for


def test_a_wrong_file_is_not_kept(release, tmp_path):
    (release / "six-1.0-py3-none-any.whl").write_bytes(b"changed")
    with (
        serve(release) as address,
        pytest.raises(SystemExit, match="does not match the known hash"),
    ):
        runtime.fetch(tmp_path / "fetched", address)
    assert not list((tmp_path / "fetched").glob("six*"))


def test_without_a_network_what_was_fetched_is_kept(release, tmp_path):
    with pytest.raises(SystemExit, match=r"could not be fetched .* run this again"):
        runtime.fetch(tmp_path / "fetched", "http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: shutil.rmtree(folder), "it has no pyodide-lock.json, pyodide.mjs"),
        (lambda folder: (folder / "python_stdlib.zip").unlink(), "it has no python_stdlib.zip"),
        (lambda folder: (folder / "pyodide.mjs").write_text("x"), "pyodide.mjs is not that of"),
        (lambda folder: (folder / "six-1.0-py3-none-any.whl").unlink(), "six-1.0-.* is missing"),
        (lambda folder: (folder / "six-1.0-py3-none-any.whl").write_text("x"), "is not the file"),
    ],
)
def test_a_wrong_folder_is_an_error_that_says_what_to_do(release, tmp_path, change, said):
    folder = tmp_path / "fetched"
    with serve(release) as address:
        runtime.fetch(folder, address)
    change(folder)
    with pytest.raises(SystemExit, match=said) as error:
        runtime.check(folder)
    assert f"PYODIDE={folder}" in str(error.value)
    assert "make pyodide" in str(error.value)


SCRIPT = "import(`${at}pyodide.asm.mjs`); await WebAssembly.instantiateStreaming(n,s)"


def small_pyodide(folder, script):
    (folder / "pyodide.mjs").write_text(script, encoding="utf-8")
    (folder / "pyodide.asm.mjs").touch()
    return folder


def test_a_copy_needs_no_host_that_knows_its_types(tmp_path):
    runtime.suit_any_host(small_pyodide(tmp_path, SCRIPT))
    assert {path.name for path in tmp_path.iterdir()} == {"pyodide.js", "pyodide.asm.js"}
    script = (tmp_path / "pyodide.js").read_text(encoding="utf-8")
    assert ".mjs" not in script
    assert "'application/wasm'" in script


@pytest.mark.parametrize("gone", ["pyodide.asm.mjs", "instantiateStreaming"])
def test_a_pyodide_that_starts_in_another_way_is_an_error(gone, tmp_path):
    with pytest.raises(SystemExit, match="starts in another way"):
        runtime.suit_any_host(small_pyodide(tmp_path, SCRIPT.replace(gone, "other")))


# What the built site serves.


def lock_file():
    return SITE / "lite" / kernel_settings(SITE)["loadPyodideOptions"]["lockFileURL"]


@pytest.mark.usefixtures("built")
def test_every_wheel_of_the_site_has_the_hash_that_its_lock_file_names():
    folder = lock_file().parent
    packages = json.loads(lock_file().read_text(encoding="utf-8"))["packages"]
    assert {*lite.OURS, *lite.KERNELS} <= set(packages)
    for one in packages.values():
        if "//" not in one["file_name"]:
            assert runtime.sha256((folder / one["file_name"]).read_bytes()) == one["sha256"]
    assert packages["actloss"]["imports"] == ["actloss"]


@pytest.mark.usefixtures("built")
def test_python_is_pinned_and_checked():
    start = json.loads((SITE / "lite" / lite.EDITION).read_text(encoding="utf-8"))["start"]
    assert all(one["integrity"].startswith("sha256-") for one in start["files"])
    assert start["files"][0]["url"] == kernel_settings(SITE)["pyodideUrl"]
    if start["host"]:
        assert f"pyodide@{runtime.VERSION}/" in start["files"][0]["url"]
