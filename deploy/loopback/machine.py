"""What a trial needs of the machine: accounts, a repository of what students get, a hub."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import requests

HERE = Path(__file__).parent
STUDENTS, INSTRUCTORS = "jupyterhub-users", "jupyterhub-admins"


class NotSo(Exception):
    """Something is not as it should be."""


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    if done.returncode:
        raise NotSo(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


@contextmanager
def accounts(groups):
    """Make accounts, given as {name: group}, and remove them at the end; gives their passwords."""
    made = []
    try:
        for group in (STUDENTS, INSTRUCTORS):
            run("groupadd", "--force", group)
        for name, group in groups.items():
            run("useradd", "--create-home", "--shell", "/bin/bash", "--groups", group, name)
            made.append(name)
            os.chmod(pwd.getpwnam(name).pw_dir, 0o700)
        passwords = {name: secrets.token_urlsafe(12) for name in made}
        run("chpasswd", input="".join(f"{name}:{word}\n" for name, word in passwords.items()))
        yield passwords
    finally:
        for name in made:
            run("userdel", "--remove", "--force", name)


class Material:
    """The repository of what students get: the instructor's copy, and the one that is served."""

    def __init__(self, folder, chapter):
        self.served, self.copy = folder / "served/students", folder / "copy"
        self.chapter = self.copy / "book" / chapter.name
        run("git", "init", "--quiet", "--bare", "--initial-branch=main", self.served)
        run("git", "init", "--quiet", "--initial-branch=main", self.copy)
        self.chapter.parent.mkdir()
        shutil.copy(chapter, self.chapter)
        self.push("A chapter")

    def correct(self, cells):
        """Add lines to cells, given as {number: line}."""
        notebook = nbformat.read(self.chapter, as_version=4)
        for number, line in cells.items():
            notebook.cells[number].source += f"\n{line}"
        nbformat.write(notebook, self.chapter)
        self.push("A correction")

    def push(self, message):
        who = ["-c", "user.name=Instructor", "-c", "user.email=instructor@example.org"]
        for command in (
            ["add", "."],
            ["commit", "-qm", message],
            ["push", "-q", self.served, "main"],
        ):
            run("git", *who, "-C", self.copy, *command)

    @contextmanager
    def serve(self):
        """Serve it to git on this machine; gives the address."""
        port = free_port()
        command = [Path(run("git", "--exec-path")) / "git-daemon", "--export-all"]
        command += [f"--base-path={self.served.parent}", "--listen=127.0.0.1", f"--port={port}"]
        process = subprocess.Popen(list(map(str, command)))
        try:
            yield f"git://127.0.0.1:{port}/{self.served.name}"
        finally:
            process.terminate()
            process.wait(60)


@contextmanager
def hub(environment, node, folder, hand_in):
    """Start the JupyterHub of an environment; gives its address and its log."""
    address, log = f"http://127.0.0.1:{free_port()}", folder / "hub.log"
    command = [
        environment / "bin/jupyterhub",
        f"--config={HERE / 'jupyterhub_config.py'}",
        f"--JupyterHub.bind_url={address}",
        f"--JupyterHub.hub_port={free_port()}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{free_port()}",
    ]
    path = f"{environment / 'bin'}:{node}:{os.environ['PATH']}"
    with log.open("w") as said:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env={**os.environ, "PATH": path, "HAND_IN": str(hand_in)},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait(lambda: answers(f"{address}/hub/health"), "the hub starts", log)
        yield address, log
    finally:
        process.terminate()  # it ends the students' servers
        try:
            process.wait(120)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # a proxy that was not ended


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def answers(address):
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def wait(until, what, log, patience=120):
    """Ask until there is an answer."""
    end = time.monotonic() + patience
    while not (found := until()):
        if time.monotonic() > end:
            raise NotSo(f"{what}; the hub says\n{log.read_text()[-4000:]}")
        time.sleep(0.5)
    return found
