"""A race: each contestant at a best that lies inside, chosen on validation, with the same seeds."""

import re
from dataclasses import replace

import numpy as np
import pytest

import actloss as al
from actloss.races import race as racing

DATA = al.split_in_three(*al.moons(120, noise=0.2, rng=0))


def net(activation="tanh", init=al.xavier, sizes=(2, 4, 1)):
    return lambda rng: al.mlp(sizes, activation, rng=rng, init=init)


def run(contestants, data=DATA, **options):
    defaults = {"loss": "sigmoid_cross_entropy", "network": net(), "epochs": (2, 6), "seeds": 3}
    return al.race(contestants, data, **{**defaults, "batch_size": 20, **options})


@pytest.fixture(scope="module")
def result():
    return run({"tanh": net(), "relu": net("relu"), "he": net(init=al.he)})


def test_scores_are_those_of_training_by_hand(result):
    rate = result.settings("relu", 6)["rate"]
    for seed, score in zip(result.seeds, result.scores("relu", 6), strict=True):
        network = net("relu")(np.random.default_rng(seed))
        al.fit(
            network, *DATA.train, loss="sigmoid_cross_entropy", optimizer=al.SGD(rate),
            epochs=6, batch_size=20, rng=np.random.default_rng([seed, 1]),
        )  # fmt: skip
        assert score == al.accuracy(network.predict(DATA.test.x), DATA.test.y)


def test_an_early_budget_is_what_a_race_of_that_budget_gives(result):
    alone = run({"tanh": net(), "relu": net("relu")}, epochs=2)
    for rate, scores in alone.by_rate("relu").items():
        np.testing.assert_array_equal(scores, result.by_rate("relu", 2)[rate])


@pytest.mark.parametrize("start", [1e-4, 100.0])
def test_rates_widen_until_the_best_is_inside(start):
    """One step down a parabola, from seeds near 0: the best rate ends at its bottom."""
    x = np.ones((8, 1))
    parts = al.Parts(*[al.Part(x, 3 * x)] * 3)

    def small(rng):
        return al.mlp([1, 1], "identity", rng=rng, init=lambda *_: np.full((1, 1), 0.01))

    result = run(
        {"a": {"network": small}, "b": {"loss": "absolute_error"}}, parts, epochs=1, rate=start,
        network=small, loss="squared_error", batch_size=None,
    )  # fmt: skip
    # (w + b - 3)² with w and b each moved by rate · 2 · (3 - w - b) is 0 at the rate 1/4
    rate = result.settings("a")["rate"]
    assert 1 / 4 / 1.5 < rate < 1.5 / 4
    assert {rate / 2, rate * 2} <= set(result.by_rate("a"))
    assert not result.at_edge("a")


def test_a_search_that_ends_too_early_says_so(monkeypatch):
    monkeypatch.setattr(racing, "FARTHEST", 3)
    result = run({"far": {}, "near": {"optimizer": al.Adam}}, rate=1e-6)
    assert result.at_edge("far")
    assert "* is at the edge" in str(result)
    assert "1e-05*" in str(result) or "8e-06*" in str(result)


def test_the_validation_part_chooses_and_the_test_part_does_not():
    flipped = DATA._replace(test=al.Part(DATA.test.x, 1 - DATA.test.y))
    ours, theirs = run({"a": {}, "b": net("relu")}), run({"a": {}, "b": net("relu")}, flipped)
    for name in ours.names:
        assert ours.settings(name) == theirs.settings(name)
        np.testing.assert_allclose(ours.scores(name), 1 - theirs.scores(name))


def test_a_further_parameter_is_searched_for_whoever_takes_it():
    seen = {"network": set(), "loss": set(), "optimizer": set()}

    def network(rng, slope):
        seen["network"].add(slope)
        return net(al.ACTIVATIONS["leaky_relu"].with_params(slope=slope))(rng)

    def loss(gamma):
        seen["loss"].add(gamma)
        return "sigmoid_cross_entropy"

    def optimizer(rate, beta):
        seen["optimizer"].add(beta)
        return al.Momentum(rate, beta)

    result = run(
        {
            "slope": {"network": network, "further": {"slope": 0.1}},
            "gamma": {"loss": loss, "further": {"gamma": 1}},
            "beta": {"optimizer": optimizer, "further": {"beta": 0.25}},
        }
    )
    assert {0.05, 0.1, 0.2} <= seen["network"]
    assert {0.5, 1.0, 2.0} <= seen["loss"]
    assert {0.125, 0.25, 0.5} <= seen["optimizer"]
    best = result.settings("slope")
    assert list(best) == ["rate", "slope"]
    assert not result.at_edge("slope")
    slopes = {point[1] for point in result.contestants[0].validation}
    assert {np.log2(best["slope"] / 0.1) + k for k in (-1, 0, 1)} <= slopes


def test_what_differs_is_found(result):
    assert result.differed == ["first weights", "activation"]
    same = run({"tanh": net(), "relu": net("relu")})
    assert same.differed == ["activation"]
    assert "first weights" in same.fixed
    assert run({"a": {}, "b": {"loss": "squared_error", "optimizer": al.Adam}}).differed == [
        "loss",
        "optimiser",
    ]
    assert "layers" in run({"a": {}, "b": net(sizes=(2, 5, 1))}).differed


def test_a_diverged_run_is_the_worst_and_is_counted():
    wild = {"wild": {"optimizer": lambda rate: al.SGD(np.maximum(rate, 1e150))}}
    result = run({"tame": {}, **wild}, loss="squared_error")
    assert np.isnan(result.scores("wild")).all()
    assert result.median("wild") == -np.inf
    assert result.wins("tame", over="wild") == 3
    assert result.wins("wild", over="tame") == 0
    assert "all diverged" in str(result)


def test_numbers_are_measured_by_their_root_mean_squared_error():
    x = np.linspace(-1, 1, 40)[:, np.newaxis]
    y = (3 * x)[:, 0]
    result = run(
        {"line": net("identity", sizes=(1, 1)), "tanh": net(sizes=(1, 2, 1))},
        al.split_in_three(x, y), loss="squared_error", epochs=40,
    )  # fmt: skip
    assert result.measure == "root mean squared error"
    assert result.median("line") < 0.01
    assert result.wins("line", over="tanh") == 3


def test_a_measure_of_ones_own():
    def misses(outputs, labels):
        return np.sum((outputs[:, 0] > 0) != labels)

    result = run({"a": {}, "b": net("relu")}, measure=misses, best="smallest")
    usual = run({"a": {}, "b": net("relu")})
    assert result.measure == "misses"
    np.testing.assert_allclose(1 - result.scores("b") / len(DATA.test.y), usual.scores("b"))


def test_two_losses_of_one_name_differ():
    usual = al.LOSSES["sigmoid_cross_entropy"]
    doubled = replace(usual, gradient=lambda z, y, **_: 2 * usual.gradient(z, y))
    tripled = replace(usual, function=lambda z, y, **_: 3 * usual.function(z, y))
    for other in (doubled, tripled):
        assert run({"a": {"loss": usual}, "b": {"loss": other}}).differed == ["loss"]


def test_the_table_says_it_all(result):
    text = str(result)
    assert text.startswith("2 epochs  accuracy")
    for words in ("6 epochs", "beats tanh", "of 3", "All settings lie inside", "Different: first"):
        assert words in text
    html = result._repr_html_()
    assert html.count("<table>") == 2
    assert '<th scope="row">relu</th>' in html
    assert "&lt;b&gt;" in run({"<b>": {}, "b": net("relu")})._repr_html_()


def test_it_is_asked_for_what_it_has(result):
    with pytest.raises(KeyError, match="no contestant is called 'selu'; there are tanh, relu, he"):
        result.scores("selu")
    with pytest.raises(ValueError, match=r"one of the budgets \(2, 6\), but is 3"):
        result.scores("tanh", 3)


def test_a_race_is_drawn(result):
    axes = al.plots.race(result)
    assert [ax.get_title() for ax in axes] == ["2 epochs", "6 epochs"]
    assert [label.get_text() for label in axes[0].get_yticklabels()] == result.names
    dots = axes[1].lines[0].get_xdata()
    np.testing.assert_array_equal(dots, result.scores("tanh", 6))
    with pytest.raises(ValueError, match="one for each of 2 budgets, but are 1"):
        al.plots.race(result, axes=axes[:1])


SHORT = DATA._replace(test=al.Part(DATA.test.x, DATA.test.y[:-1]))
WRONG = {
    "alone": ({"a": {}}, {}, ValueError, "two contestants or more"),
    "twice": ([("a", {}), ("a", {})], {}, ValueError, "two contestants are called 'a'"),
    "data": ({"a": {}, "b": {"data": DATA}}, {}, ValueError, "'b' has 'data', but .* same data"),
    "network": ({"a": {}, "b": net()(np.random.default_rng(0))}, {}, TypeError, "'b' must be a fu"),
    "inputs": ({"a": {}, "b": net(sizes=(3, 1))}, {}, ValueError, "'b' cannot run: .* 3 features"),
    "outputs": (
        {"a": net(sizes=(2, 2)), "b": net(sizes=(2, 3))},
        {"loss": "softmax_cross_entropy"}, ValueError, "'b' has 3 outputs, but 'a' has 2",
    ),
    "no network": ({"a": {}, "b": lambda rng: 3}, {}, TypeError, "'b' .* which is no network"),
    "loss": ({"a": {}, "b": {"loss": "hubber"}}, {}, ValueError, "'b' .* did you mean 'huber'"),
    "no loss": ({"a": {}, "b": {}}, {"loss": None}, TypeError, "'a' has no loss"),
    "optimizer": ({"a": {}, "b": {"optimizer": 0.1}}, {}, TypeError, "optimizer of .* 'b' must be"),
    "further": ({"a": {}, "b": {"further": {"q": 1}}}, {}, ValueError, "'b' searches 'q', but ne"),
    "further 0": ({"a": {}, "b": {"further": {"q": 0}}}, {}, ValueError, "'q'.* positive"),
    "best": ({"a": {}, "b": {}}, {"best": "least"}, ValueError, "best must be"),
    "rate": ({"a": {}, "b": {}}, {"rate": -1}, ValueError, "rate must be"),
    "epochs": ({"a": {}, "b": {}}, {"epochs": (5, 2)}, ValueError, "increasing"),
    "seeds": ({"a": {}, "b": {}}, {"seeds": [1, 1]}, ValueError, "different whole numbers"),
    "tuple": ({"a": {}, "b": {}}, {"data": (1, 2, 3)}, TypeError, "split_in_three"),
    "rows": ({"a": {}, "b": {}}, {"data": SHORT}, ValueError, "data.test must have x"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_who_cannot_run_is_refused_before_anything_is_trained(name, monkeypatch):
    monkeypatch.setattr(racing, "fit_many", None)
    contestants, options, error, message = WRONG[name]
    with pytest.raises(error, match=message):
        run(contestants, **options)


def test_a_contestant_with_nothing_to_choose_by_is_marked():
    def dead(rng):
        network = net("relu")(rng)
        network.layers[0].bias[...] = -1e6
        return network

    result = run({"alive": net("relu"), "dead": dead})
    assert result.flat("dead")
    assert not result.flat("alive", 6)
    assert "~ all settings that were tried scored about alike" in str(result)
    assert re.search(r"\ndead .*~ ", str(result))
