"""A progress bar that appears only when a job is long enough to make one wonder."""

import operator
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from time import perf_counter
from typing import TypeVar

Item = TypeVar("Item")

PATIENCE = 3.0  # seconds before a bar appears
PAUSE = 0.2  # seconds between two changes of it
WIDGET = "application/vnd.jupyter.widget-view+json"


def progress(
    iterable: Iterable[Item], total: int | None = None, label: str = "Working"
) -> Iterator[Item]:
    """Yield the items of `iterable`, with a bar and the time left once three seconds have passed.

    total: how many items there are, if `len(iterable)` does not say; without it there is no bar.
    label: what is being done, e.g. "Training".
    The bar stands on stderr in a terminal and is a widget in a notebook; elsewhere there is none.
    It goes away at the end, after an error too.
    """
    total = total or operator.length_hint(iterable)
    start = perf_counter()
    due = start + PATIENCE if total else float("inf")
    show = None
    try:
        for done, item in enumerate(iterable):
            now = perf_counter()
            if now >= due:
                show = show or _display()
                share = min(done / total, 1.0)
                show(share, f"{label}: {_left(now - start, share)}")
                due = now + PAUSE
            yield item
    finally:
        if show:
            show(None, "")


def _left(spent: float, share: float) -> str:
    """The time left in words, if the rest goes as fast as what is done."""
    if not share:
        return "just begun"
    seconds = round(spent / share - spent)
    return f"{seconds // 60} min {seconds % 60} s left" if seconds >= 60 else f"{seconds} s left"


def _display() -> Callable[[float | None, str], None]:
    """The bar that this place can show: a function of the share done (None: remove it)."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel:
        # A notebook that a program runs takes no input; a bar would only end up in its outputs.
        if getattr(kernel, "_allow_stdin", True):
            with suppress(ImportError):
                return _notebook_bar()
    elif sys.stderr is not None and sys.stderr.isatty():
        return _terminal_bar
    return lambda share, text: None


def _terminal_bar(share: float | None, text: str) -> None:
    """Draw the bar over the last line of stderr, or wipe it."""
    bar = "" if share is None else f"[{'#' * round(30 * share):.<30}] {text}"
    sys.stderr.write(f"\r\033[K{bar}")
    sys.stderr.flush()


def _notebook_bar() -> Callable[[float | None, str], None]:
    """A widget, displayed without a text version, so that stored outputs stay the same."""
    from IPython.display import display
    from ipywidgets import FloatProgress

    bar = FloatProgress(max=1.0, style={"description_width": "initial"}, layout={"width": "100%"})
    view = {"model_id": bar.model_id, "version_major": 2, "version_minor": 0}
    display({WIDGET: view}, raw=True)

    def show(share: float | None, text: str) -> None:
        if share is None:
            bar.layout.display = "none"  # a page built from the notebook keeps the last state
            bar.close()
        else:
            bar.value, bar.description = share, text

    return show
