"""Third-party fonts, served from the site itself: the letters, and those of the formulas."""

import shutil
from pathlib import Path

from publish.chapters.changes import outdated, pages_if_changed

MODULES = Path(__file__).parent.parent / "node_modules"

# What the pages load, and the folder under _static/vendor.
VENDORED = {
    "mathjax/LICENSE": "mathjax",
    "mathjax/es5/output/chtml/fonts/woff-v2/*.woff": "mathjax/output/chtml/fonts/woff-v2",
    "@fontsource-variable/source-sans-3/LICENSE": "source-sans",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-*.woff2": "source-sans",
    "@fontsource-variable/source-sans-3/files/source-sans-3-greek-wght-*.woff2": "source-sans",
    "@fontsource/inconsolata/LICENSE": "inconsolata",
    "@fontsource/inconsolata/files/inconsolata-latin-400-normal.woff2": "inconsolata",
}


def copy_vendored(files, place):
    """Copy files of MODULES, given by pattern, into their folders of a place, if they are missing
    there or older."""
    for pattern, folder in files.items():
        target = place / folder
        target.mkdir(parents=True, exist_ok=True)
        for source in MODULES.glob(pattern):
            if outdated(target / source.name, source):
                shutil.copy(source, target)


def vendor(app):
    """Before Sphinx takes the checksums that stand in the pages' links."""
    copy_vendored(VENDORED, Path(app.outdir) / "_static" / "vendor")


def write_again(app, env):
    """Every page, if a style, a script or a template has changed: their links hold checksums."""
    website = Path(__file__).parents[1] / "website"
    files = [p for part in ("static", "templates") for p in (website / part).rglob("*")]
    files = [*filter(Path.is_file, files), Path(__file__).parent / "typeset.js"]
    return pages_if_changed(env, "course_static", files)


def setup(app):
    app.connect("builder-inited", vendor)
    app.connect("env-updated", write_again)
