"""Forward and backward of each activation, from small arrays to those that only memory limits."""

from collections.abc import Callable

import numpy as np

import actloss as al
from benchmarks import peers
from benchmarks.timing import Pace, Race, race

SIZES = (1_000, 100_000, 10_000_000)
PARAMS = {"leaky_relu": (0.01,), "prelu": (0.25,)}
OTHER_NAMES = {
    "log_sigmoid": "logsigmoid",
    "hard_sigmoid": "hardsigmoid",
    "hard_tanh": "hardtanh",
}
# What PyTorch has none of, or where there is nothing to compute.
WITHOUT_PEER = ("identity", "step")


def names() -> list[str]:
    return [name for name in al.ACTIVATIONS if name not in WITHOUT_PEER]


def layer(name: str, z: np.ndarray, grad: np.ndarray) -> Callable[[], object]:
    """As in training: the layer, whose input was checked before."""
    activate = al.Activate(name)

    def run():
        with np.errstate(all="ignore"):
            activate.forward(z)
            return activate.backward(grad)

    return run


def functions(name: str, z: np.ndarray, grad: np.ndarray) -> Callable[[], object]:
    """As a user calls them: the public functions, which check their input."""
    record = al.ACTIVATIONS[name]

    def run():
        record(z)
        return grad * record.derivative(z)

    return run


def pytorch(name: str, z: np.ndarray, grad: np.ndarray) -> Callable[[], object]:
    """Eager: forward records, backward differentiates."""
    torch = peers.torch
    function = getattr(torch.nn.functional, OTHER_NAMES.get(name, name))
    z, grad = torch.tensor(z, requires_grad=True), torch.tensor(grad)
    slope = [torch.tensor(p, dtype=z.dtype).reshape(1) for p in PARAMS.get(name, ())]
    args = slope if name == "prelu" else PARAMS.get(name, ())

    def run():
        z.grad = None
        function(z, *args).backward(grad)
        return z.grad

    return run


def memory(z: np.ndarray) -> Callable[[], object]:
    """The least traffic there can be: forward reads z and writes f(z), backward reads z and the
    gradient and writes another, which is one sum of two arrays and one copy."""
    first, second = np.empty_like(z), np.empty_like(z)

    def run():
        np.copyto(first, z)
        np.add(z, first, out=second)

    return run


def elementwise_races(pace: Pace) -> dict[str, list[Race]]:
    """Seconds of a forward and a backward: label of the column -> one race per activation."""
    rng = np.random.default_rng(0)
    columns = {}
    for size in (size for size in SIZES if size <= pace.largest):
        z, grad = 2 * rng.standard_normal(size), rng.standard_normal(size)
        for kind in (layer, functions) if size == SIZES[0] else (layer,):
            label = f"{kind.__name__}, {size:,}"
            columns[label] = [elementwise_race(name, kind, z, grad, pace) for name in names()]
    return columns


def elementwise_race(name, kind, z, grad, pace) -> Race:
    others = {"PyTorch": pytorch(name, z, grad)} if peers.torch else {}
    if len(z) == SIZES[-1]:
        others["memory"] = memory(z)
    promised = kind is layer and len(z) == SIZES[0] and name != "gelu"
    return race(name, kind(name, z, grad), others, pace, least={"PyTorch": 1.5} if promised else {})


def agreement() -> float:
    """The greatest difference between our gradients and PyTorch's, on a grid without the kinks."""
    z = np.linspace(-6, 6, 1000) + 1e-3
    grad = np.ones_like(z)
    errors = [layer(name, z, grad)() - pytorch(name, z, grad)().numpy() for name in names()]
    return float(np.abs(errors).max())
