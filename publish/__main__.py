"""Everything that is made from the book: `python -m publish --help`.

Addresses come from the environment, as CI sets them: SITE_URL, REPOSITORY_URL, BINDERHUB_URL.
"""

import argparse
import sys
from pathlib import Path

# A command imports what it needs and no more: some of it is slow, some is not always installed.


def website(options):
    from publish.browser import lite
    from publish.chapters.contents import ROOT, SITE
    from publish.downloads import chapter_zip, wheel
    from publish.website import build

    build.pages()
    wheel.current()
    lite.current(options.pyodide)
    chapter_zip.current()
    print(f"The book is built: open {(SITE / 'index.html').relative_to(ROOT)}")


def notebooks(options):
    from publish.chapters import notebooks
    from publish.chapters.contents import BOOK

    return notebooks.main(options.paths or sorted(BOOK.glob("*.ipynb")))


def pyodide(options):
    from publish.browser import runtime

    runtime.main(options.mirror)


def paper(options):
    from publish.paper import pdf

    pdf.main()


def offline(options):
    from publish.downloads import offline

    offline.main()


def lectures(options):
    from publish.lectures import slides

    slides.main(options.chapter, options.pdf)


def class_link(options):
    from publish.classes import class_link

    return class_link.main(options.chapter, options.hub, options.environment)


def class_environment(options):
    from publish.classes import class_environment

    return class_environment.main(options.environment)


def parser():
    top = argparse.ArgumentParser(
        prog="python -m publish",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(run, help):
        made = commands.add_parser(run.__name__.replace("_", "-"), help=help, description=help)
        made.set_defaults(run=run)
        return made

    one = command(website, "build the pages, and all that lies beside them, into _build/html")
    one.add_argument(
        "--pyodide", type=folder, metavar="FOLDER", help="host the browser's Python from here"
    )

    one = command(notebooks, "run notebooks from top to bottom and store their outputs")
    one.add_argument(
        "paths", nargs="*", type=Path, metavar="NOTEBOOK", help="all, if none is named"
    )

    one = command(pyodide, "fetch the browser's Python into _build/pyodide")
    one.add_argument("--mirror", metavar="URL", help="where its wheels are fetched from")

    command(paper, "print every page, and all of them as one book, into _build/pdf")
    command(offline, "pack the website into one zip that opens without a network")

    one = command(lectures, "make a lecture of each chapter in _build/slides")
    one.add_argument("--chapter", default="", metavar="N", help="this one alone")
    one.add_argument("--pdf", action="store_true", help="print them too")

    one = command(class_link, "print links that open a chapter for a class")
    one.add_argument("--chapter", default="1", metavar="N")
    one.add_argument("--hub", default="", metavar="URL", help="where your JupyterHub begins")
    one.add_argument("--environment", default="environment", metavar="BRANCH")

    one = command(class_environment, "make the branch from which Binder starts a class quickly")
    one.add_argument("--environment", default="environment", metavar="BRANCH")
    return top


def folder(text):
    """A folder, or None for an empty text, as `make` passes what was not set."""
    return Path(text) if text else None


def main(arguments=None):
    options = parser().parse_args(arguments)
    sys.exit(options.run(options))


if __name__ == "__main__":
    main()
