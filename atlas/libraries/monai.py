"""MONAI: losses and metrics for medical images, on PyTorch."""

from torch_calls import DTYPES, torch_evaluator  # noqa: F401

TITLE = "MONAI"
PINS = ["monai==1.6.1", "torch==2.13.0", "numpy==2.4.6"]
IMPORTS = "import torch\nfrom monai import losses, metrics\nfrom monai.networks.blocks import Mish, Swish, MemoryEfficientSwish"
evaluate = torch_evaluator(IMPORTS)

ACTIVATIONS = {
    "silu": ["Swish()(z)", "MemoryEfficientSwish()(z)"],
    "mish": ["Mish()(z)"],
}
FOCAL = "losses.FocalLoss({})(z[:, None], y[:, None])"
LOSSES = {
    "focal": [FOCAL.format(""), FOCAL.format("alpha=0.25")],
    "softmax_cross_entropy": ["losses.FocalLoss(gamma=0, use_softmax=True)(z, onehot)",
                              "losses.FocalLoss(gamma=0, use_softmax=True, to_onehot_y=True)(z, y[:, None])"],
    "sigmoid_cross_entropy": [FOCAL.format("gamma=0")],
    "root_mean_squared_error": ["metrics.RMSEMetric()(p[None], y[None])"],
    "mean_absolute_error": ["metrics.MAEMetric()(p[None], y[None])"],
    "mean_absolute_percentage_error": ["metrics.MAPEMetric()(p[None], y[None])",
                                       "metrics.MAPEMetric()(p[None], y[None]) / 100"],
}  # fmt: skip
HALF = {"z": [0.5], "y": [1.0]}
ROW = {"z": [[2.0, 1.0, 0.0]], "y": [1]}
GUESSES = [
    ("focal loss has gamma 2 and no alpha", FOCAL.format(""), HALF, "value", [0.067576]),
    ("alpha .25 weighs a true 1", FOCAL.format("alpha=0.25"), HALF, "value", [0.016894]),
    ("without gamma it is cross-entropy", FOCAL.format("gamma=0"), HALF, "value", [0.474077]),
    ("focal at -100 for a true 1 is 100", FOCAL.format(""), {"z": [-100.0], "y": [1.0]}, "value", [100]),
    ("by softmax and without gamma it adds up the classes", "losses.FocalLoss(gamma=0, use_softmax=True, "
     "to_onehot_y=True, reduction='sum')(z, y[:, None])", ROW, "value", [1.407606]),
    ("its mean is that over examples", "losses.FocalLoss(gamma=0, use_softmax=True, to_onehot_y=True)(z, y[:, None])",
     ROW, "value", [1.407606]),
    ("Swish's slope at 0 is .5", "Swish()(z)", {"z": [0.0]}, "slope", [0.5]),
    ("Swish of -100 is -3.7e-42, not nan", "Swish()(z)", {"z": [-100.0]}, "value", [-3.720076e-42]),
    ("Dice loss of a half right answer is about a third", "losses.DiceLoss()(p[None, None], y[None, None])",
     {"p": [1.0, 1.0], "y": [1.0, 0.0]}, "value", [0.333333]),
    ("the mean percentage error is in per cent", "metrics.MAPEMetric()(p[None], y[None])",
     {"p": [1.0, 2.0], "y": [2.0, 4.0]}, "value", [50]),
]  # fmt: skip
