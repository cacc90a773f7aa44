"""Layers and networks: values by hand, every gradient, shapes, probabilities, float types."""

import functools

import numpy as np
import pytest
import reference

import actloss as al
from actloss.nets import network
from actloss.nets.network import RECTIFIERS

x = np.random.default_rng(5).normal(size=(6, 3))


def small(activation="tanh", outputs=2, **options):
    return al.mlp((3, 4, 3, outputs), activation, rng=np.random.default_rng(1), **options)


def with_biases(net):
    """Biases that keep every pre-activation and every pair of outputs off the kinks."""
    rng = np.random.default_rng(2)
    for layer in net.layers[::2]:
        layer.bias[...] = rng.normal(size=layer.bias.shape)
    return net


def target(loss, outputs=2):
    rows = reference.LOSSES[loss].rows
    return reference.example(loss, (6,) if rows else (6, outputs), classes=outputs)[1]


# How well differences tell a gradient: in long doubles, where the machine has them, in float64.
BOUND = 1e-13 if reference.LONGER else 1e-9


def error_of_back_propagation(net, loss):
    """Relative error of the whole gradient: that of every array, weighed by the array's size."""
    errors = np.array(al.gradient_errors(net, x, target(loss), loss))
    wide = net.astype(np.longdouble)
    wide.backward(al.LOSSES[loss].grad(wide(x), target(loss)))
    sizes = np.array([np.sqrt(np.sum(g**2)) for g in wide.gradients()], dtype=float)
    assert errors.shape == sizes.shape == (len(net.parameters()),)
    assert errors.max() <= 10 * BOUND
    return np.sqrt(np.sum((errors * sizes) ** 2) / np.sum(sizes**2)) if sizes.any() else 0.0


# --- layers by hand ---


def dense():
    layer = al.Dense(2, 3, rng=np.random.default_rng(0))
    layer.weights[...] = [[1, 2, 3], [4, 5, 6]]
    layer.bias[...] = [10, 20, 30]
    return layer


def test_dense_forward():
    np.testing.assert_array_equal(dense().forward(np.array([[1.0, -1.0]])), [[7, 17, 27]])


def test_dense_backward():
    layer = dense()
    layer.forward(np.array([[1.0, 2.0], [0.0, 1.0]]))
    grad = layer.backward(np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 0.0]]))
    np.testing.assert_array_equal(grad, [[-2, -2], [4, 10]])
    np.testing.assert_array_equal(layer.weights_grad, [[1, 0, -1], [2, 2, -2]])
    np.testing.assert_array_equal(layer.bias_grad, [1, 2, -1])


def test_dense_starts_as_told():
    layer = al.Dense(200, 100, rng=np.random.default_rng(0), init=al.he, bias=0.5)
    np.testing.assert_array_equal(layer.bias, np.full(100, 0.5))
    np.testing.assert_array_equal(layer.weights, al.he(200, 100, np.random.default_rng(0)))
    plain = al.Dense(200, 100, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(plain.weights, al.xavier(200, 100, np.random.default_rng(0)))
    np.testing.assert_array_equal(plain.bias, np.zeros(100))


def test_activate_gates_with_the_derivative_at_its_input():
    layer = al.Activate("relu")
    z = np.array([[-1.0, 0.0, 2.0]])
    np.testing.assert_array_equal(layer.forward(z), [[0, 0, 2]])
    np.testing.assert_array_equal(layer.backward(np.array([[5.0, 6.0, 7.0]])), [[0, 0, 7]])
    assert layer.parameters() == layer.gradients() == []


def test_prelu_is_a_leaky_relu_whose_slope_learns():
    layer, z, g = al.PReLU(3, slope=0.01), x - 0.1, np.ones((6, 3))
    np.testing.assert_array_equal(layer.forward(z), al.leaky_relu(z))
    np.testing.assert_array_equal(layer.backward(g), al.leaky_relu_prime(z))
    np.testing.assert_allclose(layer.slope_grad, np.minimum(z, 0).sum(axis=0), rtol=1e-15)
    assert layer.parameters()[0] is layer.slope
    assert al.PReLU(2).slope.tolist() == [0.25, 0.25]


def test_prelus_kinks_have_the_slope_nearest_to_zero():
    layer = al.PReLU(3)
    layer.slope[...] = [-1.0, 0.5, 2.0]
    layer.forward(np.zeros((1, 3)))
    np.testing.assert_array_equal(layer.backward(np.ones((1, 3))), [[0, 0.5, 1]])


def test_prelu_and_maxout_may_come_first():
    net = al.Network([al.PReLU(3), al.Maxout(3), al.Dense(1, 1, rng=np.random.default_rng(0))])
    history = al.fit(net, x, x[:, 0] ** 2, loss="squared_error", optimizer=al.SGD(0.01), epochs=30)
    assert history.loss[-1] < history.loss[0]
    assert np.abs(net.layers[0].slope - 0.25).max() > 1e-3


def test_prelu_learns_the_slope_of_its_target():
    rng = np.random.default_rng(0)
    z = rng.normal(size=(200, 2))
    slopes = np.array([-0.5, 0.8])
    net = al.Network([al.PReLU(2)])
    y = al.prelu(z, slopes)
    al.fit(net, z, y, loss="squared_error", optimizer=al.SGD(0.3), epochs=100)
    np.testing.assert_allclose(net.layers[0].slope, slopes, atol=1e-6)


def test_maxout_forward_and_backward_by_hand():
    layer = al.Maxout(2)
    z = np.array([[1.0, 2.0, 5.0, 3.0], [4.0, 4.0, -1.0, -2.0]])
    np.testing.assert_array_equal(layer.forward(z), [[2, 5], [4, -1]])
    grad = layer.backward(np.array([[10.0, 20.0], [30.0, 40.0]]))
    np.testing.assert_array_equal(grad, [[0, 10, 20, 0], [30, 0, 40, 0]])  # the first wins a tie


@pytest.mark.parametrize(
    ("weights", "bias", "function"),
    [
        ([1, 0], [0, 0], al.relu),
        ([1, -1], [0, 0], np.abs),
        ([1, 0.01], [0, 0], al.leaky_relu),
        ([1, 0.25], [0, 0], al.prelu),
        ([1, 1], [0, 0], al.identity),
        ([0.0, 1, -1], [0, -1, -1], lambda z: np.maximum(np.abs(z) - 1, 0)),
    ],
    ids=["relu", "absolute value", "leaky_relu", "prelu", "identity", "dead zone"],
)
def test_maxout_can_be_any_convex_function_of_k_pieces(weights, bias, function):
    net = al.Network([al.Dense(1, len(weights), rng=np.random.default_rng(0)),
                      al.Maxout(len(weights))])  # fmt: skip
    net.layers[0].weights[...] = weights
    net.layers[0].bias[...] = bias
    z = np.linspace(-3, 3, 61)[:, np.newaxis]
    np.testing.assert_allclose(net(z), function(z), atol=1e-15)


def test_a_gate_multiplies_the_first_half_by_the_activated_second():
    layer = al.Gated("relu")
    z = np.array([[2.0, -3.0, 0.5, -1.0], [5.0, 7.0, 0.0, 2.0]])
    np.testing.assert_array_equal(layer.forward(z), [[1, 0], [0, 14]])
    grad = layer.backward(np.array([[10.0, 20.0], [30.0, 40.0]]))
    np.testing.assert_array_equal(grad, [[5, 0, 20, 0], [0, 80, 0, 280]])  # relu'(0) = 0
    assert layer.parameters() == layer.gradients() == []


@pytest.mark.parametrize("activation", al.ACTIVATIONS)
def test_a_gate_is_the_catalogues_activation(activation):
    values, gates = np.array([[0.5, -2.0]]), np.array([[-1.5, 0.75]])
    found = al.Gated(activation).forward(np.hstack([values, gates]))
    np.testing.assert_allclose(found, values * al.ACTIVATIONS[activation](gates), rtol=1e-15)


def test_a_gate_has_float16s_room_and_passes_nan_on():
    z = np.array([[2.0, 2.0, 12.0, -12.0]], np.float16)
    exact = z[:, :2] * al.silu(z[:, 2:].astype(float))
    np.testing.assert_allclose(al.Gated("silu").forward(z), exact, rtol=1e-3)
    assert np.isnan(al.Gated("silu").forward([[1.0, np.nan, np.nan, 1.0]])).all()


@pytest.mark.parametrize("inputs", [1, 3, 0])
def test_a_gate_needs_a_partner_for_each_value(inputs):
    with pytest.raises(ValueError, match=f"even number of inputs, .* got {inputs}; let the layer"):
        al.Gated("silu").forward(np.zeros((2, inputs)))


@pytest.mark.parametrize("dtype", [np.float32, float])
def test_new_layers_keep_the_type(dtype):
    net = dense_then(al.PReLU(6), al.Maxout(2), al.PReLU(3)).astype(dtype)
    net.backward(net(x.astype(dtype)))
    assert {a.dtype for a in (*net.parameters(), *net.gradients())} == {np.dtype(dtype)}
    net = dense_then(al.Gated("silu")).astype(dtype)
    net.backward(net(x.astype(dtype)))
    assert {a.dtype for a in (*net.parameters(), *net.gradients())} == {np.dtype(dtype)}


# --- gradients of whole networks ---


@pytest.mark.parametrize("activation", al.ACTIVATIONS)
@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
def test_back_propagation_is_right_with_every_activation(activation, loss):
    assert error_of_back_propagation(with_biases(small(activation)), loss) <= BOUND


@pytest.mark.parametrize("loss", al.LOSSES)
def test_back_propagation_is_right_with_every_loss(loss):
    net = with_biases(small("leaky_relu"))
    if al.LOSSES[loss].takes == "probs":
        net.layers.append(al.Activate("sigmoid"))
    assert error_of_back_propagation(net, loss) <= BOUND


@pytest.mark.parametrize("activation", al.ACTIVATIONS)
def test_backward_gives_the_gradient_in_the_input(activation):
    net = with_biases(small(activation)).astype(np.longdouble)
    y = target("squared_error")
    loss = al.LOSSES["squared_error"]
    slope = al.numerical_gradient(lambda x: loss(net(x), y), x)
    gradient = net.backward(loss.grad(net(x), y))
    np.testing.assert_allclose(
        gradient.astype(float), slope.astype(float), rtol=10 * BOUND, atol=BOUND
    )


def dense_then(*layers):
    """A network with a Dense layer, these layers, and a Dense layer to two outputs."""
    rng = np.random.default_rng(1)
    z = np.zeros((1, 6))
    for layer in layers:
        z = layer.forward(z)
    net = al.Network([al.Dense(3, 6, rng=rng), *layers, al.Dense(z.shape[-1], 2, rng=rng)])
    net.layers[0].bias[...] = net.layers[-1].bias[...] = rng.normal(size=1)
    return net


SLOPES = al.PReLU(6)
SLOPES.slope[...] = [0.25, -0.5, 0.0, 1.0, 2.0, 0.1]


@pytest.mark.parametrize(
    "layers",
    [[SLOPES], [al.Maxout(2)], [al.Maxout(3)], [al.Maxout(6)], [al.Maxout(1)],
     [al.PReLU(6), al.Maxout(2), al.PReLU(3, slope=-0.3)], [al.Activate("gelu"), al.Maxout(3)],
     *[[al.Gated(name)] for name in al.ACTIVATIONS], [al.Gated("silu"), al.PReLU(3)]],
    ids=["PReLU", "Maxout 2", "Maxout 3", "Maxout 6", "Maxout 1", "PReLU and Maxout", "gelu",
         *[f"gated {name}" for name in al.ACTIVATIONS], "gated and PReLU"],
)  # fmt: skip
@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
def test_back_propagation_is_right_with_every_layer(layers, loss):
    net = dense_then(*layers)
    assert error_of_back_propagation(net, loss) <= BOUND
    wide = net.astype(np.longdouble)
    record = al.LOSSES[loss]
    slope = al.numerical_gradient(lambda x: record(wide(x), target(loss)), x)
    gradient = wide.backward(record.grad(wide(x), target(loss)))
    np.testing.assert_allclose(
        gradient.astype(float), slope.astype(float), rtol=10 * BOUND, atol=BOUND
    )


def test_gradients_are_those_of_the_last_backward():
    net = small()
    net(x)
    net.backward(np.ones((6, 2)))
    first = [g.copy() for g in net.gradients()]
    net(x)
    net.backward(3 * np.ones((6, 2)))
    for once, thrice in zip(first, net.gradients(), strict=True):
        np.testing.assert_allclose(thrice, 3 * once)


# --- networks ---


def test_parameters_are_the_arrays_themselves_in_order():
    net = small()
    assert [p.shape for p in net.parameters()] == [(3, 4), (4,), (4, 3), (3,), (3, 2), (2,)]
    net(x)
    net.backward(np.ones((6, 2)))
    assert [g.shape for g in net.gradients()] == [p.shape for p in net.parameters()]
    for p in net.parameters():
        p[...] = 0
    net.parameters()[-1][...] = [1, 2]
    np.testing.assert_array_equal(net(x), np.tile([1.0, 2.0], (6, 1)))


@pytest.mark.parametrize("activation", al.ACTIVATIONS)
def test_mlp_is_dense_and_activation_in_turn(activation):
    net = small(activation)
    kinds = [type(layer) for layer in net.layers]
    assert kinds == [al.Dense, al.Activate, al.Dense, al.Activate, al.Dense]
    assert all(layer.activation is al.ACTIVATIONS[activation] for layer in net.layers[1::2])
    init, rng = (al.he if activation in RECTIFIERS else al.xavier), np.random.default_rng(1)
    for layer, sizes in zip(net.layers[::2], [(3, 4), (4, 3), (3, 2)], strict=True):
        np.testing.assert_array_equal(layer.weights, init(*sizes, rng))


def test_the_relu_family_gets_hes_weights():
    assert set(al.ACTIVATIONS) >= RECTIFIERS >= {"relu", "leaky_relu", "elu", "gelu"}
    assert not RECTIFIERS & {"tanh", "sigmoid", "identity", "selu"}


def test_mlp_takes_an_init_and_a_record():
    net = small(al.ACTIVATIONS["leaky_relu"].with_params(slope=0.3), init=al.lecun)
    assert net.layers[1].activation.params == {"slope": 0.3}
    np.testing.assert_array_equal(net.layers[0].weights, al.lecun(3, 4, np.random.default_rng(1)))
    assert [
        type(layer) for layer in al.mlp((3, 2), "relu", rng=np.random.default_rng(0)).layers
    ] == [al.Dense]


def test_lists_and_integers_are_taken():
    whole = np.arange(6).reshape(2, 3)
    np.testing.assert_array_equal(small()(whole.tolist()), small()(whole.astype(float)))
    np.testing.assert_array_equal(small()(whole), small().forward(whole))


def test_probabilities_and_classes_of_several_outputs():
    net = small(outputs=3)
    probs = net.predict_proba(x)
    np.testing.assert_array_equal(probs, al.softmax(net(x)))
    np.testing.assert_array_equal(net.predict(x), probs.argmax(axis=1))
    assert len(set(net.predict(x))) > 1


def test_probabilities_and_classes_of_a_single_output():
    net = small(outputs=1)
    probs = net.predict_proba(x)
    np.testing.assert_array_equal(probs, al.sigmoid(net(x)[:, 0]))
    assert net.predict(x).dtype.kind == "i"
    np.testing.assert_array_equal(net.predict(x), probs > 0.5)
    assert set(net.predict(x)) == {0, 1}
    for p in net.parameters():
        p[...] = 0
    np.testing.assert_array_equal(net.predict(x), np.zeros(6))  # undecided


@pytest.mark.parametrize("activation", al.ACTIVATIONS)
@pytest.mark.parametrize(
    "loss", ["squared_error", "sigmoid_cross_entropy", "softmax_cross_entropy"]
)
def test_float32_stays_float32(activation, loss):
    net = small(activation)
    narrow = net.astype(np.float32)
    assert all(p.dtype == np.float64 for p in net.parameters())
    output = narrow(x.astype(np.float32))
    record = al.LOSSES[loss]
    narrow.backward(record.grad(output, target(loss)))
    arrays = [output, *narrow.parameters(), *narrow.gradients()]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}
    np.testing.assert_allclose(output, net(x), atol=1e-5)
    assert narrow.predict_proba(x.astype(np.float32)).dtype == np.float32


def test_astype_shares_nothing():
    net = small()
    same = net.astype(float)
    same.parameters()[0][...] = 0
    assert np.abs(net.parameters()[0]).min() > 0


# --- wrong calls ---


def test_x_must_be_rows_of_examples():
    message = r"shape \(examples, features\), but has \(3,\); a single example is x\[np.newaxis\]"
    for call in (small(), small().predict, small().predict_proba):
        with pytest.raises(ValueError, match=message):
            call(x[0])


def test_x_must_have_the_right_features():
    with pytest.raises(ValueError, match=r"takes 3 features per example, .* shape \(6, 2\); rows"):
        small()(x[:, :2])


def test_runs_that_do_not_match_are_not_taken_for_features():
    layer = al.stack([small(), small()]).layers[0]
    with pytest.raises(ValueError, match=r"^(?!this Dense layer takes)"):
        layer.forward(np.ones((3, 6, 3)))


def test_x_must_hold_numbers():
    with pytest.raises(TypeError, match="x must hold real numbers"):
        small()([["a", "b", "c"]])


@pytest.mark.parametrize("size", [0, -1, 2.5, "3", None])
@pytest.mark.parametrize("place", ["n_in", "n_out"])
def test_sizes_must_be_whole(size, place):
    sizes = {"n_in": 2, "n_out": 2, place: size}
    with pytest.raises(ValueError, match=f"{place} must be a whole number .* but is {size!r}"):
        al.Dense(**sizes, rng=np.random.default_rng(0))


def test_mlp_needs_inputs_and_outputs():
    for sizes in ([3], [], 3, None):
        with pytest.raises(
            ValueError, match=r"must name inputs and outputs at least, but is .*write"
        ):
            al.mlp(sizes, "relu", rng=np.random.default_rng(0))


def test_init_is_a_function():
    with pytest.raises(
        TypeError, match="init must be a function such as he or xavier, but is 'he'"
    ):
        al.mlp([3, 2], "relu", rng=np.random.default_rng(0), init="he")


@pytest.mark.parametrize("size", [0, -1, 2.5, None, True])
@pytest.mark.parametrize(
    ("make", "name"), [(al.Maxout, "k"), (al.PReLU, "channels")], ids=["Maxout", "PReLU"]
)
def test_k_and_channels_are_whole(make, name, size):
    with pytest.raises(ValueError, match=f"{name} must be a whole number .* but is {size}; try"):
        make(size)


def test_maxout_needs_a_multiple_of_k_inputs():
    with pytest.raises(ValueError, match=r"k = 4 takes a multiple of 4 .* got 6; let the"):
        al.Maxout(4).forward(np.zeros((2, 6)))


def test_a_network_has_layers():
    with pytest.raises(ValueError, match="needs at least one layer, but layers is empty"):
        al.Network([])


def test_the_gradient_has_the_shape_of_the_output():
    net = small(outputs=1)
    with pytest.raises(ValueError, match=r"shape of the last output, None, .*call forward first"):
        net.backward(np.ones((6, 1)))
    net(x)
    with pytest.raises(ValueError, match=r"output, \(6, 1\), but has \(6,\); .*reshape targets"):
        net.backward(np.ones(6))


def test_mlp_needs_a_generator():
    with pytest.raises(
        TypeError, match="rng must be a NumPy random generator, but is 0; pass rng="
    ):
        al.mlp([3, 2], "relu", rng=0)


@pytest.mark.parametrize("make", [al.Activate, lambda name: al.mlp([3, 2], name, rng=None)])
def test_unknown_activations_are_refused(make):
    with pytest.raises(ValueError, match=r"no activation is called 'rellu'; did you mean 'relu'\?"):
        make("rellu")


@pytest.mark.parametrize("value", [np.nan, np.inf, True, "0.5", None, [0.5], np.ones(2)], ids=repr)
@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda value: al.Dense(2, 2, rng=np.random.default_rng(0), bias=value), "bias"),
        (lambda value: al.PReLU(2, slope=value), "slope"),
    ],
    ids=["Dense", "PReLU"],
)
def test_bias_and_slope_are_one_finite_number(make, name, value):
    with pytest.raises(ValueError, match=rf"^{name} must be one finite number, but is .*; try 0.1"):
        make(value)


@pytest.mark.parametrize(
    ("init", "error", "message"),
    [
        (
            lambda *_: None,
            TypeError,
            "^the weights from init must hold real numbers, but holds obj",
        ),
        (lambda *_: [["a"] * 3] * 2, TypeError, "^the weights from init must hold real numbers"),
        (lambda *_: np.full((2, 3), np.nan), ValueError, "^the weights from init must be finite"),
        (lambda *_: np.ones((3, 2)), ValueError, r"n_out\) = \(2, 3\), but returned \(3, 2\); he"),
        (lambda *_: 1.0, ValueError, r"^init must .* \(2, 3\), but returned \(\); he"),
        ("he", TypeError, "^init must be a function such as he or xavier, but is 'he'"),
    ],
    ids=["None", "text", "nan", "transposed", "a number", "a name"],
)
def test_init_gives_weights(init, error, message):
    for make in (al.Dense, lambda *sizes, **options: al.mlp(sizes, "relu", **options)):
        with pytest.raises(error, match=message):
            make(2, 3, rng=np.random.default_rng(0), init=init)


def test_an_init_may_give_lists_and_whole_numbers_and_shares_nothing():
    weights = np.ones((3, 3))
    net = al.mlp((3, 3, 3), "relu", rng=None, init=lambda *_: weights)
    net.layers[0].weights[...] = 7
    np.testing.assert_array_equal(net.layers[2].weights, 1)
    np.testing.assert_array_equal(weights, 1)
    layer = al.Dense(1, 2, rng=None, init=lambda *_: [[1, 2]])
    assert layer.weights.dtype == float


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ((2, 0, 1), r"^sizes\[1\] must be a whole number of at least 1, but is 0"),
        ((2, 3, True), r"^sizes\[2\] must be a whole number"),
        ([[2], [3, 4]], r"^sizes\[0\] must be a whole number of at least 1, but is \[2\]"),
        (np.array([2.0, 3.0]), r"^sizes\[0\] must be a whole number"),
        ("23", "^sizes must name inputs and outputs at least, but is '23'"),
        (np.array(3), "^sizes must name inputs"),
        ({2: 3}, "^sizes must name inputs"),
    ],
    ids=str,
)
def test_sizes_are_named(sizes, message):
    with pytest.raises(ValueError, match=message):
        al.mlp(sizes, "relu", rng=np.random.default_rng(0))


def test_sizes_may_be_an_array():
    net = al.mlp(np.array([3, 4, 2]), "relu", rng=np.random.default_rng(0))
    assert [p.shape for p in net.parameters()] == [(3, 4), (4,), (4, 2), (2,)]


SAME = al.Activate("relu")


@pytest.mark.parametrize(
    ("layers", "error", "message"),
    [
        (
            al.Activate("relu"),
            TypeError,
            r"^layers must be a list of layers, but is <.*write \[...\]",
        ),
        (None, TypeError, "^layers must be a list of layers, but is None"),
        ("relu", TypeError, "^layers must be a list of layers, but is 'relu'"),
        (
            ["relu"],
            TypeError,
            r"^layers\[0\] must be a layer, but is 'relu'; an activation is Activate",
        ),
        ([SAME, al.Activate], TypeError, r"^layers\[1\] must be a layer, but is <class"),
        ([al.Network([SAME])], TypeError, r"^layers\[0\] must be a layer, but is <.*Network"),
        ([SAME, al.Maxout(1), SAME], ValueError, r"^layers\[2\] comes earlier .* another layer"),
    ],
    ids=["a layer", "None", "text", "names", "a class", "a network", "twice the same"],
)
def test_layers_are_a_list_of_layers(layers, error, message):
    with pytest.raises(error, match=message):
        al.Network(layers)


@pytest.mark.parametrize("which", ["function", "prime"])
@pytest.mark.parametrize(
    "wrong", [lambda z: None, lambda z: z.sum(), lambda z: z[:1], lambda z: z.T]
)
def test_an_activation_gives_one_number_for_each(wrong, which):
    functions = {"function": al.tanh, "prime": al.tanh_prime, which: wrong}
    record = al.Activation("mine", **functions, formula="", reference="", range_of=al.relu)
    net = small(record)
    with pytest.raises(
        ValueError, match=rf"^the {which} of mine must return an array .*\(6, [34]\), but"
    ):
        net.backward(net(x))


@pytest.mark.parametrize(
    "slope", [np.ones((6, 1, 1)), np.ones((1, 6, 4)), np.ones(3)], ids=np.shape
)
def test_parameters_do_not_spread_what_they_meet(slope):
    with pytest.raises(ValueError, match=r"leaky_relu .* give one parameter, or one per feature"):
        small(al.ACTIVATIONS["leaky_relu"].with_params(slope=slope))(x)


def test_prelu_has_a_slope_for_every_channel():
    with pytest.raises(ValueError, match=r"has 4 channels, but the input has shape \(6, 1\); rows"):
        al.PReLU(4).forward(x[:, :1])
    with pytest.raises(ValueError, match=r"has 1 channels, but the input has shape \(6, 3\)"):
        al.PReLU(1).forward(x)


@pytest.mark.parametrize(
    "dtype", [int, "i8", bool, complex, object, "U3", "float23", None], ids=str
)
def test_a_network_holds_floats(dtype):
    with pytest.raises(TypeError, match=r"^dtype must be a float type, but is .*; try np.float32"):
        small().astype(dtype)


def test_weights_that_do_not_fit_a_type_are_refused():
    net = small()
    net.layers[2].weights[0, 0] = 1e5
    with (
        np.errstate(all="raise"),
        pytest.raises(
            ValueError, match=r"^the weights of layers\[2\] are too large for float16, .* 65504"
        ),
    ):
        net.astype(np.float16)
    net.layers[2].weights[0, 0] = np.inf
    assert np.isinf(net.astype(np.float16).layers[2].weights[0, 0])


@pytest.mark.parametrize("activation", al.ACTIVATIONS)
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", np.longdouble], ids=str)
def test_a_layer_is_its_function_in_every_type(activation, dtype):
    kind = np.finfo(dtype)
    limits = [0, -0.0, np.inf, -np.inf, kind.max, kind.min, kind.tiny, -kind.tiny, 11, -11, 20, -20,
              40, -40, 88, -88, 300, -300, 1000, -1000]  # fmt: skip
    z = np.concatenate([limits, 10 * np.random.default_rng(0).normal(size=300)]).astype(dtype)
    net, record = al.Network([al.Activate(activation)]), al.ACTIVATIONS[activation]
    output, slope = net(z[:, None]), net.backward(np.ones((len(z), 1), dtype))
    for ours, theirs in ((output, record(z)), (slope, record.derivative(z))):
        assert ours.dtype == dtype
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(ours[:, 0], theirs, rtol=64 * kind.eps, atol=16 * kind.eps)
    assert np.isnan(net(np.array([[np.nan]], dtype))).all()


def test_a_layer_answers_in_kind_whatever_its_function_does():
    longer = functools.partial(np.add, 1.0, dtype=float)
    record = al.Activation("mine", longer, longer, formula="", reference="", range_of=al.relu)
    assert al.Activate(record).forward(np.ones((2, 2), "f4")).dtype == np.dtype("f4")


@pytest.mark.parametrize("runs", [(), (3,)], ids=["single", "stack"])
def test_short_floats_are_summed_wide(runs):
    grad = np.full((*runs, 70_000, 2), 0.1, np.float32)
    total = network.sum_over_examples(grad, (*runs, 2))
    assert total.dtype == np.float32
    np.testing.assert_allclose(total, np.full((*runs, 2), 70_000 * np.float32(0.1)), rtol=1e-7)


def test_a_refused_gradient_says_so_in_training_too():
    net = small()
    net(x)
    for grad in (None, "a", [[1.0, 2.0], [3.0]]):
        with pytest.raises((TypeError, ValueError)):
            net.backward(grad)


def test_a_layer_of_ones_own_is_called_as_it_is_written():
    calls = []

    def noted(method):
        @functools.wraps(method)
        def wrapper(self, *args):
            calls.append(method.__name__)
            return method(self, *args)

        return wrapper

    class Twice(al.Dense):
        @noted
        def forward(self, x):
            return 2 * super().forward(x)

        @noted
        def backward(self, grad, to_input=True):
            return super().backward(2 * grad, to_input)

    made, plain = (kind(3, 2, rng=np.random.default_rng(0)) for kind in (Twice, al.Dense))
    net = al.Network([al.Activate("tanh"), made])
    np.testing.assert_array_equal(net(x), 2 * plain.forward(np.tanh(x)))
    net.backward(np.ones((6, 2)))
    plain.backward(np.full((6, 2), 2.0))
    np.testing.assert_array_equal(made.weights_grad, plain.weights_grad)
    assert calls == ["forward", "backward"]
