"""The data: one JSON, `data/atlas.json`, which `data/schema.json` describes.

Answers repeat, since most libraries compute ReLU alike: each list of numbers stands once, in
`rows`, and the answers name its place. Numbers have the fewest digits that give them back in the
kind of float they were computed in.
"""

import fcntl
import json
import os
from functools import cache
from pathlib import Path

import numpy as np

from atlas.asking.questions import POINTS, rounded

DATA = Path(__file__).parent / "data" / "atlas.json"
FORMAT = 1
LICENSE = "CC BY 4.0"


def read():
    if not DATA.exists():
        return {"format": FORMAT, "license": LICENSE, "points": [], "rows": [], "libraries": {}}
    return json.loads(DATA.read_text())


@cache
def shortest(value, dtype):
    """The number with the fewest digits that `dtype` rounds to `value`; text where not finite."""
    if not np.isfinite(value):
        return str(value)
    for digits in range(1, 18):
        text = f"{value:.{digits}g}"
        if rounded(float(text), dtype) == value:
            return float(text)
    return value


def packed(numbers, dtype):
    return [None if v is None else shortest(float(v), dtype) for v in numbers]


def put(name, answers):
    """Stores a library's complete answers in place of its former ones."""
    with open(DATA.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs may measure at once
        data = read()
        data["points"] = packed(POINTS, "float64")
        add(data, name, answers)
        write(data)


def add(data, name, answers):
    """Packs a library's answers into `data`."""
    kept = {key: answers[key] for key in (
        "title", "versions", "imports", "date", "python", "system", "model", "instructions",
        "asked", "errors", "guesses", "extra")}  # fmt: skip
    rows = Rows(data["rows"])
    for group in ("activations", "losses"):
        kept[group] = {
            thing: {write: {dtype: rows.answer(answer, dtype, group)
                            for dtype, answer in by_dtype.items()}
                    for write, by_dtype in ways.items()}
            for thing, ways in answers[group].items()
        }  # fmt: skip
    kept["guesses"] = [finite(guess) for guess in kept["guesses"]]
    kept["extra"] = [finite(entry) for entry in kept["extra"]]
    data["libraries"][name] = kept


def finite(value):
    """Numbers as JSON has them: a text for each that is not finite."""
    if isinstance(value, dict):
        return {k: finite(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [finite(v) for v in value]
    if isinstance(value, float):
        return float(f"{value:.9g}") if np.isfinite(value) else str(value)
    return value


class Rows:
    def __init__(self, rows):
        self.rows, self.place = rows, {json.dumps(row): k for k, row in enumerate(rows)}

    def at(self, row):
        text = json.dumps(row)
        if text not in self.place:
            self.place[text] = len(self.rows)
            self.rows.append(row)
        return self.place[text]

    def answer(self, answer, dtype, group):
        if group == "activations":
            made = {
                k: self.at(packed(answer[k], dtype)) for k in ("values", "slopes") if k in answer
            }
            for length, kind, index, other in answer.get("by_length", ()):
                made.setdefault("by_length", []).append(
                    [length, kind, index, *packed([other], dtype)]
                )
            return made
        return {case: self.of_case(found, dtype) for case, found in answer.items()}

    def of_case(self, found, dtype):
        if "error" in found:
            return found
        return {"shape": found["shape"]} | {
            k: self.at(packed(found[k], dtype)) for k in ("values", "slopes") if k in found
        }


def write(data):
    """Writes the data whole or not at all, with the rows that somebody uses."""
    used = {}
    for answer in _leaves(data):
        for kind in ("values", "slopes"):
            if kind in answer:
                answer[kind] = used.setdefault(answer[kind], len(used))
    data["rows"] = [data["rows"][old] for old in used]
    data["libraries"] = dict(sorted(data["libraries"].items()))
    head = {k: v for k, v in data.items() if k not in ("rows", "libraries")}
    line = lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False)  # noqa: E731
    text = (
        line(head)[:-1]
        + ',\n"rows":[\n' + ",\n".join(map(line, data["rows"]))
        + '\n],\n"libraries":{\n'
        + ",\n".join(f"{line(k)}:{line(v)}" for k, v in data["libraries"].items())
        + "\n}}\n"
    )  # fmt: skip
    scratch = DATA.with_suffix(".part")
    scratch.write_text(text)
    os.replace(scratch, DATA)


def _leaves(data):
    for library in data["libraries"].values():
        for ways in library["activations"].values():
            for by_dtype in ways.values():
                yield from by_dtype.values()
        for ways in library["losses"].values():
            for by_dtype in ways.values():
                for cases in by_dtype.values():
                    yield from cases.values()


def numbers(row):
    """A stored row as floats."""
    return np.array([np.nan if v is None else float(v) for v in row])
