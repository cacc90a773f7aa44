"""River: its losses for one example after the other, with their own gradients."""

import numpy as np
from python_calls import evaluator

TITLE = "River"
PINS = ["river==0.26.1"]
DTYPES = ("float64",)
IMPORTS = "from river.optim import losses"


def array(numbers, dtype):
    return np.array(numbers, dtype=dtype)


def differentiate(function, tensor):
    made = function(tensor)
    return made if isinstance(made, tuple) else (made, None)


def both(loss):
    """Value and gradient of a loss."""

    def apply(y, p):
        # one number is given as a number: that is how models call a loss
        if np.size(p) == 1:
            y, p = float(np.ravel(y)[0]), float(np.ravel(p)[0])
        return np.atleast_1d(loss(y, p)), np.atleast_1d(loss.gradient(y, p))

    return apply


evaluate = evaluator(IMPORTS, array, differentiate, both=both)

LOSSES = {
    "squared_error": ["both(losses.Squared())(y, p)"],
    "absolute_error": ["both(losses.Absolute())(y, p)"],
    "huber": ["both(losses.Huber())(y, p)", "both(losses.Huber(epsilon=1.0))(y, p)"],
    "huber_2": ["both(losses.Huber(epsilon=2.0))(y, p)"],
    "quantile": ["both(losses.Quantile())(y, p)"],
    "quantile_9": ["both(losses.Quantile(alpha=0.9))(y, p)"],
    "sigmoid_cross_entropy": ["both(losses.Log())(y, z)"],
    "sigmoid_cross_entropy_weight_3": ["both(losses.Log(weight_pos=3.0))(y, z)"],
    "focal": ["both(losses.BinaryFocalLoss())(y, z)"],
    "hinge": ["both(losses.Hinge())(y, z)", "both(losses.Hinge())((y + 1) / 2, z)"],
}
GUESSES = [
    ("the slope of squared error is 2 r", "both(losses.Squared())(y, p)", {"p": [3.0], "y": [0.0]}, "slope", [6]),
    ("Huber's epsilon is .1", "both(losses.Huber())(y, p)", {"p": [3.0], "y": [0.0]}, "value", [0.295]),
    ("Huber with 2 at 3 is 4", "both(losses.Huber(epsilon=2.0))(y, p)", {"p": [3.0], "y": [0.0]}, "value", [4]),
    ("its slope there is 2", "both(losses.Huber(epsilon=2.0))(y, p)", {"p": [3.0], "y": [0.0]}, "slope", [2]),
    ("the slope of absolute error at 0 is 0", "both(losses.Absolute())(y, p)", {"p": [0.0], "y": [0.0]}, "slope", [0]),
    ("hinge at 1 for a true 1 has slope -1", "both(losses.Hinge())(y, z)", {"z": [1.0], "y": [1.0]}, "slope", [-1]),
    ("hinge counts a label of -1 as -1", "both(losses.Hinge())(y, z)", {"z": [0.5], "y": [-1.0]}, "value", [1.5]),
    ("logs of a label are in nats", "both(losses.Log())(y, z)", {"z": [0.0], "y": [1.0]}, "value", [0.693147]),
    ("log loss of -100 is 100", "both(losses.Log())(y, z)", {"z": [-100.0], "y": [1.0]}, "value", [100]),
    ("quantile .9 weighs a low prediction by .9", "both(losses.Quantile(alpha=0.9))(y, p)",
     {"p": [-1.0], "y": [0.0]}, "value", [0.9]),
]  # fmt: skip
