#!/usr/bin/env bash
# Package:  pytorch-optimizer 4.1.0, BinaryBiTemperedLogisticLoss
# Expected: with both temperatures 1 it is binary cross-entropy from a logit, as in the paper: .313 at 1 for a true 1
# Happens:  the logit is used twice, as x for class 1 and -x for class 0: .127, the cross-entropy at 2
# Hurts:    probabilities read off by a sigmoid after training: .82 where .95 is meant
# Instead:  BiTemperedLogisticLoss on the two logits (0, x)
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 pytorch-optimizer==4.1.0 numpy==2.4.6

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from pytorch_optimizer.loss import BinaryBiTemperedLogisticLoss, BiTemperedLogisticLoss
from torch.nn.functional import binary_cross_entropy_with_logits

print("pytorch-optimizer", version("pytorch-optimizer"))
for x, y in ((1.0, 1.0), (1.0, 0.0), (-3.0, 1.0)):
    logit, target = torch.tensor([[x]]), torch.tensor([[y]])
    found = BinaryBiTemperedLogisticLoss(1.0, 1.0)(logit, target).item()
    two = BiTemperedLogisticLoss(1.0, 1.0)(torch.tensor([[0.0, x]]), torch.tensor([int(y)])).item()
    once, twice = (binary_cross_entropy_with_logits(k * logit, target).item() for k in (1, 2))
    print(f"logit {x}, target {y}: {found:.4f}; cross-entropy {once:.4f}, at twice the logit {twice:.4f}; two logits (0, x) {two:.4f}")
    assert abs(found - twice) < 1e-5 and abs(two - once) < 1e-5 and abs(found - once) > 0.1

logit = torch.zeros(1, 1, requires_grad=True)  # nine of ten are ones: the best constant
optimizer = torch.optim.SGD([logit], 0.3)
targets = torch.tensor([[1.0]] * 9 + [[0.0]])
for _ in range(500):
    optimizer.zero_grad()
    BinaryBiTemperedLogisticLoss(1.0, 1.0)(logit.expand(10, 1), targets).backward()
    optimizer.step()
learnt = torch.sigmoid(logit).item()
print(f"nine of ten are ones: the sigmoid of the learnt logit {learnt:.3f}")
assert abs(learnt - 0.75) < 0.01
EOF
