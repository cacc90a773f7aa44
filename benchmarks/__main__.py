"""Measure, print the tables, and store them in the page of the book."""

import argparse
from datetime import date
from pathlib import Path

from benchmarks.machine import description, one_core
from benchmarks.page import fill

PAGE = Path(__file__).parent.parent / "book" / "benchmarks.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="rounds of each race")
    parser.add_argument("--only-print", action="store_true", help="leave the page as it is")
    arguments = parser.parse_args()

    one_core()
    # NumPy, which these import, reads the number of threads only once.
    from benchmarks.library.suite import measure
    from benchmarks.timing import Pace

    machine = f"Measured on {date.today():%-d %B %Y}: {description()}."
    print(machine)
    parts, missed = {"machine": machine}, []
    for name, text, races in measure(Pace(rounds=arguments.rounds)):
        print(f"\n{name}\n{text}", flush=True)
        parts[name] = text
        missed += [f"{name}, {line}" for race in races for line in race.missed()]
    print("\nAims missed:", *(missed or ["none"]), sep="\n")
    if not arguments.only_print:
        PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), parts), encoding="utf-8")


if __name__ == "__main__":
    main()
