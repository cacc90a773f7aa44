#!/usr/bin/env bash
# Package:  torchmetrics 1.9.0 (torch 2.13.0)
# Expected: hinge loss of margin scores: score 3 with label 1 lies beyond the margin, loss 0
# Happens:  .0474: a batch with any score outside [0, 1] is pushed through the sigmoid first, so scores end below 1
#           and the loss never reaches 0. A batch inside [0, 1] is taken as it is, so one extreme example
#           changes the loss of all others: score .3, label 0 costs 1.3 alone and 1.5744 beside a 3
# Hurts:    whoever reports the hinge loss of an SVM or a tanh output; figures depend on the batch
# Instead:  max(0, 1 - y·score) by hand, or scikit-learn's hinge_loss
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6

python <<'EOF'
import torch
import torchmetrics
from torchmetrics.functional import hinge_loss

def hinge(scores, labels):
    return hinge_loss(torch.tensor(scores), torch.tensor(labels), task="binary").item()

print("torchmetrics", torchmetrics.__version__)
beyond, alone, together = hinge([3.0], [1]), hinge([0.3], [0]), hinge([0.3, 3.0], [0, 1])
other = 2 * together - beyond
print(f"(3, label 1): {beyond:.4f}; (.3, label 0) alone: {alone:.4f}, beside the 3: {other:.4f}")
assert abs(beyond - (1 - torch.tensor(3.0).sigmoid())) < 1e-6
assert abs(alone - 1.3) < 1e-6 and abs(other - 1.5744) < 1e-4
EOF
