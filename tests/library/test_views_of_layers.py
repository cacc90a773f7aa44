"""Layers, networks and training on views: transposed, reversed, broadcast, read-only, empty, 0-d.

Each gives what the contiguous copy gives, or refuses both with the same words.
"""

import numpy as np
import pytest

import actloss as al

RNG = np.random.default_rng(4)


def reversed_(a):
    return np.ascontiguousarray(a[::-1, ::-1])[::-1, ::-1]


def every_second(a):
    wide = np.full((2 * a.shape[0], 2 * a.shape[1]), np.nan, a.dtype)
    wide[::2, ::2] = a
    return wide[::2, ::2]


def read_only(a):
    a = a.copy()
    a.flags.writeable = False
    return a


VIEWS = {
    "transposed": lambda a: np.ascontiguousarray(a.T).T,
    "Fortran": np.asfortranarray,
    "reversed": reversed_,
    "every second": every_second,
    "read-only": read_only,
    "one row for all": lambda a: np.broadcast_to(a[:1], a.shape),
    "one number for all": lambda a: np.broadcast_to(a[0, 0], a.shape),
    "empty": lambda a: a[:0],
    "a single row": lambda a: a[2:3],
}
views = pytest.mark.parametrize("view", VIEWS)
types = pytest.mark.parametrize("dtype", ["f2", "f4", "f8", np.longdouble], ids=str)


def dense():
    return al.Dense(6, 4, rng=np.random.default_rng(0), bias=0.5)


def prelu():
    layer = al.PReLU(6)
    layer.slope[...] = [0.25, -0.5, 0.0, 1.0, 2.0, 0.1]
    return layer


def network():
    return al.Network([dense(), al.Activate("gelu"), al.Maxout(2), al.PReLU(2)])


def slopes_per_feature():
    return al.Activate(al.ACTIVATIONS["leaky_relu"].with_params(slope=np.linspace(-1, 2, 6)))


LAYERS = {
    "Dense": dense,
    "PReLU": prelu,
    "Maxout": lambda: al.Maxout(3),
    "Gated": lambda: al.Gated("silu"),
    "a slope per feature": slopes_per_feature,
    "network": network,
    **{name: lambda name=name: al.Activate(name) for name in al.ACTIVATIONS},
}
layers = pytest.mark.parametrize("layer", LAYERS)


def numbers(shape, dtype):
    """Numbers without ties: the first of equal ones would win, in whatever order they lie."""
    return RNG.permutation(np.linspace(-3, 3, int(np.prod(shape)))).reshape(shape).astype(dtype)


def close(ours, theirs):
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    eps = np.finfo(ours.dtype).eps
    np.testing.assert_allclose(ours, theirs, rtol=16 * eps, atol=64 * eps)


def results(layer, x, grad_of):
    """The output, the gradient in the input, and those of the parameters."""
    output = layer.forward(x)
    return [output, layer.backward(grad_of(output.shape)), *layer.gradients()]


@views
@types
@layers
def test_a_layer_takes_a_view_as_it_does_its_copy(layer, dtype, view):
    x = VIEWS[view](numbers((6, 6), dtype))
    one, other = LAYERS[layer](), LAYERS[layer]()
    columns = one.forward(np.array(x)).shape[-1]
    g = numbers((6, columns), dtype)
    seen, copied = VIEWS[view](g), np.array(VIEWS[view](g))
    before = np.array(x)
    for ours, theirs in zip(
        results(one, x, lambda shape: seen),
        results(other, np.array(x, order="C"), lambda shape: copied),
        strict=True,
    ):
        close(ours, theirs)
    np.testing.assert_array_equal(x, before)


@views
@layers
def test_the_callers_settings_do_not_reach_a_network(layer, view):
    """Nor do huge numbers, infinities and nan."""
    made = LAYERS[layer]()
    net = made if isinstance(made, al.Network) else al.Network([made])
    x = VIEWS[view](numbers((6, 6), "f8") * np.array([1e300, 1e-300, 1, np.inf, 1e200, 1e-310]))
    quiet, told = [], []
    for settings, into in (("ignore", quiet), ("raise", told)):
        with np.errstate(all=settings):
            output, alone = net(x), made.forward(x)
            into += [output, net.predict(x), net.predict_proba(x), net.backward(output)]
            into += [*net.gradients(), alone, made.backward(alone)]
    for ours, theirs in zip(told, quiet, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@views
def test_predictions_are_those_of_the_copy(view):
    x = VIEWS[view](numbers((6, 6), "f8"))
    for outputs in (1, 4):
        net = al.mlp((6, 5, outputs), "tanh", rng=np.random.default_rng(0))
        copy = np.array(x, order="C")
        close(net(x), net(copy))
        close(net.predict_proba(x), net.predict_proba(copy))
        np.testing.assert_array_equal(net.predict(x), net.predict(copy))
        assert net.predict(x).shape == (len(x),)


FITTED = [view for view in VIEWS if view != "empty"]


@pytest.mark.parametrize("view", FITTED)
@pytest.mark.parametrize("many", [False, True], ids=["fit", "fit_many"])
@pytest.mark.parametrize("optimizer", [al.SGD, al.Momentum, al.Adagrad, al.Adam])
def test_training_on_views_is_training_on_copies(optimizer, many, view):
    x, y = VIEWS[view](numbers((6, 6), "f8")), VIEWS[view](numbers((6, 2), "f8"))

    def trained(x, y):
        nets = [al.mlp((6, 5, 2), "tanh", rng=np.random.default_rng(seed)) for seed in (0, 1)]
        options = {"loss": "squared_error", "optimizer": optimizer(0.05), "epochs": 4,
                   "batch_size": min(4, len(x))}  # fmt: skip
        if many:
            rngs = [np.random.default_rng(seed) for seed in (2, 3)]
            history = al.fit_many(nets, x, y, **options, rngs=rngs)
            return [history.loss, *(p for net in history.networks for p in net.parameters())]
        history = al.fit(nets[0], x, y, **options, rng=np.random.default_rng(2))
        return [history.loss, *nets[0].parameters()]

    for ours, theirs in zip(trained(x, y), trained(np.array(x), np.array(y)), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("labels", [np.arange(12)[::2] % 2, np.broadcast_to(np.intp(1), 6),
                                    read_only(np.array([0, 1, 1, 0, 1, 0]))])  # fmt: skip
def test_labels_may_be_views(labels):
    x = numbers((6, 3), "f8")
    losses = [
        al.fit(al.mlp((3, 2), "tanh", rng=np.random.default_rng(0)), x, y,
               loss="softmax_cross_entropy", optimizer=al.SGD(0.1), epochs=3).loss
        for y in (labels, labels.copy())
    ]  # fmt: skip
    np.testing.assert_array_equal(*losses)


@views
def test_parameters_may_be_views(view):
    """To predict, to stack and to unstack; to be trained they must be their own."""
    if view == "empty":
        return
    nets = [al.mlp((6, 6), "tanh", rng=np.random.default_rng(seed)) for seed in (0, 1)]
    seen = [al.mlp((6, 6), "tanh", rng=np.random.default_rng(seed)) for seed in (0, 1)]
    for one, other in zip(seen, nets, strict=True):
        one.layers[0].weights = VIEWS[view](numbers((6, 6), "f8"))[: len(other.layers[0].weights)]
        if view == "a single row":
            one.layers[0].weights = np.broadcast_to(one.layers[0].weights, (6, 6))
        other.layers[0].weights = np.array(one.layers[0].weights)
        one.layers[0].bias = np.broadcast_to(np.float64(0.5), 6)
        other.layers[0].bias = np.full(6, 0.5)
    x = numbers((4, 6), "f8")
    for one, other in zip(seen, nets, strict=True):
        close(one(x), other(x))
    close(al.stack(seen)(x), al.stack(nets)(x))
    for one, other in zip(al.unstack(al.stack(seen)), nets, strict=True):
        for ours, theirs in zip(one.parameters(), other.parameters(), strict=True):
            np.testing.assert_array_equal(ours, theirs)
            assert ours.flags.writeable
    with pytest.raises(ValueError, match=r"^parameters are changed in place, but .* is read-only"):
        al.fit(seen[0], x, x, loss="squared_error", optimizer=al.SGD(0.1), epochs=1)


@views
@pytest.mark.parametrize("optimizer", [al.SGD, al.Momentum, al.Adagrad, al.Adam])
def test_steps_along_views_are_steps_along_copies(optimizer, view):
    gradients = [VIEWS[view](numbers((6, 4), "f8")) for _ in range(3)]
    theta = numbers(gradients[0].shape, "f8")
    kept = np.asfortranarray(theta)
    one, other = optimizer(0.1), optimizer(0.1)
    for g in gradients:
        one.update([kept], [g])
        other.update([theta], [np.array(g)])
    close(kept, theta)


@layers
@pytest.mark.parametrize("shape", [(), (6,)], ids=["0-d", "1-d"])
def test_fewer_axes_are_refused_or_taken(layer, shape):
    made = LAYERS[layer]()
    x = numbers(shape, "f8")
    if isinstance(made, (al.Dense, al.PReLU, al.Network)):
        with pytest.raises(ValueError, match=r"^[xz] must have shape \(examples, features\), but"):
            made.forward(x)
    elif isinstance(made, al.Maxout) and not shape:
        with pytest.raises(ValueError, match="a single number"):
            made.forward(x)
    elif isinstance(made, al.Gated) and not shape:
        with pytest.raises(ValueError, match="even number of inputs"):
            made.forward(x)
    elif layer == "a slope per feature" and not shape:
        with pytest.raises(
            ValueError, match=r"input, \(\), but it returned ndarray of shape \(6,\)"
        ):
            made.forward(x)
    else:
        output = made.forward(x)
        wide = LAYERS[layer]()
        close(np.asarray(output), np.asarray(wide.forward(x.reshape(1, -1))).reshape(output.shape))
        grad = np.ones(output.shape)
        assert made.backward(grad).shape == x.shape


@layers
def test_lists_and_whole_numbers_are_taken(layer):
    whole = np.arange(12).reshape(2, 6) - 5
    one, other = LAYERS[layer](), LAYERS[layer]()
    expected = one.forward(whole.astype(float))
    np.testing.assert_array_equal(other.forward(whole.tolist()), expected)
    grad = np.arange(expected.size).reshape(expected.shape)
    np.testing.assert_array_equal(other.backward(grad.tolist()), one.backward(grad.astype(float)))


@layers
def test_a_gradient_has_the_shape_of_the_output(layer):
    made = LAYERS[layer]()
    with pytest.raises(
        ValueError, match=r"^grad must have .* output, None, but has \(1, 1\); call"
    ):
        made.backward(np.ones((1, 1)))
    shape = made.forward(numbers((6, 6), "f8")).shape
    for wrong in ((1, *shape[1:]), (6, 1), (), (2, *shape), (5, *shape[1:])):
        if wrong != shape:
            with pytest.raises(ValueError, match=r"^grad must have the shape of the last output"):
                made.backward(np.ones(wrong))
