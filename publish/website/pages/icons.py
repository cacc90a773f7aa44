"""Only the icons that the pages show: some twenty of the 2,000 that the theme brings.

A class such as fa-bars names an icon. The theme's style sheet has a rule for each name, with the
character that draws it in one of the fonts of Font Awesome. Rules whose name occurs nowhere go, and
then the glyphs of characters that no style sheet holds any more.
"""

import re
from pathlib import Path

from fontTools import subset

FONTS = "vendor/fontawesome/webfonts"
# Left out: the same fonts once more for browsers before 2016, and the icons as a script.
UNUSED = (f"{FONTS}/*.ttf", "scripts/fontawesome.js*")
UNUSED_SOURCE = re.compile(r",url\([^)]*\.ttf\) format\(\"truetype\"\)")

NAME = re.compile(r"\bfa-[a-z0-9-]+")
RULE = re.compile(r'(?:\.fa-[a-z0-9-]+:before,?)+\{content:"[^"]*"\}')
ESCAPE = re.compile(r"\\([0-9a-f]{4})\b")

# A changed font goes by a name of its own, and keeps its copyright, its version and its licence.
FAMILY, FULL_NAME, VERSION, LICENCE = (1, 16), (3, 4, 6), 5, 13
OWN_NAME = "Course-Icons"


def keep_used(app, exception):
    static = Path(app.outdir) / "_static"
    if exception is not None or not static.exists():
        return
    for pattern in UNUSED:
        for path in static.glob(pattern):
            path.unlink()
    names = used_names(Path(app.outdir))
    sheets = {path: path.read_text(encoding="utf-8") for path in static.rglob("*.css")}
    for path, css in sheets.items():
        sheets[path] = UNUSED_SOURCE.sub("", without_unused(css, names))
        if sheets[path] != css:
            path.write_text(sheets[path], encoding="utf-8")
    characters = {character for css in sheets.values() for character in own_characters(css)}
    for path in (static / FONTS).glob("*.woff2"):
        keep_glyphs(path, characters)


def used_names(site):
    """Names of icons in the pages, and in the scripts of the theme and the course."""
    files = [*site.rglob("*.html"), *site.glob("_static/*.js"), *site.glob("_static/scripts/*.js")]
    return {name for path in files for name in NAME.findall(path.read_text(encoding="utf-8"))}


def without_unused(css, names):
    return RULE.sub(lambda rule: rule[0] if names & {*NAME.findall(rule[0])} else "", css)


def own_characters(css):
    """The characters that mean something in an icon font only: Unicode leaves them to each font."""
    text = ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), css)
    return {ord(character) for character in text if "\ue000" <= character <= "\uf8ff"}


def keep_glyphs(path, characters):
    """Make the font anew with these characters, as far as it has them."""
    options = subset.Options(flavor="woff2", name_IDs=["*"])
    font = subset.load_font(path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    rename(font["name"])
    subset.save_font(font, path, options)


def rename(table):
    for record in list(table.names):
        place = (record.platformID, record.platEncID, record.langID)
        if record.nameID in (*FAMILY, *FULL_NAME):
            table.setName(OWN_NAME, record.nameID, *place)
        elif record.nameID == VERSION:
            table.setName("SIL Open Font License 1.1, https://openfontlicense.org", LICENCE, *place)


def setup(app):
    app.connect("build-finished", keep_used)
