r"""Is this gradient right? Compare it with differences of the function itself.

The slope between two points near x is nearly the derivative at x. Four points cancel the error
of the next order as well: with step h, what is left is of order $h^4$, plus rounding of order
$\epsilon / h$. Where the machine has a float longer than float64 (`np.longdouble`), it is used.
"""

import numpy as np

from actloss.catalogue import get_loss


def numerical_gradient(f, x, h=1e-4):
    """Gradient of the number f(x) in every entry of the array x, by differences.

    f must be smooth within 2h of x. x is not changed.
    """
    x = np.array(x, dtype=np.longdouble)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        gradient[i] = _slope(f, x, i, h)
    return gradient


def _slope(f, x, i, h):
    """Fourth-order central difference of f in the entry i of x, which is left as it was."""
    middle = x[i]

    def at(shift):
        x[i] = middle + shift
        return np.longdouble(f(x))  # a copy, in case f returns x itself

    slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * np.longdouble(h))
    x[i] = middle
    return slope


def gradient_errors(network, x, y, loss, h=1e-4):
    """How far back-propagation is from differences, for each parameter array of the network.

    Returns one number per array: the norm of the difference over the norm of the gradient. A right
    gradient gives 1e-9 or less, a wrong one about 1. With ReLU, a pre-activation within 2h of the
    kink spoils the comparison, not the gradient: draw other examples. The network is not changed.
    """
    loss = get_loss(loss)
    wide = network.astype(np.longdouble)
    wide.backward(loss.grad(wide.forward(x), y))
    gradients = wide.gradients()

    errors = []
    for parameter, gradient in zip(wide.parameters(), gradients, strict=True):

        def loss_at(values, parameter=parameter):
            parameter[...] = values
            return loss(wide.forward(x), y)

        start = parameter.copy()
        difference = np.sqrt(np.sum((numerical_gradient(loss_at, start, h) - gradient) ** 2))
        parameter[...] = start
        size = np.sqrt(np.sum(gradient**2))
        errors.append(float(difference / size if size else difference))
    return errors
