"""What the course asks of a JupyterHub whose students have accounts on its machine.

The Littlest JupyterHub loads this file from /opt/tljh/config/jupyterhub_config.d. A student finds a
folder `hand-in` in the file list. What is in there is the student's to write and the
administrators' to read; nobody else gets in.
"""

import os
import pwd
import subprocess
from pathlib import Path

HAND_IN = Path(os.environ.get("HAND_IN", "/srv/hand-in"))
READERS = "jupyterhub-admins"


def account(student):
    """The machine's name for a student. The Littlest JupyterHub would make the account later."""
    try:
        from tljh.normalize import generate_system_username
        from tljh.user import ensure_user
    except ImportError:
        return student
    name = generate_system_username(f"jupyter-{student}")
    ensure_user(name)
    return name


def offer_folder(spawner):
    """Make the folder, named as the hub names the student, and a way to it from home."""
    student = spawner.user.name
    owner = account(student)
    make_folder(HAND_IN, mode="0711")  # names cannot be listed
    # The files that a student puts there get the group of the folder.
    make_folder(HAND_IN / student, mode="2750", owner=owner, group=READERS)
    link = Path(pwd.getpwnam(owner).pw_dir) / "hand-in"
    if not os.path.lexists(link):
        link.symlink_to(HAND_IN / student)


def make_folder(path, mode, owner="root", group="root"):
    """Make a folder, or give one that is there back its owner and its rights."""
    subprocess.run(["install", "-d", "-m", mode, "-o", owner, "-g", group, path], check=True)


c = get_config()  # noqa: F821 JupyterHub defines it
c.Spawner.pre_spawn_hook = offer_folder
# NumPy would start a thread for each core of the machine in each of thirty kernels.
c.Spawner.environment = {"OPENBLAS_NUM_THREADS": "1"}
