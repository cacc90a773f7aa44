"""thinc, spaCy's library: its operations on NumPy, with the derivatives that it states itself."""

import numpy as np
from python_calls import evaluator

TITLE = "thinc"
PINS = ["thinc==9.1.1", "numpy==2.4.6"]
DTYPES = ("float64", "float32")
IMPORTS = "from thinc.api import NumpyOps, CategoricalCrossentropy, L2Distance\nops = NumpyOps()"


def array(numbers, dtype):
    return np.array(numbers, dtype=dtype)


def differentiate(function, tensor):
    made = function(tensor)
    return made if isinstance(made, tuple) else (made, None)


def both(name):
    """An operation and its own backward pass, for arrays of one row as its layers have them."""

    def apply(z, **how):
        from thinc.api import NumpyOps

        ops, row = NumpyOps(), z.reshape(1, -1)
        value = getattr(ops, name)(row, **how)
        ones = np.ones_like(row)
        backward = getattr(ops, f"backprop_{name}")
        if name in ("sigmoid", "relu"):
            slope = backward(ones, value, **how)
        elif name == "swish":
            slope = backward(ones, row, value, **how)
        else:
            slope = backward(ones, row, **how)
        return value[0], slope[0]

    return apply


evaluate = evaluator(IMPORTS, array, differentiate, both=both)

ACTIVATIONS = {
    "sigmoid": ["both('sigmoid')(z)"],
    "tanh": ["ops.xp.tanh(z)"],
    "relu": ["both('relu')(z)"],
    "gelu": ["both('gelu')(z)", "both('gelu_approx')(z)"],
    "silu": ["both('swish')(z)"],
    "mish": ["both('mish')(z)"],
    "hard_sigmoid": ["both('hard_sigmoid')(z)", "both('clipped_linear')(z, slope=1 / 6, offset=0.5, max_val=1.0)"],
    "hard_tanh": ["both('hard_tanh')(z)"],
    "relu6": ["both('relu_k')(z)"],
}  # fmt: skip
LOSSES = {
    "squared_error": ["L2Distance(normalize=False)(p[:, None], y[:, None])[::-1]"],
    "softmax": ["ops.softmax(z)"],
}
GUESSES = [
    ("hard sigmoid of 1 is .7", "both('hard_sigmoid')(z)", {"z": [1.0]}, "value", [0.7]),
    ("GELU is exact", "both('gelu')(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("GELU's slope at 1 is 1.0833", "both('gelu')(z)", {"z": [1.0]}, "slope", [1.083316]),
    ("the slope of ReLU6 at 6 is 0", "both('relu_k')(z)", {"z": [6.0]}, "slope", [0]),
    ("the slope of hard tanh at 1 is 0", "both('hard_tanh')(z)", {"z": [1.0]}, "slope", [0]),
    ("sigmoid of -100 is cut at 2e-9", "both('sigmoid')(z)", {"z": [-100.0]}, "value", [2.06e-9]),
    ("mish of 100 is 100", "both('mish')(z)", {"z": [100.0]}, "value", [100]),
    ("mish's slope at 100 is 1", "both('mish')(z)", {"z": [100.0]}, "slope", [1]),
    ("ReLU keeps nan", "both('relu')(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("swish of -100 is -3.7e-42", "both('swish')(z)", {"z": [-100.0]}, "value", [-3.78e-42]),
]  # fmt: skip
