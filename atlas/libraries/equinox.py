"""Equinox: the activation with a parameter that it has of its own, on JAX."""

from jax_calls import DTYPES, LENGTHS, jax_evaluator  # noqa: F401

TITLE = "Equinox"
PINS = ["equinox==0.13.8", "jax==0.10.2", "jaxlib==0.10.2", "numpy==2.4.6"]
IMPORTS = "import equinox as eqx"
evaluate = jax_evaluator(IMPORTS)

ACTIVATIONS = {"prelu": ["eqx.nn.PReLU()(z)"], "identity": ["eqx.nn.Identity()(z)"]}
GUESSES = [
    ("PReLU starts at .25", "eqx.nn.PReLU()(z)", {"z": [-1.0]}, "value", [-0.25]),
    ("its slope at 0 is .25", "eqx.nn.PReLU()(z)", {"z": [0.0]}, "slope", [0.25]),
    ("its slope at 1 is 1", "eqx.nn.PReLU()(z)", {"z": [1.0]}, "slope", [1]),
    ("at -0 it is as at 0", "eqx.nn.PReLU()(z)", {"z": [-0.0]}, "slope", [0.25]),
    ("nan stays", "eqx.nn.PReLU()(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("inf stays", "eqx.nn.PReLU()(z)", {"z": [float("inf")]}, "value", [float("inf")]),
    ("-inf stays", "eqx.nn.PReLU()(z)", {"z": [float("-inf")]}, "value", [float("-inf")]),
    ("a start of .1 is told", "eqx.nn.PReLU(0.1)(z)", {"z": [-1.0]}, "value", [-0.1]),
    ("identity gives z", "eqx.nn.Identity()(z)", {"z": [2.0]}, "value", [2]),
    ("its slope is 1", "eqx.nn.Identity()(z)", {"z": [2.0]}, "slope", [1]),
]  # fmt: skip
