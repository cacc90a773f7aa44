"""What has changed since the last build, and so is made again."""

UNMADE = {"node_modules", "__pycache__", ".ipynb_checkpoints"}  # no sources of ours


def outdated(made, *sources):
    """Whether a file is missing, or older than one of those it is made from."""
    return not made.exists() or any(
        made.stat().st_mtime < source.stat().st_mtime for source in sources
    )


def sources(*paths):
    """Files, and all that is in folders; the folders too, whose time tells that a file is gone."""
    for path in paths:
        yield path
        if path.is_dir():
            yield from sources(*(inner for inner in path.iterdir() if is_source(inner)))


def is_source(path):
    return path.name not in UNMADE and path.suffix != ".egg-info"


def make_again(stamp, paths, make, settings=""):
    """Call `make` if its sources are younger than the stamp, or its settings others.

    The stamp is written at the end, so what failed is made again.
    """
    if outdated(stamp, *sources(*paths)) or stamp.read_text(encoding="utf-8") != settings:
        stamp.unlink(missing_ok=True)
        make()
        stamp.write_text(settings, encoding="utf-8")


def pages_if_changed(env, name, files):
    """Every page, if these files are not what the environment has kept of them under this name."""
    now = {str(path): path.read_bytes() for path in files}
    before = getattr(env, name, now)
    setattr(env, name, now)
    return list(env.found_docs) if now != before else []
