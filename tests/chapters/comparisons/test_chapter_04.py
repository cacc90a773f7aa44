"""Chapter 4's comparisons, with other seeds and with half and double the budgets."""

import numpy as np
import pytest

import actloss as al
from conftest import OTHER_SEEDS, budgets

CHAPTER = "04"


def test_hidden_layer_is_worth_a_digit_in_a_hundred_when_trained(chapter):
    result = chapter["readers"]
    for _, late in budgets(result):
        assert result.wins("100 hidden ReLUs", over="softmax regression", epochs=late) >= 8
        lead = result.median("100 hidden ReLUs", late) - result.median("softmax regression", late)
        assert 0.003 < lead < 0.03


def test_hidden_layer_hardly_matters_early(chapter):
    result = chapter["readers"]
    for early, _ in budgets(result):
        lead = result.median("100 hidden ReLUs", early) - result.median("softmax regression", early)
        assert abs(lead) < 0.02
        assert (
            result.settings("softmax regression", early)["rate"]
            > result.settings("100 hidden ReLUs", early)["rate"]
        )


def test_hidden_layer_wins_on_other_splits(chapter):
    regression, network = chapter["on_splits"](OTHER_SEEDS)
    assert np.sum(network < regression) >= 8
    assert network.mean() < 0.025 * 450


@pytest.mark.parametrize("rate", [0.125, 0.5, 2, 8])
def test_squared_error_waits_longer_and_longer(chapter, rate):
    likelihood, squared = (
        [chapter["steps_needed"](lead, gradient, rate) for lead in [2, 4, 6, 8, 10]]
        for gradient in chapter["gradients"].values()
    )
    assert np.less_equal(likelihood, squared).all()
    assert np.diff(likelihood).max() < 1 / rate + 2
    assert squared[-1] / squared[-2] == pytest.approx(np.exp(2), rel=0.15)


def test_gradient_of_the_true_class_alone_costs_accuracy(chapter):
    result = chapter["obeyed"]
    for given in budgets(result):
        for epochs in given:
            assert result.wins("whole gradient", over="true class alone", epochs=epochs) >= 9
        assert result.median("true class alone", epochs) < result.median("whole gradient") - 0.03


def test_eight_numbers_tell_most_digits_apart(chapter):
    hidden, how = chapter["hidden"], chapter["how"]
    contestants = {"8": hidden(8), "32": hidden(32)}
    result = al.race(
        contestants, chapter["data"], epochs=[15, 30, 60], seeds=OTHER_SEEDS, rate=0.4, **how
    )
    for epochs in result.epochs:
        assert result.wins("32", over="8", epochs=epochs) >= 9
        assert 0.86 < result.median("8", epochs) < 0.955 < result.median("32", epochs)
        missed = [1 - result.median(name, epochs) for name in ("8", "32")]
        assert 0.3 < missed[1] / missed[0] < 0.7


@pytest.mark.parametrize("epochs", [40, 80])
def test_z_loss_pins_the_sum_and_costs_no_accuracy(chapter, epochs):
    data, network = chapter["data"], chapter["models"]["100 hidden ReLUs"]
    x, y = data.test
    size, right = {}, {}
    for weight in (0.0, 1e-4):
        rngs = [np.random.default_rng(seed) for seed in OTHER_SEEDS[:5]]
        nets = [network(rng) for rng in rngs]
        how = {"optimizer": al.Adam(0.01), "batch_size": 32, "epochs": epochs, "rngs": rngs}
        run = al.fit_many(nets, *data.train, loss=chapter["with_z_loss"](weight), **how)
        size[weight] = [al.logsumexp(net(x)).mean() for net in run.networks]
        right[weight] = np.median([al.accuracy(net.predict(x), y) for net in run.networks])
    assert min(size[0.0]) > 9
    assert max(np.abs(size[1e-4])) < 3
    assert abs(right[1e-4] - right[0.0]) < 0.01


def test_near_1_the_gradient_of_bfloat16_ends_before_that_of_float16(chapter):
    lead = np.linspace(0, 20, 401)
    ends = {}
    for name, kind in chapter["kinds"].items():
        e = kind(np.exp(kind(-lead)))
        ends[name] = lead[np.flatnonzero(1 - kind(1 / kind(1 + e)))[-1]]
        assert np.flatnonzero(kind(e / kind(1 + e)))[-1] > 340  # the sum of the others lives on
    assert 5 < ends["bfloat16"] < 6 < 7 < ends["float16"] < 8
