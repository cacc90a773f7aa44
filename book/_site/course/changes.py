"""What has changed since the last build, and so is made again."""


def outdated(made, *sources):
    """Whether a file is missing, or older than one of those it is made from."""
    return not made.exists() or any(
        made.stat().st_mtime < source.stat().st_mtime for source in sources
    )


def pages_if_changed(env, name, files):
    """Every page, if these files are not what the environment has kept of them under this name."""
    now = {str(path): path.read_bytes() for path in files}
    before = getattr(env, name, now)
    setattr(env, name, now)
    return list(env.found_docs) if now != before else []
