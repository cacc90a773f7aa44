"""The name of a notebook in the reader's browser.

A notebook that a reader has changed stays in the browser's storage and hides the site's. So a new
edition of a chapter has a new name.
"""

import hashlib


def edition(path):
    """A notebook's name with a mark that follows from its content: 01_bend-1a2b3c4d.ipynb."""
    return f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}{path.suffix}"
