"""Compares what libraries answered with the truth, and names each kind of difference.

A `Way` is a line that one writes, with its verdict; a `Difference` is a row of the page *The same
name, another function*.
"""

from dataclasses import dataclass, field

import numpy as np

from atlas import truth
from atlas.asking.questions import (
    ACTIVATIONS,
    DTYPES,
    LOSSES,
    OUT_OF_RANGE,
    POINTS,
    VALUES,
    rounded,
)
from atlas.store import numbers

ORDINARY = np.abs(POINTS) <= 6  # false for nan
EQUAL = 2  # units of the last place
DIGITS = {"float64": 52, "float32": 23, "float16": 10, "bfloat16": 7}
SMALLEST = {"float64": -1022, "float32": -126, "float16": -14, "bfloat16": -126}
LARGEST = {"float64": 1.79e308, "float32": 3.4e38, "float16": 65504.0, "bfloat16": 3.38e38}

KINDS = {
    "default": "Defaults, names and scale",
    "slope": "Slopes where the function is smooth",
    "kink": "Kinks and ties",
    "label": "Labels",
    "reduction": "Reductions, weights and shapes",
    "extreme": "Large, small and special values",
    "accuracy": "Digits",
    "length": "Length and position",
    "short": "Short floats",
    "second": "Second derivatives and leaves",
}


@dataclass
class Difference:
    kind: str
    library: str
    thing: str
    write: str
    dtype: str
    where: str
    got: str
    ours: str


@dataclass
class Way:
    """One line of a library. ulp: its largest error at ordinary numbers, at the point `worst`,
    shown as (what came, what is right).

    same: whether it is our function at all. gives: what a loss is reduced to. mind: what differs
    elsewhere, in short.
    """

    library: str
    thing: str
    write: str
    dtype: str
    same: bool = True
    ulp: float = 0.0
    worst: str = ""
    shown: tuple = ()
    gives: str = ""
    mind: list = field(default_factory=list)

    @property
    def equal(self):
        return self.same and self.ulp <= EQUAL


def text(value, digits=4):
    """A number in few digits: 0.667, -1.9e-6, 1e+04 as 10000."""
    if value is None:
        return "no answer"
    if isinstance(value, str):
        return value
    if np.isnan(value) or np.isinf(value):
        return {"nan": "nan", "inf": "∞", "-inf": "−∞"}[str(float(value))]
    made = f"{float(value):.{digits}g}"
    if "e" in made:
        mantissa, exponent = made.split("e")
        short = 0 < int(exponent) < 6
        made = f"{float(value):.0f}" if short else f"{mantissa}e{int(exponent)}"
    return made.replace("-", "−")


def several(values):
    values = np.ravel(list(values)).tolist()
    made = ", ".join(map(text, values[:4])) + (", …" if len(values) > 4 else "")
    return made if len(values) == 1 else f"({made})"


@np.errstate(all="ignore")
def ulps(got, true, dtype):
    """Errors in units of the last place of the true value, or of the smallest normal number."""
    got, true = np.asarray(got, dtype=float), np.asarray(true, dtype=float)
    exponent = np.floor(np.log2(np.where(true == 0, 1.0, np.abs(true))))
    exponent = np.where(true == 0, SMALLEST[dtype], np.maximum(exponent, SMALLEST[dtype]))
    error = np.abs(got - true) / 2.0 ** (exponent - DIGITS[dtype])
    error = np.where((got == true) | (np.isnan(got) & np.isnan(true)), 0.0, error)
    return np.where(np.isnan(error), np.inf, error)


@np.errstate(all="ignore")
def far(got, true, dtype, tolerance=1e-3):
    """Where an answer is another one: nan or infinite for a number, or a thousandth off.

    Below the smallest normal number, and beyond the largest, a kind of float cannot say more.
    """
    got, true = np.asarray(got, dtype=float), np.asarray(true, dtype=float)
    tiny = 2.0 ** SMALLEST[dtype]
    bound = np.where(np.abs(true) > LARGEST[dtype], np.sign(true) * np.inf, true)
    tolerance = max(tolerance, 8 * 2.0 ** -DIGITS[dtype])
    off = np.abs(got - bound) > tolerance * np.abs(bound) + 64 * tiny
    special = (np.isnan(got) != np.isnan(bound)) | (np.isinf(got) != np.isinf(bound))
    return np.where(
        np.isfinite(got) & np.isfinite(bound), off, special | (np.isinf(got) & (got != bound))
    )


def point(index):
    value = POINTS[index]
    return "z = " + ("−0" if value == 0 and np.signbit(value) else text(value))


def best(by_dtype):
    """The kind of float by which a way is judged: float32 where it is there."""
    return "float32" if "float32" in by_dtype else min(by_dtype, key=DTYPES.index)


@np.errstate(all="ignore")
def of_activation(library, thing, write, by_dtype, rows):
    """The verdict of one way, and its differences."""
    differences = []
    main = best(by_dtype)

    def note(kind, dtype, where, got, ours):
        differences.append(Difference(kind, library, thing, write, dtype, where, got, ours))

    way = Way(library, thing, write, main)
    for dtype in sorted(by_dtype, key=lambda dtype: dtype != main):
        answer = by_dtype[dtype]
        true_values, true_slopes = truth.activation(thing, dtype)
        got = numbers(rows[answer["values"]])
        points = rounded(POINTS, dtype)
        error = ulps(got, true_values, dtype)
        loose = 1e-3 if dtype in ("float64", "float32") else 2e-2
        wrong = far(got, true_values, dtype, loose)
        wrong &= ~(np.abs(got - true_values) <= 1e-6) | (np.abs(POINTS) >= 20)
        if dtype == main:
            if (wrong & ORDINARY).any():
                way.same = False
                index = default_point(wrong & ORDINARY, error)
                note("default", dtype, point(index), text(got[index]), text(true_values[index]))
                return way, differences
            index = int(np.argmax(np.where(ORDINARY, error, 0)))
            way.ulp, way.worst = float(error[index]), point(index)
            way.shown = text(got[index]), text(true_values[index])
            if way.ulp > 16:
                note("accuracy", dtype, point(index), f"{text(got[index])}, {way.ulp:.0f} ulp off",
                     text(true_values[index]))  # fmt: skip
        elif dtype in ("float16", "bfloat16"):
            off = (error > 4) & np.isfinite(points) & (np.abs(true_values) < LARGEST[dtype])
            off &= np.abs(got - true_values) > 2.0 ** (SMALLEST[dtype] - DIGITS[dtype] + 2)
            if off.any():
                index = int(np.argmax(np.where(off, np.where(np.isinf(error), 1e300, error), 0)))
                note("short", dtype, point(index), text(got[index]), text(true_values[index]))
        if dtype in ("float64", "float32"):
            for index in loudest(wrong & ~ORDINARY, got):
                note("extreme", dtype, point(index), text(got[index]), text(true_values[index]))
        if "slopes" in answer:
            of_slopes(answer, dtype, thing, true_slopes, rows, note, main)
        for length, kind, index, other in answer.get("by_length", ()):
            base = numbers(rows[answer[kind]])[index]
            if not far(float(other), base, dtype, 1e-4):
                continue
            what = "value" if kind == "values" else "slope"
            note("length", dtype, f"{point(index)}, {what}, length {length}", text(float(other), 7),
                 f"{text(base, 7)} at length 17")  # fmt: skip
    return way, unrepeated(differences)


def default_point(wrong, error):
    """An easy number to show a difference at: -1, 1, .5 and so on before others."""
    for preferred in (-1.0, 1.0, 0.5, -0.5, 2.0, -2.0):
        (index,) = np.flatnonzero(preferred == POINTS)
        if wrong[index]:
            return int(index)
    return int(np.argmax(np.where(wrong, np.where(np.isinf(error), 1e300, error), -1)))


REGIONS = {
    "low": np.isfinite(POINTS) & (POINTS < 0),
    "high": np.isfinite(POINTS) & (POINTS >= 0),
    "infinite": np.isinf(POINTS),
    "nan": np.isnan(POINTS),
}


def loudest(where, got):
    """In each region one place of those: nan and infinite answers before numbers."""
    for region in REGIONS.values():
        found = where & region
        if found.any():
            yield int(np.argmax(found * (1 + ~np.isfinite(got))))


def of_slopes(answer, dtype, thing, true, rows, note, main):
    got = numbers(rows[answer["slopes"]])
    points = rounded(POINTS, dtype)
    at_kink = np.isin(points, truth.kinks(thing))
    loose = 1e-3 if dtype in ("float64", "float32") else 5e-2
    wrong = far(got, true, dtype, loose) & (~(np.abs(got - true) <= 1e-4) | at_kink)
    if dtype == main:
        for kink in dict.fromkeys(points[at_kink & wrong]):
            index = int(np.flatnonzero(at_kink & wrong & (points == kink))[0])
            note("kink", dtype, f"slope at {point(index)}", text(got[index]), text(true[index]))
    # where a short float rounds an input onto a kink, the kink's rule decides
    smooth = wrong & ~at_kink & ~np.isnan(points)
    near = smooth & (np.abs(POINTS) <= 6)
    if near.any() and dtype in (main, "float16", "bfloat16"):
        index = default_point(near, np.abs(got - true))
        kind = "slope" if dtype == main else "short"
        note(kind, dtype, f"slope at {point(index)}", text(got[index]), text(true[index]))
    for index in loudest(smooth & (np.abs(POINTS) > 6), got):
        kind = "extreme" if dtype in ("float64", "float32") else "short"
        note(kind, dtype, f"slope at {point(index)}", text(got[index]), text(true[index]))


def unrepeated(differences):
    """One row of each kind and region: float32 before float64, one length for all."""
    kept = {}
    for row in sorted(differences, key=lambda row: row.dtype != "float32"):
        slope, place = "slope" in row.where, row.where.split("z = ")[-1]
        region = "nan" if "nan" in place else ("∞" in place, "−" in place)
        key = {
            "extreme": (slope, region),
            "length": (slope,),
            "short": (row.dtype, slope),
        }.get(row.kind, (row.where,))
        kept.setdefault((row.kind, *key), row)
    return list(kept.values())


KINKS_OF_LOSSES = {
    "absolute_error": ("0",), "quantile": ("0",), "quantile_9": ("0",),
    "hinge": ("1 for +1", "-1 for -1"),
}  # fmt: skip
STRANGE = (*OUT_OF_RANGE, "0.5 for a label of 0", "soft (.7, .2, .1)",
           "soft, sum 2 (1.4, .4, .2)", "1, target .3", "0.8, target .3")  # fmt: skip


def is_extreme(thing, case):
    """Whether a case is one that is no ordinary number."""
    if thing == "binary_cross_entropy":
        return case.split()[0] in ("0", "1", "1e-08", "nan")
    if thing in truth.METRICS or thing in ("precision", "recall"):
        return case not in ("ordinary", "two of three right")
    if thing in LOSSES and case.startswith("("):
        inner = case[1 : case.index(")")] if ")" in case else ""
        found = [abs(float(v)) for v in inner.split(",")] if thing not in ("kl_divergence",) else []
        return any(not v <= 7 for v in found)
    head = case.split()[0].rstrip(",")
    try:
        return not abs(float(head)) <= 7
    except ValueError:
        return "equal logits" in case or "(1, 0, 0)" in case


def place(thing, case):
    """A case as a reader understands it: numbers alone are predictions for the target 0."""
    slope, number = case.startswith("slope at "), case.removeprefix("slope at ")
    if LOSSES[thing] is VALUES and case not in ("table", "(3, 1) against (3,)"):
        number = f"p = {text(float(number))}, y = 0"
    return f"slope at {number}" if slope else number


@np.errstate(all="ignore")
def of_loss(library, thing, write, by_dtype, rows):
    differences = []
    main = best(by_dtype)
    way = Way(library, thing, write, main)

    def note(kind, dtype, where, got, ours):
        where = place(thing, where)
        differences.append(Difference(kind, library, thing, write, dtype, where, got, ours))

    way.gives = reduction(by_dtype[main].get("batch"), thing, main, rows)
    for dtype in sorted(by_dtype, key=lambda dtype: dtype != main):
        for case, answer in by_dtype[dtype].items():
            true = truth.of_case(thing, case, dtype)
            if case in ("batch", "table"):
                continue
            if case == "(3, 1) against (3,)":
                if dtype == main and "values" in answer:
                    note("reduction", dtype, case, pairing(answer, thing, dtype, rows), "refused")
                continue
            if (case in STRANGE and "onehot" not in write) or case.startswith("soft"):
                if dtype == main:
                    of_label(answer, true, case, note, dtype, rows)
                continue
            if "error" in answer:
                if dtype == main and true is not None and not is_extreme(thing, case):
                    way.same = False
                    note("default", dtype, case, answer["error"].split(":")[0], several(true[0]))
                    return way, differences
                continue
            compare(way, answer, true, case, dtype, thing, rows, note, main)
            if not way.same:
                return way, differences
    return way, tidy(differences)


def pairing(answer, thing, dtype, rows):
    """What became of predictions (3, 1) and targets (3,): three pairs, or nine."""
    got = numbers(rows[answer["values"]])
    inputs = LOSSES[thing]["(3, 1) against (3,)"]
    prediction = np.ravel(inputs.get("p", inputs.get("z")))
    three = truth.per_number(thing, rounded(prediction, dtype), rounded(inputs["y"], dtype))[0]
    lined_up = any(got.size == np.size(v) and np.allclose(got, v, rtol=1e-3)
                   for v in (three, three.mean(), three.sum(), three.mean() / 2))  # fmt: skip
    if lined_up:
        return f"three pairs: {several(got)}"
    return f"nine pairs: {several(got)}" if got.size in (1, 3, 9) else several(got)


def of_label(answer, true, case, note, dtype, rows):
    if "error" in answer and true is None:
        return  # refused, as the course's library does
    got = answer["error"].split(":")[0] if "error" in answer else (
        several(numbers(rows[answer["values"]])))  # fmt: skip
    if "slopes" in answer and case.startswith("label"):
        got += f", slope {several(numbers(rows[answer['slopes']]))}"
    if true is not None and "values" in answer:
        values = numbers(rows[answer["values"]])
        if values.size == true[0].size and not far(values, true[0], dtype).any():
            return
    note("label", dtype, case, got, "refused" if true is None else several(true[0]))


def compare(way, answer, true, case, dtype, thing, rows, note, main):
    if true is None:
        if dtype == main:
            note("extreme", dtype, case, several(numbers(rows[answer["values"]])), "refused")
        return
    got, expected, gradient = numbers(rows[answer["values"]]), true[0].ravel(), true[1]
    if way.gives == "mean by weight":
        weights = np.take(truth.CLASS_WEIGHTS, LOSSES[thing][case]["y"])
        expected = expected / weights
        gradient = None if gradient is None else gradient / weights[0]
    if expected.size > 200:
        expected = np.array([expected.sum(), expected.min(), expected.max()])
    extreme = is_extreme(thing, case)
    short = dtype in ("float16", "bfloat16")
    if got.size != expected.size:
        if dtype == main and not extreme:
            way.same = False
            note("default", dtype, case, several(got), several(expected))
        return
    loose = 1e-4 if not short else 3e-2
    wrong = far(got, expected, dtype, loose) & ~(
        np.abs(got - expected) <= (3e-6 if not short else 1e-3)
    )
    if extreme and thing not in ("softmax", "log_softmax"):
        wrong &= ~(np.abs(got - expected) <= 1e-7)
    if wrong.any():
        if dtype == main and not extreme:
            way.same = False
            alone = " (alone in its batch)" if way.gives == "mean" else ""
            note("default", dtype, case, several(got) + alone, several(expected))
        elif short or dtype == main or main != "float32":
            note("short" if short else "extreme", dtype, case, several(got), several(expected))
        return
    if dtype == main and not extreme:
        error = ulps(got, expected, dtype).max()
        if error > way.ulp:
            way.ulp, way.worst = float(error), place(thing, case)
            way.shown = several(got), several(expected)
    if "slopes" in answer and gradient is not None:
        slope, right = numbers(rows[answer["slopes"]]), gradient.ravel()
        if slope.size == right.size:
            off = far(slope, right, dtype, 1e-3 if not short else 5e-2) & ~(
                np.abs(slope - right) <= 1e-3
            )
            if off.any() and not np.isnan(right).any():
                at_kink = case in KINKS_OF_LOSSES.get(thing, ())
                kind = "kink" if at_kink else "extreme" if extreme else "slope"
                kind = "short" if short else kind
                note(kind, dtype, f"slope at {case}", several(slope), several(right))


def reduction(batch, thing, dtype, rows):
    """What a loss makes of a batch: per example, mean, sum, or a factor of the mean."""
    if not batch or "values" not in batch:
        return ""
    true = truth.of_case(thing, "batch", dtype)
    got = numbers(rows[batch["values"]])
    if true is None:
        return ""
    values = true[0].ravel()

    def like(a, b):
        return np.allclose(a, b, rtol=1e-4)

    if got.size == values.size and like(got, values):
        return "one per example"
    if got.size != 1:
        return f"{got.size} numbers"
    (got,) = got
    mean = values.mean()
    if like(got, mean):
        return "mean"
    if like(got, values.sum()):
        return "sum"
    if thing.startswith("weighted"):
        weights = [truth.CLASS_WEIGHTS[k] for k in LOSSES[thing]["batch"]["y"]]
        if like(got, values.sum() / np.sum(weights)):
            return "mean by weight"
    return f"{text(got / mean)} × mean"


def tidy(differences):
    """One row for each kind of slope or value at the extremes."""
    kept = {}
    for row in differences:
        own = row.kind in ("label", "reduction", "default")
        slope = row.where.startswith("slope")
        group = row.where if own and not slope else ("slope" if slope else "value")
        if row.thing in ("softmax", "log_softmax"):
            group = row.where
        elif row.kind == "extreme":
            group = (group, "nan" in row.where, row.ours == "refused", row.where.endswith("1"))
        kept.setdefault((row.kind, row.dtype if row.kind == "short" else "", group), row)
    return list(kept.values())


def of_extra(library, extra):
    """Rows of what boosting libraries use as second derivative, and of their leaves."""
    for entry in extra:
        got = entry["got"]
        shown = got if isinstance(got, str) else several(float(v) for v in got)
        ours = entry["ours"]
        if (
            ours is not None
            and not isinstance(got, str)
            and np.allclose(float(got[0]), ours, rtol=5e-3, atol=1e-5)
        ):
            continue
        yield Difference("second", library, "boosting", entry["write"], "", entry["says"], shown,
                         "no number" if ours is None else text(ours))  # fmt: skip


def is_hit(guess):
    """Whether a guess came true, to a thousandth."""
    got, expected = guess["got"], [float(v) for v in guess["expected"]]
    if isinstance(got, str):
        return False
    got = [float(v) for v in got]
    return len(got) == len(expected) and bool(
        np.isclose(got, expected, rtol=1e-3, atol=1e-12, equal_nan=True).all()
    )


def everything(data):
    """(ways, differences) of all libraries."""
    ways, differences = [], []
    for name, library in data["libraries"].items():
        for group, judged in (("activations", of_activation), ("losses", of_loss)):
            order = ACTIVATIONS if group == "activations" else LOSSES
            for thing in order:
                for write, by_dtype in library[group].get(thing, {}).items():
                    way, found = judged(name, thing, write, by_dtype, data["rows"])
                    if not way.same:
                        way.mind = [row for row in found if row.kind == "default"][:1]
                    else:
                        way.mind = [row for row in found if row.kind != "short"]
                    ways.append(way)
                    differences += found
        differences += of_extra(name, library["extra"])
    return ways, once(differences)


def once(differences):
    """The same answer by two ways of writing is one row: that of the first."""
    kept = {}
    for row in differences:
        shown = row.where if row.kind != "reduction" else row.write.split("(")[0]
        if row.kind == "default":
            shown = (row.where, row.write)
        kept.setdefault((row.kind, row.library, row.thing, row.dtype, shown, row.got), row)
    return list(kept.values())
