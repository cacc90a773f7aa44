"""A JupyterHub for this machine alone, on 127.0.0.1, to try a class: README.md says how."""

from pathlib import Path

COURSE = Path(__file__).resolve().parent.parent / "tljh/course.py"

c = get_config()  # noqa: F821 JupyterHub defines it, and the next one too
load_subconfig(str(COURSE))  # noqa: F821 what it cannot find, it skips without a word

c.JupyterHub.bind_url = "http://127.0.0.1:8000"
# Whoever has an account on the machine and is in this group logs in with the account's password.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {"jupyterhub-users"}
c.PAMAuthenticator.open_sessions = False
# Each server runs as its student, so the machine itself keeps them apart.
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.default_url = "/lab"
