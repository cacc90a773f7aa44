"""autograd: what one writes with its NumPy."""

import autograd.numpy as anp
from autograd import elementwise_grad
from python_calls import evaluator

TITLE = "autograd"
PINS = ["autograd==1.9.1", "scipy==1.17.1", "numpy==2.4.6"]
DTYPES = ("float64", "float32", "float16")
IMPORTS = "import autograd.numpy as np\nfrom autograd.scipy import special, stats"


def array(numbers, dtype):
    return anp.array(numbers, dtype=dtype)


def differentiate(function, tensor):
    value = function(tensor)
    if tensor.dtype.kind != "f":
        return value, None
    return value, elementwise_grad(lambda t: function(t))(tensor)


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "sigmoid": ["special.expit(z)"],
    "log_sigmoid": ["-np.logaddexp(0, -z)"],
    "tanh": ["np.tanh(z)"],
    "relu": ["np.maximum(z, 0)", "np.where(z > 0, z, 0)"],
    "leaky_relu": ["np.where(z > 0, z, 0.01 * z)"],
    "softplus": ["np.logaddexp(0, z)"],
    "gelu": ["z * stats.norm.cdf(z)"],
    "silu": ["z * special.expit(z)"],
    "hard_tanh": ["np.clip(z, -1, 1)"],
    "relu6": ["np.clip(z, 0, 6)", "np.minimum(np.maximum(z, 0), 6)"],
    "softsign": ["z / (1 + np.abs(z))"],
}
LOSSES = {
    "squared_error": ["(p - y) ** 2"],
    "absolute_error": ["np.abs(p - y)"],
    "log_cosh": ["np.log(np.cosh(p - y))", "np.logaddexp(p - y, y - p) - np.log(2)"],
    "sigmoid_cross_entropy": ["np.logaddexp(0, z) - y * z"],
    "log_softmax": ["z - special.logsumexp(z, axis=-1, keepdims=True)"],
}
GUESSES = [
    ("the slope of maximum at a tie is a half", "np.maximum(z, 0)", {"z": [0.0]}, "slope", [0.5]),
    ("the slope of where at 0 is that of its branch", "np.where(z > 0, z, 0)", {"z": [0.0]}, "slope", [0]),
    ("clip has slope 1 at its bounds", "np.clip(z, -1, 1)", {"z": [-1.0, 1.0]}, "slope", [1, 1]),
    ("abs has slope 0 at 0", "np.abs(z)", {"z": [0.0]}, "slope", [0]),
    ("logaddexp has slope 1 at 1000", "np.logaddexp(0, z)", {"z": [1000.0]}, "slope", [1]),
    ("expit's slope at -100 is 3.78e-44", "special.expit(z)", {"z": [-100.0]}, "slope", [3.78e-44]),
    ("the slope of a maximum over ties is shared", "np.max(z)", {"z": [1.0, 1.0]}, "slope", [0.5, 0.5]),
    ("tanh's slope at 20 is 0 or 1.7e-17 in float32", "np.tanh(z)", {"z": [20.0]}, "slope", [0]),
    ("the slope of sqrt at 0 is inf", "np.sqrt(z)", {"z": [0.0]}, "slope", [float("inf")]),
    ("log of cosh of 100 is inf in float32", "np.log(np.cosh(z))", {"z": [100.0]}, "value", [float("inf")]),
]  # fmt: skip
