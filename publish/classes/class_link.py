"""Print links that open a chapter for a class, on Binder and on a JupyterHub with nbgitpuller.

    make class-link CHAPTER=2 HUB=https://hub.school.org

nbgitpuller copies the repository into the reader's folder and opens the chapter there. On Binder it
runs in the image of the environment's branch, which class_environment.py makes.
"""

import os
from pathlib import PurePosixPath
from urllib.parse import urlencode, urlsplit

from sphinx.errors import ConfigError

from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT
from publish.chapters.repository import branch, origin, repository_url
from publish.website.pages.launch import binder_address, binderhub_url

ENVIRONMENT = "environment"


def pull(repository, branch, notebook):
    """What nbgitpuller is asked: it names its copy by the last part of the address."""
    name = PurePosixPath(urlsplit(repository).path).name
    asked = {"repo": repository, "branch": branch, "urlpath": f"lab/tree/{name}/{notebook}"}
    return f"git-pull?{urlencode(asked)}"


def links(environment, origin, folder=ROOT):
    """The links by the name of the place."""
    repository = repository_url(environment, origin)
    if not repository:
        raise ValueError(
            "REPOSITORY_URL must be the public address of the repository, such as "
            "https://github.com/ada/course; there is none, and origin has none either."
        )
    wanted = pull(
        repository, branch(environment, folder), notebook(environment.get("CHAPTER", "1"))
    )
    found = {}
    if binder := binderhub_url(environment):
        image = environment.get("ENVIRONMENT", ENVIRONMENT)
        found["Binder"] = binder_address(binder, repository, image, wanted)
    if hub := hub_url(environment.get("HUB", "")):
        found["JupyterHub"] = f"{hub}/hub/user-redirect/{wanted}"
    return found


def notebook(number):
    """A chapter's path in the repository."""
    known = {str(chapter.number): chapter.path.name for chapter in chapters(ROOT / "book")}
    if number.lstrip("0") not in known:
        raise ValueError(
            f"CHAPTER must be the number of a chapter, 1 to {len(known)}; got {number!r}."
        )
    return f"book/{known[number.lstrip('0')]}"


def hub_url(found):
    parts = urlsplit(found)
    wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.query
    if found and (wrong or "/hub/" in f"{parts.path}/"):
        raise ValueError(
            "HUB must be the address where your JupyterHub begins, such as "
            f"https://hub.school.org, without /hub and what follows; got {found!r}."
        )
    return found.rstrip("/")


def main(chapter, hub, image):
    asked = {"CHAPTER": chapter, "HUB": hub, "ENVIRONMENT": image}
    try:
        found = links({**os.environ, **asked}, origin(ROOT))
    except (ValueError, ConfigError) as error:
        return str(error)
    for place, link in found.items():
        print(f"{place}:\n{link}")
    if "JupyterHub" not in found:
        print("For a JupyterHub add its address: HUB=https://hub.school.org")
    return 0
