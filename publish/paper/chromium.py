"""The Chromium of this machine: it prints the PDF files and opens the pages in the tests."""

import shutil

WHOLE = ("chromium", "chromium-browser", "google-chrome")
# The first is made for programs: a page costs it a third of what it costs the whole browser.
NAMES = ("chromium-headless-shell", *WHOLE)
MISSING = "there is no Chromium on this machine (Debian: apt-get install chromium)"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable(names=NAMES):
    """The path of the first of these browsers that is there, or None."""
    return next(filter(None, map(shutil.which, names)), None)
