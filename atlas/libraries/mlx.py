"""MLX, its build for processors."""

import mlx.core as mx
from python_calls import evaluator

TITLE = "MLX"
PINS = ["mlx[cpu]==0.32.4", "numpy==2.4.6"]
DTYPES = ("float32", "float16", "bfloat16")
IMPORTS = "import mlx.core as mx\nimport mlx.nn as nn"


def array(numbers, dtype):
    return mx.array(numbers.tolist(), dtype=getattr(mx, dtype))


def differentiate(function, tensor):
    values, slopes = mx.vjp(lambda t: [function(t)], [tensor], [mx.ones_like(function(tensor))])
    return values[0].astype(mx.float32), slopes[0].astype(mx.float32)


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "step": ["nn.step(z)"],
    "sigmoid": ["nn.sigmoid(z)"],
    "log_sigmoid": ["nn.log_sigmoid(z)"],
    "tanh": ["nn.tanh(z)"],
    "relu": ["nn.relu(z)"],
    "leaky_relu": ["nn.leaky_relu(z)"],
    "prelu": ["nn.PReLU()(z)"],
    "elu": ["nn.elu(z)"],
    "selu": ["nn.selu(z)"],
    "softplus": ["nn.softplus(z)"],
    "gelu": ["nn.gelu(z)", "nn.gelu_approx(z)", "nn.gelu_fast_approx(z)"],
    "silu": ["nn.silu(z)"],
    "mish": ["nn.mish(z)"],
    "hard_sigmoid": ["mx.clip(z / 6 + 0.5, 0, 1)"],
    "hard_tanh": ["nn.hard_tanh(z)", "mx.clip(z, -1, 1)"],
    "relu6": ["nn.relu6(z)"],
    "softsign": ["nn.softsign(z)"],
}
CROSS = "nn.losses.cross_entropy(z, y)"
LOSSES = {
    "squared_error": ["nn.losses.mse_loss(p, y)", "nn.losses.mse_loss(p, y, reduction='none')"],
    "absolute_error": ["nn.losses.l1_loss(p, y)", "nn.losses.l1_loss(p, y, reduction='none')"],
    "huber": ["nn.losses.huber_loss(p, y)", "nn.losses.smooth_l1_loss(p, y)"],
    "huber_2": ["nn.losses.huber_loss(p, y, delta=2.0)", "nn.losses.smooth_l1_loss(p, y, beta=2.0)"],
    "log_cosh": ["nn.losses.log_cosh_loss(p, y)"],
    "binary_cross_entropy": ["nn.losses.binary_cross_entropy(p, y)",
                             "nn.losses.binary_cross_entropy(p, y, with_logits=False)"],
    "sigmoid_cross_entropy": ["nn.losses.binary_cross_entropy(z, y)"],
    "hinge": ["nn.losses.hinge_loss(z, y)"],
    "softmax_cross_entropy": [CROSS, "nn.losses.cross_entropy(z, onehot)"],
    "label_smoothed_cross_entropy": ["nn.losses.cross_entropy(z, y, label_smoothing=0.1)",
                                     "nn.losses.cross_entropy(z, onehot, label_smoothing=0.1)"],
    "kl_divergence": ["nn.losses.kl_div_loss(log_q, p)", "nn.losses.kl_div_loss(log_q, log_p)"],
    "softmax": ["mx.softmax(z, axis=-1)"],
    "log_softmax": ["nn.log_softmax(z)"],
}  # fmt: skip
# A label out of range reads memory that is not the row's.
NOT_ASKED = ("label 3 of 3", "label -100")

GUESSES = [
    ("leaky ReLU's slope is .01", "nn.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.01]),
    ("GELU is exact", "nn.gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("ELU's slope at 0 is 1", "nn.elu(z)", {"z": [0.0]}, "slope", [1]),
    ("step of 0 is 0", "nn.step(z)", {"z": [0.0]}, "value", [0]),
    ("binary cross-entropy takes logits", "nn.losses.binary_cross_entropy(z, y)",
     {"z": [0.5], "y": [1.0]}, "value", [0.474077]),
    ("with probabilities, 0 for a true 1 costs 100",
     "nn.losses.binary_cross_entropy(p, y, with_logits=False)", {"p": [0.0], "y": [1.0]}, "value", [100]),
    ("the slope of ReLU6 is 0 at 6", "nn.relu6(z)", {"z": [6.0]}, "slope", [0]),
    ("the slope of hard tanh is 0 at 1", "nn.hard_tanh(z)", {"z": [1.0]}, "slope", [0]),
    ("relu keeps nan", "nn.relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("cross-entropy is per example by default", CROSS,
     {"z": [[2.0, 1.0, 0.0], [0.5, -1.0, 3.0]], "y": [0, 2]}, "value", [0.407606, 0.095633]),
]  # fmt: skip
