"""Layers and networks: values by hand, every gradient, shapes, probabilities, float types."""

import numpy as np
import pytest

import actloss as al
import reference

RECTIFIERS = al.network.RECTIFIERS
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
    rng = np.random.default_rng(6)
    if reference.LOSSES[loss].rows:
        return rng.integers(outputs, size=6)
    return rng.uniform(0, 1, (6, outputs))


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


# --- gradients of whole networks ---


def errors_of_back_propagation(activation, loss):
    net = with_biases(small(activation))
    if al.LOSSES[loss].takes == "probs":
        net.layers.append(al.Activate("sigmoid"))
    errors = al.gradient_errors(net, x, target(loss), loss)
    assert len(errors) == len(net.parameters())
    return max(errors)


@pytest.mark.parametrize("activation", al.ACTIVATIONS)
@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
def test_back_propagation_is_right_with_every_activation(activation, loss):
    assert errors_of_back_propagation(activation, loss) <= 1e-9


@pytest.mark.parametrize("loss", al.LOSSES)
def test_back_propagation_is_right_with_every_loss(loss):
    assert errors_of_back_propagation("leaky_relu", loss) <= 1e-9


@pytest.mark.parametrize("activation", al.ACTIVATIONS)
def test_backward_gives_the_gradient_in_the_input(activation):
    net = with_biases(small(activation)).astype(np.longdouble)
    y = target("squared_error")
    loss = al.LOSSES["squared_error"]
    slope = al.numerical_gradient(lambda x: loss(net(x), y), x)
    np.testing.assert_allclose(
        net.backward(loss.grad(net(x), y)).astype(float), slope.astype(float), rtol=1e-8, atol=1e-11
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
    with pytest.raises(ValueError, match=r"must name inputs and outputs at least, but is \[3\]"):
        al.mlp([3], "relu", rng=np.random.default_rng(0))


def test_mlp_needs_a_generator():
    with pytest.raises(TypeError, match="rng must be a NumPy random generator, but is int"):
        al.mlp([3, 2], "relu", rng=0)


@pytest.mark.parametrize("make", [al.Activate, lambda name: al.mlp([3, 2], name, rng=None)])
def test_unknown_activations_are_refused(make):
    with pytest.raises(ValueError, match=r"no activation is called 'rellu'; did you mean 'relu'\?"):
        make("rellu")
