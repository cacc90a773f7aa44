"""Numerical gradients: right for known functions, and able to tell a wrong gradient."""

from dataclasses import replace

import numpy as np
import pytest
import reference

import actloss as al

x = np.random.default_rng(0).normal(size=(5, 3))
y = np.array([0, 1, 1, 0, 1])


def net(activation="tanh"):
    return al.mlp((3, 4, 2), activation, rng=np.random.default_rng(1))


def test_a_known_gradient():
    at = np.array([[0.5, -1.0], [2.0, 3.0]])
    gradient = al.numerical_gradient(lambda z: np.sum(np.exp(z) * [1, 2]) + z[0, 0] * z[1, 1], at)
    expected = np.exp(at) * [1, 2] + [[3.0, 0.0], [0.0, 0.5]]
    assert gradient.dtype == np.longdouble
    np.testing.assert_allclose(gradient.astype(float), expected, rtol=1e-11)


def test_a_single_number():
    assert al.numerical_gradient(lambda z: z, 2.0) == pytest.approx(1.0, rel=1e-12)
    assert al.numerical_gradient(lambda z: z**3, 2) == pytest.approx(12.0, rel=1e-11)


def test_the_error_is_of_fourth_order():
    # Of z^5 at 0 the fourth-order difference leaves exactly -4 h^4.
    for h in (0.1, 0.01):
        slope = al.numerical_gradient(lambda z: z**5, 0.0, h=h)
        np.testing.assert_allclose(float(slope), -4 * h**4, rtol=1e-10)


def test_the_point_is_left_alone():
    at = np.array([1.0, 2.0])
    seen = []
    al.numerical_gradient(lambda z: seen.append(z.copy()) or z.sum(), at)
    np.testing.assert_array_equal(at, [1, 2])
    assert len(seen) == 8
    assert all(np.sum(z != at) == 1 for z in seen)


def test_a_right_network_passes():
    errors = al.gradient_errors(net(), x, y, "softmax_cross_entropy")
    assert len(errors) == 4
    assert all(isinstance(error, float) for error in errors)
    assert max(errors) <= (1e-13 if reference.LONGER else 1e-9)


def test_a_wrong_derivative_is_told():
    tanh = al.ACTIVATIONS["tanh"]
    wrong = replace(tanh, prime=lambda z: 1 - al.tanh(z))
    errors = al.gradient_errors(net(wrong), x, y, "softmax_cross_entropy")
    assert min(errors[:2]) > 0.01  # the layer before the activation
    assert max(errors[2:]) <= 1e-9  # the layer after it


def test_a_wrong_loss_gradient_is_told():
    loss = al.LOSSES["softmax_cross_entropy"]
    wrong = replace(loss, gradient=lambda z, y: -loss.gradient(z, y))
    np.testing.assert_allclose(al.gradient_errors(net(), x, y, wrong), 2, rtol=1e-6)


def test_a_gradient_of_zero_is_compared_absolutely():
    assert al.gradient_errors(net("step"), x, y, "softmax_cross_entropy")[:2] == [0, 0]


def test_the_network_is_left_alone():
    network = net()
    before = [p.copy() for p in network.parameters()]
    al.gradient_errors(network, x, y, "softmax_cross_entropy")
    for now, then in zip(network.parameters(), before, strict=True):
        assert now.dtype == np.float64
        np.testing.assert_array_equal(now, then)


def test_unknown_losses_are_refused():
    with pytest.raises(ValueError, match="did you mean 'softmax_cross_entropy'"):
        al.gradient_errors(net(), x, y, "softmax_crossentropy")


@pytest.mark.parametrize("h", [0, -1e-4, np.nan, None, "1"])
def test_the_step_is_positive(h):
    with pytest.raises(ValueError, match="h must be a positive number, but is"):
        al.numerical_gradient(np.sum, [1.0], h=h)
    with pytest.raises(ValueError, match="h must be a positive number, but is"):
        al.gradient_errors(net(), x, y, "softmax_cross_entropy", h=h)


def test_an_array_of_one_number_is_a_number():
    slope = al.numerical_gradient(lambda z: z**2, [3.0])
    np.testing.assert_allclose(slope.astype(float), [6.0], rtol=1e-9)


def test_only_single_numbers_have_a_gradient():
    with pytest.raises(ValueError, match=r"f must return a single number, .* shape \(2,\); sum it"):
        al.numerical_gradient(np.exp, [1.0, 2.0])
    for text in ("a", None, [1j]):
        with pytest.raises(TypeError, match="x must hold real numbers"):
            al.numerical_gradient(np.sum, text)


@pytest.mark.parametrize(
    ("x", "y", "error", "message"),
    [
        (x[:, :2], y, ValueError, "takes 3 features"),
        (x, y[:4], ValueError, r"labels must have shape \(5,\)"),
        (x, y + 1, ValueError, r"labels must lie in 0\.\.1"),
        (x[:0], y[:0], ValueError, "has no mean over 0 examples"),
    ],
    ids=["features", "examples", "labels", "empty"],
)
def test_wrong_examples(x, y, error, message):
    with pytest.raises(error, match=message):
        al.gradient_errors(net(), x, y, "softmax_cross_entropy")


@pytest.mark.parametrize("value", [None, "1.0", 1j, np.ma.masked], ids=str)
def test_what_is_no_number_has_no_gradient(value):
    with pytest.raises((TypeError, ValueError), match="what f returns must "):
        al.numerical_gradient(lambda x: value, [1.0])


def test_f_is_a_function():
    with pytest.raises(TypeError, match="f must be a function of an array, but is None"):
        al.numerical_gradient(None, [1.0])
    with pytest.raises(TypeError, match="network must be a Network, but is 'net'"):
        al.gradient_errors("net", x, y, "squared_error")
    with pytest.raises(ValueError, match="h must be one finite number"):
        al.numerical_gradient(np.sum, [1.0], h=[0.1, 0.2])
