#!/usr/bin/env bash
# Package:  allRank 1.4.3, losses listNet and lambdaLoss
# Expected: an item that is ranked first by mistake is pushed down the harder, the larger its lead: by 1 with a
#           cross-entropy over one relevant item
# Happens:  from a lead of about 25 on nothing pushes it: 4e-8 at 40 with the listwise cross-entropy, whose softmax is
#           followed by log(p + 1e-10), and 0 with lambdaLoss, which cuts its sigmoid off; RankNet pushes on
# Hurts:    unscaled features: the worst lists teach nothing
# Instead:  rankNet or listMLE, or scores kept small
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 scikit-learn==1.9.1 attrs
install_alone allrank==1.4.3

python <<'EOF'
import sys
from importlib.metadata import version
from unittest.mock import MagicMock

# What reads files and clouds is not needed.
for name in ("torchvision", "torchvision.transforms", "gcsfs", "flatten_dict", "pkg_resources"):
    sys.modules[name] = MagicMock()

import torch
from allrank.models.losses import binary_listNet, lambdaLoss, listMLE, rankNet

print("allrank", version("allrank"))
relevant = torch.tensor([[1.0, 0.0, 0.0]])
push = {}
for loss in (binary_listNet, lambdaLoss, rankNet, listMLE):
    for lead in (5.0, 15.0, 40.0):
        torch.manual_seed(0)
        scores = torch.tensor([[0.0, lead, 0.0]], requires_grad=True)
        loss(scores, relevant.clone()).backward()
        push[loss.__name__, lead] = scores.grad[0, 1].item()
    print(loss.__name__, *(f"lead {lead}: {push[loss.__name__, lead]:.2g}" for lead in (5.0, 15.0, 40.0)), sep="; ")
assert push["binary_listNet", 15.0] > 0.99 and push["binary_listNet", 40.0] < 1e-6
assert push["lambdaLoss", 15.0] > 1 and push["lambdaLoss", 40.0] == 0
assert push["rankNet", 40.0] > 0.4 and push["listMLE", 40.0] > 0.9
EOF
