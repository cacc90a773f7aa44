"""Chainer."""

import chainer
import numpy as np
from python_calls import evaluator

TITLE = "Chainer"
PINS = ["setuptools<66", "wheel==0.45.1", "numpy==1.23.5", "chainer==7.8.1"]
DTYPES = ("float64", "float32", "float16")
IMPORTS = "import numpy as np\nimport chainer.functions as F"


def array(numbers, dtype):
    if dtype == "int64":
        return np.array(numbers, dtype=np.int32)
    return chainer.Variable(np.array(numbers, dtype=dtype))


def differentiate(function, tensor):
    value = function(tensor)
    value.grad = np.ones_like(value.array)
    value.backward()
    return value.array, tensor.grad


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "identity": ["F.identity(z)"],
    "sigmoid": ["F.sigmoid(z)"],
    "tanh": ["F.tanh(z)"],
    "relu": ["F.relu(z)"],
    "leaky_relu": ["F.leaky_relu(z)", "F.leaky_relu(z, slope=0.01)"],
    "prelu": ["F.leaky_relu(z, slope=0.25)"],
    "elu": ["F.elu(z)"],
    "selu": ["F.selu(z)"],
    "softplus": ["F.softplus(z)"],
    "silu": ["z * F.sigmoid(z)"],
    "hard_sigmoid": ["F.hard_sigmoid(z)"],
    "hard_tanh": ["F.clip(z, -1.0, 1.0)"],
    "relu6": ["F.relu6(z)", "F.clipped_relu(z, 6.0)"],
    "softsign": ["z / (1 + F.absolute(z))"],
}
LOSSES = {
    "squared_error": ["F.mean_squared_error(p, y)", "F.squared_error(p, y)"],
    "absolute_error": ["F.mean_absolute_error(p, y)", "F.absolute_error(p, y)"],
    "huber": ["F.huber_loss(p[:, None], y[:, None], 1.0)",
              "F.huber_loss(p[:, None], y[:, None], 1.0, reduce='no')[:, 0]"],
    "huber_2": ["F.huber_loss(p[:, None], y[:, None], 2.0)"],
    "softmax_cross_entropy": ["F.softmax_cross_entropy(z, y)", "F.softmax_cross_entropy(z, y, reduce='no')"],
    "weighted_softmax_cross_entropy": ["F.softmax_cross_entropy(z, y, class_weight=w.array)",
                                       "F.softmax_cross_entropy(z, y, class_weight=w.array, reduce='no')"],
    "softmax": ["F.softmax(z)"],
    "log_softmax": ["F.log_softmax(z)"],
}  # fmt: skip
ROW = [[2.0, 1.0, 0.0]]
GUESSES = [
    ("leaky ReLU's slope is .2", "F.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.2]),
    ("hard sigmoid of 1 is .7", "F.hard_sigmoid(z)", {"z": [1.0]}, "value", [0.7]),
    ("the slope of clip at its bounds is 1", "F.clip(z, -1.0, 1.0)", {"z": [-1.0, 1.0]}, "slope", [1, 1]),
    ("the slope of ReLU6 at 6 is 0", "F.relu6(z)", {"z": [6.0]}, "slope", [0]),
    ("absolute error's slope at 0 is 0", "F.mean_absolute_error(p, y)", {"p": [0.0], "y": [0.0]}, "slope", [0]),
    ("all labels ignored gives 0", "F.softmax_cross_entropy(z, y)", {"z": ROW, "y": [-1]}, "value", [0]),
    ("class weights are divided by the count, not by their sum",
     "F.softmax_cross_entropy(z, y, class_weight=w.array)", {"z": ROW, "y": [0], "w": [0.5, 2.0, 1.0]}, "value", [0.203803]),
    ("ELU's slope at 0 is 1", "F.elu(z)", {"z": [0.0]}, "slope", [1]),
    ("ReLU keeps nan", "F.relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("softplus of 100 is 100", "F.softplus(z)", {"z": [100.0]}, "value", [100]),
]  # fmt: skip
