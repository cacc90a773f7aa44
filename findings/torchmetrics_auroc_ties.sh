#!/usr/bin/env bash
# Package:  torchmetrics 1.9.0 (torch 2.13.0)
# Expected: AUROC looks at the order of scores only; negatives at 20, positives at 30: 1.0
# Happens:  .5: scores outside [0, 1] go through a float32 sigmoid, which is exactly 1 from about 17 on, so
#           all are tied. The same logits shifted by -25, which orders them the same, give 1.0
# Hurts:    confident classifiers (and energies, log-likelihoods, ranking scores): a perfect one looks random
# Instead:  pass ranks or probabilities, subtract a constant first, or use scikit-learn's roc_auc_score
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6 scikit-learn==1.9.1

python <<'EOF'
import torch
import torchmetrics
from sklearn.metrics import roc_auc_score
from torchmetrics.functional import auroc

print("torchmetrics", torchmetrics.__version__)
labels = torch.tensor([0] * 5 + [1] * 5)
logits = torch.tensor([20.0] * 5 + [30.0] * 5)
as_given = auroc(logits, labels, task="binary").item()
shifted = auroc(logits - 25, labels, task="binary").item()
print("as given", as_given, "shifted by -25", shifted, "scikit-learn", roc_auc_score(labels, logits))
assert as_given == 0.5 and shifted == 1 and roc_auc_score(labels, logits) == 1
EOF
