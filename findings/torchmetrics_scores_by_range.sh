#!/usr/bin/env bash
# Package:  torchmetrics 1.9.0 (torch 2.13.0), binary hinge_loss and auroc
# Expected: hinge loss of margin scores: score 3 with label 1 lies beyond the margin, loss 0. AUROC looks at the order
#           of scores only: negatives at 20, positives at 30 give 1
# Happens:  .0474, and .5. A batch with any score outside [0, 1] goes through a float32 sigmoid first, so no hinge
#           loss reaches 0, and scores above 17 are all tied at 1. A batch inside [0, 1] is taken as it is, so one
#           extreme example changes the loss of the others: score .3, label 0 costs 1.3 alone, 1.5744 beside a 3
# Hurts:    margins of an SVM, energies, log-likelihoods, confident logits: a perfect ranking looks random, and
#           figures depend on the batch
# Instead:  scikit-learn's hinge_loss and roc_auc_score (both right here), or probabilities
# Thread:   https://github.com/Lightning-AI/torchmetrics/issues/2819 (AUROC) and 2195 (batch by batch)
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6 scikit-learn==1.9.1

python <<'EOF'
import torch
import torchmetrics
from sklearn.metrics import roc_auc_score
from torchmetrics.functional import auroc, hinge_loss

def hinge(scores, labels):
    return hinge_loss(torch.tensor(scores), torch.tensor(labels), task="binary").item()

print("torchmetrics", torchmetrics.__version__)
beyond, alone, together = hinge([3.0], [1]), hinge([0.3], [0]), hinge([0.3, 3.0], [0, 1])
other = 2 * together - beyond
print(f"hinge: (3, label 1) {beyond:.4f}; (.3, label 0) alone {alone:.4f}, beside the 3 {other:.4f}")
assert abs(beyond - (1 - torch.tensor(3.0).sigmoid())) < 1e-6
assert abs(alone - 1.3) < 1e-6 and abs(other - 1.5744) < 1e-4

labels, logits = torch.tensor([0] * 5 + [1] * 5), torch.tensor([20.0] * 5 + [30.0] * 5)
given, shifted = (auroc(z, labels, task="binary").item() for z in (logits, logits - 25))
print("AUROC: as given", given, "shifted by -25", shifted, "scikit-learn", roc_auc_score(labels, logits))
assert given == 0.5 and shifted == 1 and roc_auc_score(labels, logits) == 1
EOF
