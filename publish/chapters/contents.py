"""What the course is called and which pages it has, in reading order."""

from pathlib import Path

import yaml
from docutils.nodes import make_id

ROOT = Path(__file__).parent.parent.parent
BOOK = ROOT / "book"
SITE = ROOT / "_build" / "html"

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
TITLE = CONFIG["title"]
NAME = make_id(TITLE)


def parts():
    """Pairs of a caption and its pages, such as "book/notation"; the first page has no caption."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    yield "", [contents["root"]]
    for part in contents["parts"]:
        yield part["caption"], [entry["file"] for entry in part["chapters"]]


def pages():
    return [page for _, listed in parts() for page in listed]
