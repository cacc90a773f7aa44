"""The Chromium of this machine: it prints the PDF files and opens the pages in the tests."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
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


def executable():
    """The path of the browser, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)
