"""Pack the built site into one archive that opens by double click, without a server or a network.

The same site gives the same bytes.
"""

from publish.chapters.contents import NAME, ROOT, SITE, TITLE
from publish.downloads.packing import pack

ARCHIVE = ROOT / "_build" / f"{NAME}.zip"
LEFT_OUT = (".buildinfo", "objects.inv", "reports")
FOR_DEVELOPERS = ".map"
README = f"""{TITLE}

Unpack the whole folder, then open index.html with a browser. No network is needed.

A page from a file may not do everything: a chapter's notebook (Run, in your browser) does not
start, and some browsers restrict more. Then serve the folder on your own machine: run

    python -m http.server --bind 127.0.0.1

in it and open http://127.0.0.1:8000/ (Python for the notebooks then comes from the network,
unless this copy was built with it).

Text and figures: CC BY 4.0. Code: MIT licence.
"""


def files():
    """What readers need, not what Sphinx notes for itself and for other books."""
    for path in sorted(SITE.rglob("*")):
        inside = path.relative_to(SITE)
        wanted = inside.parts[0] not in LEFT_OUT and path.suffix != FOR_DEVELOPERS
        if path.is_file() and wanted:
            yield inside.as_posix(), path.read_bytes()


def pack_site(path=ARCHIVE):
    pack(path, NAME, [("README.txt", README.encode()), *files()])


def main():
    pack_site()
    size = ARCHIVE.stat().st_size / 1e6
    print(f"The website is packed: {ARCHIVE.relative_to(ROOT)}, {size:.1f} MB")
