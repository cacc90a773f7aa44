"""torchmetrics: losses and metrics on PyTorch."""

from torch_calls import DTYPES, torch_evaluator  # noqa: F401

TITLE = "torchmetrics"
PINS = ["torchmetrics==1.9.0", "torch==2.13.0", "numpy==2.4.6"]
IMPORTS = "import torch\nimport torchmetrics.functional as M"
evaluate = torch_evaluator(IMPORTS)

LOSSES = {
    "squared_error": ["M.mean_squared_error(p, y)"],
    "absolute_error": ["M.mean_absolute_error(p, y)"],
    "log_cosh": ["M.log_cosh_error(p, y)"],
    "kl_divergence": ["M.kl_divergence(p, q)", "M.kl_divergence(log_p, log_q, log_prob=True)"],
    "hinge": ["M.classification.binary_hinge_loss(z, ((y + 1) / 2).long())"],
    "accuracy": ["M.classification.binary_accuracy(p, y)"],
    "precision": ["M.classification.binary_precision(p, y)"],
    "recall": ["M.classification.binary_recall(p, y)"],
    "r_squared": ["M.r2_score(p, y)"],
    "root_mean_squared_error": ["M.mean_squared_error(p, y, squared=False)"],
    "mean_absolute_error": ["M.mean_absolute_error(p, y)"],
    "mean_absolute_percentage_error": ["M.mean_absolute_percentage_error(p, y)"],
}
GUESSES = [
    ("log-cosh of 20 is 19.3", "M.log_cosh_error(p, y)", {"p": [20.0], "y": [0.0]}, "value", [19.306853]),
    ("log-cosh of 100 is finite", "M.log_cosh_error(p, y)", {"p": [100.0], "y": [0.0]}, "value", [99.306853]),
    ("KL takes p first", "M.kl_divergence(p, q)", {"p": [[0.7, 0.2, 0.1]], "q": [[0.5, 0.3, 0.2]]}, "value", [0.085123]),
    ("precision without predictions is 0", "M.classification.binary_precision(p, y)", {"p": [0, 0], "y": [1, 0]},
     "value", [0]),
    ("R² of equal targets is 0 or -inf", "M.r2_score(p, y)", {"p": [1.0, 2.0], "y": [2.0, 2.0]}, "value", [0]),
    ("MAPE is a fraction", "M.mean_absolute_percentage_error(p, y)", {"p": [1.0], "y": [2.0]}, "value", [0.5]),
    ("hinge of score .5 for label 1 is .5", "M.classification.binary_hinge_loss(z, y)", {"z": [0.5], "y": [1]},
     "value", [0.5]),
    ("hinge of score 3 for label 1 is 0", "M.classification.binary_hinge_loss(z, y)", {"z": [3.0], "y": [1]},
     "value", [0.047426]),
    ("the slope of absolute error at 0 is 0", "M.mean_absolute_error(p, y)", {"p": [0.0], "y": [0.0]}, "slope", [0]),
    ("KL with a 0 in p is finite", "M.kl_divergence(p, q)", {"p": [[1.0, 0.0]], "q": [[0.5, 0.5]]}, "value", [0.693147]),
]  # fmt: skip
