"""SciPy's special functions."""

import numpy as np
from python_calls import evaluator, values_only

TITLE = "SciPy"
PINS = ["scipy==1.17.1", "numpy==2.4.6"]
DTYPES = ("float64", "float32")
IMPORTS = "import numpy as np\nfrom scipy import special"


def array(numbers, dtype):
    return np.array(numbers, dtype=dtype)


evaluate = evaluator(IMPORTS, array, values_only)

ACTIVATIONS = {
    "step": ["np.heaviside(z, 0)"],
    "sigmoid": ["special.expit(z)"],
    "log_sigmoid": ["special.log_expit(z)"],
    "tanh": ["np.tanh(z)"],
    "softplus": ["special.softplus(z)", "np.logaddexp(0, z)"],
    "gelu": ["z * special.ndtr(z)"],
    "silu": ["z * special.expit(z)"],
}
LOSSES = {
    "huber": ["special.huber(1.0, p - y)"],
    "huber_2": ["special.huber(2.0, p - y)", "special.pseudo_huber(2.0, p - y)"],
    "kl_divergence": [
        "special.kl_div(p, q)",
        "special.kl_div(p, q).sum(-1)",
        "special.rel_entr(p, q).sum(-1)",
    ],
    "softmax": ["special.softmax(z, axis=-1)"],
    "log_softmax": ["special.log_softmax(z, axis=-1)"],
}

GUESSES = [
    ("expit keeps its digits at -100", "special.expit(z)", {"z": [-100.0]}, "value", [3.78e-44]),
    ("log_expit of -1e4 is -1e4", "special.log_expit(z)", {"z": [-1e4]}, "value", [-1e4]),
    ("huber takes delta first", "special.huber(2.0, p)", {"p": [3.0]}, "value", [4]),
    ("kl_div has terms that add up to the divergence", "special.kl_div(p, q)", {"p": [0.7, 0.3], "q": [0.5, 0.5]},
     "value", [0.035531, 0.046752]),
    ("rel_entr has a negative term", "special.rel_entr(p, q)", {"p": [0.3], "q": [0.5]}, "value", [-0.153248]),
    ("softmax without an axis is over all", "special.softmax(z)", {"z": [[0.0, 0.0], [0.0, 0.0]]}, "value", [0.25] * 4),
    ("softplus of -100 is 3.78e-44", "special.softplus(z)", {"z": [-100.0]}, "value", [3.78e-44]),
    ("ndtr of -10 is 7.6e-24", "special.ndtr(z)", {"z": [-10.0]}, "value", [7.619853e-24]),
    ("log_softmax of (1000, 0) is (0, -1000)", "special.log_softmax(z)", {"z": [1000.0, 0.0]}, "value", [0, -1000]),
    ("softmax with inf is nan", "special.softmax(z)", {"z": [float("inf"), 0.0]}, "value", [float("nan")] * 2),
]  # fmt: skip
