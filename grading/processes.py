"""Processes of ours that work side by side, and end with the one that began them."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor

PARENT_DEATH = 1  # of prctl


def side_by_side(most):
    """A pool of as many processes as there are processors, at most so many."""
    fork = multiprocessing.get_context("fork")
    workers = max(1, min(os.cpu_count() or 1, most))
    return ProcessPoolExecutor(
        workers, mp_context=fork, initializer=_apart, initargs=(os.getpid(),)
    )


def _apart(parent):
    """Of the parent's objects none is ended here, and its end is ours.

    A finalizer of its garbage would run once more, in the middle of anything. And a process that
    outlived it would wait for ever, and keep the class's folder locked.
    """
    gc.freeze()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
