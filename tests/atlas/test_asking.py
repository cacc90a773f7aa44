"""The asking program, on a small library of NumPy that has known faults."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from atlas import measure, store
from atlas.asking.questions import POINTS, rounded

ASK = Path(measure.__file__).parent / "asking" / "ask.py"
LIBRARY = '''
import os
import numpy as np
from python_calls import evaluator, values_only

TITLE, PINS, IMPORTS = "Small", ["numpy==0"], "import numpy as np"
DTYPES = ("float64", "float32")


def array(numbers, dtype):
    return np.array(numbers, dtype=dtype)


def by_place(z):
    """tanh, but for every fifth number of an array."""
    made = np.tanh(z)
    made[4::5] *= 1.01
    return made


def end(z):
    os._exit(3)


evaluate = evaluator(IMPORTS, array, values_only, by_place=by_place, end=end)
ACTIVATIONS = {
    "relu": ["np.maximum(z, 0)"], "elu": ["end(z)"],
    "tanh": ["by_place(z)"], "selu": ["np.nothing(z)"],
}
LOSSES = {"squared_error": ["(p - y) ** 2", "np.mean((p - y) ** 2)"]}
GUESSES = [("it squares", "(p - y) ** 2", {"p": [3.0], "y": [1.0]}, "value", [4])] * 10
'''


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("atlas")
    library, target = folder / "small.py", folder / "small.json"
    library.write_text(LIBRARY)
    codes = []
    for _ in range(4):
        run = subprocess.run([sys.executable, str(ASK), str(library), str(target)], check=False)
        codes.append(run.returncode)
        found = json.loads(target.read_text())
        if found.get("complete"):
            break
    assert codes == [3, 3, 0]  # one for each kind of float
    return found


def test_values_are_those_of_the_library(answers):
    for dtype in ("float64", "float32"):
        found = answers["activations"]["relu"]["np.maximum(z, 0)"][dtype]
        assert np.array_equal(
            found["values"], np.maximum(rounded(POINTS, dtype), 0), equal_nan=True
        )
        assert "slopes" not in found
        assert "by_length" not in found


def test_what_depends_on_the_place_is_seen(answers):
    found = answers["activations"]["tanh"]["by_place(z)"]["float64"]["by_length"]
    assert {length for length, *_ in found} >= {1, 4096}


def test_what_ends_or_fails_is_noted_and_the_rest_goes_on(answers):
    errors = {(thing, dtype): text for _, thing, _, dtype, text in answers["errors"]}
    assert errors["elu", "float64"] == "the process ended"
    assert "nothing" in errors["selu", "float32"]
    assert set(answers["activations"]) == {"relu", "tanh"}


def test_losses_are_asked_one_by_one_and_in_a_batch(answers):
    each, mean = answers["losses"]["squared_error"].values()
    assert each["float64"]["3"] == {"shape": [1], "values": [9.0]}
    assert each["float64"]["batch"]["shape"] == [3]
    assert mean["float64"]["batch"]["values"] == [pytest.approx(13.25 / 3)]
    assert answers["guesses"][0]["got"] == [4.0]


def test_stored_answers_come_back(answers):
    data = {"rows": [], "libraries": {}}
    store.add(data, "small", answers)
    place = data["libraries"]["small"]["activations"]["relu"]["np.maximum(z, 0)"]["float32"]
    stored = rounded(store.numbers(data["rows"][place["values"]]), "float32")
    assert np.array_equal(stored, np.maximum(rounded(POINTS, "float32"), 0), equal_nan=True)


def test_a_library_that_is_not_there_is_reported(monkeypatch, capsys, tmp_path):
    def absent(name):
        raise measure.Absent("pip ended with 1: no such version")

    monkeypatch.setattr(measure, "ask", absent)
    assert measure.main([measure.LIBRARIES[0]]) == 1
    assert "not measured: pip ended with 1" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="No library 'nothing'"):
        measure.main(["nothing"])
