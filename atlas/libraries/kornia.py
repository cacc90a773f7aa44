"""kornia: losses on PyTorch."""

from torch_calls import DTYPES, torch_evaluator  # noqa: F401

TITLE = "kornia"
PINS = ["kornia==0.9.0", "torch==2.13.0", "numpy==2.4.6"]
IMPORTS = "import torch\nimport kornia.losses as K"
evaluate = torch_evaluator(IMPORTS)

LOSSES = {
    "huber": ["K.charbonnier_loss(p, y)", "K.welsch_loss(p, y)"],
    "focal": ["K.binary_focal_loss_with_logits(z[:, None], y[:, None], alpha=None)",
              "K.binary_focal_loss_with_logits(z[:, None], y[:, None])"],
    "kl_divergence": ["K.kl_div_loss_2d(q[None, :, :, None], p[None, :, :, None])"],
}  # fmt: skip
Z = {"z": [0.5], "y": [1.0]}
FOCAL = "K.binary_focal_loss_with_logits(z[:, None], y[:, None]{})"
R3 = {"p": [3.0], "y": [0.0]}
GUESSES = [
    ("binary focal loss weighs by alpha .25", FOCAL.format(""), Z, "value", [0.016894]),
    ("without alpha it is ours", FOCAL.format(", alpha=None"), Z, "value", [0.067576]),
    ("gamma is 2", FOCAL.format(", alpha=None, gamma=2.0"), Z, "value", [0.067576]),
    ("it is per element by default", FOCAL.format(", alpha=None"), {"z": [0.5, 0.5], "y": [1.0, 1.0]}, "value",
     [0.067576, 0.067576]),
    ("focal at -100 for a true 1 is 100", FOCAL.format(", alpha=None"), {"z": [-100.0], "y": [1.0]}, "value", [100]),
    ("Charbonnier of 3 is sqrt(10) - 1", "K.charbonnier_loss(p, y)", R3, "value", [2.162278]),
    ("Welsch of 3 is 1 - exp(-4.5)", "K.welsch_loss(p, y)", R3, "value", [0.988891]),
    ("Cauchy of 3 is ln(1 + 4.5)", "K.cauchy_loss(p, y)", R3, "value", [1.704748]),
    ("Geman-McClure of 3 is 2 * 9 / 13", "K.geman_mcclure_loss(p, y)", R3, "value", [1.384615]),
    ("Charbonnier's slope at 0 is 0", "K.charbonnier_loss(p, y)", {"p": [0.0], "y": [0.0]}, "slope", [0]),
]  # fmt: skip
