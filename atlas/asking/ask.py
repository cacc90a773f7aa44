"""Asks one library every question, in the library's own environment: python ask.py FILE ANSWERS.

FILE is one of atlas/libraries. Needs that library, NumPy and the standard library. What was
answered is in ANSWERS after each thing, so a broken run goes on where it stopped. A process that a
library ends (some do, at a label they do not expect) loses one question, not the run: the
question is noted before it is put.
"""

import importlib.util
import json
import math
import os
import platform
import re
import sys
import time
import warnings
from importlib import metadata
from pathlib import Path

import numpy as np
from questions import ACTIVATIONS, DTYPES, LENGTHS, LOSSES, POINTS, rounded

# The instruction sets that change how numbers are computed.
INSTRUCTIONS = ("avx2", "fma", "avx512f", "avx512_bf16", "avx512_fp16", "amx_bf16", "asimd", "sve")
# The names that a line may have for what it is given.
INPUTS = {"z", "p", "q", "y", "w", "onehot", "log_p", "log_q"}
SHORT = 200  # characters of an error, rows of an answer


def load(path):
    spec = importlib.util.spec_from_file_location("library", path)
    library = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(library)
    return library


def processor():
    """Its model and those of `INSTRUCTIONS` that it has."""
    text = Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
    model = re.search(r"model name\s*: (.*)", text)
    flags = re.search(r"(?:flags|Features)\s*: (.*)", text)
    have = set(flags.group(1).split()) if flags else set()
    return {
        "model": model.group(1) if model else platform.processor() or platform.machine(),
        "instructions": [name for name in INSTRUCTIONS if name in have],
    }


def versions(library):
    """Of the packages that the pins name: what is really installed."""
    found = {}
    for pin in getattr(library, "NPM", ()):
        name = pin.rpartition("@")[0]
        package = Path(os.environ["ATLAS_FOLDER"], "node_modules", name, "package.json")
        found[name] = json.loads(package.read_text())["version"]
    for pin in library.PINS:
        name = re.split(r"[=<>\[ ]", pin)[0]
        found[name] = metadata.version(name)
    return found


def distant(a, b, dtype):
    """Whether two answers differ by more than four units of the last place."""
    if a == b or (math.isnan(a) and math.isnan(b)):
        return False
    if not (math.isfinite(a) and math.isfinite(b)):
        return True
    digits = {"float64": 52, "float32": 23, "float16": 10, "bfloat16": 7}[dtype]
    return abs(a - b) > 4 * 2.0**-digits * max(abs(a), abs(b), 1e-30)


def as_asked(inputs, dtype):
    """The inputs of a question as arrays: labels whole, the others as `dtype` holds them."""
    given = {name: np.asarray(value) for name, value in inputs.items()}
    return {n: v if v.dtype.kind == "i" else rounded(v, dtype) for n, v in given.items()}


def refusal(error):
    return f"{type(error).__name__}: {error}"[:SHORT]


class Asking:
    def __init__(self, library, answers, path):
        self.library, self.answers, self.path = library, answers, path
        self.silent = set()  # ways that gave one error are not asked a hundred times

    def evaluate(self, write, inputs, dtype, wrt):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values, slopes = self.library.evaluate(write, inputs, dtype, wrt)
        self.answers["asked"] += np.size(values) + (0 if slopes is None else np.size(slopes))
        return values, slopes

    def save(self):
        scratch = self.path.with_suffix(".part")
        scratch.write_text(json.dumps(self.answers))
        os.replace(scratch, self.path)

    def at_points(self, write, dtype, length):
        """For each point the different values and slopes at all positions of arrays of this length."""
        points = rounded(POINTS, dtype)
        padded = np.resize(points, max(length, -(-len(points) // length) * length))
        values, slopes = [], []
        for chunk in padded.reshape(-1, length):
            value, slope = self.evaluate(write, {"z": chunk}, dtype, "z")
            values += np.ravel(value).tolist()
            slopes += [None] * length if slope is None else np.ravel(slope).tolist()
        if len(values) != len(padded):
            raise ValueError(f"{len(values)} values for {len(padded)} inputs")
        return [list(zip(values[k :: len(points)], slopes[k :: len(points)]))  # noqa: B905
                for k in range(len(points))]  # fmt: skip

    def activation(self, write, dtype):
        lengths = getattr(self.library, "LENGTHS", LENGTHS)
        found = self.at_points(write, dtype, lengths[0])
        answer = {"values": [pairs[0][0] for pairs in found]}
        if found[0][0][1] is not None:
            answer["slopes"] = [pairs[0][1] for pairs in found]
        for length in lengths:
            again = found if length == lengths[0] else self.at_points(write, dtype, length)
            for index, pairs in enumerate(again):
                for kind, which in (("values", 0), ("slopes", 1)):
                    if kind in answer:
                        other = {pair[which] for pair in pairs
                                 if distant(pair[which], answer[kind][index], dtype)}  # fmt: skip
                        if other:
                            answer.setdefault("by_length", []).append(
                                [length, kind, index, sorted(other, key=str)[0]]
                            )
        return answer

    def case(self, write, inputs, dtype):
        names = [n for n in inputs if re.search(rf"\b{n}\b", write)]
        given = as_asked(inputs, dtype)
        whole = given[names[0]].dtype.kind == "i"
        value, slope = self.evaluate(write, given, dtype, None if whole else names[0])
        value = np.asarray(value, dtype=float)
        answer = {"shape": list(value.shape), "values": self.shortened(value)}
        if slope is not None:
            answer["slopes"] = self.shortened(np.asarray(slope, dtype=float))
        return answer

    @staticmethod
    def shortened(array):
        """The numbers; of many, their sum, least and largest."""
        flat = array.ravel()
        if flat.size <= SHORT:
            return flat.tolist()
        return [float(flat.sum()), float(flat.min()), float(flat.max())]

    def loss(self, write, thing, dtype):
        names = set(re.findall(r"\w+", write))
        answer = {}
        for case, inputs in LOSSES[thing].items():
            fits = names & set(inputs) == names & INPUTS
            relabelled = case.startswith("label ") and "onehot" in names
            if not fits or relabelled or case in getattr(self.library, "NOT_ASKED", ()):
                continue
            try:
                answer[case] = self.case(write, inputs, dtype)
            except Exception as error:  # a library may refuse in any way it likes
                answer[case] = {"error": refusal(error)}
        return answer

    def guess(self, says, write, inputs, which, expected):
        given = as_asked(inputs, "float32")
        try:
            first = next((n for n, v in given.items() if v.dtype.kind == "f"), None)
            value, slope = self.evaluate(write, given, "float32", first)
            got = np.ravel(value if which == "value" else slope).astype(float).tolist()
        except Exception as error:
            got = refusal(error)
        return {"says": says, "write": write, "inputs": {n: np.ravel(v).tolist() for n, v in
                given.items()}, "which": which, "expected": expected, "got": got}  # fmt: skip

    def things(self):
        """(group, thing, way, dtype, question) of everything that this library is asked."""
        library = self.library
        dtypes = [d for d in DTYPES if d in library.DTYPES]
        for group, order in (("activations", ACTIVATIONS), ("losses", LOSSES)):
            ways_of = getattr(library, group.upper(), {})
            if unknown := set(ways_of) - set(order):
                raise KeyError(f"no questions are known for {sorted(unknown)}")
            for thing in order:
                for write in ways_of.get(thing, ()):
                    for dtype in dtypes:
                        yield group, thing, write, dtype

    def run(self):
        answers, library = self.answers, self.library
        died = answers.pop("asking", None)
        if died:
            answers["errors"].append([*died, "the process ended"])
        done = {tuple(key) for key in answers["done"]}
        done |= {tuple(entry[:4]) for entry in answers["errors"]}
        for group, thing, write, dtype in self.things():
            if (key := (group, thing, write, dtype)) in done:
                continue
            answers["asking"] = list(key)
            self.save()
            try:
                answer = (self.activation(write, dtype) if group == "activations"
                          else self.loss(write, thing, dtype))  # fmt: skip
                answers[group].setdefault(thing, {}).setdefault(write, {})[dtype] = answer
                answers["done"].append(list(key))
            except Exception as error:
                answers["errors"].append([*key, refusal(error)])
        answers.pop("asking", None)
        answers["guesses"] = [self.guess(*guess) for guess in library.GUESSES]
        answers["extra"] = []
        for says, write, function, ours in getattr(library, "EXTRA", ()):
            try:
                got = np.ravel(np.asarray(function(), dtype=float)).tolist()
            except Exception as error:
                got = refusal(error)
            answers["extra"].append({"says": says, "write": write, "got": got, "ours": ours})
        answers["complete"] = True
        self.save()


def main(source, target):
    library, path = load(source), Path(target)
    if path.exists():
        answers = json.loads(path.read_text())
    else:
        answers = {
            "title": library.TITLE, "versions": versions(library), "imports": library.IMPORTS,
            "date": time.strftime("%Y-%m-%d", time.gmtime()), "python": platform.python_version(),
            "system": platform.system(), **processor(), "asked": 0, "activations": {},
            "losses": {}, "errors": [], "done": [],
        }  # fmt: skip
    with np.errstate(all="ignore"):
        Asking(library, answers, path).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
