"""PyTensor, which PyMC computes with."""

import numpy as np
import pytensor
import pytensor.tensor as pt
from python_calls import evaluator

pytensor.config.cxx = ""
pytensor.config.mode = "FAST_COMPILE"
TITLE = "PyTensor"
PINS = ["pytensor==3.0.7"]
DTYPES = ("float64", "float32")
LENGTHS = (17, 1, 4)
IMPORTS = "import pytensor.tensor as pt"


def array(numbers, dtype):
    return pt.as_tensor_variable(np.asarray(numbers, dtype=dtype))


def differentiate(function, tensor):
    value = function(tensor)
    slope = pytensor.grad(value.sum(), tensor, disconnected_inputs="ignore")
    return value.eval(), slope.eval()


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "sigmoid": ["pt.sigmoid(z)"],
    "tanh": ["pt.tanh(z)"],
    "relu": ["pt.maximum(z, 0)", "pt.switch(z > 0, z, 0)"],
    "softplus": ["pt.softplus(z)"],
    "log_sigmoid": ["-pt.softplus(-z)"],
    "hard_tanh": ["pt.clip(z, -1, 1)"],
    "relu6": ["pt.clip(z, 0, 6)"],
}
LOSSES = {
    "squared_error": ["pt.sqr(p - y)"],
    "absolute_error": ["pt.abs(p - y)"],
    "softmax": ["pt.special.softmax(z, axis=-1)"],
    "log_softmax": ["pt.special.log_softmax(z, axis=-1)"],
}
GUESSES = [
    ("the slope of maximum at a tie is a half", "pt.maximum(z, 0)", {"z": [0.0]}, "slope", [0.5]),
    ("the slope of switch at 0 is that of its branch", "pt.switch(z > 0, z, 0)", {"z": [0.0]}, "slope", [0]),
    ("the slope of clip at its bounds is 1", "pt.clip(z, -1, 1)", {"z": [-1.0, 1.0]}, "slope", [1, 1]),
    ("the slope of abs at 0 is 0", "pt.abs(z)", {"z": [0.0]}, "slope", [0]),
    ("softplus of -20 is 2.06e-9", "pt.softplus(z)", {"z": [-20.0]}, "value", [2.0611536e-09]),
    ("softplus of 100 is 100", "pt.softplus(z)", {"z": [100.0]}, "value", [100]),
    ("sigmoid of -100 keeps its digits", "pt.sigmoid(z)", {"z": [-100.0]}, "value", [3.78e-44]),
    ("maximum keeps nan", "pt.maximum(z, 0)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("log-softmax of (1000, 0) is (0, -1000)", "pt.special.log_softmax(z, axis=-1)", {"z": [[1000.0, 0.0]]}, "value", [0, -1000]),
    ("tanh's slope at 0 is 1", "pt.tanh(z)", {"z": [0.0]}, "slope", [1]),
]  # fmt: skip
