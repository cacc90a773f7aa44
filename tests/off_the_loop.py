"""Asynchronous code in tests."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def wait_for(coroutine):
    """What it returns, run in a thread of its own: the tests' browser has a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
