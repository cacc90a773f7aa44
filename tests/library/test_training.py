"""Training: equal to a loop written out, with its history, shuffling, measures and refusals."""

from itertools import pairwise

import numpy as np
import pytest

import actloss as al

RNG = np.random.default_rng(3)
x = RNG.normal(size=(10, 2))
labels = (x[:, 0] * x[:, 1] > 0).astype(int)
targets = np.column_stack([x.sum(axis=1), x[:, 0] - x[:, 1]])


def net(outputs=2, seed=0):
    return al.mlp((2, 5, outputs), "tanh", rng=np.random.default_rng(seed))


def fit(network=None, x=x, y=labels, **options):
    defaults = {"loss": "softmax_cross_entropy", "optimizer": al.SGD(0.5), "epochs": 4}
    return al.fit(network or net(), x, y, **{**defaults, **options})


def by_hand(network, x, y, loss, rate, epochs, batch_size=None, rng=None):
    """Gradient descent on a network with one hidden layer, written out."""
    first, _, second = network.layers
    w1, b1, w2, b2 = first.weights, first.bias, second.weights, second.bias
    history = []
    for _ in range(epochs):
        order = range(len(x)) if batch_size is None else rng.permutation(len(x))
        batches, values = -(-len(x) // (batch_size or len(x))), []
        cuts = [-(-len(x) * cut // batches) for cut in range(batches + 1)]
        for start, end in pairwise(cuts):
            batch = list(order[start:end])
            h = np.tanh(x[batch] @ w1 + b1)
            p = h @ w2 + b2
            if loss == "squared_error":
                values += ((p - y[batch]) ** 2).sum(axis=1).tolist()
                g = 2 * (p - y[batch]) / len(batch)
            else:
                probs = np.exp(p) / np.exp(p).sum(axis=1, keepdims=True)
                values += [-np.log(row[k]) for row, k in zip(probs, y[batch], strict=True)]
                g = (probs - np.eye(2)[y[batch]]) / len(batch)
            gh = (g @ w2.T) * (1 - h**2)
            w2 = w2 - rate * h.T @ g
            b2 = b2 - rate * g.sum(axis=0)
            w1 = w1 - rate * x[batch].T @ gh
            b1 = b1 - rate * gh.sum(axis=0)
        history.append(np.mean(values))
    return (w1, b1, w2, b2), history


@pytest.mark.parametrize("batch_size", [None, 5, 4, 1], ids=["all", "even", "uneven", "one"])
@pytest.mark.parametrize(
    ("loss", "y"), [("squared_error", targets), ("softmax_cross_entropy", labels)]
)
def test_fit_is_the_loop_written_out(loss, y, batch_size):
    network = net()
    rngs = [np.random.default_rng(8) for _ in range(2)]
    expected, losses = by_hand(net(), x, y, loss, 0.1, 3, batch_size, rngs[0])
    history = al.fit(
        network,
        x,
        y,
        loss=loss,
        optimizer=al.SGD(0.1),
        epochs=3,
        batch_size=batch_size,
        rng=rngs[1],
    )
    np.testing.assert_allclose(history.loss, losses, rtol=1e-12)
    for ours, theirs in zip(network.parameters(), expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-14)


def test_fit_is_a_loop_of_train_steps():
    one, other, adams = net(), net(), (al.Adam(0.1), al.Adam(0.1))
    history = fit(one, optimizer=adams[0], epochs=5)
    loss = al.LOSSES["softmax_cross_entropy"]
    steps = [al.train_step(other, x, labels, loss, adams[1]) for _ in range(5)]
    np.testing.assert_array_equal(history.loss, steps)
    assert all(isinstance(value, float) for value in steps)


def test_a_step_checks_what_numpy_would_combine_and_names():
    network, flat = net(1), np.zeros(10)
    with pytest.raises(ValueError, match=r"same shape, but have \(10, 1\) and \(10,\); reshape"):
        al.train_step(network, x, flat, al.LOSSES["squared_error"], al.SGD(0.1))
    with pytest.raises(ValueError, match="did you mean 'squared_error'"):
        al.train_step(network, x, flat[:, None], "square_error", al.SGD(0.1))
    value = al.train_step(network, x, flat[:, None], "squared_error", al.SGD(0.1))
    assert value > 0


def test_the_loss_is_taken_before_the_step():
    network = net()
    before = al.LOSSES["softmax_cross_entropy"](network(x), labels)
    assert fit(network, epochs=1).loss == [before]


def test_it_learns():
    network = al.mlp((2, 8, 2), "tanh", rng=np.random.default_rng(0))
    corners, y = al.xor()
    history = fit(network, corners, y, optimizer=al.Adam(0.1), epochs=200)
    assert history.loss[-1] < 0.01
    np.testing.assert_array_equal(network.predict(corners), y)


def test_seeds_repeat():
    losses = [
        fit(net(seed=seed), batch_size=3, rng=np.random.default_rng(shuffle), epochs=6).loss
        for seed, shuffle in ((0, 0), (0, 0), (1, 0), (0, 1))
    ]
    np.testing.assert_array_equal(losses[0], losses[1])
    assert not np.array_equal(losses[0], losses[2])
    assert not np.array_equal(losses[0], losses[3])


class Recorder(al.Network):
    """Remembers which examples it has seen."""

    def __init__(self):
        super().__init__([al.Dense(1, 1, rng=np.random.default_rng(0))])
        self.batches = []

    def forward_checked(self, x):
        self.batches.append(x[:, 0].astype(int).tolist())
        return super().forward_checked(x)


def seen(epochs, **options):
    """The examples of each step; the examples are 0, ..., 9."""
    network, line = Recorder(), np.arange(10.0)[:, None]
    al.fit(
        network,
        line,
        0 * line,
        loss="squared_error",
        optimizer=al.SGD(1e-6),
        epochs=epochs,
        **options,
    )
    return network.batches


def test_each_epoch_sees_each_example_once_in_a_new_order():
    batches = seen(3, batch_size=4, rng=np.random.default_rng(0))[-9:]
    assert [len(batch) for batch in batches] == [4, 3, 3] * 3
    orders = [[i for batch in batches[k : k + 3] for i in batch] for k in (0, 3, 6)]
    assert all(sorted(order) == list(range(10)) for order in orders)
    assert len({tuple(order) for order in orders} | {tuple(range(10))}) == 4


@pytest.mark.parametrize("rng", [None, np.random.default_rng(0)], ids=["none", "rng"])
def test_a_batch_of_all_is_all_at_once(rng):
    np.testing.assert_array_equal(fit(batch_size=len(x), rng=rng).loss, fit().loss)


def test_all_at_once_keeps_the_order():
    for rng in (None, np.random.default_rng(0)):
        assert seen(2, rng=rng)[-2:] == [list(range(10))] * 2


def test_history_has_one_entry_per_epoch():
    history = fit(
        epochs=4,
        batch_size=3,
        rng=np.random.default_rng(0),
        measure={"accuracy": lambda n: al.accuracy(n.predict(x), labels), "one": lambda n: 1},
    )
    assert history.loss.shape == (4,)
    assert history.measures.keys() == {"accuracy", "one"}
    assert history["accuracy"].shape == (4,)
    assert history["one"].tolist() == [1, 1, 1, 1]


def test_measures_are_taken_after_the_epoch():
    network, loss = net(), al.LOSSES["softmax_cross_entropy"]
    history = fit(network, epochs=3, measure={"after": lambda n: loss(n(x), labels)})
    np.testing.assert_allclose(history["after"][:-1], history.loss[1:], rtol=1e-14)
    assert history["after"][-1] == loss(network(x), labels)


def test_without_measures_there_are_none():
    assert fit(epochs=1).measures == {}


@pytest.mark.parametrize("y", [labels, labels.tolist(), labels[:, None], labels.astype(float)])
def test_a_single_output_takes_labels_in_a_row_or_a_column(y):
    losses = [fit(net(1), y=t, loss="sigmoid_cross_entropy").loss for t in (y, labels)]
    np.testing.assert_array_equal(*losses)


def test_a_measure_may_show_an_array_that_goes_on_changing():
    history = fit(epochs=3, measure={"weights": lambda n: n.layers[0].weights})
    assert history["weights"].shape == (2, 5, 3)
    assert np.abs(np.diff(history["weights"], axis=-1)).max(axis=(0, 1)).min() > 0


def test_x_and_y_are_not_changed():
    copies = x.copy(), labels.copy()
    fit(batch_size=3, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(x, copies[0])
    np.testing.assert_array_equal(labels, copies[1])


def test_float32_trains_in_float32():
    network = net(1).astype(np.float32)
    fit(network, x.astype(np.float32), labels, loss="sigmoid_cross_entropy", optimizer=al.Adam(0.1))
    assert {a.dtype for a in (*network.parameters(), *network.gradients())} == {np.dtype("f4")}


def test_a_second_fit_goes_on_where_the_first_stopped():
    once, twice = net(), net()
    optimizer = al.Momentum(0.1)
    whole = fit(once, optimizer=al.Momentum(0.1), epochs=6).loss
    parts = [fit(twice, optimizer=optimizer, epochs=3).loss for _ in range(2)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)


# --- what goes wrong ---


def test_a_diverging_run_stops_and_says_where():
    network = al.Network([al.Dense(2, 2, rng=np.random.default_rng(0))])
    message = r"the loss is (nan|inf) in epoch (\d+), step \d; try a smaller learning rate, smaller"
    with pytest.raises(al.DivergedError, match=message) as caught:
        fit(
            network, y=targets, loss="squared_error", optimizer=al.SGD(1e40), epochs=50,
            batch_size=4, rng=np.random.default_rng(0), measure={"one": lambda n: 1},
        )  # fmt: skip
    history = caught.value.history
    completed = int(str(caught.value).split("epoch ")[1].split(",")[0]) - 1
    assert 0 < completed < 10
    assert history.loss.shape == history["one"].shape == (completed,)
    assert np.isfinite(history.loss).all()
    assert isinstance(caught.value, ArithmeticError)


def test_the_first_step_may_diverge_too():
    with pytest.raises(al.DivergedError, match="in epoch 1, step 1;") as caught:
        fit(al.Network([al.Dense(2, 2, rng=np.random.default_rng(0))]), x * 1e200, targets,
            loss="squared_error")  # fmt: skip
    assert caught.value.history.loss.shape == (0,)


def own_loss(function=al.softmax_cross_entropy, gradient=al.softmax_cross_entropy_grad):
    return al.Loss("mine", function, gradient, "", "", "logits")


BAD = np.array([[np.nan, 0.0]] + [[0.0, 0.0]] * 9)
WRONG = {
    "epochs 0": ({"epochs": 0}, ValueError, "epochs must be a whole number .* but is 0"),
    "epochs 2.5": ({"epochs": 2.5}, ValueError, "epochs must be a whole number .* but is 2.5"),
    "epochs 5.0": ({"epochs": 5.0}, ValueError, "epochs must be a whole number .* but is 5.0"),
    "epochs None": ({"epochs": None}, ValueError, "epochs must be a whole number .* but is None"),
    "batch 0": ({"batch_size": 0}, ValueError, "batch_size must be a whole number .* but is 0"),
    "batch 11": ({"batch_size": 11}, ValueError, "batch_size must be at most 10, .* but is 11"),
    "batch 2.0": ({"batch_size": 2.0}, ValueError, "batch_size must be a whole number"),
    "no rng": ({"batch_size": 2}, TypeError, r"but is None; pass rng=np.random.default_rng\(0\)"),
    "seed": ({"batch_size": 2, "rng": 0}, TypeError, "rng must be a NumPy random generator, .* 0"),
    "optimizer": ({"optimizer": "adm"}, TypeError, r"optimiser .* but is 'adm'; use Adam\(0\.1\)"),
    "loss": ({"loss": "cross_entropy"}, ValueError, "no loss is called 'cross_entropy'; did you"),
    "flat x": ({"x": x[:, 0]}, ValueError, r"x must have shape \(examples, features\) .* \(10,\)"),
    "number x": ({"x": 1.0}, ValueError, r"x must have shape \(examples, features\) .* \(\)"),
    "no x": ({"x": x[:0], "y": labels[:0]}, ValueError, r"must have shape .* but has \(0, 2\)"),
    "text x": ({"x": [["a", "b"]] * 10}, TypeError, "x must hold real numbers"),
    "text y": ({"y": ["a"] * 10}, TypeError, "y must hold real numbers"),
    "wide x": ({"x": np.zeros((10, 3))}, ValueError, r"takes 2 features .* shape \(10, 3\)"),
    "fewer y": ({"y": labels[:9]}, ValueError, r"same number .* shapes \(10, 2\) and \(9,\)"),
    "nan x": ({"x": BAD}, ValueError, "x must be finite, but holds nan or inf; remove"),
    "inf y": (
        {"y": np.full((10, 2), np.inf), "loss": "squared_error"},
        ValueError,
        "y must be finite, but holds nan or inf; remove",
    ),
    "label 2": ({"y": labels + 1}, ValueError, "labels must lie in 0..1 for 2 classes"),
    "float labels": ({"y": labels + 0.0}, TypeError, "labels must be integers"),
    "list as network": ({"network": [net()]}, TypeError, r"^network must be a network, but is \["),
    "stack": (
        {"network": al.stack([net(), net()])},
        ValueError,
        "^network is a stack of networks;",
    ),
    "epochs True": ({"epochs": True}, ValueError, "epochs must be a whole number .* but is True"),
    "batch True": ({"batch_size": True}, ValueError, "batch_size must be a whole number"),
    "rng unused": ({"rng": "seed"}, TypeError, "^rng must be a NumPy random generator, .*'seed'"),
    "measure": ({"measure": len}, TypeError, "^measure must be a dict of name -> function"),
    "measures": (
        {"measure": {"a": 1}},
        TypeError,
        r"^measure\['a'\] must be a function .* but is 1",
    ),
    "ragged y": ({"y": [[1], [1, 2]] * 5}, ValueError, "inhomogeneous"),
    "large y": (
        {
            "network": net().astype("f4"),
            "x": x.astype("f4"),
            "y": targets * 1e39,
            "loss": "squared_error",
        },
        ValueError,
        "^y must fit float32, .*, but holds larger numbers; scale y",
    ),
    "float16": (
        {"network": net().astype("f2"), "x": x.astype("f2")},
        TypeError,
        r"^parameters must be float32 or longer, but parameters\[0\] is float16, .*; train network",
    ),
    "loss of None": (
        {"loss": own_loss(lambda p, y: None)},
        ValueError,
        r"^loss 'mine' must return one value per example, \(10,\), but returned None",
    ),
    "loss of a number": (
        {"loss": own_loss(lambda p, y: 1.0)},
        ValueError,
        r"^loss 'mine' must return one value per example, .* float of shape \(\)",
    ),
    "gradient of None": (
        {"loss": own_loss(gradient=lambda p, y: None)},
        ValueError,
        r"^loss 'mine' must return a gradient of .* \(10, 2\), but returned None",
    ),
    "flat targets": (
        {"y": targets[:, 0], "loss": "squared_error"},
        ValueError,
        r"must have the same shape, but have \(10, 2\) and \(10,\)",
    ),
}


def test_float64_data_leave_a_float32_network_as_it_is():
    network = net(1).astype(np.float32)
    fit(network, x, labels, loss="sigmoid_cross_entropy")
    assert {p.dtype for p in network.parameters()} == {np.dtype("f4")}


def test_a_batch_without_weight_changes_nothing():
    loss = al.LOSSES["weighted_softmax_cross_entropy"].with_params(class_weights=[1.0, 0.0])
    network, fresh = net(), net()
    assert 0 in labels
    assert 1 in labels
    steps = fit(network, y=labels, loss=loss, batch_size=1, rng=np.random.default_rng(0), epochs=2)
    assert np.isfinite(steps.loss).all()
    assert not np.allclose(network.parameters()[0], fresh.parameters()[0])


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_call_says_what_and_how(case):
    options, error, message = WRONG[case]
    options = dict(options)
    given = options.pop("network", net())
    network = given if isinstance(given, al.Network) else net()
    before = [p.copy() for p in network.parameters()]
    with pytest.raises(error, match=message):
        fit(given, **options)
    for now, then in zip(network.parameters(), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize("kind", [al.SGD, al.Momentum, al.Adagrad, al.Adam])
def test_an_optimiser_forgets_other_networks(kind):
    optimizer = kind(lambda step: 0.1 / (1 + step))
    first, second = (fitted(optimizer) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def fitted(optimizer):
    x, y = al.xor()
    net = al.mlp([2, 4, 1], "tanh", rng=np.random.default_rng(0))
    return al.fit(net, x, y, loss="sigmoid_cross_entropy", optimizer=optimizer, epochs=5).loss


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        (
            [None],
            TypeError,
            r"^what measure\['odd'\] returns must hold real numbers, but holds obj",
        ),
        (["good"], TypeError, r"^what measure\['odd'\] returns must hold real numbers"),
        (
            [np.ones(2), np.ones(3)],
            ValueError,
            r"^measure\['odd'\] must .* \(3,\) after \(2,\); me",
        ),
    ],
    ids=["None", "text", "shapes"],
)
def test_a_measure_returns_numbers_of_one_shape(values, error, message):
    returned = iter(values)
    with pytest.raises(error, match=message):
        fit(measure={"odd": lambda network: next(returned)})


@pytest.mark.parametrize("many", [False, True], ids=["fit", "fit_many"])
def test_float16_examples_train_a_longer_network(many):
    """70,000 of them: their sum is beyond float16."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(70_000, 2)).astype(np.float16)
    y = (x @ np.array([[3.0], [-2.0]]) + 1).astype(np.float16)
    for dtype in (np.float32, np.float64):
        nets = [al.Network([al.Dense(2, 1, rng=np.random.default_rng(1))]).astype(dtype)]
        options = {"loss": "squared_error", "optimizer": al.SGD(0.3), "epochs": 25}
        if many:
            history = al.fit_many(nets, x, y, **options)
            nets = history.networks
        else:
            history = al.fit(nets[0], x, y, **options)
        assert history.loss.dtype == np.float64
        assert history.loss.flat[-1] < 1e-4
        np.testing.assert_allclose(nets[0].layers[0].weights, [[3], [-2]], atol=2e-3)
        np.testing.assert_allclose(nets[0].layers[0].bias, [1], atol=2e-3)
        short = nets[0].astype(np.float16)
        np.testing.assert_allclose(short(x[:5]), y[:5], rtol=0.01, atol=0.01)
        with pytest.raises(
            TypeError, match=r"^parameters must be float32 or longer, .* is float16"
        ):
            al.fit(short, x, y, **options)
        with pytest.raises(
            TypeError, match=r"^parameters must be float32 or longer, .* is float16"
        ):
            al.fit_many([short], x, y, **options)


def test_long_doubles_train_in_long_doubles():
    wide, usual = net(1).astype(np.longdouble), net(1)
    options = {"loss": "sigmoid_cross_entropy", "optimizer": al.Adam(0.1), "epochs": 9}
    history = fit(wide, x.astype(np.longdouble), labels, **options)
    options["optimizer"] = al.Adam(0.1)
    np.testing.assert_allclose(
        history.loss.astype(float), fit(usual, x, labels, **options).loss, rtol=1e-12
    )
    arrays = (history.loss, *wide.parameters(), *wide.gradients())
    assert {a.dtype for a in arrays} == {np.dtype(np.longdouble)}


@pytest.mark.parametrize("dtype", ["f4", "f8"])
@pytest.mark.parametrize("many", [False, True], ids=["fit", "fit_many"])
def test_weights_that_overflow_in_the_last_step_are_told(many, dtype):
    """The loss is taken before the step, and so is finite."""
    nets = [al.Network([al.Dense(2, 2, rng=np.random.default_rng(0))]).astype(dtype) for _ in "12"]
    options = {"loss": "squared_error", "epochs": 1, "optimizer": al.SGD(1e308)}
    inputs, y = (x * 10).astype(dtype), targets * 10
    if many:
        options["optimizer"] = al.SGD([1e308, 1e-3])
        history = al.fit_many(nets, inputs, y, **options,
                              measure={"one": lambda n: np.ones(2)})  # fmt: skip
        assert history.diverged.tolist() == [True, False]
        assert np.isnan(history["one"][0, -1])
        assert all(np.isnan(p).all() for p in history.networks[0].parameters())
        assert all(np.isfinite(p).all() for p in history.networks[1].parameters())
    else:
        message = "training diverged: weights are inf or nan after epoch 1; try a smaller learning"
        with pytest.raises(al.DivergedError, match=message) as caught:
            al.fit(nets[0], inputs, y, **options)
        assert np.isfinite(caught.value.history.loss).all()


@pytest.mark.parametrize("many", [False, True], ids=["fit", "fit_many"])
@pytest.mark.parametrize("optimizer", [al.SGD, al.Momentum, al.Adagrad, al.Adam])
def test_the_callers_settings_do_not_reach_training(optimizer, many):
    seen = []

    def measure(network):
        seen.append(np.geterr())
        return 1.0

    def trained():
        options = {"loss": "softmax_cross_entropy", "optimizer": optimizer(0.1), "epochs": 3,
                   "measure": {"one": measure}}  # fmt: skip
        inputs = x * np.array([1e-300, 1e3])
        if many:
            return al.fit_many([net(), net(seed=1)], inputs, labels, **options).loss
        return al.fit(net(), inputs, labels, **options).loss

    quiet = trained()
    with np.errstate(all="raise"):
        told, settings = trained(), np.geterr()
    np.testing.assert_array_equal(told, quiet)
    assert seen[-1] == settings  # but a measure is the caller's own


def test_the_loss_of_an_epoch_is_summed_wide():
    network = net(1).astype(np.float32)
    inputs = np.zeros((70_000, 2), np.float32)
    y = np.full(70_000, 0.1, np.float32)
    history = fit(network, inputs, y, loss="squared_error", optimizer=al.SGD(1e-12), epochs=1,
                  batch_size=1000, rng=np.random.default_rng(0))  # fmt: skip
    expected = float(y[0] - network(inputs)[0, 0]) ** 2
    np.testing.assert_allclose(history.loss, [expected], rtol=1e-6)
