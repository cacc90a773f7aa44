"""Build the pages: Jupyter Book's configuration, then Sphinx."""

import os
import re
import subprocess
import sys
from pathlib import Path

from publish.chapters.changes import make_again, outdated
from publish.chapters.contents import ROOT, SITE
from publish.chapters.repository import current_branch, origin

DOCTREES = ROOT / "_build" / "doctrees"
CONF = ROOT / "conf.py"
BUILT = ROOT / "_build" / ".pages"
SOURCES = [ROOT / name for name in ("book", "lib", "publish", "_config.yml", "_toc.yml")]
# The site's address and the repository's are in no source, but on every page.
PLACES = re.compile(
    r"SITE_URL|BINDERHUB_URL|REPOSITORY_.*|GITHUB_(RE|SERVER).*"
    r"|CI_(PAGES|PROJECT|SERVER|COMMIT_REF)_.*"
)


def pages():
    """Build what has changed."""
    if outdated(CONF, *SOURCES[-2:]):
        configure()
    make_again(BUILT, [*SOURCES, ROOT / "CITATION.cff"], sphinx, places())


def places():
    """What the addresses on the pages follow from."""
    found = sorted(
        f"{name}={value}" for name, value in os.environ.items() if PLACES.fullmatch(name)
    )
    return "\n".join([*found, origin(ROOT), current_branch(ROOT)])


def configure():
    run("jupyter-book", "config", "sphinx", ".", stdout=subprocess.DEVNULL)


def sphinx():
    try:
        run("sphinx-build", "-j", "auto", "-q", "-W", "-n", "--keep-going", "-b", "html",
            "-d", str(DOCTREES), ".", str(SITE))  # fmt: skip
    except subprocess.CalledProcessError:
        # It has read some pages already: it forgets them, so that the next build fails too.
        (DOCTREES / "environment.pickle").unlink(missing_ok=True)
        sys.exit(1)


def run(program, *arguments, **options):
    """Run a program of this environment, which finds our own Sphinx extension."""
    command = [str(Path(sys.executable).parent / program), *arguments]
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=ROOT, env=found, check=True, **options)
