#!/usr/bin/env bash
# Package:  torchmetrics 1.9.0 (torch 2.13.0) beside scikit-learn 1.9.1
# Expected: Matthews's coefficient where only one class is present and predicted: undefined (0/0), hence 0, as
#           in scikit-learn
# Happens:  torchmetrics gives 1, its best value; Cohen's kappa on the same answers is nan there
# Hurts:    early stopping and model choice on small or rare-class batches: "predict no everywhere" scores 1
# Instead:  look at the class counts before you read the coefficient; compute it over the whole set
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6 scikit-learn==1.9.1

python <<'EOF'
import math

import torch
import torchmetrics
from sklearn.metrics import matthews_corrcoef as sklearn_mcc
from torchmetrics.functional import cohen_kappa, matthews_corrcoef

print("torchmetrics", torchmetrics.__version__)
answers = torch.zeros(8, dtype=torch.long)
mcc = float(matthews_corrcoef(answers, answers, task="binary"))
kappa = float(cohen_kappa(answers, answers, task="binary"))
print("all no, predicted all no: MCC", mcc, "kappa", kappa, "scikit-learn's MCC", sklearn_mcc(answers, answers))
assert mcc == 1 and math.isnan(kappa) and sklearn_mcc(answers, answers) == 0
EOF
