"""The course at home: a chapter's zip, the library from a wheel or a clone, its versions."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from benchmarks.page import part
from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT, SITE
from publish.downloads import chapter_zip
from visits import visit
from website import parsed

CHAPTERS = chapters(ROOT / "book")
SHORTEST = CHAPTERS[-1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PATIENCE = 300
# Where the tests' own packages and settings would come from.
OUTSIDE = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "IPYTHONDIR", "JUPYTER_PATH", "MAKEFLAGS")
CLEAN = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
CLEAN["PIP_NO_COMPILE"] = "no"  # pip's way to say --no-compile: most modules are never imported

pytestmark = pytest.mark.usefixtures("built")


# The zip.


@pytest.fixture(scope="module")
def zips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("zips")
    chapter_zip.pack_all(folder)
    return folder


def unpacked(zips, chapter, folder):
    """The folder that a reader has after unpacking."""
    with zipfile.ZipFile(zips / f"{chapter.path.stem}.zip") as archive:
        archive.extractall(folder)
    return folder / chapter.path.stem


def commands(readme, system):
    """The two commands that README.txt gives for a system."""
    _, _, rest = readme.partition(f"\n{system}\n\n")
    block = rest.partition("\n\n")[0]
    assert all(line.startswith("    ") for line in block.splitlines())
    return [line.strip() for line in block.splitlines()]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.path.stem)
def test_a_zip_has_what_a_chapter_needs(chapter, zips, tmp_path):
    folder = unpacked(zips, chapter, tmp_path)
    (wheel,) = folder.glob("*.whl")
    wanted = {"README.txt", "requirements.txt", wheel.name, chapter.path.name}
    assert {path.name for path in folder.iterdir()} == wanted
    assert (folder / chapter.path.name).read_bytes() == chapter.path.read_bytes()
    assert wheel.name == f"actloss-{PROJECT['version']}-py3-none-any.whl"
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = [line for line in lines if line and not line.startswith("#")]
    lab = re.search(r"^jupyterlab==[\d.]+$", (ROOT / "requirements-lab.txt").read_text(), re.M)[0]
    assert asked == [f"./{wheel.name}", *PROJECT["dependencies"], lab]
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for system in ("macOS and Linux", "Windows"):
        install, start = commands(readme, system)
        assert "venv .venv && .venv" in install
        assert install.strip('"').endswith("-m pip install -r requirements.txt")
        assert start.endswith(f"-m jupyterlab {chapter.path.name}")


def test_the_same_sources_give_the_same_bytes(zips, tmp_path):
    (tmp_path / "00_gone.zip").touch()
    chapter_zip.pack_all(tmp_path)
    first, again = (
        {path.name: path.read_bytes() for path in folder.iterdir()} for folder in (zips, tmp_path)
    )
    assert first == again


def downloads(page):
    return parsed(page).select(".dropdown-download-buttons a")


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.path.stem)
def test_a_chapter_offers_its_notebook_and_its_zip(chapter, zips):
    page = f"book/{chapter.path.stem}.html"
    notebook, zipped = downloads(page)
    assert notebook["href"] == f"../_sources/book/{chapter.path.name}"
    assert zipped["href"] == f"../_downloads/{chapter.path.stem}.zip"
    for link in (notebook, zipped):
        assert "download" in link.attrs
    offered = (SITE / page).parent / zipped["href"]
    assert offered.read_bytes() == (zips / offered.name).read_bytes()
    assert (SITE / page).parent.joinpath(notebook["href"]).read_bytes() == chapter.path.read_bytes()


@pytest.mark.parametrize("page", ["book/intro.html", "book/notation.html"])
def test_other_pages_offer_no_zip(page):
    assert not [link for link in downloads(page) if link["href"].endswith(".zip")]


def test_pressing_an_entry_of_the_menu_saves_the_file(browser, served):
    chapter = SHORTEST.path
    with visit(browser, f"{served}book/{chapter.stem}.html", served) as seen:
        for text, name in ((".ipynb", chapter.name), ("(.zip)", f"{chapter.stem}.zip")):
            seen.page.get_by_role("button", name="Download this page").click()
            with seen.page.expect_download() as saved:
                seen.page.locator(".dropdown-menu a", has_text=text).click()
            assert saved.value.suggested_filename == name
            assert Path(saved.value.path()).stat().st_size > 100_000
        assert len(seen.page.context.pages) == 1
        assert seen.complaints == []


# The versions.

PINS = ROOT / "tests" / "pins"
PYTHONS = [
    line.rpartition(" ")[2]
    for line in PROJECT["classifiers"]
    if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
]


def pinned(path):
    """Pairs of a package and the rest of its line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [re.split(r"(?===)", line, maxsplit=1) for line in lines if re.match(r"[\w-]+==", line)]


def oldest(dependency):
    """A bound such as numpy>=2.0, as a name and numbers."""
    name, _, bound = dependency.partition(">=")
    return name, [int(part) for part in bound.split(".")]


def test_the_lowest_pins_are_the_bounds_of_the_package():
    lowest = {}
    for name, version in reversed(pinned(PINS / "lowest.txt")):
        lowest[name] = [int(part) for part in version.partition(";")[0].strip("= ").split(".")]
    bounds = dict(map(oldest, PROJECT["dependencies"]))
    assert {name: lowest[name][: len(bound)] for name, bound in bounds.items()} == bounds


def test_the_tools_are_those_of_the_other_tests():
    known = {*map(tuple, pinned(ROOT / "requirements.txt"))}
    known |= {*map(tuple, pinned(ROOT / "constraints.txt"))}
    tools = {*map(tuple, pinned(PINS / "tools.txt"))}
    assert tools
    assert tools <= known


def test_every_python_is_tested_with_the_lowest_and_the_newest_pins():
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    everything, pins = (workflow["jobs"][job]["strategy"]["matrix"] for job in ("test", "pins"))
    assert PYTHONS[0] == PROJECT["requires-python"].removeprefix(">=")
    assert pins["python"] == PYTHONS
    assert sorted(pins["pins"]) == sorted({path.stem for path in PINS.glob("*.txt")} - {"tools"})
    assert everything["python"] == [python for python in PYTHONS if python != "3.14"]


def test_the_page_says_what_each_chapter_needs():
    text = part((ROOT / "book" / "benchmarks.md").read_text(encoding="utf-8"), "needs")
    _, _, *lines = (line.strip("| ").split(" | ") for line in text.splitlines())
    assert [int(chapter) for chapter, _, _ in lines] == [chapter.number for chapter in CHAPTERS]
    for _, memory, seconds in lines:
        assert 50 < int(memory.replace(",", "")) < 2_000
        assert 1 <= int(seconds) < 120


# What takes longer: environments of their own.


def run(command, folder, **more):
    done = subprocess.run(
        command, cwd=folder, env=CLEAN, shell=isinstance(command, str), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE, **more
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def at_home(zips, tmp_path_factory):
    """The last chapter after the first of the two commands, and the second."""
    if os.name != "posix":
        pytest.skip("the commands are those for macOS and Linux")
    folder = unpacked(zips, SHORTEST, tmp_path_factory.mktemp("a") / "mes leçons 课")
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    install, start = commands(readme, "macOS and Linux")
    python = f'"{sys.executable}"'
    assert install.startswith("python3 ")
    run(install.replace("python3", python, 1), folder)
    return folder, start


@pytest.mark.slow
def test_the_chapter_of_a_zip_runs(at_home):
    folder, start = at_home
    run(start.replace("-m jupyterlab", "-m jupyter execute --inplace"), folder)
    before, after = (
        json.loads(path.read_text(encoding="utf-8"))
        for path in (SHORTEST.path, folder / SHORTEST.path.name)
    )
    assert printed(after) == printed(before)


def printed(notebook):
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return "".join("".join(output["text"]) for output in outputs if "text" in output)


@contextmanager
def serving(command, folder):
    """JupyterLab as the command starts it, without its own browser: its address and its token."""
    log = folder / "jupyterlab.log"
    with log.open("w") as file:
        options = "--no-browser --allow-root --port=0 --IdentityProvider.token=secret"
        server = subprocess.Popen(
            f"exec {command} {options}", cwd=folder, env=CLEAN, shell=True, stderr=file
        )
    try:
        deadline = time.monotonic() + 60
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text())):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield found[0]
    finally:
        server.terminate()
        server.wait(30)


@pytest.mark.slow
def test_the_second_command_opens_the_chapter(at_home):
    folder, start = at_home
    with serving(start, folder) as address:
        answer = urllib.request.urlopen(f"{address}api/contents/{SHORTEST.path.name}?token=secret")
        assert json.load(answer)["type"] == "notebook"
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{address}api/contents")


@pytest.mark.slow
def test_the_library_installs_from_its_wheel_and_from_a_clone(tmp_path):
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S)[1]
    *lines, last = example.strip().splitlines()
    shown, promised = last.split("  # ")
    run([sys.executable, "-m", "venv", tmp_path / "venv"], tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    for source in (chapter_zip.library(), clone(tmp_path / "clone")):
        run([python, "-m", "pip", "install", "-q", source], tmp_path)
        said = run([python, "-c", "\n".join([*lines, f"print(repr({shown}))"])], tmp_path)
        assert said.strip() == promised
        run([python, "-m", "pip", "uninstall", "-q", "-y", PROJECT["name"]], tmp_path)


def clone(folder):
    unmade = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "lib", folder / "lib", ignore=unmade)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder
