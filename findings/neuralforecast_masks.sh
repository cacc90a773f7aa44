#!/usr/bin/env bash
# Package:  neuralforecast 3.3.0, losses.pytorch.Accuracy and sCRPS
# Expected: a masked step does not count
# Happens:  it counts as wrong in the accuracy (.5 for 1 with half of the steps masked) and in full in the scale of the
#           CRPS: a series that is masked altogether, a hundred times larger, makes the score 1 % of what it is
# Hurts:    series of unequal length, missing values: the more is missing, the better the score
# Instead:  leave the masked series and steps out
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 safetensors==0.8.0
install_alone neuralforecast==3.3.0

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from _bare import bare

for name in ("neuralforecast", "neuralforecast.losses"):
    bare(name)
from neuralforecast.losses.pytorch import MAE, Accuracy, sCRPS

print("neuralforecast", version("neuralforecast"))
label = torch.tensor([1.0, 0.0, 1.0, 1.0]).view(1, 4, 1)
mask = torch.tensor([1.0, 1.0, 0.0, 0.0]).view(1, 4, 1)
accuracy = Accuracy()(y=label, y_hat=label, y_insample=None, mask=mask).item()
print("accuracy of a perfect forecast, half of it masked:", accuracy)
assert accuracy == 0.5

target = torch.stack([torch.ones(4, 1), 100 * torch.ones(4, 1)])
answer = (target + 0.5).unsqueeze(-1).expand(2, 4, 1, 5)  # five quantiles
first = torch.tensor([1.0, 0.0]).view(2, 1, 1).expand(2, 4, 1)
both = sCRPS()(y=target.clone(), y_hat=answer, y_insample=None, mask=first).item()
alone = sCRPS()(y=target[:1], y_hat=answer[:1], y_insample=None, mask=torch.ones(1, 4, 1)).item()
print(f"sCRPS of the first series: alone {alone:.4f}, with a masked second one {both:.4f}")
assert both < 0.011 * alone
mean = [MAE()(y=target, y_hat=target + 0.5 * target, mask=first).item(), 0.5]
print("MAE, the same way:", mean)
assert mean[0] == mean[1]
EOF
