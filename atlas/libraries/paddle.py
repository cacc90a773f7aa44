"""PaddlePaddle."""

import paddle
from python_calls import evaluator

TITLE = "PaddlePaddle"
PINS = ["paddlepaddle==3.3.1"]
DTYPES = ("float64", "float32")  # on processors
IMPORTS = "import paddle\nimport paddle.nn.functional as F"


def array(numbers, dtype):
    return paddle.to_tensor(numbers).astype(dtype)


def differentiate(function, tensor):
    tensor.stop_gradient = False
    value = function(tensor)
    slope = (
        None if value.stop_gradient else paddle.grad([value.sum()], [tensor], allow_unused=True)[0]
    )
    numbers = value.astype("float64").numpy()
    return numbers, None if slope is None else slope.astype("float64").numpy()


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "identity": ["paddle.nn.Identity()(z)"],
    "step": ["(z > 0).astype(z.dtype)", "paddle.heaviside(z, paddle.zeros_like(z))"],
    "sigmoid": ["F.sigmoid(z)"],
    "log_sigmoid": ["F.log_sigmoid(z)"],
    "tanh": ["F.tanh(z)"],
    "relu": ["F.relu(z)"],
    "leaky_relu": ["F.leaky_relu(z)"],
    "prelu": ["F.prelu(z, paddle.to_tensor([0.25], dtype=z.dtype))"],
    "elu": ["F.elu(z)"],
    "selu": ["F.selu(z)"],
    "softplus": ["F.softplus(z)"],
    "gelu": ["F.gelu(z)", "F.gelu(z, approximate=True)"],
    "silu": ["F.silu(z)", "F.swish(z)"],
    "mish": ["F.mish(z)"],
    "hard_sigmoid": ["F.hardsigmoid(z)", "F.hardsigmoid(z, slope=1 / 6)"],
    "hard_tanh": ["F.hardtanh(z)", "paddle.clip(z, -1, 1)"],
    "relu6": ["F.relu6(z)", "paddle.clip(z, 0, 6)"],
    "softsign": ["F.softsign(z)"],
}
LOSSES = {
    "squared_error": ["F.mse_loss(p, y)", "F.mse_loss(p, y, reduction='none')", "F.square_error_cost(p, y)"],
    "absolute_error": ["F.l1_loss(p, y)", "F.l1_loss(p, y, reduction='none')"],
    "huber": ["F.smooth_l1_loss(p, y)", "F.smooth_l1_loss(p, y, reduction='none')"],
    "huber_2": ["F.smooth_l1_loss(p, y, delta=2.0)",
                "F.smooth_l1_loss(p, y, delta=2.0, is_huber=False)"],
    "binary_cross_entropy": ["F.binary_cross_entropy(p, y)"],
    "sigmoid_cross_entropy": ["F.binary_cross_entropy_with_logits(z, y)"],
    "sigmoid_cross_entropy_weight_3": [
        "F.binary_cross_entropy_with_logits(z, y, pos_weight=paddle.to_tensor([3.0], dtype=z.dtype))"],
    "focal": ["F.sigmoid_focal_loss(z[:, None], y[:, None])",
              "2 * F.sigmoid_focal_loss(z[:, None], y[:, None], alpha=0.5)"],
    "hinge": ["F.hinge_embedding_loss(z, y)"],
    "softmax_cross_entropy": ["F.cross_entropy(z, y)", "F.cross_entropy(z, onehot, soft_label=True)",
                              "F.cross_entropy(z, y, reduction='none')"],
    "weighted_softmax_cross_entropy": ["F.cross_entropy(z, y, weight=w)",
                                       "F.cross_entropy(z, y, weight=w, reduction='none')"],
    "label_smoothed_cross_entropy": ["F.cross_entropy(z, y, label_smoothing=0.1)"],
    "weighted_label_smoothed_cross_entropy": [
        "F.cross_entropy(z, y, weight=w, label_smoothing=0.1)",
        "F.cross_entropy(z, y, weight=w, label_smoothing=0.1, reduction='none')"],
    "kl_divergence": ["F.kl_div(log_q, p)", "F.kl_div(log_q, p, reduction='batchmean')"],
    "softmax": ["F.softmax(z)"],
    "log_softmax": ["F.log_softmax(z)"],
}  # fmt: skip

GUESSES = [
    ("leaky ReLU's slope is .01", "F.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.01]),
    ("hard sigmoid of 1 is 2/3", "F.hardsigmoid(z)", {"z": [1.0]}, "value", [0.666667]),
    ("relu keeps nan", "F.relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("the slope of silu at -100 is 0", "F.silu(z)", {"z": [-100.0]}, "slope", [0]),
    ("the slope of ReLU6 is 0 at 6", "F.relu6(z)", {"z": [6.0]}, "slope", [0]),
    ("smooth L1 with delta 2 is Huber", "F.smooth_l1_loss(p, y, delta=2.0)", {"p": [3.0], "y": [0.0]},
     "value", [4]),
    ("all labels ignored gives nan", "F.cross_entropy(z, y)", {"z": [[2.0, 1.0, 0.0]], "y": [-100]},
     "value", [float("nan")]),
    ("probability 0 for a true 1 costs 100", "F.binary_cross_entropy(p, y)", {"p": [0.0], "y": [1.0]},
     "value", [100]),
    ("weights and smoothing as in PyTorch", "F.cross_entropy(z, y, weight=w, label_smoothing=0.1)",
     {"z": [[2.0, 1.0, 0.0]], "y": [0], "w": [0.5, 2.0, 1.0]}, "value", [0.72862]),
    ("softplus of -20 is 2.06e-9", "F.softplus(z)", {"z": [-20.0]}, "value", [2.0611536e-09]),
]  # fmt: skip
