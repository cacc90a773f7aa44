r"""Is this gradient right? Compare it with differences of the function itself.

The slope between two points near x is nearly the derivative at x. Four points cancel the error
of the next order as well: with step h, what is left is of order $h^4$, plus rounding of order
$\epsilon / h$. Where the machine has a float longer than float64 (`np.longdouble`), it is used.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from actloss._checks import positive_number, real_array
from actloss._types import Array, ArrayLike
from actloss.catalogue import Loss, get_loss
from actloss.nets.network import Network


def numerical_gradient(f: Callable[[Array], Any], x: ArrayLike, h: float = 1e-4) -> Array:
    """Gradient of the number f(x) in every entry of the array x, by differences.

    f must be smooth within 2h of x. x is not changed.

    >>> numerical_gradient(lambda x: np.sum(x**2), [1.0, -3.0]).astype(float).round(6)
    array([ 2., -6.])
    """
    x = np.array(real_array("x", x), dtype=np.longdouble, order="C")
    h = positive_number("h", h)
    if not callable(f):
        raise TypeError(f"f must be a function of an array, but is {f!r}; pass lambda x: ...")
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        gradient[i] = _slope(f, x, i, h)
    return gradient[()]


def _slope(f: Callable[[Array], Any], x: Array, i: tuple[int, ...], h: float) -> Any:
    """Fourth-order central difference of f in the entry i of x, which is left as it was."""
    middle = x[i]

    def at(shift: float) -> Any:
        x[i] = middle + shift
        value = real_array("what f returns", f(x))
        if value.size != 1:
            raise ValueError(
                f"f must return a single number, but returned shape {value.shape}; sum it up"
            )
        return np.array(value, dtype=np.longdouble).reshape(())  # a copy: f may return x itself

    values = at(h), at(-h), at(2 * h), at(-2 * h)
    x[i] = middle
    with np.errstate(all="ignore"):
        return (8 * (values[0] - values[1]) - (values[2] - values[3])) / (12 * np.longdouble(h))


def gradient_errors(
    network: Network, x: ArrayLike, y: ArrayLike, loss: str | Loss, h: float = 1e-4
) -> list[float]:
    """How far back-propagation is from differences, for each parameter array of the network.

    Returns one number per array: the norm of the difference over the norm of the gradient. A right
    gradient gives 1e-9 or less, a wrong one about 1. With ReLU, a pre-activation within 2h of the
    kink spoils the comparison, not the gradient: draw other examples. The network is not changed.

    >>> net = mlp([2, 3, 1], "tanh", rng=np.random.default_rng(0))
    >>> max(gradient_errors(net, [[1.0, 2.0]], [[1.0]], "squared_error")) < 1e-9
    True
    """
    loss = get_loss(loss)
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, but is {network!r}; mlp makes one")
    wide = network.astype(np.longdouble)
    wide.backward(loss.grad(wide.forward(x), y))
    gradients = wide.gradients()

    errors = []
    for parameter, gradient in zip(wide.parameters(), gradients, strict=True):

        def loss_at(values: Array, parameter: Array = parameter) -> Any:
            parameter[...] = values
            return loss(wide.forward(x), y)

        start = parameter.copy()
        difference = np.sqrt(np.sum((numerical_gradient(loss_at, start, h) - gradient) ** 2))
        parameter[...] = start
        size = np.sqrt(np.sum(gradient**2))
        errors.append(float(difference / size if size else difference))
    return errors
