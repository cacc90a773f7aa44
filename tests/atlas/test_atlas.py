"""The atlas: its data are whole, our side of each row is the library's, pages agree."""

import json

import jsonschema
import numpy as np
import pytest

import actloss as al
from actloss.catalogue import get_activation, get_loss
from atlas import diff, judge, measure, pages, store, truth
from atlas.asking.questions import ACTIVATIONS, LOSSES, POINTS, rounded

DATA = store.read()
SCHEMA = json.loads((store.DATA.parent / "schema.json").read_text())


@pytest.fixture(scope="module")
def judged():
    return judge.everything(DATA)


@pytest.fixture(scope="module")
def made():
    return pages.pages(DATA)


def test_data_fit_their_schema():
    jsonschema.validate(DATA, SCHEMA)


def test_points_are_those_of_the_questions():
    assert np.array_equal(store.numbers(DATA["points"]), POINTS, equal_nan=True)


@pytest.mark.parametrize("name", measure.LIBRARIES)
def test_each_library_states_pins_and_ten_guesses(name):
    pins = measure.constant(name, "PINS")
    assert pins
    assert all("==" in pin or pin in ("setuptools<66", "numpy<1.24", "numpy<2") for pin in pins)
    if name in DATA["libraries"]:
        assert len(DATA["libraries"][name]["guesses"]) == 10


def test_there_are_enough_libraries_and_answers():
    kept = sum(len(row) for row in DATA["rows"])
    assert len(DATA["libraries"]) >= 25
    assert kept >= 10_000
    measured = {thing for library in DATA["libraries"].values() for thing in library["activations"]}
    assert measured == set(ACTIVATIONS)


@pytest.mark.parametrize("thing", ACTIVATIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_our_side_of_every_activation(thing, dtype):
    points = rounded(POINTS, dtype)
    values, slopes = truth.activation(thing, dtype)
    record = get_activation(thing)
    for found, true in ((record(points), values), (record.derivative(points), slopes)):
        error = judge.ulps(found, true, "float64")
        finite = np.isfinite(points)
        # the library is held to more by its own tests; where f crosses 0 the relative error is not
        assert (error[finite] < 200).all() or np.allclose(found[finite], true[finite], rtol=1e-13)
        assert not judge.far(found, true, "float64").any()


@pytest.mark.parametrize("thing", [t for t in LOSSES if t not in truth.METRICS])
def test_our_side_of_every_loss(thing):
    name, params = truth.OURS.get(thing, (thing, {}))
    if name not in al.LOSSES:
        pytest.skip("a function of several arguments, or one that the course does not have")
    record = get_loss(name).with_params(**params)
    for case, inputs in LOSSES[thing].items():
        true = truth.of_case(thing, case, "float64")
        given = {n: np.asarray(v) for n, v in inputs.items()}
        if true is None or "y" not in given or (case == "batch" and thing.startswith("weighted")):
            continue
        first = given.get("p", given.get("z"))
        if first.ndim == 2 and first.shape[1] != 3:
            continue  # the weights are those of three classes
        with np.errstate(all="ignore"):
            found = np.ravel(record.per_example(first, given["y"]))
        if case == "table":  # the course adds up a row
            continue
        assert not judge.far(found, true[0].ravel(), "float64", 1e-9).any(), case


def test_our_side_of_every_row(judged):
    """A number that stands under *here* is the library's, computed anew."""
    checked = 0
    for row in judged[1]:
        if row.thing in ACTIVATIONS and row.kind not in ("length",):
            where = row.where.removeprefix("slope at z = ").removeprefix("z = ")
            z = float(where.replace("−", "-").replace("∞", "inf"))
            z = float(rounded(z, row.dtype))
            value, slope = truth.ours(row.thing, z)
            found = slope if row.where.startswith("slope") else value
            shown = float(row.ours.replace("−", "-").replace("∞", "inf"))
            assert np.isclose(found, shown, rtol=2e-3, atol=1e-11, equal_nan=True), row
            checked += 1
    assert checked > 100


def test_what_is_called_equal_is_within_two_ulp_of_float32(judged):
    equal = [way for way in judged[0] if way.equal and way.thing in ACTIVATIONS]
    assert len(equal) > 100
    for way in equal:
        by_dtype = DATA["libraries"][way.library]["activations"][way.thing][way.write]
        if "float32" not in by_dtype:
            continue
        got = store.numbers(DATA["rows"][by_dtype["float32"]["values"]])
        z = rounded(POINTS, "float32")
        with np.errstate(all="ignore"):
            ours = np.array(get_activation(way.thing)(z))
        near = np.abs(z) <= 6
        ulp = np.spacing(np.abs(ours[near]).astype("f4"))
        assert (np.abs(got[near] - ours[near]) <= 2.01 * ulp + 1e-44).all(), way


def test_another_function_is_seen():
    """The judge tells a wrong slope, a wrong default and a nan apart from what is right."""
    values, slopes = truth.activation("leaky_relu", "float64")
    steeper = np.where(values < 0, 20 * values, values)
    other_kink = np.where(POINTS == 0, 0.5, slopes)
    lost = np.where(POINTS == 100, np.nan, values)
    rows = [store.packed(row, "float64") for row in (values, slopes, steeper, other_kink, lost)]

    def kinds(value, slope):
        answer = {"float64": {"values": value, "slopes": slope}}
        return {row.kind for row in judge.of_activation("x", "leaky_relu", "f(z)", answer, rows)[1]}

    assert kinds(0, 1) == set()
    assert kinds(2, 1) == {"default"}
    assert kinds(0, 3) == {"kink"}
    assert kinds(4, 1) == {"extreme"}


def test_pages_agree_with_the_data(made):
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run make atlas-pages"


def test_pages_are_light(made):
    import gzip

    texts = (text for path, text in made.items() if path.suffix != ".ipynb")
    assert sum(len(gzip.compress(text.encode())) for text in texts) < 450_000


def test_lines_in_a_notebook():
    found = al.in_frameworks("huber_2")
    assert any("delta=2.0" in line.write for line in found)
    assert "PyTorch" in repr(found)
    with pytest.raises(ValueError, match="did you mean 'huber'"):
        al.in_frameworks("hubr")


def test_a_change_of_release_is_told_in_words():
    name = next(iter(DATA["libraries"]))
    assert list(diff.said(name, DATA, DATA))[-1].startswith("0 changes")
    other = json.loads(json.dumps(DATA))
    library = other["libraries"][name]["activations"] or other["libraries"][name]["losses"]
    way = next(iter(next(iter(library.values())).values()))
    answer = next(iter(way.values()))
    place = answer["values"] if "values" in answer else next(iter(answer.values()))["values"]
    changed = list(other["rows"][place])
    changed[0] = 77.0
    other["rows"][place] = changed
    told = list(diff.said(name, DATA, other))
    assert any("is 77" in line for line in told)


def test_rows_give_back_their_numbers():
    for dtype in ("float64", "float32", "float16", "bfloat16"):
        values = rounded(np.array([1 / 3, -2e-7, 1e4, 0.1, np.inf, np.nan]), dtype)
        packed = store.numbers(store.packed(values, dtype))
        assert np.array_equal(rounded(packed, dtype), values, equal_nan=True)
