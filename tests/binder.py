"""A stand-in for Binder: what repo2docker would build, without Docker.

repo2docker installs a list of conda packages, Binder's base, and then runs one line of pip. Here
the base comes from the package index, with the versions of repo2docker's own list. It is made once
and kept in _build/binder; what stands on it is made afresh.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from programs import absent
from publish.chapters.contents import ROOT

SETTINGS = ROOT / ".binder"
RUNS = "that chapters run on Binder"
REPO2DOCKER = "jupyter-repo2docker==2026.4.0"
KEPT = ROOT / "_build" / "binder"
LOCK = "buildpacks/conda/environment.py-{version}-linux-64.lock"

# What repo2docker asks for by name; its list holds also what these bring along.
BASE = (
    "ipywidgets",
    "jupyter-offlinenotebook",
    "jupyter-resource-usage",
    "jupyter_server",
    "jupyterhub",
    "jupyterlab",
    "notebook",
)
OTHER_NAMES = {
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
PYTHON_PACKAGE = re.compile(r"/([^/]+)-([^-/]+)-py[^-/]*\.(?:conda|tar\.bz2)#")
NOT_COPIED = ("_build", ".venv*", ".git", "node_modules", "__pycache__", "*.egg-info", ".*_cache")


def python_version():
    """The one that .binder/runtime.txt names, such as "3.11"."""
    return (SETTINGS / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")


@cache
def interpreter():
    """Binder's Python on this machine; without one the tests are skipped."""
    version = python_version()
    name = f"python{version}"
    for path in (sys.executable, shutil.which(name)):
        said = path and run(path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
        if said and said.stdout.strip() == version:
            return path
    return pytest.skip(f"no {name}, which Binder runs, on this machine; unproved: {RUNS}")


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def pip(python, *arguments, **options):
    return run(python, "-m", "pip", "--disable-pip-version-check", *arguments, **options)


def kept(name, *commands):
    """The Python of an environment that pip made with these commands, now or earlier."""
    mark = sha256(repr((interpreter(), commands)).encode()).hexdigest()[:8]
    folder = KEPT / f"{name}-{mark}"
    if not folder.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        # what is half made has another name
        making = Path(tempfile.mkdtemp(dir=KEPT))
        try:
            run(interpreter(), "-m", "venv", making, check=True)
            for command in commands:
                made = pip(making / "bin" / "python", "install", "-q", "--no-compile", *command)
                if made.returncode:
                    said = made.stderr.strip().rpartition("\n")[2]
                    absent(f"pip cannot install {name}: {said}", RUNS)
            making.rename(folder)
        except OSError:  # of tests side by side, another has been quicker
            if not folder.exists():
                raise
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return folder / "bin" / "python"


def repo2docker():
    """The Python that has it."""
    return kept("repo2docker", [REPO2DOCKER])


def base_pins():
    """The versions of Binder's base, by their names in the package index."""
    python = repo2docker()
    place = run(python, "-c", "import repo2docker; print(repo2docker.__path__[0])", check=True)
    lock = Path(place.stdout.strip()) / LOCK.format(version=python_version())
    found = dict(PYTHON_PACKAGE.findall(lock.read_text(encoding="utf-8")))
    return {OTHER_NAMES.get(name, name): version for name, version in found.items()}


def base():
    """The Python of an environment like Binder's base."""
    pins = base_pins()
    tools = [f"{name}=={pins[name]}" for name in ("pip", "setuptools", "wheel")]
    constraints = KEPT / f"{repo2docker().parent.parent.name}.txt"
    constraints.write_text("".join(f"{name}=={pins[name]}\n" for name in pins), encoding="utf-8")
    return kept("base", tools, ["-c", str(constraints), *BASE])


def copy_of_repository(folder):
    """What Binder would clone."""
    return shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))


def environment(folder, repository):
    """The Python of a new environment on the base, by the Dockerfile's line, and its seconds."""
    shutil.copytree(base().parent.parent, folder, symlinks=True)
    python = folder / "bin" / "python"
    started = time.perf_counter()
    made = pip(
        python, "install", "--no-cache-dir", "-r", ".binder/requirements.txt", cwd=repository
    )
    seconds = time.perf_counter() - started
    assert made.returncode == 0, made.stderr
    return python, seconds


@contextmanager
def jupyter_server(python, repository, home, token):
    """Start a server as on Binder, with a home of its own, at the address that this gives."""
    port = free_port()
    own = {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_TOKEN": token,
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        # of kernels side by side none takes the other's core
        "OPENBLAS_NUM_THREADS": "1",
    }
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    options = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--no-browser"]
    command = [python, "-m", "jupyter_server", "--allow-root", *options]
    home.mkdir()
    log = home / "server.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            command, cwd=repository, env=inherited | own, stdout=written, stderr=written
        )
        try:
            wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def wait_for(port, process, log, patience=60):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
    return pytest.fail(f"the server did not start:\n{log.read_text()}")
