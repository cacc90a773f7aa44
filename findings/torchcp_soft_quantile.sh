#!/usr/bin/env bash
# Package:  torchcp 1.2.0, ConfTrLoss and ConfTSLoss with the soft quantile (the default, soft_qunatile=True)
# Expected: alpha = .1 trains sets that hold the true class nine times in ten; the soft threshold is near the exact one
# Happens:  the scores are sorted downwards and read at 1 - alpha: the threshold is their .1 quantile, .16 for .95.
#           The sets that are made smaller during training hold the true class one time in ten, .1 classes for 3.7
# Hurts:    conformal training: the size of nearly empty sets is minimised, and no number says so
# Instead:  soft_qunatile=False
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==1.26.4 scikit-learn==1.9.1 tqdm==4.70.1
install_alone torchcp==1.2.0

python -W ignore <<'EOF'
import sys
import types
from importlib.metadata import version

import torch
from _bare import bare

# The package as a bare folder, without its graphs and language models; one loss of it, not used here, needs torchsort.
bare("torchcp")
sys.modules["torchsort"] = types.ModuleType("torchsort")
sys.modules["torchsort"].soft_rank = sys.modules["torchsort"].soft_sort = None
from torchcp.classification.loss import ConfTrLoss  # noqa: E402
from torchcp.classification.predictor import SplitPredictor  # noqa: E402
from torchcp.classification.score import LAC  # noqa: E402

print("torchcp", version("torchcp"))
torch.manual_seed(0)
logits = 2 * torch.randn(1000, 10)
labels = torch.distributions.Categorical(logits=logits).sample()
predictor = SplitPredictor(score_function=LAC())
scores = predictor.score_function(logits[:500], labels[:500])


def losses(soft):
    """How far coverage is from .9, and the mean size of the sets, on the second half of the batch."""
    options = {"alpha": 0.1, "fraction": 0.5, "soft_qunatile": soft, "loss_transform": "abs", "target_size": 0}
    return [ConfTrLoss(predictor, loss_type=name, **options)(logits, labels).item() for name in ("coverage", "valid")]


threshold = ConfTrLoss(predictor, alpha=0.1, fraction=0.5)._soft_quantile(scores, 0.1).item()
low, high = scores.quantile(0.1).item(), scores.quantile(0.9).item()
print(f"soft threshold {threshold:.3f}; quantiles of the scores: .1 {low:.3f}, .9 {high:.3f}")
soft, exact = losses(True), losses(False)
print(f"soft: {soft[0]:.3f} from the coverage of .9, {soft[1]:.2f} classes; exact: {exact[0]:.3f}, {exact[1]:.2f}")
assert abs(threshold - low) < 0.02 < high - low
assert soft[0] > 0.75 and exact[0] < 0.05
assert soft[1] < 0.2 and exact[1] > 3
EOF
