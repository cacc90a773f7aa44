"""Layers and networks with their gradients written out: forward, backward, nothing hidden.

`forward` keeps what `backward` needs. `backward` takes the gradient of the loss in the layer's
output, stores the gradients of the layer's parameters, and returns the gradient in its input.
Rows are examples: x is (n, n_in), the output (n, n_out).

Everything also works for many networks at once, which `stacking` puts along a leading axis of
runs: then weights are (runs, n_in, n_out), outputs (runs, n, n_out).
"""

import copy
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from actloss._checks import bare, count, real_array
from actloss._types import Array, ArrayLike
from actloss.activations import leaky_relu, leaky_relu_prime, sigmoid
from actloss.activations.maxima import pieces, winner
from actloss.catalogue import get_activation
from actloss.nets.initializers import he, xavier
from actloss.probability import softmax
from actloss.records import Activation

# They pass about half of the variance on, which He's initialisation makes good.
RECTIFIERS = {"relu", "leaky_relu", "prelu", "relu6", "elu", "gelu", "silu", "mish", "softplus"}


Initializer = Callable[[int, int, Any], Array]


class Layer:
    """A step of the network. `names` lists its parameters; `<name>_grad` holds their gradients."""

    names: tuple[str, ...] = ()

    def forward(self, x: Array) -> Array:
        raise NotImplementedError

    def backward(self, grad: Array, to_input: bool = True) -> Any:
        raise NotImplementedError

    def parameters(self) -> list[Array]:
        return [getattr(self, name) for name in self.names]

    def gradients(self) -> list[Array]:
        return [getattr(self, name + "_grad") for name in self.names]


class Dense(Layer):
    r"""Affine layer: $z = xW + b$ with weights (n_in, n_out) and a bias (n_out,).

    init: a function of (n_in, n_out, rng) from `initializers`; bias: its initial value.
    """

    names = ("weights", "bias")

    def __init__(
        self,
        n_in: int,
        n_out: int,
        *,
        rng: "np.random.Generator",
        init: Initializer = xavier,
        bias: float = 0.0,
    ):
        self.weights = init(count("n_in", n_in), count("n_out", n_out), rng)
        self.bias = np.full(n_out, float(bias))

    def forward(self, x: Array) -> Array:
        if x.shape[-1] != self.weights.shape[-2]:
            raise ValueError(
                f"this Dense layer takes {self.weights.shape[-2]} features per example, but the "
                f"input has shape {x.shape}; rows are examples, columns are features"
            )
        self.x = x
        z = x @ self.weights
        z += self.bias
        return z

    def backward(self, grad: Array, to_input: bool = True) -> Any:
        self.weights_grad = self.x.mT @ grad
        self.bias_grad = sum_over_examples(grad).reshape(self.bias.shape)
        return grad @ self.weights.mT if to_input else None


class Activate(Layer):
    """Element-wise activation: a name, or a record such as `ACTIVATIONS["elu"]`."""

    def __init__(self, activation: str | Activation):
        self.activation = get_activation(activation)

    def forward(self, z: Array) -> Array:
        self.z = z
        value = bare(self.activation.function)(z, **self.activation.params)
        return value.astype(z.dtype, copy=False)

    def backward(self, grad: Array, to_input: bool = True) -> Any:
        slope = bare(self.activation.prime)(self.z, **self.activation.params)
        return grad * slope.astype(grad.dtype, copy=False)


class PReLU(Layer):
    r"""ReLU whose negative side has a slope that is learnt, one per channel.

    z: (n, channels). The slope's gradient is the sum of $g \min(z, 0)$ over the examples.
    He et al. (2015), https://arxiv.org/abs/1502.01852
    """

    names = ("slope",)

    def __init__(self, channels: int, slope: float = 0.25):
        self.slope = np.full(count("channels", channels), float(slope))

    def forward(self, z: Array) -> Array:
        self.z = z
        return bare(leaky_relu)(z, self.slope)

    def backward(self, grad: Array, to_input: bool = True) -> Any:
        slope_grad = sum_over_examples(grad * np.minimum(self.z, 0.0))
        self.slope_grad = slope_grad.reshape(self.slope.shape)
        return grad * bare(leaky_relu_prime)(self.z, self.slope).astype(grad.dtype, copy=False)


class Maxout(Layer):
    r"""The greatest of k neighbouring inputs: (n, k·units) to (n, units); the first wins a tie.

    Put it after `Dense(n_in, k * units)`: unit j takes the pieces jk to jk + k - 1.
    Goodfellow et al. (2013), https://arxiv.org/abs/1302.4389
    """

    def __init__(self, k: int):
        self.k = count("k", k)

    def forward(self, z: Array) -> Array:
        parts = pieces(z, self.k)
        self.winner = winner(parts)
        return parts.max(axis=-1)

    def backward(self, grad: Array, to_input: bool = True) -> Any:
        return (grad[..., np.newaxis] * self.winner).reshape(*grad.shape[:-1], -1)


def sum_over_examples(grad: Array) -> Array:
    """Sum over the last axis but one; for many runs as a product, which NumPy does far faster."""
    if grad.ndim == 2:
        return np.add.reduce(grad, axis=0)
    return np.ones(grad.shape[-2], grad.dtype) @ grad


class Network:
    """Layers one after another. The output is a value or a logit; no softmax is applied to it."""

    output_shape: tuple[int, ...] | None = None

    def __init__(self, layers: Iterable[Layer]):
        self.layers = list(layers)
        if not self.layers:
            raise ValueError("a network needs at least one layer, but layers is empty")

    def __call__(self, x: ArrayLike) -> Array:
        return self.forward(x)

    def forward(self, x: ArrayLike) -> Array:
        """Outputs (n, n_out) for inputs (n, n_in)."""
        x = real_array("x", x)
        if x.ndim < 2:
            raise ValueError(
                f"x must have shape (examples, features), but has {x.shape}; "
                "a single example is x[np.newaxis], a single feature x[:, np.newaxis]"
            )
        with np.errstate(all="ignore"):
            return self.forward_checked(x)

    def forward_checked(self, x: Array) -> Array:
        """`forward` for an array that was checked before."""
        for layer in self.layers:
            x = layer.forward(x)
        self.output_shape = x.shape
        return x

    def backward(self, grad: Array, to_input: bool = True) -> Any:
        """Gradient in the input, from the gradient in the output of the last `forward`.

        Training has no use for it: `to_input=False` saves its cost in the first layer.
        """
        if np.shape(grad) != self.output_shape:
            raise ValueError(
                f"grad must have the shape of the last output, {self.output_shape}, but has "
                f"{np.shape(grad)}; call forward first, and reshape targets such as (n,) to (n, 1)"
            )
        for layer in reversed(self.layers[1:]):
            grad = layer.backward(grad)
        return self.layers[0].backward(grad, to_input)

    def parameters(self) -> list[Array]:
        """The parameter arrays themselves, first layer first; changing one changes the network."""
        return [getattr(layer, name) for layer in self.layers for name in layer.names]

    def gradients(self) -> list[Array]:
        """The gradients of the last `backward`, in the order of `parameters`."""
        return [getattr(layer, name + "_grad") for layer in self.layers for name in layer.names]

    def astype(self, dtype: Any) -> "Network":
        """A copy whose parameters have another float type, e.g. np.float32."""
        other = copy.deepcopy(self)
        for layer in other.layers:
            for name in layer.names:
                setattr(layer, name, getattr(layer, name).astype(dtype))
        return other

    def predict_proba(self, x: ArrayLike) -> Array:
        """Probabilities: sigmoid of a single output (n,), softmax of several (n, classes)."""
        logits = self.forward(x)
        return sigmoid(logits[..., 0]) if logits.shape[-1] == 1 else softmax(logits)

    def predict(self, x: ArrayLike) -> Array:
        """Class labels (n,): the class of the largest logit; for a single output 1 if it is > 0."""
        logits = self.forward(x)
        if logits.shape[-1] == 1:
            return (logits[..., 0] > 0).astype(int)
        return logits.argmax(axis=-1)


def mlp(
    sizes: Sequence[int],
    activation: str | Activation,
    *,
    rng: "np.random.Generator",
    init: Initializer | None = None,
) -> Network:
    """A network of Dense layers of these sizes with the activation between them.

    sizes: (inputs, hidden, ..., outputs). init: unless given, `he` for the ReLU family, else
    `xavier`. The last layer is followed by no activation.

    >>> net = mlp([2, 8, 1], "relu", rng=np.random.default_rng(0))
    >>> net([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0]]).shape
    (3, 1)
    """
    if np.ndim(sizes) != 1 or len(sizes) < 2:
        raise ValueError(
            f"sizes must name inputs and outputs at least, but is {sizes!r}; write (2, 8, 1), say"
        )
    if not (init is None or callable(init)):
        raise TypeError(f"init must be a function such as he or xavier, but is {init!r}")
    activation = get_activation(activation)
    if init is None:
        init = he if activation.name in RECTIFIERS else xavier
    layers: list[Layer] = []
    for n_in, n_out in pairwise(sizes):
        layers += [Dense(n_in, n_out, rng=rng, init=init), Activate(activation)]
    return Network(layers[:-1])
