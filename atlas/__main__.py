"""Measures what libraries compute under the names of this course: `python -m atlas --help`."""

import argparse
import sys


def main():
    parser = argparse.ArgumentParser(prog="python -m atlas", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    measure = commands.add_parser("measure", help="ask libraries and store their answers")
    measure.add_argument("libraries", nargs="*", help="names of files in atlas/libraries; all")
    loops = commands.add_parser(
        "loops", help="run the chapters' training loops, store their losses"
    )
    loops.add_argument("kinds", nargs="*", help="torch, keras, jax or actloss; all")
    commands.add_parser("pages", help="write the pages of the book from the stored answers")
    diff = commands.add_parser("diff", help="measure another release and say what changed")
    diff.add_argument("library")
    diff.add_argument("pins", nargs="+", help="the pins to replace, such as torch==2.14.0")
    options = parser.parse_args()
    if options.command == "measure":
        from atlas import measure

        return measure.main(options.libraries)
    if options.command == "loops":
        from atlas import training

        return training.main(options.kinds)
    if options.command == "pages":
        from atlas import pages

        return pages.main()
    from atlas import diff

    return diff.main(options.library, options.pins)


if __name__ == "__main__":
    sys.exit(main())
