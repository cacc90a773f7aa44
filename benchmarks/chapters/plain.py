"""A chapter run by CPython alone: what other ways to run it are compared with."""

import time

import nbformat
from nbclient import NotebookClient

from publish.chapters.chapter import Chapter


def seconds(chapter: Chapter) -> float:
    """The time of all cells, with the start of the kernel."""
    started = time.perf_counter()
    notebook = nbformat.read(chapter.path, as_version=4)
    folder = {"metadata": {"path": chapter.path.parent}}
    NotebookClient(notebook, timeout=None, kernel_name="python3", resources=folder).execute()
    return time.perf_counter() - started
