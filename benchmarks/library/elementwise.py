"""Forward and backward of each activation, from small arrays to those that only memory limits."""

from collections.abc import Callable

import numpy as np

import actloss as al
from benchmarks.library import peers
from benchmarks.timing import Pace, Race, race

SMALL = 1000
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
    """As in training: the layer, whose input was checked before. NumPy's warnings are silenced
    once for a whole step of the training, so not here."""
    activate = al.Activate(name)

    def run():
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


def small_races(pace: Pace) -> dict[str, list[Race]]:
    """1,000 numbers: the layers, and the functions with their checks."""
    z, grad = numbers(SMALL)
    aims = {name: {"PyTorch": 1.5} for name in names() if name != "gelu"}
    return {
        "layer": [
            race(name, layer(name, z, grad), others(name, z, grad), pace, least=aims.get(name))
            for name in names()
        ],
        "functions": [
            race(name, functions(name, z, grad), others(name, z, grad), pace) for name in names()
        ],
    }


def large_races(pace: Pace) -> dict[str, list[Race]]:
    """The layers on large arrays; on the largest also against the memory."""
    columns = {}
    for size in pace.large:
        z, grad = numbers(size)
        traffic = {"memory": memory(z)} if size == max(pace.large) else {}
        columns[f"{size:,}"] = [
            race(name, layer(name, z, grad), others(name, z, grad) | traffic, pace)
            for name in names()
        ]
    return columns


def numbers(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and gradients."""
    rng = np.random.default_rng(0)
    return 2 * rng.standard_normal(size), rng.standard_normal(size)


def others(name: str, z: np.ndarray, grad: np.ndarray) -> dict[str, Callable[[], object]]:
    return {"PyTorch": pytorch(name, z, grad)} if peers.torch else {}


def agree() -> None:
    """Refuse to race where PyTorch's gradients are not ours, on a grid without the kinks."""
    z = np.linspace(-6, 6, 1000) + 1e-3
    grad = np.ones_like(z)
    for name in names() if peers.torch else ():
        theirs = pytorch(name, z, grad)().numpy()
        # PyTorch's slope of the hard sigmoid is 1/6 rounded to float32.
        np.testing.assert_allclose(layer(name, z, grad)(), theirs, rtol=1e-7, err_msg=name)
