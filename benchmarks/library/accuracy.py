"""The greatest error of values and derivatives, in units of the true value's last place.

The truth has 50 digits and comes from the formulas that the library's tests use.
"""

import runpy
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from mpmath import mpf

import actloss as al
from benchmarks.library import elementwise, peers

REFERENCES = Path(__file__).parents[2] / "tests" / "library" / "reference.py"
NEAR_A_ROOT = 0.2  # there only the absolute error can be small
TINY = np.finfo(float).tiny  # below, float64 has fewer digits
SMOOTH = (
    "sigmoid", "log_sigmoid", "tanh", "elu", "selu", "softplus", "gelu", "silu", "mish", "softsign",
)  # fmt: skip
OF_SCIPY = {"sigmoid": "expit", "log_sigmoid": "log_expit"}


def grid(points: int) -> np.ndarray:
    """Half of the points lie evenly within 40 of 0, the others log-spaced from 1e-8 to 700."""
    wide = np.logspace(-8, np.log10(700), points // 4)
    return np.unique(np.concatenate([np.linspace(-40, 40, points // 2) + 1e-3, wide, -wide]))


def greatest_errors(points: int = 2000) -> dict[str, dict[str, tuple[float, float]]]:
    """Activation -> library -> greatest error of the value and of the derivative, in ulp."""
    references = runpy.run_path(str(REFERENCES))["ACTIVATIONS"]
    z = grid(points)
    result = {}
    for name in SMOOTH:
        reference, params = references[name], al.ACTIVATIONS[name].params
        truths = [
            truth(reference.value, reference.value_root, z, params),
            truth(reference.derivative, reference.derivative_root, z, params),
        ]
        result[name] = {
            library: tuple(ulp(values, *known) for values, known in zip(both, truths, strict=False))
            for library, both in libraries(name, z).items()
        }
    return result


def truth(formula: Callable, root: float | None, z: np.ndarray, params: dict):
    """Where to compare, and the true values there."""
    here = np.ones(len(z), bool) if root is None else np.abs(z - root) > NEAR_A_ROOT
    return here, [formula(mpf(float(v)), **params) for v in z[here]]


def ulp(values: np.ndarray, here: np.ndarray, true: list) -> float:
    """The greatest error; inf if a value is not finite."""
    values = values[here]
    if not np.isfinite(values).all():
        return np.inf
    return max(
        float(abs(mpf(float(value)) - t)) / np.spacing(abs(float(t)))
        for value, t in zip(values, true, strict=True)
        if abs(t) >= TINY
    )


def libraries(name: str, z: np.ndarray) -> dict[str, list[np.ndarray]]:
    """Library -> values and derivatives; SciPy has no derivatives."""
    record = al.ACTIVATIONS[name]
    both = {"ours": [record(z), record.derivative(z)]}
    if peers.torch:
        both["PyTorch"] = of_pytorch(name, z)
    if peers.jax:
        both["JAX"] = of_jax(name, z)
    if peers.special and name in OF_SCIPY:
        both["SciPy"] = [getattr(peers.special, OF_SCIPY[name])(z)]
    return both


def of_pytorch(name: str, z: np.ndarray) -> list[np.ndarray]:
    functional = peers.torch.nn.functional
    z = peers.torch.tensor(z, requires_grad=True)
    value = getattr(functional, elementwise.OTHER_NAMES.get(name, name))(z)
    value.sum().backward()
    return [value.detach().numpy(), z.grad.numpy()]


def of_jax(name: str, z: np.ndarray) -> list[np.ndarray]:
    jax = peers.jax
    function = getattr(jax.nn, {"softsign": "soft_sign"}.get(name, name))
    if name == "gelu":
        function = partial(function, approximate=False)
    return [np.asarray(f(z)) for f in (function, jax.vmap(jax.grad(function)))]
