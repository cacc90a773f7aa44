"""The playground's runs: what can be set, what is measured, and that the code repeats a run."""

import numpy as np
import pytest

import actloss as al
from actloss.show.playground import Playground, Run, code, read
from actloss.show.playground.setups import DATA, FIRST_WEIGHTS, OPTIMIZERS, losses_for


def repeated(cell):
    """The losses of training and validation that a cell gives, also where it diverges."""
    names = {}
    try:
        exec(cell, names)
        history = names["history"]
    except al.DivergedError as error:
        history = error.history
    return history.loss, history["validation"]


def words_of_each_kind():
    for data in DATA:
        for loss in losses_for(data):
            output = "sigmoid" if loss == "binary_cross_entropy" else "identity"
            yield {"data": data, "loss": loss, "output": output, "layers": "5.tanh-4.relu"}
    for optimizer in OPTIMIZERS:
        yield {"optimizer": optimizer, "rate": "0.02", "batch": "all"}
    for init in FIRST_WEIGHTS:
        yield {"init": init, "scale": "0.7", "bias": "-0.5", "batch": "16", "seed": "3"}
    yield {"layers": "", "noise": "0.4"}


@pytest.mark.parametrize("words", [*words_of_each_kind()], ids=lambda w: "-".join(w.values()))
def test_the_code_repeats_a_run_that_was_made_in_pieces(words):
    run = Run(read(words))
    for epochs in (1, 2, 1):
        run.advance(epochs)
        run.view()
    training, validation = repeated(run.code())
    np.testing.assert_allclose(training, run.training, rtol=1e-9)
    np.testing.assert_allclose(validation, run.validation, rtol=1e-9)
    assert len(training) == 4


def test_a_run_that_diverges_stops_and_says_so():
    run = Run(read({"data": "wave", "rate": "1000", "layers": "4.relu", "batch": "4"}))
    for _ in range(5):
        run.advance(10)
    assert run.diverged
    epochs = len(run.training)
    run.advance(1)
    assert len(run.training) == epochs < 50
    assert "no longer finite" in run.code()
    np.testing.assert_allclose(repeated(run.code())[0][: epochs or None], run.training)
    assert run.view()["diverged"]


def test_for_one_activation_the_first_weights_are_those_of_mlp():
    for activation in ("relu", "tanh", "gelu"):
        run = Run(read({"layers": f"6.{activation}-5.{activation}"}))
        rng = np.random.default_rng(0)
        x, y = al.moons(300, noise=0.15, rng=rng)
        al.split_train_test(x, y[:, np.newaxis], 1 / 3, rng)
        network = al.mlp([2, 6, 5, 1], activation, rng=rng)
        for ours, theirs in zip(run.network.parameters(), network.parameters(), strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_runs_of_one_seed_have_the_same_data_and_the_same_start():
    runs = [Run(read({"rate": rate})) for rate in ("0.1", "0.3")]
    np.testing.assert_array_equal(runs[0].names["x_train"], runs[1].names["x_train"])
    for one, other in zip(*(run.first for run in runs), strict=True):
        np.testing.assert_array_equal(one, other)


# What is wrong with a set-up.


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"colour": "red"}, "no 'colour'; it has data"),
        ({"data": "mnist"}, "data must be one of moons"),
        ({"loss": "huber"}, "loss must be one of sigmoid_cross_entropy"),
        ({"data": "wave", "loss": "hinge"}, "loss must be one of squared_error"),
        ({"rate": "fast"}, "rate must be a number from 1e-05 to 1000, but is 'fast'"),
        ({"rate": "nan"}, "rate must be"),
        ({"seed": "1.5"}, "seed must be a whole number"),
        ({"epochs": "0"}, "epochs must be a whole number from 1"),
        ({"layers": "8"}, "such as 8.tanh, but one is '8'"),
        ({"layers": "80.tanh"}, "1 to 64 units"),
        ({"layers": "8.tahn"}, "did you mean 'tanh'"),
        ({"layers": "-".join(["1.relu"] * 7)}, "at most 6, but are 7"),
        ({"loss": "binary_cross_entropy"}, "output=sigmoid"),
        ({"batch": "7"}, "batch must be one of 1, 4"),
        ({"seed": "1); import os"}, "seed must be"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_set_up_is_refused_in_words(words, said):
    with pytest.raises(ValueError, match=said.replace("(", r"\(").replace(")", r"\)")):
        read(words)
    assert said in Playground().start([{}, words])["trouble"]


# What is measured.


def test_dead_units_are_silent_and_do_not_move():
    run = Run(read({"layers": "8.relu-8.relu", "bias": "-10"}))
    run.advance(3)
    hidden, output = run.view()["layers"][:2], run.view()["layers"][-1]
    assert [layer["silent"] for layer in hidden] == [1.0, 1.0]
    assert [layer["delta"] for layer in hidden] == [0.0, 0.0]
    assert [layer["drift"] for layer in hidden] == [0.0, 0.0]
    assert output["silent"] == 0
    assert output["delta"] > 0.4


def test_delta_is_the_gradient_in_z():
    run = Run(read({"layers": "3.tanh", "output": "sigmoid", "loss": "squared_error"}))
    x, y = run.names["x_train"], run.names["y_train"]
    first, _, last, _ = run.network.layers
    z = last.forward(np.tanh(first.forward(x)))
    outer = 2 * (al.sigmoid(z) - y) * al.sigmoid_prime(z)
    inner = (outer @ last.weights.T) * al.tanh_prime(first.forward(x))
    found = [layer["delta"] for layer in run.view()["layers"]]
    np.testing.assert_allclose(found, [np.sqrt(np.mean(d**2)) for d in (inner, outer)])


def test_flat_slopes_are_counted_where_a_sigmoid_is_saturated():
    run = Run(read({"layers": "4.sigmoid", "init": "normal", "scale": "50"}))
    z = run.dense[0].forward(run.names["x_train"])
    share = np.mean(np.abs(z) > np.log(98.0))  # nearly: where σ(1 − σ) < 0.01
    assert run.view()["layers"][0]["flat"] == pytest.approx(share, abs=0.02)
    assert 0.5 < share < 1


def test_drift_is_the_way_of_the_weights_as_a_share_of_their_size():
    run = Run(read({}))
    assert [layer["drift"] for layer in run.view()["layers"]] == [0, 0, 0]
    run.dense[1].weights[...] = 3 * run.first[1]
    assert [layer["drift"] for layer in run.view()["layers"]] == pytest.approx([0, 2, 0])


@pytest.mark.parametrize("activation", ["relu", "identity"])
def test_histograms_hold_every_z(activation):
    run = Run(read({"layers": f"5.{activation}", "init": "normal", "scale": "9"}))
    for layer, units in zip(run.view()["layers"], (5, 1), strict=True):
        assert layer["counts"].sum() == units * len(run.names["x_train"])
        assert np.log2(layer["reach"]) % 1 == 0


@pytest.mark.parametrize("loss", losses_for("moons"))
def test_the_picture_agrees_with_the_network(loss):
    output = "sigmoid" if loss == "binary_cross_entropy" else "identity"
    run = Run(read({"loss": loss, "output": output, "rate": "0.3"}))
    run.advance(30)
    view, scene = run.view(), run.scene()
    assert view["score"][0] > 0.8
    labels, sure = np.split(view["picture"], 2)
    side = round(len(labels) ** 0.5)
    low, high = np.array(scene["low"]), np.array(scene["high"])
    points = np.stack([scene["across"], scene["up"]], axis=1)
    columns, rows = np.round((points - low) / (high - low) * (side - 1)).astype(int).T
    seen = labels.reshape(side, side)[rows, columns]
    assert np.mean(seen == scene["labels"]) > 0.8
    assert sure.max() > 100


def test_digits_are_counted_and_a_wave_is_measured_against_the_truth():
    digits = Run(read({"data": "digits", "layers": "16.relu"}))
    digits.advance(3)
    view = digits.view()
    counts = view["picture"].reshape(10, 10)
    right = np.eye(10) @ np.bincount(digits.names["y_valid"], minlength=10)
    np.testing.assert_array_equal(counts.sum(axis=1), right)
    assert np.trace(counts) / counts.sum() == pytest.approx(view["score"][1])
    wave = Run(read({"data": "wave", "layers": "16.tanh", "loss": "huber"}))
    before = wave.view()["score"][0]
    wave.advance(200)
    assert wave.view()["score"][0] < before


# The page's object.


def test_two_runs_go_on_side_by_side_within_their_time_and_no_further_than_asked():
    playground = Playground()
    begun = playground.start([{"batch": "64"}, {"batch": "64", "rate": "0.5"}])
    assert [view["epochs"] for view in begun["views"]] == [0, 0]
    assert len(begun["scenes"]) == 2
    views = playground.frame(0.0, 100)["views"]
    assert [view["epochs"] for view in views] == [1, 1]
    views = playground.frame(60.0, 12)["views"]
    assert [view["epochs"] for view in views] == [12, 12]
    first, second = playground.codes()
    assert "SGD(0.1)" in first
    assert "SGD(0.5)" in second
    assert "epochs=12" in second


def test_one_that_diverges_leaves_the_other_going():
    playground = Playground()
    wild = {"data": "wave", "layers": "4.relu", "batch": "4"}
    playground.start([wild | {"rate": "1000"}, wild | {"rate": "0.01"}])
    views = playground.frame(60.0, 40)["views"]
    assert views[0]["diverged"]
    assert views[1]["epochs"] == 40


def test_long_histories_are_shown_in_few_points():
    run = Run(read({"batch": "all", "layers": "2.tanh"}))
    run.advance(1000)
    view = run.view()
    assert len(view["at"]) == len(view["training"]) == len(view["validation"]) <= 240
    assert (view["at"][0], view["at"][-1]) == (1, 1000)
    assert view["training"][-1] == np.float32(run.training[-1])


def test_a_cell_has_public_names_alone():
    for words in words_of_each_kind():
        assert "_(" not in code(read(words), 1)
        assert "actloss." not in code(read(words), 1)
