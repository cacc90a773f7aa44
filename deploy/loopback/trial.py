"""Try a class of two on a JupyterHub of this machine, and print what is seen at each step.

Accounts of the machine are made, and removed at the end: README.md says what this needs. The first
thing that is not as it should be ends the trial.
"""

import argparse
import os
import pwd
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import chromium  # noqa: E402
from machine import INSTRUCTORS, STUDENTS, Material, NotSo, accounts, hub, run, wait  # noqa: E402
from student import PATIENCE, Student  # noqa: E402

from grading.handed_in.submissions import read  # noqa: E402
from publish.classes.class_link import notebook, pull  # noqa: E402

CHAPTER = notebook("4")
COPY = f"students/{CHAPTER}"
ADA, BEN, CLEO = "trial-ada", "trial-ben", "trial-cleo"
TITLE, FIRST_CODE = 0, 1  # cells
NOTE = "# my own note"
CORRECTION, REJECTED = "A correction before the lesson.", "# what the instructor writes there"


def seen(what, holds=True):
    if not holds:
        raise NotSo(what)
    print(f"  {what}", flush=True)


def home(name):
    return Path(pwd.getpwnam(name).pw_dir)


def source(name, cell):
    return nbformat.read(home(name) / COPY, as_version=4).cells[cell].source


def work_by_http(ada, password, others_password, link):
    print("Ada, by HTTP")
    seen("the hub refuses another's password", not ada.log_in(others_password))
    seen("it takes her own", ada.log_in(password))
    ada.take_token()
    ada.follow(link)
    seen(f"the link brings {COPY}", (home(ADA) / COPY).exists())
    seconds, faults = ada.run(COPY)
    seen(f"all cells run, in {seconds:.0f} s", not faults)
    opened = ada.ask("GET", f"contents/{COPY}")
    opened["content"]["cells"][FIRST_CODE]["source"] += f"\n{NOTE}"
    ada.ask("PUT", f"contents/{COPY}", {"type": "notebook", "content": opened["content"]})
    seen("her change of a cell is saved", NOTE in source(ADA, FIRST_CODE))


def work_in_chromium(password, link, log, picture):
    print("Ben, in Chromium")
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(link)
        page.fill("#username_input", BEN)
        page.fill("#password_input", password)
        page.click("#login_submit")
        seen("the link leads through the login", page.wait_for_url("**/lab/tree/**") is None)
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")
        seen("and opens the chapter in JupyterLab", CHAPTER in page.url)
        page.get_by_text("| Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.get_by_text("| Busy").wait_for()
        wait(lambda: save(page) and all_ran(BEN), "all cells run", log, PATIENCE)
        seen("all cells run")
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Control+End")
        page.keyboard.press("Enter")
        page.keyboard.type(NOTE)
        save(page)
        if picture:
            page.screenshot(path=picture)
    seen("his change of a cell is saved", NOTE in source(BEN, FIRST_CODE))


def save(page):
    page.keyboard.press("Control+s")
    page.wait_for_timeout(3_000)
    return True


def all_ran(name):
    """Whether every code cell has its number; it has none while it waits."""
    cells = nbformat.read(home(name) / COPY, as_version=4).cells
    errors = [
        out for cell in cells for out in cell.get("outputs", []) if out.output_type == "error"
    ]
    if errors:
        raise NotSo(f"no cell ends in an error: {errors[0].evalue}")
    return all(cell.execution_count for cell in cells if cell.cell_type == "code")


def pull_again(students, material, link):
    print("The instructor corrects the chapter")
    material.correct({TITLE: CORRECTION, FIRST_CODE: REJECTED})
    for student in students:
        student.follow(link)
        seen(f"{student.name}: the correction arrives", CORRECTION in source(student.name, TITLE))
        cell = source(student.name, FIRST_CODE)
        seen("  the student's own line stays", cell.endswith(NOTE) and REJECTED not in cell)
        nbformat.validate(nbformat.read(home(student.name) / COPY, as_version=4))


def hand_in(students):
    print("Both hand in, in JupyterLab's way: copy, then paste into the folder hand-in")
    for student in students:
        path = student.ask("POST", "contents/hand-in", {"copy_from": COPY})["path"]
        seen(f"{student.name}: {path}", path == f"hand-in/{Path(COPY).name}")


def keep_apart(ada, hub_address, folder):
    print("What Ada gets of Ben's, from a kernel")
    server = next(process.pid for process in servers() if process.username() == BEN)
    tries = {
        "the list of his home": f"os.listdir({str(home(BEN))!r})",
        "his notebook": f"open({str(home(BEN) / COPY)!r})",
        "the list of what he handed in": f"os.listdir({str(folder / BEN)!r})",
        "a file that he handed in": f"open({str(folder / BEN / Path(COPY).name)!r})",
        "a file of hers among his": f"open({str(folder / BEN / 'x')!r}, 'w')",
        "who handed in": f"os.listdir({str(folder)!r})",
        "a folder beside hers": f"os.mkdir({str(folder / 'x')!r})",
        "another name for her own folder": f"os.rename({str(folder / ADA)!r}, '/tmp/x')",
        "the token of his server": f"open('/proc/{server}/environ').read()",
    }
    for what, code in tries.items():
        error = ada.error_of(f"import os; {code}")
        seen(f"{what}: {(error or 'no error').partition(':')[0]}", "PermissionError" in str(error))
    answer = ada.get("api/contents", server=f"{hub_address}/user/{BEN}/")
    seen(f"his files, by her token: {answer.status_code}", answer.status_code in (403, 404))


def collect(folder, place):
    print("The instructor collects")
    for name in (ADA, BEN):
        file = folder / name / Path(COPY).name
        as_cleo = ["runuser", "-u", CLEO, "--"]
        readable = not subprocess.run([*as_cleo, "test", "-r", file]).returncode
        writable = not subprocess.run([*as_cleo, "test", "-w", file]).returncode
        seen(f"{file.relative_to(folder)}: can be read, and not be changed", readable > writable)
    run("cp", "-a", folder, place)
    found = read(place)
    attempts, form = found.attempts, found.form
    names = [attempt.student for attempt in attempts]
    seen(f"grading takes it in the form {form}: {', '.join(names)}", names == [ADA, BEN])
    content = (home(BEN) / COPY).read_bytes()
    seen("and has the bytes that Ben saved", attempts[1].content == content)


def memory():
    """Megabytes of each student's server without kernels."""
    for process in servers():
        yield process.memory_info().rss / 1e6


def servers():
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess):
            if process.username() in (ADA, BEN) and "singleuser" in " ".join(process.cmdline()):
                yield process


def trial(environment, node, picture):
    groups = {ADA: STUDENTS, BEN: STUDENTS, CLEO: INSTRUCTORS}
    with tempfile.TemporaryDirectory() as made, accounts(groups) as passwords:
        folder = Path(made)
        os.chmod(folder, 0o711)
        material, handed_in = Material(folder, ROOT / CHAPTER), folder / "hand-in"
        with material.serve() as address, hub(environment, node, folder, handed_in) as (at, log):
            link = f"{at}/hub/user-redirect/{pull(address, 'main', CHAPTER)}"
            ada, ben = Student(ADA, at, log), Student(BEN, at, log)
            work_by_http(ada, passwords[ADA], passwords[BEN], link)
            work_in_chromium(passwords[BEN], link, log, picture)
            seen("Ben logs in by HTTP too", ben.log_in(passwords[BEN]))
            ben.take_token()
            pull_again((ada, ben), material, link)
            hand_in((ada, ben))
            keep_apart(ada, at, handed_in)
            collect(handed_in, folder / "collected")
            sizes = ", ".join(f"{size:.0f}" for size in memory())
            print(f"The servers take {sizes} MB, beside their kernels")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("environment", type=Path, help="the environment that has JupyterHub")
    parser.add_argument("node", type=Path, help="the folder of configurable-http-proxy and node")
    parser.add_argument("--picture", type=Path, help="where to put a picture of JupyterLab")
    options = parser.parse_args()
    try:
        trial(options.environment, options.node, options.picture)
    except NotSo as error:
        return f"not so: {error}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
