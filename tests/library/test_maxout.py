"""Maxout as a function: values, gradient, ties and wrong calls."""

import numpy as np
import pytest

import actloss as al


def test_the_greatest_of_each_k():
    z = np.array([[1.0, -2.0, 5.0, 0.0, 7.0, 3.0], [np.nan, 0.0, 1.0, -np.inf, -np.inf, -np.inf]])
    np.testing.assert_array_equal(al.maxout(z, 3), [[5, 7], [np.nan, -np.inf]])
    np.testing.assert_array_equal(al.maxout(z[0], 1), z[0])
    assert al.maxout(z.astype("f4"), 2).dtype == np.dtype("f4")


@pytest.mark.parametrize("k", [1, 2, 3, 6])
def test_the_gradient_agrees_with_differences(k):
    rng = np.random.default_rng(k)
    z, grad = rng.standard_normal((4, 6)), rng.standard_normal((4, 6 // k))
    measured = np.zeros_like(z)
    for at in np.ndindex(*z.shape):
        nudge = np.zeros_like(z)
        nudge[at] = 2.0**-20
        measured[at] = np.sum(grad * (al.maxout(z + nudge, k) - al.maxout(z - nudge, k))) * 2.0**19
    np.testing.assert_allclose(al.maxout_vjp(z, k, grad), measured, atol=1e-8)


def test_the_first_wins_a_tie():
    np.testing.assert_array_equal(al.maxout_vjp([2.0, 2.0, 1.0, 1.0], 2, [3.0, 4.0]), [3, 0, 4, 0])


def test_the_layer_is_the_function():
    rng = np.random.default_rng(0)
    z, grad = rng.standard_normal((5, 8)), rng.standard_normal((5, 2))
    layer = al.Maxout(4)
    np.testing.assert_array_equal(layer.forward(z), al.maxout(z, 4))
    np.testing.assert_array_equal(layer.backward(grad), al.maxout_vjp(z, 4, grad))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: al.maxout([1.0, 2.0, 3.0], 2), ValueError, "multiple of 2 inputs, but got 3; let"),
        (lambda: al.maxout(1.0, 2), ValueError, "got a single number; let"),
        (lambda: al.maxout([], 2), ValueError, "got 0; let"),
        (lambda: al.maxout([1.0], 0), ValueError, "k must be a whole number of at least 1"),
        (lambda: al.maxout(["a"], 1), TypeError, r"^z must hold real numbers"),
        (lambda: al.maxout_vjp([1.0], 0, [1.0]), ValueError, "k must be a whole number of at"),
        (
            lambda: al.maxout_vjp(np.ones((3, 4)), 2, np.ones((3, 4))),
            ValueError,
            r"output, \(3, 2\), but has \(3, 4\)",
        ),
    ],
)
def test_wrong_calls(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_nothing_in_nothing_out():
    assert al.maxout(np.zeros((0, 2)), 2).shape == (0, 1)
    assert al.maxout_vjp(np.zeros((0, 4)), 2, np.zeros((0, 2))).shape == (0, 4)


def test_an_infinite_gradient_spoils_no_loser():
    np.testing.assert_array_equal(al.maxout_vjp([2.0, 1.0], 2, [np.inf]), [np.inf, 0])
