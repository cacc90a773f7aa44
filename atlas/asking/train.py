"""Runs training loops in a library's own environment: python train.py ANSWERS PACKAGES SCRIPT...

PACKAGES are names with commas between them, a SCRIPT is one of atlas/loops, whose only output is a
list of losses. One process runs them all, since an import takes longer than a training.
"""

import contextlib
import io
import json
import runpy
import sys
import time
from importlib import metadata
from pathlib import Path

from ask import processor


def printed(script):
    """The losses that a script prints."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        runpy.run_path(script)
    return json.loads(output.getvalue())


def main(target, packages, *scripts):
    losses = {Path(script).stem.partition("_")[0]: printed(script) for script in scripts}
    versions = {name: metadata.version(name).split("+")[0] for name in packages.split(",")}
    answers = {"versions": versions, "date": time.strftime("%Y-%m-%d"), **processor()}
    Path(target).write_text(json.dumps(answers | {"losses": losses}))


if __name__ == "__main__":
    main(*sys.argv[1:])
