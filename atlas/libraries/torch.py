"""PyTorch."""

from torch_calls import DTYPES, torch_evaluator  # noqa: F401

TITLE = "PyTorch"
PINS = ["torch==2.13.0", "numpy==2.4.6"]
IMPORTS = "import torch\nfrom torch import nn\nimport torch.nn.functional as F"
evaluate = torch_evaluator(IMPORTS)

ACTIVATIONS = {
    "identity": ["nn.Identity()(z)"],
    "step": ["torch.heaviside(z, torch.zeros_like(z))", "(z > 0).to(z.dtype)"],
    "sigmoid": ["torch.sigmoid(z)"],
    "log_sigmoid": ["F.logsigmoid(z)"],
    "tanh": ["torch.tanh(z)"],
    "relu": ["F.relu(z)"],
    "leaky_relu": ["F.leaky_relu(z)"],
    "prelu": ["nn.PReLU(dtype=z.dtype)(z)", "F.prelu(z, torch.tensor(0.25, dtype=z.dtype))"],
    "elu": ["F.elu(z)"],
    "selu": ["F.selu(z)"],
    "softplus": ["F.softplus(z)", "torch.logaddexp(z, torch.zeros_like(z))"],
    "gelu": ["F.gelu(z)", "F.gelu(z, approximate='tanh')"],
    "silu": ["F.silu(z)"],
    "mish": ["F.mish(z)"],
    "hard_sigmoid": ["F.hardsigmoid(z)"],
    "hard_tanh": ["F.hardtanh(z)", "torch.clamp(z, -1, 1)"],
    "relu6": ["F.relu6(z)", "torch.clamp(z, 0, 6)"],
    "softsign": ["F.softsign(z)"],
}

CROSS = "F.cross_entropy(z, y{})"
LOSSES = {
    "squared_error": ["F.mse_loss(p, y)", "F.mse_loss(p, y, reduction='none')"],
    "absolute_error": ["F.l1_loss(p, y)", "F.l1_loss(p, y, reduction='none')"],
    "huber": ["F.huber_loss(p, y)", "F.huber_loss(p, y, reduction='none')", "F.smooth_l1_loss(p, y)"],
    "huber_2": ["F.huber_loss(p, y, delta=2.0)", "F.huber_loss(p, y, delta=2.0, reduction='none')",
                "F.smooth_l1_loss(p, y, beta=2.0)", "2 * F.smooth_l1_loss(p, y, beta=2.0)"],
    "binary_cross_entropy": ["F.binary_cross_entropy(p, y)",
                             "F.binary_cross_entropy(p, y, reduction='none')"],
    "sigmoid_cross_entropy": ["F.binary_cross_entropy_with_logits(z, y)",
                              "F.binary_cross_entropy_with_logits(z, y, reduction='none')"],
    "sigmoid_cross_entropy_weight_3": [
        "F.binary_cross_entropy_with_logits(z, y, pos_weight=torch.tensor(3.0), reduction='none')"],
    "hinge": ["nn.HingeEmbeddingLoss()(z, y)", "F.relu(1 - y * z)"],
    "softmax_cross_entropy": [CROSS.format(""), CROSS.format(", reduction='none'"),
                              "F.cross_entropy(z, onehot)", "F.nll_loss(F.log_softmax(z, -1), y)"],
    "weighted_softmax_cross_entropy": [CROSS.format(", weight=w"),
                                       CROSS.format(", weight=w, reduction='none'"),
                                       "F.cross_entropy(z, onehot, weight=w)"],
    "label_smoothed_cross_entropy": [CROSS.format(", label_smoothing=0.1"),
                                     CROSS.format(", label_smoothing=0.1, reduction='none'")],
    "weighted_label_smoothed_cross_entropy": [
        CROSS.format(", weight=w, label_smoothing=0.1"),
        CROSS.format(", weight=w, label_smoothing=0.1, reduction='none'")],
    "kl_divergence": ["F.kl_div(q, p)", "F.kl_div(log_q, p)", "F.kl_div(log_q, p, reduction='batchmean')",
                      "F.kl_div(log_q, log_p, log_target=True, reduction='batchmean')"],
    "softmax": ["F.softmax(z, dim=-1)"],
    "log_softmax": ["F.log_softmax(z, dim=-1)"],
}  # fmt: skip

GUESSES = [
    ("leaky ReLU's slope is .01", "F.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.01]),
    ("GELU is exact by default", "F.gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("hard sigmoid of 1 is 2/3", "F.hardsigmoid(z)", {"z": [1.0]}, "value", [0.666667]),
    ("slope of ReLU6 is 0 at both ends", "F.relu6(z)", {"z": [0.0, 6.0]}, "slope", [0, 0]),
    ("slope of clamp is 1 at its bounds", "torch.clamp(z, -1, 1)", {"z": [-1.0, 1.0]}, "slope", [1, 1]),
    ("slope of hardtanh is 0 at its bounds", "F.hardtanh(z)", {"z": [-1.0, 1.0]}, "slope", [0, 0]),
    ("probability 0 for a true 1 costs 100", "F.binary_cross_entropy(p, y)",
     {"p": [0.0], "y": [1.0]}, "value", [100]),
    ("smooth L1 with beta 2 is Huber halved", "F.smooth_l1_loss(p, y, beta=2.0)",
     {"p": [3.0], "y": [0.0]}, "value", [2]),
    ("all labels ignored gives nan", "F.cross_entropy(z, y)",
     {"z": [[2.0, 1.0, 0.0]], "y": [-100]}, "value", [float("nan")]),
    ("softplus of -20 is 2.06e-9, not 0", "F.softplus(z)", {"z": [-20.0]}, "value", [2.0611536e-09]),
]  # fmt: skip
