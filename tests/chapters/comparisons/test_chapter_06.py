"""Chapter 6: silent units, the way back, sparsity, and ReLU beside its rivals."""

import numpy as np
import pytest

import actloss as al
from conftest import OTHER_SEEDS, budgets

CHAPTER = "06"
SCALES = pytest.mark.parametrize("scale", [0.5, 1, 2])


def scaled(epochs, scale):
    return max(1, round(epochs * scale))


def outcome(chapter, rates, epochs, **settings):
    """For each rate the mean share of silent units and the median accuracy of ten networks."""
    history = chapter["train"](rates, epochs=epochs, seeds=OTHER_SEEDS, **settings)
    shares = chapter["silent"](al.stack(history.networks)).reshape(-1, len(rates))
    right = np.nan_to_num(history["accuracy"][:, -1]).reshape(-1, len(rates))
    return list(zip(shares.mean(axis=0), np.median(right, axis=0), strict=True))


@SCALES
def test_a_high_rate_silences_units_of_every_kind(chapter, scale):
    epochs = scaled(3, scale)
    tanh = outcome(chapter, [1.0], epochs, activation="tanh")[0][1]
    for f in ("relu", "leaky_relu", "elu"):
        low, high = outcome(chapter, [0.3, 1.0], epochs, activation=f)
        assert high[0] > low[0] + 0.3
        assert high[1] < 0.5 < low[1]
        assert tanh > high[1] + 0.1


def test_a_leak_leaves_a_way_back_and_relu_and_elu_have_none(chapter):
    after = chapter["way_back"](60, OTHER_SEEDS)
    for epochs in (20, 30, 60):
        end = {label: np.nanmedian(right[:, epochs - 1]) for label, right in after.items()}
        assert end["leak 0.01"] > 0.5 > end["ReLU"] + 0.1
        assert end["ELU"] < 0.3


@SCALES
def test_remedies_against_silent_units(chapter, scale):
    epochs = scaled(3, scale)
    start = {"He": {}, "0.01": {"bias": 0.01}, "0.5": {"bias": 0.5}}
    start |= {"Xavier": {"init": al.xavier}, "variance 1": {"init": al.normal}}
    low, high = {}, {}
    for name, settings in start.items():
        low[name], high[name] = (
            share for share, _ in outcome(chapter, [0.3, 1.0], epochs, **settings)
        )
    assert abs(low["0.01"] - low["He"]) < 0.04
    assert low["0.5"] < low["He"]
    assert abs(low["Xavier"] - low["He"]) < 0.04
    assert low["variance 1"] > low["He"] + 0.2
    assert min(high["0.01"], high["0.5"], high["Xavier"]) > 0.3


@pytest.mark.parametrize("epochs", [2, 6, 24])
def test_adagrad_silences_more_units_and_learns_no_worse(chapter, epochs):
    (sgd,) = outcome(chapter, [0.3], epochs)
    for adagrad in outcome(chapter, [0.03, 0.1], epochs, optimizer=al.Adagrad):
        assert adagrad[0] > sgd[0] + 0.03
        assert adagrad[1] > sgd[1] - 0.03


def test_a_bias_helps_narrow_networks_at_birth_and_its_size_counts_for_positive_inputs(chapter):
    def dead(bias, **inputs):
        return chapter["born_dead"](2, 10, bias, seed=OTHER_SEEDS[0], **inputs)[-1]

    assert dead(0) > dead(0.01) + 0.25
    assert abs(dead(0.01) - dead(1)) < 0.1
    positive = {"inputs": (0.5, 1.0)}
    assert dead(0, **positive) - dead(0.01, **positive) < 0.1
    assert dead(0.01, **positive) > dead(1, **positive) + 0.15


def test_narrow_networks_meet_the_corner_in_the_second_layer(chapter):
    shares = [chapter["zeros_in_layer_two"](width, OTHER_SEEDS) for width in (2, 4, 32)]
    assert shares[0] > shares[1] > shares[2] == 0


@SCALES
def test_learnt_slopes_rise_in_both_layers_alike(chapter, scale):
    first, second = chapter["learnt_slopes"](scaled(10, scale), OTHER_SEEDS)
    assert np.median(first) > 0.25
    assert np.median(second) > 0.25
    assert abs(np.median(first) - np.median(second)) < 0.08


def test_one_hidden_layer(chapter):
    result = chapter["shallow"]
    for first, last in budgets(result):
        relu = result.median("ReLU, He", first)
        assert result.median("tanh, He", first) > relu
        assert result.median("tanh, He", first) > result.median("ReLU, Xavier", first)
        assert result.median("ELU, He", first) > relu
        assert result.median("sigmoid, Xavier", first) < relu
        medians = [result.median(name, last) for name in result.names]
        assert max(medians) - min(medians) < (0.06 if last < 8 else 0.03)
        for rival in ("leaky ReLU, He", "ELU, He"):
            assert result.wins(rival, "ReLU, He", last) < 10
        hard = result.median("hard sigmoid, Xavier", first)
        assert hard < result.median("sigmoid, Xavier", first) + 0.05
        rates = {name: result.settings(name, last)["rate"] for name in result.names}
        assert rates["sigmoid, Xavier"] >= 2 * rates["ReLU, He"]


def test_four_hidden_layers(chapter):
    result = chapter["deep"]
    for both in budgets(result):
        for epochs in both:
            for init in ("He", "Xavier"):
                ours = result.median(f"tanh, {init}", epochs)
                assert ours > result.median(f"ReLU, {init}", epochs)
            assert result.median("sigmoid, Xavier", epochs) < 0.3
        last = both[-1]
        assert result.median("sigmoid, 4 times Xavier", last) > (0.5 if last >= 9 else 0.3)
        assert result.median("ReLU, He", both[0]) > result.median("sigmoid, Xavier", both[0]) + 0.1


def test_gates_end_level_with_plain_units_of_as_many_parameters(chapter):
    result = chapter["gate_race"]
    for _, last in budgets(result):
        medians = [result.median(name, last) for name in result.names]
        assert max(medians) - min(medians) < (0.06 if last < 8 else 0.03)
        for gate in ("GLU", "SwiGLU", "bilinear"):
            assert result.wins(gate, "SiLU", last) < 10
            assert result.wins("SiLU", gate, last) < 10


def test_sparser_networks_learn_wrong_labels_later_and_end_no_better(chapter):
    epochs = sorted({scaled(budget, s) for budget in chapter["budgets"] for s in (0.5, 1, 2)})
    sparse, leaky, plain = (
        chapter["learn_few"](f, bias, epochs, OTHER_SEEDS)
        for f, bias in [("relu", -1.0), ("leaky_relu", -1.0), ("relu", 0.0)]
    )
    test, fooled = chapter["test_accuracy"], chapter["fooled"]
    for a, b in zip(sparse, leaky, strict=True):  # the same without zeros
        assert abs(fooled(a).mean() - fooled(b).mean()) < 0.06
        assert abs(np.median(test(a)) - np.median(test(b))) < 0.02
    assert fooled(sparse[1]).mean() < fooled(plain[1]).mean()
    for a, b in zip(sparse[-2:], plain[-2:], strict=True):
        assert fooled(a).mean() > 0.95
        assert np.median(test(a)) < np.median(test(b)) + 0.01


@SCALES
def test_noise_and_likeness_of_units(chapter, scale, monkeypatch):
    names, epochs = ["relu", "leaky_relu", "elu", "tanh"], scaled(10, scale)
    nets = chapter["trained_networks"](names, epochs, OTHER_SEEDS)
    noise = np.random.default_rng(1).standard_normal(chapter["x_test"].shape)
    right = {
        name: al.accuracy(net.predict(chapter["x_test"] + 0.4 * noise), chapter["y_test"]).mean()
        for name, net in nets.items()
    }
    assert abs(right["elu"] - right["leaky_relu"]) < 0.03
    assert abs(right["elu"] - right["relu"]) < 0.03
    pairs = {name: chapter["alike"](net) for name, net in nets.items()}
    for flat in ("relu", "leaky_relu"):
        for other in ("elu", "tanh"):
            assert pairs[flat][0] < pairs[other][0] - 0.4
            assert pairs[flat][1] < pairs[other][1]
    gaps = [pairs["tanh"][1] - pairs["relu"][1]]
    mean = chapter["x_train"].mean(axis=0)
    for part in ("x_train", "x_test"):
        monkeypatch.setitem(chapter, part, chapter[part] - mean)
    nets = chapter["trained_networks"](["relu", "tanh"], epochs, OTHER_SEEDS)
    gaps.append(chapter["alike"](nets["tanh"])[1] - chapter["alike"](nets["relu"])[1])
    assert gaps[1] < gaps[0] / 2
