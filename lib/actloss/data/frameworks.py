"""What to write in other libraries to get the course's numbers, as measured by the atlas."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from actloss._checks import known


@dataclass(frozen=True)
class Line:
    """One library's line: `imports` first, then `write`.

    gives: what a loss makes of a batch. exact: how near float32 comes to the true value.
    mind: where the line still differs from this library.
    """

    library: str
    imports: str
    write: str
    gives: str
    exact: str
    mind: tuple[str, ...]

    def __str__(self) -> str:
        about = "; ".join(filter(None, (self.gives, self.exact, *self.mind)))
        return f"{self.library}\n    {self.write}\n    {about}"


class Lines(tuple[Line, ...]):
    """Lines that print themselves one below the other."""

    def __repr__(self) -> str:
        return "\n".join(map(str, self))


@cache
def measured() -> dict[str, list[Any]]:
    """For each name that the atlas has, the rows of all libraries."""
    text = resources.files("actloss.data").joinpath("in_frameworks.json").read_text("utf-8")
    stored: dict[str, list[Any]] = json.loads(text)
    return stored


def in_frameworks(name: str) -> Lines:
    """What gives the same numbers elsewhere: the line of each library that was measured.

    name: an activation, a loss or a metric of the catalogue, e.g. "huber".

    >>> in_frameworks("relu")[0].write
    'F.relu(z)'
    """
    rows = known(name, measured(), "name")
    return Lines(
        Line(library, imports, write, gives, exact, tuple(mind))
        for library, imports, write, gives, exact, mind in rows
    )
