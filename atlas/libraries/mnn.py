"""MNN: its expressions, which its models are made of, on processors."""

import MNN.expr as F
import numpy as np
from python_calls import evaluator, values_only

TITLE = "MNN"
PINS = ["MNN==3.6.1", "numpy==2.4.6"]
DTYPES = ("float32",)
IMPORTS = "import MNN.expr as F"


class Read:
    """What a line gives, as numbers."""

    def __init__(self, var):
        self.var = var

    def __array__(self, dtype=None, copy=None):
        return np.array(self.var.read(), dtype=dtype)


def array(numbers, dtype):
    return F.const(numbers.ravel().tolist(), list(numbers.shape), F.NCHW, F.float)


evaluate = evaluator(IMPORTS, array, lambda f, t: values_only(lambda z: Read(f(z)), t))


ACTIVATIONS = {
    "sigmoid": ["F.sigmoid(z)"],
    "tanh": ["F.tanh(z)"],
    "relu": ["F.relu(z)"],
    "leaky_relu": ["F.relu(z, 0.01)"],
    "prelu": ["F.relu(z, 0.25)"],
    "elu": ["F.elu(z, 1.0)"],
    "selu": ["F.selu(z, 1.0507009873554805, 1.6732632423543772)"],
    "softplus": ["F.softplus(z)"],
    "gelu": ["F.gelu(z)", "0.5 * z * (1 + F.erf(z * 0.7071067811865476))"],
    "silu": ["z * F.sigmoid(z)"],
    "relu6": ["F.relu6(z)"],
    "softsign": ["F.softsign(z)"],
}
LOSSES = {"softmax": ["F.softmax(z, -1)"]}
GUESSES = [
    ("softplus of 100 is 100", "F.softplus(z)", {"z": [100.0]}, "value", [100]),
    ("softplus of -20 is 2.06e-9", "F.softplus(z)", {"z": [-20.0]}, "value", [2.0611536e-09]),
    ("GELU is exact", "F.gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("sigmoid of -20 is 2.06e-9", "F.sigmoid(z)", {"z": [-20.0]}, "value", [2.0611536e-09]),
    ("tanh of .0001 is .0001", "F.tanh(z)", {"z": [1e-4]}, "value", [1e-4]),
    ("ReLU keeps nan", "F.relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("ELU of -1 is expm1(-1)", "F.elu(z, 1.0)", {"z": [-1.0]}, "value", [-0.632121]),
    ("tanh of 100 is 1", "F.tanh(z)", {"z": [100.0]}, "value", [1]),
    ("erf of .1 is .112463", "F.erf(z)", {"z": [0.1]}, "value", [0.112463]),
    ("softmax of (1000, 0) is (1, 0)", "F.softmax(z, -1)", {"z": [[1000.0, 0.0]]}, "value", [1, 0]),
]  # fmt: skip
