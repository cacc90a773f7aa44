"""MindSpore, on processors."""

import os

os.environ["GLOG_v"] = "4"  # noqa: SIM112
import mindspore as ms
from mindspore import Tensor
from python_calls import evaluator

TITLE = "MindSpore"
PINS = ["mindspore==2.10.0", "numpy<2"]
DTYPES = ("float32", "float16")
LENGTHS = (17, 1, 4)
IMPORTS = "import mindspore as ms\nfrom mindspore import nn, ops"
# A label out of range reads memory that is not the row's.
NOT_ASKED = ("label 3 of 3", "label -1")
ms.set_context(mode=ms.PYNATIVE_MODE, device_target="CPU")


def array(numbers, dtype):
    if dtype == "int64":
        dtype = "int32"
    return Tensor(numbers, dtype=getattr(ms, dtype))


def differentiate(function, tensor):
    value = function(tensor)
    slope = ms.grad(lambda t: function(t).sum())(tensor)
    return value.astype(ms.float32).asnumpy(), slope.astype(ms.float32).asnumpy()


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "sigmoid": ["ops.sigmoid(z)"],
    "log_sigmoid": ["ops.logsigmoid(z)"],
    "tanh": ["ops.tanh(z)"],
    "relu": ["ops.relu(z)"],
    "leaky_relu": ["ops.leaky_relu(z)", "nn.LeakyReLU()(z)", "ops.leaky_relu(z, alpha=0.01)"],
    "prelu": ["ops.leaky_relu(z, alpha=0.25)"],
    "elu": ["ops.elu(z)"],
    "selu": ["ops.selu(z)"],
    "softplus": ["ops.softplus(z)"],
    "gelu": [
        "ops.gelu(z)",
        "nn.GELU()(z)",
        "ops.gelu(z, approximate='tanh')",
        "nn.GELU(approximate=False)(z)",
    ],
    "silu": ["ops.silu(z)"],
    "mish": ["ops.mish(z)"],
    "hard_sigmoid": ["ops.hardsigmoid(z)"],
    "hard_tanh": ["ops.hardtanh(z)", "ops.clamp(z, -1, 1)"],
    "relu6": ["ops.relu6(z)"],
    "softsign": ["ops.softsign(z)"],
}
LOSSES = {
    "squared_error": ["ops.mse_loss(p, y)"],
    "absolute_error": ["ops.l1_loss(p, y)"],
    "huber": ["ops.huber_loss(p, y)", "ops.smooth_l1_loss(p, y)"],
    "huber_2": ["ops.huber_loss(p, y, delta=2.0)", "ops.smooth_l1_loss(p, y, beta=2.0)"],
    "binary_cross_entropy": ["ops.binary_cross_entropy(p, y)"],
    "softmax_cross_entropy": ["ops.cross_entropy(z, y)"],
    "weighted_softmax_cross_entropy": ["ops.cross_entropy(z, y, weight=w)"],
    "label_smoothed_cross_entropy": ["ops.cross_entropy(z, y, label_smoothing=0.1)"],
    "weighted_label_smoothed_cross_entropy": [
        "ops.cross_entropy(z, y, weight=w, label_smoothing=0.1)"
    ],
    "softmax": ["ops.softmax(z, axis=-1)"],
    "log_softmax": ["ops.log_softmax(z, axis=-1)"],
}
GUESSES = [
    ("leaky ReLU's slope is .2", "ops.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.2]),
    ("GELU as a layer is the tanh form", "nn.GELU()(z)", {"z": [-1.0]}, "value", [-0.158808]),
    ("GELU as a function is exact", "ops.gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("hard sigmoid of 1 is 2/3", "ops.hardsigmoid(z)", {"z": [1.0]}, "value", [0.666667]),
    ("mish of 100 is 100", "ops.mish(z)", {"z": [100.0]}, "value", [100]),
    ("the slope of ReLU6 at 6 is 0", "ops.relu6(z)", {"z": [6.0]}, "slope", [0]),
    ("Huber with 2 at 3 is 4", "ops.huber_loss(p, y, delta=2.0)", {"p": [3.0], "y": [0.0]}, "value", [4]),
    ("probability 0 for a true 1 costs 100", "ops.binary_cross_entropy(p, y)", {"p": [0.0], "y": [1.0]}, "value", [100]),
    ("ReLU keeps nan", "ops.relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("softplus of -20 is 2.06e-9", "ops.softplus(z)", {"z": [-20.0]}, "value", [2.0611536e-09]),
]  # fmt: skip
