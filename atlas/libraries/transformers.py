"""Transformers: the activations that its models name in their configuration."""

from torch_calls import DTYPES, torch_evaluator  # noqa: F401

TITLE = "Transformers"
PINS = ["transformers==5.23.0", "torch==2.13.0", "numpy==2.4.6"]
IMPORTS = "import torch\nfrom transformers.activations import ACT2FN"
evaluate = torch_evaluator(IMPORTS)

ACTIVATIONS = {
    "identity": ["ACT2FN['linear'](z)"],
    "sigmoid": ["ACT2FN['sigmoid'](z)"],
    "tanh": ["ACT2FN['tanh'](z)"],
    "relu": ["ACT2FN['relu'](z)"],
    "leaky_relu": ["ACT2FN['leaky_relu'](z)"],
    "gelu": [
        "ACT2FN['gelu'](z)",
        "ACT2FN['gelu_new'](z)",
        "ACT2FN['gelu_fast'](z)",
        "ACT2FN['quick_gelu'](z)",
    ],
    "silu": ["ACT2FN['silu'](z)", "ACT2FN['swish'](z)"],
    "mish": ["ACT2FN['mish'](z)"],
    "relu6": ["ACT2FN['relu6'](z)"],
}
GUESSES = [
    ("gelu is exact", "ACT2FN['gelu'](z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("gelu_new is the tanh form", "ACT2FN['gelu_new'](z)", {"z": [-1.0]}, "value", [-0.158808]),
    ("gelu_fast is the tanh form too", "ACT2FN['gelu_fast'](z)", {"z": [-1.0]}, "value", [-0.158808]),
    ("quick_gelu is z sigmoid(1.702 z)", "ACT2FN['quick_gelu'](z)", {"z": [-1.0]}, "value", [-0.154204]),
    ("gelu_10 is cut at 10", "ACT2FN['gelu_10'](z)", {"z": [20.0]}, "value", [10]),
    ("relu2 squares", "ACT2FN['relu2'](z)", {"z": [3.0]}, "value", [9]),
    ("laplace of 0 is about .0062", "ACT2FN['laplace'](z)", {"z": [0.0]}, "value", [0.006149]),
    ("leaky_relu has slope .01", "ACT2FN['leaky_relu'](z)", {"z": [-1.0]}, "value", [-0.01]),
    ("swish is silu", "ACT2FN['swish'](z)", {"z": [1.0]}, "value", [0.731059]),
    ("relu6's slope at 6 is 0", "ACT2FN['relu6'](z)", {"z": [6.0]}, "slope", [0]),
]  # fmt: skip
