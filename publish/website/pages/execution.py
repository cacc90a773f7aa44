"""When the chapters run again: if a chapter, the library or a pinned version changed."""

import hashlib
import shutil
from pathlib import Path

from jupyter_cache import get_cache
from myst_nb.core import render

from publish.chapters.changes import pages_if_changed
from publish.chapters.streams import merged_streams


def fingerprint(root):
    """A hash of all that outputs depend on, apart from the chapters themselves."""
    files = [root / "requirements.txt", root / "constraints.txt", *(root / "lib").rglob("*")]
    files += [root / "publish/chapters/notebooks.py", root / "publish/website/pages/execution.py"]
    digest = hashlib.sha256()
    for file in sorted(files):
        made = "__pycache__" in file.parts or any(p.endswith(".egg-info") for p in file.parts)
        if file.is_file() and not made:
            digest.update(f"{file.relative_to(root)} {file.stat().st_size}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def choose_cache(app, config):
    """Keep outputs under the fingerprint and drop the older ones.

    The cache itself looks at the notebook only. Its path is part of the configuration on which
    every page depends, so a new path makes Sphinx read all pages again, those from docstrings too.
    """
    caches = Path(app.outdir).parent / ".jupyter_cache"
    cache = caches / fingerprint(Path(app.srcdir))
    for old in caches.glob("*"):
        if old != cache:
            shutil.rmtree(old)
    get_cache(cache).db  # noqa: B018, makes the tables now, before two processes try to at once
    config.nb_execution_cache_path = str(cache)


def read_again(app, env, added, changed, removed):
    """Every page, if this extension has changed: it marks what it finds while reading."""
    return pages_if_changed(env, "course_extension", Path(__file__).parents[1].rglob("*.py"))


def allow_parallel(app, config):
    """sphinx_multitoc_numbering keeps nothing while reading, but does not say so."""
    app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True


def deal_out(app, env, docnames):
    """Sphinx gives each process a run of neighbours: deal the chapters out among the processes."""
    docnames[:] = [
        name for start in range(app.parallel) for name in docnames[start :: app.parallel]
    ]


def setup(app):
    # myst_nb breaks the line wherever the kernel happened to cut the printed text into pieces.
    render.coalesce_streams = merged_streams
    app.connect("config-inited", choose_cache)
    app.connect("config-inited", allow_parallel)
    app.connect("env-get-outdated", read_again)
    app.connect("env-before-read-docs", deal_out)
