"""What a race gives: scores to ask for, and a table that says how they came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from actloss._types import Array
from actloss.races.contestants import Contestant, Point


@dataclass
class Race:
    """The result of a `race`. Print it, draw it with `plots.race`, or ask it.

    epochs: the budgets. seeds: the same for all contestants. measure: what was measured.
    fixed, differed: in words, what was the same for all contestants, and what was not.
    """

    contestants: list[Contestant]
    epochs: tuple[int, ...]
    seeds: tuple[int, ...]
    rate: float
    measure: str
    sign: int  # 1 where more is better, else -1
    fixed: list[str]
    differed: list[str]

    @property
    def names(self) -> list[str]:
        return [contestant.name for contestant in self.contestants]

    def scores(self, name: str, epochs: int | None = None) -> Array:
        """Test scores (seeds,) of a contestant at its best; nan where it diverged.

        epochs: one of the budgets; the greatest unless given.
        """
        contestant, budget = self._contestant(name), self._budget(epochs)
        return contestant.test[self.best(contestant, budget)][budget]

    def median(self, name: str, epochs: int | None = None) -> float:
        """The median of `scores`, in which a run that diverged counts as the worst."""
        return float(self.sign * np.median(self._merit(self.scores(name, epochs))))

    def settings(self, name: str, epochs: int | None = None) -> dict[str, float]:
        """The rate, and the further parameter, that the validation part chose for this budget."""
        contestant = self._contestant(name)
        return self.at(contestant, self.best(contestant, self._budget(epochs)))

    def wins(self, name: str, over: str, epochs: int | None = None) -> int:
        """With how many of the seeds `name` scored better than `over`, each at its best."""
        ours, theirs = (self._merit(self.scores(who, epochs)) for who in (name, over))
        return int(np.sum(ours > theirs))

    def at_edge(self, name: str, epochs: int | None = None) -> bool:
        """Whether a neighbour of the best was not tried, so that there may be a better one."""
        contestant = self._contestant(name)
        best = self.best(contestant, self._budget(epochs))
        return any(point not in contestant.validation for point in neighbours(best))

    def flat(self, name: str, epochs: int | None = None) -> bool:
        """Whether even the worst setting that was tried scored, in the median, within the range of
        the best: then the validation part had nothing to choose by."""
        contestant, budget = self._contestant(name), self._budget(epochs)
        best = self._merit(contestant.validation[self.best(contestant, budget)][budget])
        tried = [np.median(self._merit(at[budget])) for at in contestant.validation.values()]
        return bool(min(tried) >= best.min())

    def by_rate(self, name: str, epochs: int | None = None) -> dict[float, Array]:
        """Rate -> validation scores (seeds,): what chose the rate. A further parameter is at its
        best."""
        contestant, budget = self._contestant(name), self._budget(epochs)
        rest = self.best(contestant, budget)[1:]
        tried = sorted(point for point in contestant.validation if point[1:] == rest)
        return {
            self.at(contestant, point)["rate"]: contestant.validation[point][budget]
            for point in tried
        }

    def best(self, contestant: Contestant, budget: int) -> Point:
        """The point with the best median on the validation part; of equal ones that with the best
        mean, then that with the least training loss."""

        def rank(point: Point) -> tuple[float, ...]:
            merit = self._merit(contestant.validation[point][budget])
            loss = np.mean(contestant.training_loss[point][budget])
            return float(np.median(merit)), float(np.mean(merit)), -np.nan_to_num(loss, nan=np.inf)

        return max(contestant.validation, key=rank)

    def at(self, contestant: Contestant, point: Point) -> dict[str, float]:
        """The rate and the further parameter at a point of the search."""
        start = {"rate": self.rate, **contestant.further}
        return {key: value * 2.0**k for (key, value), k in zip(start.items(), point, strict=True)}

    def __str__(self) -> str:
        tables = ["\n".join(_aligned(self._rows(epochs))) for epochs in self.epochs]
        return "\n\n".join([*tables, "\n".join(self._words())])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        tables = []
        for epochs in self.epochs:
            head, *rows = self._rows(epochs)
            cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
            body = "".join(
                f'<tr><th scope="row">{escape(row[0])}</th>'
                + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
                + "</tr>"
                for row in rows
            )
            tables.append(f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>")
        return "".join(tables + [f"<p>{escape(line)}</p>" for line in self._words()])

    def _rows(self, epochs: int) -> list[list[str]]:
        """The table of one budget, its head first."""
        chosen = {name: self.settings(name, epochs) for name in self.names}
        keys = list(dict.fromkeys(key for settings in chosen.values() for key in settings))
        first = self.names[0]
        rows = [[in_epochs(epochs), self.measure, *keys, f"beats {first}"]]
        for name in self.names:
            edge = "*" * self.at_edge(name, epochs) + "~" * self.flat(name, epochs)
            found = [
                f"{chosen[name][key]:.3g}{edge}" if key in chosen[name] else "" for key in keys
            ]
            wins = f"{self.wins(name, first, epochs)} of {len(self.seeds)}" if name != first else ""
            rows.append([name, summary(self.scores(name, epochs)), *found, wins])
        return rows

    def _words(self) -> list[str]:
        asked = [(name, epochs) for name in self.names for epochs in self.epochs]
        edge = any(self.at_edge(*one) for one in asked)
        flat = any(self.flat(*one) for one in asked)
        return [
            f"Median (least to greatest) of {len(self.seeds)} seeds on the test part, each at the "
            "setting that the validation part chose.",
            "* is at the edge of what was tried: there may be a better one."
            if edge
            else "All settings lie inside what was tried.",
            *["~ all settings that were tried scored about alike."] * flat,
            f"The same: {', '.join(self.fixed)}.",
            f"Different: {', '.join(self.differed) or 'nothing'}.",
        ]

    def _merit(self, scores: Array) -> Array:
        """Scores of which the greatest is the best and a lost one the worst."""
        return np.where(np.isnan(scores), -np.inf, self.sign * scores)

    def _contestant(self, name: str) -> Contestant:
        for contestant in self.contestants:
            if contestant.name == name:
                return contestant
        raise KeyError(f"no contestant is called {name!r}; there are {', '.join(self.names)}")

    def _budget(self, epochs: int | None) -> int:
        if epochs is not None and epochs not in self.epochs:
            raise ValueError(f"epochs must be one of the budgets {self.epochs}, but is {epochs!r}")
        return self.epochs.index(epochs) if epochs is not None else len(self.epochs) - 1


def neighbours(point: Point) -> list[Point]:
    """The points with half and with double of one setting."""
    return [
        (*point[:axis], point[axis] + step, *point[axis + 1 :])
        for axis in range(len(point))
        for step in (-1, 1)
    ]


def in_epochs(budget: int) -> str:
    """A budget in words."""
    return f"{budget} epoch{'s' if budget > 1 else ''}"


def summary(scores: Array) -> str:
    """Median, least and greatest as text, with two digits.

    >>> summary(np.array([0.9, 0.94, 1.0]))
    '0.94 (0.90 to 1.00)'
    """
    finite = scores[np.isfinite(scores)]
    if not finite.size:
        return "all diverged"
    lost = scores.size - finite.size
    low, middle, high = (_two_digits(value) for value in np.quantile(finite, [0, 0.5, 1]))
    return f"{middle} ({low} to {high})" + (f", {lost} diverged" if lost else "")


def _two_digits(value: float) -> str:
    return f"{value:.2f}" if 0.1 <= abs(value) < 10 or value == 0 else f"{value:.2g}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of a table as lines of text, columns side by side."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
