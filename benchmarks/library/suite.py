"""All measurements, one part of the page after the other."""

from collections.abc import Iterator

from benchmarks import tables
from benchmarks.library import accuracy, elementwise, many_runs, startup, training, values
from benchmarks.library.scikit_learn import scikit_learn_races
from benchmarks.timing import Pace, Race


def measure(pace: Pace) -> Iterator[tuple[str, str, list[Race]]]:
    """Name of the part, its text, and the races behind it."""
    many_runs.agree()
    elementwise.agree()
    yield "agreement", agreement(), []
    yield part("digits", "optimiser, numbers", "ms", training.digits_races(pace))
    yield part("narrow", "network, optimiser, numbers", "µs", training.narrow_races(pace))
    yield part("scikit-learn", "network, optimiser, numbers", "ms", scikit_learn_races(pace))
    yield part("many-runs", "what", "ms", many_runs.many_runs_races(pace))
    yield columns("small-arrays", "µs", elementwise.small_races(pace))
    yield columns("large-arrays", "", elementwise.large_races(pace))
    yield part("values", "function", "µs", values.values_races(pace))
    yield part("startup", "what", "ms", startup.startup_races(pace))
    yield "accuracy", errors(pace.points), []


def part(name: str, what: str, unit: str, races: list[Race]) -> tuple[str, str, list[Race]]:
    return name, tables.table(what, unit, races), races


def columns(name: str, unit: str, by_label: dict[str, list[Race]]) -> tuple[str, str, list[Race]]:
    text = tables.side_by_side("activation", unit, by_label)
    return name, text, [race for races in by_label.values() for race in races]


def agreement() -> str:
    """To how many digits the peers do the same work; fewer than 12 are an error."""
    lines = [
        [f"{peer}, {optimizer}", f"{digits:.0f}"]
        for optimizer in ("SGD", "Adam")
        for peer, digits in training.agreement(optimizer).items()
    ]
    return tables.markdown(["losses of the first three epochs", "digits that agree"], lines)


def errors(points: int) -> str:
    """Value / derivative, in units of the last place."""
    found = accuracy.greatest_errors(points)
    libraries = list(dict.fromkeys(library for by in found.values() for library in by))
    lines = [
        [name, *(cell(by.get(library, ())) for library in libraries)] for name, by in found.items()
    ]
    return tables.markdown(["activation", *libraries], lines)


def cell(errors: tuple[float, ...]) -> str:
    return " / ".join(map(digits, errors)) or tables.ABSENT


def digits(error: float) -> str:
    """0.5, 12, 9e15."""
    return (
        tables.number(error)
        if error < 1000
        else f"{error:.0e}".replace("e+0", "e").replace("e+", "e")
    )
