"""Races as Markdown tables."""

import numpy as np

from benchmarks.timing import Race

UNITS = {"ms": 1e3, "µs": 1e6}
ABSENT = "–"


def table(what: str, unit: str, races: list[Race]) -> str:
    """One line per race: our time, then the ratio to each peer."""
    return side_by_side(what, unit, {"": races})


def side_by_side(what: str, unit: str, columns: dict[str, list[Race]]) -> str:
    """One line per name; for each label its ratios. With a unit, our time under the first label."""
    peers = {label: list(dict.fromkeys(p for r in races for p in r.peers))
             for label, races in columns.items()}  # fmt: skip
    header = [what, joined(f"ours, {unit}", next(iter(columns)))] if unit else [what]
    header += [joined(peer, label) for label, names in peers.items() for peer in names]
    lines = []
    for races in zip(*columns.values(), strict=True):
        cells = [races[0].name]
        if unit:
            cells.append(number(np.median(races[0].ours) * UNITS[unit]))
        for race, names in zip(races, peers.values(), strict=True):
            cells += [ratio(race, peer) for peer in names]
        lines.append(cells)
    return markdown(header, lines)


def joined(peer: str, label: str) -> str:
    return f"{peer}: {label}" if label else peer


def ratio(race: Race, peer: str) -> str:
    """Median, and in brackets the ratio of the least times; bold where the peer is faster."""
    if peer not in race.peers:
        return ABSENT
    median = race.ratio(peer)
    text = f"{number(median)}\N{NO-BREAK SPACE}({number(race.ratio_of_minima(peer))})"
    return f"**{text}**" if median < 1 else text


def number(value: float) -> str:
    """Two digits, or the whole number if that has more."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.{1 if value >= 1 else 2}f}"


def markdown(header: list[str], lines: list[list[str]], words: int = 1) -> str:
    """A table whose first columns are words and whose others are numbers."""
    rule = ["---"] * words + ["--:"] * (len(header) - words)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [header, rule, *lines])
