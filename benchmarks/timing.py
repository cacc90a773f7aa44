"""Contestants take turns, so that what slows the machine slows all of them."""

import timeit
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


class Pace(NamedTuple):
    """How thoroughly to measure."""

    rounds: int = 9
    seconds: float = 0.02  # a turn lasts at least so long
    epochs: int = 10  # of each training
    runs: int = 64  # at once, of so many
    steps: int = 2000
    large: tuple[int, ...] = (100_000, 10_000_000)  # arrays, beside those of 1,000 numbers
    points: int = 2000  # at which errors are looked for


@dataclass(frozen=True)
class Race:
    """What was measured, and the seconds per round of ours and of each peer.

    least: the ratio that is aimed at, for the peers that have one.
    """

    name: str
    ours: np.ndarray
    peers: dict[str, np.ndarray]
    least: dict[str, float] = field(default_factory=dict)

    def ratio(self, peer: str) -> float:
        """Median over the rounds of the peer's time by ours: above 1, ours is faster."""
        return float(np.median(self.peers[peer] / self.ours))

    def ratio_of_minima(self, peer: str) -> float:
        """The peer's best round by our best round."""
        return float(self.peers[peer].min() / self.ours.min())

    def missed(self) -> list[str]:
        """One line for each aim that was not reached."""
        return [
            f"{self.name}: {self.ratio(peer):.2f} times {peer}, the aim is {least:g}"
            for peer, least in self.least.items()
            if peer in self.peers and self.ratio(peer) < least
        ]


def race(
    name: str,
    ours: Callable[[], object],
    peers: dict[str, Callable[[], object]],
    pace: Pace,
    *,
    least: dict[str, float] | None = None,
    per_call: float = 1,
) -> Race:
    """Time all contestants in turn. The times are divided by `per_call`: steps or epochs."""
    contestants = [ours, *peers.values()]
    calls = [calls_that_take(pace.seconds, f) for f in contestants]
    seconds = np.array(
        [
            [timeit.timeit(f, number=n) / n for f, n in zip(contestants, calls, strict=True)]
            for _ in range(pace.rounds)
        ]
    )
    first, *others = seconds.T / per_call
    return Race(name, first, dict(zip(peers, others, strict=True)), least or {})


def calls_that_take(seconds: float, function: Callable[[], object]) -> int:
    """How many calls take so long. The first call, which may compile or allocate, is not timed."""
    function()
    once = timeit.timeit(function, number=1)
    return max(1, int(np.ceil(seconds / once)))
