"""Third-party fonts, served from the site itself: the letters, and those of the formulas."""

import shutil
from pathlib import Path

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


def copy_vendored(app):
    """Copy what is missing, before Sphinx takes the checksums that stand in the pages' links."""
    for pattern, folder in VENDORED.items():
        target = Path(app.outdir) / "_static" / "vendor" / folder
        target.mkdir(parents=True, exist_ok=True)
        for source in MODULES.glob(pattern):
            copy = target / source.name
            if not copy.exists() or copy.stat().st_mtime < source.stat().st_mtime:
                shutil.copy(source, copy)


def write_again(app, env):
    """Every page, if what makes pages has changed, or a style or a script: links have checksums."""
    site = Path(__file__).parent.parent
    parts = ("static", "templates", "course")
    files = [p for part in parts for p in (site / part).rglob("*.*") if p.suffix != ".pyc"]
    files = [p for p in [*files, site / "typeset.js"] if p.is_file()]
    now = {str(path): path.read_bytes() for path in files}
    before, env.course_static = getattr(env, "course_static", now), now
    return list(env.found_docs) if now != before else []


def setup(app):
    app.connect("builder-inited", copy_vendored)
    app.connect("env-updated", write_again)
