"""What some tests need and a machine may lack.

There they are skipped, and say what is missing and what stays unproved. CI has all of it.
"""

import os
import shutil

import pytest


def absent(missing, unproved):
    """Skip a test; in CI it fails."""
    reason = f"{missing}; unproved: {unproved}"
    pytest.fail(reason, pytrace=False) if os.environ.get("CI") else pytest.skip(reason)


def need_git():
    if not shutil.which("git"):
        absent(
            "no git on this machine (Debian: apt-get install git)",
            "that pages find their repository and branch, and the branch for a class",
        )


def needs_sandbox(missing):
    """A mark for tests of what marks: `missing` says why it does not run here, or None."""
    unproved = "marking from end to end, and what student code cannot do"
    reason = f"bubblewrap {missing} (Debian: apt-get install bubblewrap); unproved: {unproved}"
    if missing and os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    return pytest.mark.skipif(bool(missing), reason=reason)
