"""Layers and networks with their gradients written out: forward, backward, nothing hidden.

`forward` keeps what `backward` needs. `backward` takes the gradient of the loss in the layer's
output, stores the gradients of the layer's parameters, and returns the gradient in its input.
Rows are examples: x is (n, n_in), the output (n, n_out).
"""

import copy
from itertools import pairwise

import numpy as np

from actloss._checks import real_array
from actloss.activations import sigmoid
from actloss.catalogue import get_activation
from actloss.initializers import he, xavier
from actloss.probability import softmax

# They pass about half of the variance on, which He's initialisation makes good.
RECTIFIERS = {"relu", "leaky_relu", "prelu", "relu6", "elu", "gelu", "silu", "mish", "softplus"}


class Layer:
    """A step of the network. `names` lists its parameters; `<name>_grad` holds their gradients."""

    names: tuple[str, ...] = ()

    def parameters(self):
        return [getattr(self, name) for name in self.names]

    def gradients(self):
        return [getattr(self, name + "_grad") for name in self.names]


class Dense(Layer):
    r"""Affine layer: $z = xW + b$ with weights (n_in, n_out) and a bias (n_out,).

    init: a function of (n_in, n_out, rng) from `initializers`; bias: its initial value.
    """

    names = ("weights", "bias")

    def __init__(self, n_in, n_out, *, rng, init=xavier, bias=0.0):
        for name, size in (("n_in", n_in), ("n_out", n_out)):
            if not isinstance(size, (int, np.integer)) or size < 1:
                raise ValueError(f"{name} must be a whole number of at least 1, but is {size!r}")
        self.weights = init(n_in, n_out, rng)
        self.bias = np.full(n_out, float(bias))

    def forward(self, x):
        if x.shape[-1] != len(self.weights):
            raise ValueError(
                f"this Dense layer takes {len(self.weights)} features per example, but the input "
                f"has shape {x.shape}; rows are examples, columns are features"
            )
        self.x = x
        return x @ self.weights + self.bias

    def backward(self, grad):
        self.weights_grad = self.x.T @ grad
        self.bias_grad = grad.sum(axis=0)
        return grad @ self.weights.T


class Activate(Layer):
    """Element-wise activation: a name, or a record such as `ACTIVATIONS["elu"]`."""

    def __init__(self, activation):
        self.activation = get_activation(activation)

    def forward(self, z):
        self.z = z
        return self.activation(z)

    def backward(self, grad):
        return grad * self.activation.derivative(self.z)


class Network:
    """Layers one after another. The output is a value or a logit; no softmax is applied to it."""

    def __init__(self, layers):
        self.layers = list(layers)

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        """Outputs (n, n_out) for inputs (n, n_in)."""
        x = real_array("x", x)
        if x.ndim != 2:
            raise ValueError(
                f"x must have shape (examples, features), but has {x.shape}; "
                "a single example is x[np.newaxis], a single feature x[:, np.newaxis]"
            )
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        """Gradient in the input, from the gradient in the output of the last `forward`."""
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def parameters(self):
        """The parameter arrays themselves, first layer first; changing one changes the network."""
        return [p for layer in self.layers for p in layer.parameters()]

    def gradients(self):
        """The gradients of the last `backward`, in the order of `parameters`."""
        return [g for layer in self.layers for g in layer.gradients()]

    def astype(self, dtype) -> "Network":
        """A copy whose parameters have another float type, e.g. np.float32."""
        other = copy.deepcopy(self)
        for layer in other.layers:
            for name in layer.names:
                setattr(layer, name, getattr(layer, name).astype(dtype))
        return other

    def predict_proba(self, x):
        """Probabilities: sigmoid of a single output (n,), softmax of several (n, classes)."""
        logits = self.forward(x)
        return sigmoid(logits[:, 0]) if logits.shape[1] == 1 else softmax(logits)

    def predict(self, x):
        """Class labels (n,): the class of the largest logit; for a single output 1 if it is > 0."""
        logits = self.forward(x)
        return (logits[:, 0] > 0).astype(int) if logits.shape[1] == 1 else logits.argmax(axis=1)


def mlp(sizes, activation, *, rng, init=None):
    """A network of Dense layers of these sizes with the activation between them.

    sizes: (inputs, hidden, ..., outputs). init: unless given, `he` for the ReLU family, else
    `xavier`. The last layer is followed by no activation.
    """
    if len(sizes) < 2:
        raise ValueError(f"sizes must name inputs and outputs at least, but is {sizes!r}")
    activation = get_activation(activation)
    if init is None:
        init = he if activation.name in RECTIFIERS else xavier
    layers = []
    for n_in, n_out in pairwise(sizes):
        layers += [Dense(n_in, n_out, rng=rng, init=init), Activate(activation)]
    return Network(layers[:-1])
