"""Processes of ours that work side by side, and end with the one that began them."""

import ctypes
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
        workers, mp_context=fork, initializer=_end_with, initargs=(os.getpid(),)
    )


def _end_with(parent):
    """Else one of them would wait for ever, and keep the class's folder locked."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
