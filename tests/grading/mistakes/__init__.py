"""Common mistakes in each assignment, and the checks that each of them must fail."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """A mistake: in the solved source, `right` becomes `wrong`, and exactly `loses` are lost."""

    cell: str
    right: str
    wrong: str
    loses: list[str]
