"""Many runs at once: the same as one by one, with one history, and divergence on its own."""

import numpy as np
import pytest

import actloss as al

RNG = np.random.default_rng(3)
x = RNG.normal(size=(24, 3))
labels = RNG.integers(3, size=24)
signs = (x[:, 0] * x[:, 1] > 0).astype(int)
values = np.column_stack([x.sum(axis=1), x[:, 0] - x[:, 1]])

RUNS = 4
RATES = [0.001, 0.002, 0.005, 0.01]
SLOPES = [0.0, 0.1, 0.5, -0.3]
SCALES = [0.5, 1.0, 1.5, 2.0]

OPTIMIZERS = {"SGD": al.SGD, "Momentum": al.Momentum, "Adagrad": al.Adagrad, "Adam": al.Adam}
LOSSES = {
    "softmax": ("softmax_cross_entropy", labels, 3),
    "sigmoid": ("sigmoid_cross_entropy", signs, 1),
    "squared error": ("squared_error", values, 2),
    "weighted": (
        al.LOSSES["weighted_softmax_cross_entropy"].with_params(class_weights=[1.0, 2.0, 0.5]),
        labels,
        3,
    ),
}


def networks(outputs):
    """Runs that differ in seed, initial scale and the slope of their activation."""
    made = []
    for run, (slope, scale) in enumerate(zip(SLOPES, SCALES, strict=True)):
        activation = al.ACTIVATIONS["leaky_relu"].with_params(slope=slope)
        net = al.mlp((3, 6, outputs), activation, rng=np.random.default_rng(run))
        net.layers[0].weights *= scale
        made.append(net)
    return made


def same_parameters(one, other, rtol=1e-9):
    for ours, theirs in zip(one.parameters(), other.parameters(), strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch_size", [None, 8, 7], ids=["all", "batches", "uneven batches"])
@pytest.mark.parametrize("loss", LOSSES)
def test_many_runs_equal_single_runs(loss, batch_size, optimizer):
    record, y, outputs = LOSSES[loss]
    make = OPTIMIZERS[optimizer]
    rngs = {"rngs": [np.random.default_rng(10 + run) for run in range(RUNS)]} if batch_size else {}
    epochs = 13 if batch_size else 50  # 50 steps or more
    together = al.fit_many(
        networks(outputs), x, y, loss=record, optimizer=make(RATES), epochs=epochs,
        batch_size=batch_size, measure={"first": lambda n: n.layers[0].weights[:, 0, 0]}, **rngs,
    )  # fmt: skip
    assert together.loss.shape == together["first"].shape == (RUNS, epochs)
    assert not together.diverged.any()
    for run, single in enumerate(networks(outputs)):
        history = al.fit(
            single, x, y, loss=record, optimizer=make(RATES[run]), epochs=epochs,
            batch_size=batch_size, rng=np.random.default_rng(10 + run),
            measure={"first": lambda n: n.layers[0].weights[0, 0]},
        )  # fmt: skip
        np.testing.assert_allclose(together.loss[run], history.loss, rtol=1e-9)
        np.testing.assert_allclose(together["first"][run], history["first"], rtol=1e-8)
        same_parameters(together.networks[run], single, rtol=1e-8)
        assert together.networks[run].layers[1].activation.params == {"slope": SLOPES[run]}


def test_new_layers_run_together_too():
    def nets():
        rngs = [np.random.default_rng(seed) for seed in range(3)]
        return [
            al.Network([al.Dense(3, 16, rng=r), al.PReLU(16, slope=0.1 * i), al.Maxout(2),
                        al.Gated("silu"), al.Dense(4, 3, rng=r)]) for i, r in enumerate(rngs)
        ]  # fmt: skip

    options = {"loss": "softmax_cross_entropy", "epochs": 50}
    together = al.fit_many(nets(), x, labels, optimizer=al.Adam(0.02), **options)
    for run, single in enumerate(nets()):
        history = al.fit(single, x, labels, optimizer=al.Adam(0.02), **options)
        np.testing.assert_allclose(together.loss[run], history.loss, rtol=1e-9)
        same_parameters(together.networks[run], single)


def test_one_rate_serves_all_and_the_networks_given_are_left_alone():
    given, fresh = networks(3), networks(3)
    history = al.fit_many(
        given, x, labels, loss="softmax_cross_entropy", optimizer=al.SGD(0.1), epochs=3
    )
    for ours, theirs, trained in zip(given, fresh, history.networks, strict=True):
        same_parameters(ours, theirs, rtol=0)
        assert not np.allclose(ours.parameters()[0], trained.parameters()[0])


def test_measures_see_all_runs():
    history = al.fit_many(
        networks(3), x, labels, loss="softmax_cross_entropy", optimizer=al.SGD(0.1), epochs=5,
        measure={"accuracy": lambda n: al.accuracy(n.predict(x), labels),
                 "outputs": lambda n: n(x)},
    )  # fmt: skip
    assert history["accuracy"].shape == (RUNS, 5)
    assert history["outputs"].shape == (RUNS, len(x), 3, 5)
    last = [al.accuracy(net.predict(x), labels) for net in history.networks]
    np.testing.assert_array_equal(history["accuracy"][:, -1], last)


def test_a_diverged_run_is_frozen_and_the_others_go_on():
    rates = [0.05, 1e6, 0.05, 1e160]
    options = {"loss": "squared_error", "epochs": 30}
    history = al.fit_many(
        networks(2), x, values, optimizer=al.SGD(rates), **options,
        measure={"error": lambda n: np.abs(n(x)).mean(axis=(1, 2)), "one": lambda n: np.ones(4)},
    )  # fmt: skip
    assert history.diverged.tolist() == [False, True, False, True]
    for run in (0, 2):
        single = networks(2)[run]
        alone = al.fit(single, x, values, optimizer=al.SGD(rates[run]), **options)
        np.testing.assert_allclose(history.loss[run], alone.loss, rtol=1e-9)
        same_parameters(history.networks[run], single)
        assert np.isfinite(history["one"][run]).all()
    for run in (1, 3):
        end = np.flatnonzero(~np.isfinite(history.loss[run]))[0]
        assert 0 < end < 20
        assert np.isnan(history.loss[run, end + 1 :]).all()
        for measure in ("error", "one"):
            assert np.isnan(history[measure][run, end:]).all()
            assert not np.isnan(history[measure][run, :end]).any()
        assert all(np.isnan(p).all() for p in history.networks[run].parameters())
        with pytest.raises(al.DivergedError, match=f"in epoch {end + 1}, step 1;"):
            al.fit(networks(2)[run], x, values, optimizer=al.SGD(rates[run]), **options)


def test_a_run_that_diverges_in_the_last_epoch_has_diverged():
    history = al.fit_many(
        networks(2), 1e200 * x, values, loss="squared_error", optimizer=al.SGD(0.1), epochs=1
    )
    assert history.diverged.all()


def test_a_single_history_has_not_diverged():
    history = al.fit(
        networks(3)[0], x, labels, loss="softmax_cross_entropy", optimizer=al.SGD(0.1), epochs=2
    )
    assert not history.diverged
    assert history.networks == []


# --- stack and unstack ---


def test_a_stack_computes_what_its_networks_do():
    nets = networks(2)
    together = al.stack(nets)
    np.testing.assert_allclose(together(x), [net(x) for net in nets], rtol=1e-13, atol=1e-14)
    assert together.predict(x).shape == (RUNS, len(x))
    assert together.predict_proba(x).shape == (RUNS, len(x), 2)
    g = RNG.normal(size=(RUNS, len(x), 2))
    grads = [net.backward(g[run]) for run, net in enumerate(nets)]
    np.testing.assert_allclose(together.backward(g), grads, rtol=1e-12, atol=1e-14)
    for run, net in enumerate(nets):
        for ours, theirs in zip(together.gradients(), net.gradients(), strict=True):
            np.testing.assert_allclose(
                ours[run].reshape(theirs.shape), theirs, rtol=1e-12, atol=1e-14
            )


@pytest.mark.parametrize("outputs", [1, 2])
@pytest.mark.parametrize("examples", [1, 2, 5])
def test_a_stack_predicts_what_its_networks_do(outputs, examples):
    nets = networks(outputs)
    together = al.stack(nets)
    for call in ("predict", "predict_proba"):
        ours = getattr(together, call)(x[:examples])
        theirs = np.array([getattr(net, call)(x[:examples]) for net in nets])
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=1e-13)


def layered(slopes, seed):
    activation = al.ACTIVATIONS["prelu"].with_params(slope=slopes)
    rng = np.random.default_rng(seed)
    return al.Network([al.PReLU(3, slope=seed), al.Dense(3, 4, rng=rng), al.Activate(activation),
                       al.Maxout(2), al.Gated(al.ACTIVATIONS["prelu"].with_params(slope=seed / 4)),
                       al.Dense(1, 1, rng=rng)])  # fmt: skip


@pytest.mark.parametrize(
    "nets",
    [
        networks(2),
        networks(2)[:1],
        [layered(0.1, 0), layered(0.1, 1)],
        [layered(0.1, 0), layered(0.3, 1)],
        [layered(np.arange(4.0), 0), layered(np.arange(4.0) / 3, 1)],
        [layered(np.arange(4.0), 0), layered(np.arange(4.0), 1)],
    ],
    ids=["leaky", "one", "same slope", "other slopes", "slopes per channel", "same slopes"],
)
def test_unstack_gives_back_what_was_stacked(nets):
    together = al.stack(nets)
    np.testing.assert_allclose(together(x), [net(x) for net in nets], rtol=1e-13, atol=1e-14)
    back = al.unstack(together)
    assert len(back) == len(nets)
    for ours, theirs in zip(back, nets, strict=True):
        same_parameters(ours, theirs, rtol=0)
        np.testing.assert_array_equal(ours(x), theirs(x))
        for one, other in zip(ours.layers, theirs.layers, strict=True):
            assert type(one) is type(other)
            if isinstance(one, al.Activate):
                assert one.activation.params.keys() == other.activation.params.keys()
                for key, value in one.activation.params.items():
                    np.testing.assert_array_equal(value, other.activation.params[key])
    back[0].parameters()[0][...] = 7
    assert not np.any(together.parameters()[0] == 7)


# --- wrong calls ---


def dense(n_in, n_out, *layers):
    return al.Network([al.Dense(n_in, n_out, rng=np.random.default_rng(0)), *layers])


@pytest.mark.parametrize(
    ("nets", "message"),
    [
        ([], "at least one, .* there are 0 with 0 different shapes; stack each shape by itself"),
        ([dense(3, 2), dense(3, 4), dense(3, 4)], "sizes, but there are 3 with 2 different shapes"),
        ([dense(3, 2), dense(3, 2, al.Activate("relu"))], "2 with 2 different shapes"),
        ([dense(3, 6, al.Maxout(2)), dense(3, 6, al.Maxout(3))], "2 with 2 different shapes"),
        (
            [dense(3, 2, al.Activate("relu")), dense(3, 2, al.Activate("tanh"))],
            "same activations, but mix relu, tanh; stack each kind",
        ),
    ],
    ids=["none", "sizes", "layers", "k", "activations"],
)
def test_only_the_same_shapes_stack(nets, message):
    with pytest.raises(ValueError, match=message):
        al.stack(nets)
    with pytest.raises(ValueError, match=message):
        al.fit_many(nets, x, labels, loss="squared_error", optimizer=al.SGD(0.1), epochs=1)


@pytest.mark.parametrize(
    "net", [dense(3, 2), al.Network([al.Activate("relu")])], ids=["single", "no parameters"]
)
def test_only_a_stack_can_be_unstacked(net):
    with pytest.raises(
        ValueError, match=r"network must be a stack of networks .*; stack makes one"
    ):
        al.unstack(net)


def rngs(n):
    return [np.random.default_rng(seed) for seed in range(n)]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"optimizer": al.SGD([0.1, 0.2])}, ValueError, "or one for each of 4 runs, but holds 2"),
        ({"optimizer": "sgd"}, TypeError, r"must be an optimiser .* but is 'sgd'; use SGD\(0.1\)"),
        ({"batch_size": 8}, TypeError, "rng must be a NumPy random generator, but is None"),
        ({"batch_size": 8, "rngs": rngs(3)}, ValueError, "rngs must be a list of 4 generators"),
        ({"batch_size": 8, "rngs": rngs(1)[0]}, ValueError, "rngs must be a list of 4 gen.*; use"),
        ({"batch_size": 8, "rngs": [0, 1, 2, 3]}, TypeError, r"^rngs\[0\] must be a .* but is 0"),
        ({"batch_size": 25}, ValueError, "batch_size must be at most 24, .*but is 25; None takes"),
        ({"batch_size": 8, "rngs": "seed"}, ValueError, "rngs must be a list of 4 generators"),
        ({"rngs": [*rngs(3), None]}, TypeError, r"^rngs\[3\] must be .* but is None; use"),
        ({"measure": [len]}, TypeError, r"^measure must be a dict of .* but is \["),
        ({"measure": {"a": lambda net: None}}, TypeError, r"^what measure\['a'\] returns must"),
        ({"epochs": 0}, ValueError, "epochs must be a whole number"),
        ({"loss": "softmax_crossentropy"}, ValueError, "did you mean 'softmax_cross_entropy'"),
        ({"y": labels + 1}, ValueError, "labels must lie in 0..2"),
        ({"y": labels[:5]}, ValueError, r"same number of examples.*\(24, 3\) and \(5,\)"),
        ({"x": x[:0], "y": labels[:0]}, ValueError, r"at least one example, but has \(0, 3\)"),
        ({"x": np.full((24, 3), np.nan)}, ValueError, "x must be finite"),
        ({"x": x[:, :2]}, ValueError, "takes 3 features"),
    ],
)  # fmt: skip
def test_wrong_calls(options, error, message):
    call = {"x": x, "y": labels, "loss": "softmax_cross_entropy", "optimizer": al.SGD(0.1),
            "epochs": 2, **options}  # fmt: skip
    with pytest.raises(error, match=message):
        al.fit_many(networks(3), **call)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (3, TypeError, "^networks must be a list of networks, but is 3; write"),
        (networks(2)[0], TypeError, "^networks must be a list of networks, but is <.*Network"),
        ("nets", TypeError, "^networks must be a list of networks, but is 'nets'"),
        ([networks(2)[0], None], TypeError, r"^networks\[1\] must be a network, but is None; mlp"),
        (
            [al.stack(networks(2))],
            ValueError,
            "^networks must be single, but are stacks already; unst",
        ),
    ],
    ids=["number", "network", "text", "None", "stack"],
)
def test_networks_are_a_list_of_single_networks(given, error, message):
    with pytest.raises(error, match=message):
        al.stack(given)
    with pytest.raises(error, match=message):
        al.fit_many(given, x, labels, loss="squared_error", optimizer=al.SGD(0.1), epochs=1)


@pytest.mark.parametrize("given", [3, None, [networks(2)[0]]], ids=["number", "None", "list"])
def test_only_a_network_can_be_unstacked(given):
    with pytest.raises(TypeError, match=r"^network must be a network, but is .*; stack makes one"):
        al.unstack(given)
