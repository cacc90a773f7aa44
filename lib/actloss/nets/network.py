"""Layers and networks with their gradients written out: forward, backward, nothing hidden.

`forward` keeps what `backward` needs. `backward` takes the gradient of the loss in the layer's
output, stores the gradients of the layer's parameters, and returns the gradient in its input.
Rows are examples: x is (n, n_in), the output (n, n_out). Called by themselves, the two check what
they are given; a network, which has checked its own input, calls what is within them.

Everything also works for many networks at once, which `stacking` puts along a leading axis of
runs: then weights are (runs, n_in, n_out), outputs (runs, n, n_out).
"""

import copy
import functools
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from actloss._checks import bare, count, finite, number, quiet, real_array
from actloss._types import Array, ArrayLike
from actloss.activations import leaky_relu, leaky_relu_prime, sigmoid
from actloss.activations.maxima import pieces, to_winners, winners
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
    output_shape: tuple[int, ...] | None = None

    def forward(self, x: Array) -> Array:
        raise NotImplementedError

    def backward(self, grad: Array, to_input: bool = True) -> Any:
        raise NotImplementedError

    def parameters(self) -> list[Array]:
        return [getattr(self, name) for name in self.names]

    def gradients(self) -> list[Array]:
        return [getattr(self, name + "_grad") for name in self.names]


def rows(name: str, values: ArrayLike) -> Array:
    """`values` as an array of floats whose rows are examples."""
    array = real_array(name, values)
    if array.ndim < 2:
        raise ValueError(
            f"{name} must have shape (examples, features), but has {array.shape}; "
            f"a single example is {name}[np.newaxis], a single feature {name}[:, np.newaxis]"
        )
    return array


def unchecked(method: Any) -> Any:
    """What is within a method of a class that checks its arguments; other methods as they are."""
    return getattr(method, "unchecked", method)


def checks_input(check: Callable[[str, Any], Array]) -> Callable[[Any], Any]:
    """Let a layer's `forward` check its input, whatever the caller's np.errstate says."""

    def decorate(forward: Any) -> Any:
        @functools.wraps(forward)
        def checked(self: Layer, x: ArrayLike) -> Array:
            return quiet().run(forward, self, check("x", x))

        checked.unchecked = forward  # type: ignore[attr-defined]
        return checked

    return decorate


def checks_grad(backward: Any) -> Any:
    """The same for `backward`, whose gradient must have the shape of the last output."""

    @functools.wraps(backward)
    def checked(self: Any, grad: ArrayLike, to_input: bool = True) -> Any:
        grad = real_array("grad", grad)
        if grad.shape != self.output_shape:
            raise ValueError(
                f"grad must have the shape of the last output, {self.output_shape}, but has "
                f"{grad.shape}; call forward first, and reshape targets such as (n,) to (n, 1)"
            )
        return quiet().run(backward, self, grad, to_input)

    checked.unchecked = backward  # type: ignore[attr-defined]
    return checked


class Dense(Layer):
    r"""Affine layer: $z = xW + b$ with weights (n_in, n_out) and a bias (n_out,).

    init: a function of (n_in, n_out, rng) from `initializers`, or one of your own that returns an
    array (n_in, n_out); bias: its initial value.
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
        size = count("n_in", n_in), count("n_out", n_out)
        weights = finite("the weights from init", initializer(init)(*size, rng))
        if weights.shape != size:
            raise ValueError(
                f"init must return weights of shape (n_in, n_out) = {size}, but returned "
                f"{weights.shape}; he and xavier do"
            )
        self.weights = weights.copy()
        self.bias = np.full(n_out, float(number("bias", bias)))

    @checks_input(rows)
    def forward(self, x: Array) -> Array:
        try:
            z = x @ self.weights
        except ValueError as error:
            if x.shape[-1] == self.weights.shape[-2]:
                raise  # another number of runs
            raise ValueError(
                f"this Dense layer takes {self.weights.shape[-2]} features per example, but the "
                f"input has shape {x.shape}; rows are examples, columns are features"
            ) from error
        z += self.bias
        self.x = x
        self.output_shape = z.shape
        return z

    @checks_grad
    def backward(self, grad: Array, to_input: bool = True) -> Any:
        self.weights_grad = self.x.mT @ grad
        self.bias_grad = sum_over_examples(grad, self.bias.shape)
        return grad @ self.weights.mT if to_input else None


class Activated(Layer):
    """A layer that applies an activation: a name, or a record such as `ACTIVATIONS["elu"]`."""

    def __init__(self, activation: str | Activation):
        self.activation = get_activation(activation)


class Activate(Activated):
    """Element-wise activation: a name, or a record such as `ACTIVATIONS["elu"]`."""

    @checks_input(real_array)
    def forward(self, z: Array) -> Array:
        self.z, self.output_shape = z, z.shape
        formula = self.activation.formulas[0]
        if z.itemsize > 2:
            return formula(z)
        # float16 has no room for what the formulas compute on the way
        self.z = z.astype(np.float32)
        return formula(self.z).astype(z.dtype)

    @checks_grad
    def backward(self, grad: Array, to_input: bool = True) -> Any:
        slope = self.activation.formulas[1](self.z)
        return grad * (slope if slope.dtype is grad.dtype else slope.astype(grad.dtype))


class PReLU(Layer):
    r"""ReLU whose negative side has a slope that is learnt, one per channel.

    z: (n, channels). The slope's gradient is the sum of $g \min(z, 0)$ over the examples.
    He et al. (2015), https://arxiv.org/abs/1502.01852
    """

    names = ("slope",)

    def __init__(self, channels: int, slope: float = 0.25):
        self.slope = np.full(count("channels", channels), float(number("slope", slope)))

    @checks_input(rows)
    def forward(self, z: Array) -> Array:
        self.z, self.output_shape = z, z.shape
        if z.shape[-1] != self.slope.shape[-1]:
            raise ValueError(
                f"this PReLU layer has {self.slope.shape[-1]} channels, but the input has shape "
                f"{z.shape}; rows are examples, columns are channels"
            )
        return bare(leaky_relu)(z, self.slope)

    @checks_grad
    def backward(self, grad: Array, to_input: bool = True) -> Any:
        self.slope_grad = sum_over_examples(grad * np.minimum(self.z, 0.0), self.slope.shape)
        return grad * bare(leaky_relu_prime)(self.z, self.slope).astype(grad.dtype, copy=False)


class Maxout(Layer):
    r"""The greatest of k neighbouring inputs: (n, k·units) to (n, units); the first wins a tie.

    Put it after `Dense(n_in, k * units)`: unit j takes the pieces jk to jk + k - 1.
    Goodfellow et al. (2013), https://arxiv.org/abs/1302.4389
    """

    def __init__(self, k: int):
        self.k = count("k", k)

    @checks_input(real_array)
    def forward(self, z: Array) -> Array:
        parts = pieces(z, self.k)
        self.winners = winners(parts)
        self.output_shape = self.winners.shape
        return parts.reshape(-1)[self.winners]

    @checks_grad
    def backward(self, grad: Array, to_input: bool = True) -> Any:
        return to_winners(grad, self.winners, self.k)


class Gated(Activated):
    r"""Gated linear unit: $u\,f(v)$; u is the first half of the inputs, v, the gate, the second.

    Put it after `Dense(n_in, 2 * units)`: (n, 2·units) to (n, units). f: a name, or a record such
    as `ACTIVATIONS["elu"]`; "sigmoid" makes it GLU, "silu" SwiGLU, "gelu" GEGLU, "relu" ReGLU, and
    "identity" the bilinear unit.
    Dauphin et al. (2017), https://arxiv.org/abs/1612.08083
    Shazeer (2020), https://arxiv.org/abs/2002.05202
    """

    @checks_input(real_array)
    def forward(self, z: Array) -> Array:
        inputs = z.shape[-1] if z.ndim else 1
        if inputs % 2 or not inputs:
            raise ValueError(
                f"a gated layer takes an even number of inputs, values and gates, but got {inputs};"
                " let the layer before it have 2 outputs per unit"
            )
        self.values, gates = z[..., : inputs // 2], z[..., inputs // 2 :]
        self.gates = gates if z.itemsize > 2 else gates.astype(np.float32)  # as in Activate
        self.opened = self.activation.formulas[0](self.gates).astype(z.dtype, copy=False)
        self.output_shape = self.values.shape
        return self.values * self.opened

    @checks_grad
    def backward(self, grad: Array, to_input: bool = True) -> Any:
        slope = self.activation.formulas[1](self.gates).astype(grad.dtype, copy=False)
        return np.concatenate([grad * self.opened, grad * self.values * slope], axis=-1)


def sum_over_examples(grad: Array, shape: tuple[int, ...]) -> Array:
    """Sum over the last axis but one, as a parameter of that shape takes it."""
    if grad.itemsize < 8:  # a sum of many short floats would lose digits
        total = np.add.reduce(grad, axis=-2, dtype=np.float64).astype(grad.dtype)
    elif grad.ndim == 2:
        return np.add.reduce(grad, axis=0)
    else:
        total = np.ones(grad.shape[-2], grad.dtype) @ grad  # for many runs far faster than a sum
    return total.reshape(shape)


class Network:
    """Layers one after another. The output is a value or a logit; no softmax is applied to it."""

    output_shape: tuple[int, ...] | None = None

    def __init__(self, layers: Iterable[Layer]):
        if isinstance(layers, str) or not isinstance(layers, Iterable):
            raise TypeError(f"layers must be a list of layers, but is {layers!r}; write [...]")
        self.layers = list(layers)
        if not self.layers:
            raise ValueError("a network needs at least one layer, but layers is empty")
        for position, layer in enumerate(self.layers):
            if not isinstance(layer, Layer):
                raise TypeError(
                    f"layers[{position}] must be a layer, but is {layer!r}; "
                    'an activation is Activate("relu"), a network of your own derives from Layer'
                )
            if any(layer is other for other in self.layers[:position]):
                raise ValueError(
                    f"layers[{position}] comes earlier in the list too, but a layer remembers one "
                    "input; make another layer for each place"
                )

    def __call__(self, x: ArrayLike) -> Array:
        return self.forward(x)

    def forward(self, x: ArrayLike) -> Array:
        """Outputs (n, n_out) for inputs (n, n_in)."""
        return quiet().run(self.forward_checked, rows("x", x))

    def forward_checked(self, x: Array) -> Array:
        """`forward` for an array that was checked before."""
        for layer in self.layers:
            x = unchecked(type(layer).forward)(layer, x)
        self.output_shape = x.shape
        return x

    @checks_grad
    def backward(self, grad: Array, to_input: bool = True) -> Any:
        """Gradient in the input, from the gradient in the output of the last `forward`.

        Training has no use for it: `to_input=False` saves its cost in the first layer.
        """
        for layer in reversed(self.layers[1:]):
            grad = unchecked(type(layer).backward)(layer, grad)
        first = self.layers[0]
        return unchecked(type(first).backward)(first, grad, to_input)

    def parameters(self) -> list[Array]:
        """The parameter arrays themselves, first layer first; changing one changes the network."""
        return [getattr(layer, name) for layer in self.layers for name in layer.names]

    def gradients(self) -> list[Array]:
        """The gradients of the last `backward`, in the order of `parameters`."""
        return [getattr(layer, name + "_grad") for layer in self.layers for name in layer.names]

    def astype(self, dtype: Any) -> "Network":
        """A copy whose parameters have another float type, e.g. np.float32.

        float16 will do to predict; training takes float32 or longer.
        """
        try:
            kind = np.dtype(dtype if dtype is not None else object)
        except TypeError:
            kind = np.dtype(object)
        if kind.kind != "f":
            raise TypeError(f"dtype must be a float type, but is {dtype!r}; try np.float32, say")
        other = copy.deepcopy(self)
        for position, layer in enumerate(other.layers):
            for name in layer.names:
                value = getattr(layer, name)
                with np.errstate(all="ignore"):
                    short = value.astype(kind)
                if not np.array_equal(np.isinf(short), np.isinf(value)):
                    raise ValueError(
                        f"the {name} of layers[{position}] are too large for {kind}, which ends at "
                        f"{np.finfo(kind).max}; take a longer type"
                    )
                setattr(layer, name, short)
        return other

    def save(self, path: str | Path) -> None:
        """Write the network to a file that `load_network` reads.

        See there for what the file holds. The file is replaced only when the new one is complete.
        Raises TypeError or ValueError for a path that is no file's and for what a file cannot hold:
        layers, activations and networks of your own. Raises OSError where the file cannot be
        written, such as in a folder that does not exist.
        """
        from actloss.nets.saving import save_network  # needed by few

        save_network(self, path)

    def predict_proba(self, x: ArrayLike) -> Array:
        """Probabilities: sigmoid of a single output (n,), softmax of several (n, classes)."""
        logits = self.forward(x)
        return sigmoid(logits[..., 0]) if logits.shape[-1] == 1 else softmax(logits)

    def predict(self, x: ArrayLike) -> Array:
        """Class labels (n,): the class of the largest logit; for a single output 1 if it is > 0."""
        return labels_of(self.forward(x))


def labels_of(logits: Array) -> Array:
    """The class of the largest of several logits; for a single one 1 if it is > 0, else 0."""
    if logits.shape[-1] == 1:
        return (logits[..., 0] > 0).astype(int)
    return logits.argmax(axis=-1)


def initializer(init: Any) -> Initializer:
    """`init` if it is a function."""
    if not callable(init):
        raise TypeError(f"init must be a function such as he or xavier, but is {init!r}")
    return init


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
    in_a_row = isinstance(sizes, (Sequence, np.ndarray)) and getattr(sizes, "ndim", 1) == 1
    if isinstance(sizes, str) or not in_a_row or len(sizes) < 2:
        raise ValueError(
            f"sizes must name inputs and outputs at least, but is {sizes!r}; write (2, 8, 1), say"
        )
    sizes = [count(f"sizes[{position}]", size) for position, size in enumerate(sizes)]
    activation = get_activation(activation)
    if init is None:
        init = he if activation.name in RECTIFIERS else xavier
    layers: list[Layer] = []
    for n_in, n_out in pairwise(sizes):
        layers += [Dense(n_in, n_out, rng=rng, init=init), Activate(activation)]
    return Network(layers[:-1])
