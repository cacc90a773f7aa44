#!/usr/bin/env bash
# Package:  neuralforecast 3.3.0, losses.pytorch.MQLoss, and sCRPS, which is built on it
# Expected: the mean over the quantiles, as its page says: .25 for three, five or seven quantiles all missed by ½ above
# Happens:  the sum: .75, 1.25, 1.75. It is divided by the length of the first axis, which is 1. So the scaled CRPS is
#           2.5 for .5, and grows with the number of quantiles that are asked for
# Hurts:    comparisons with other libraries, and of models with several numbers of quantiles; learning rates
# Instead:  divide by the number of quantiles
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 safetensors==0.8.0
install_alone neuralforecast==3.3.0

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from _bare import bare

for name in ("neuralforecast", "neuralforecast.losses"):
    bare(name)
from neuralforecast.losses.pytorch import MQLoss, QuantileLoss, sCRPS

print("neuralforecast", version("neuralforecast"))
target = torch.ones(1, 4, 1)
for quantiles in ([0.25, 0.5, 0.75], [0.1, 0.3, 0.5, 0.7, 0.9], [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875]):
    answer = (target + 0.5).unsqueeze(-1).expand(1, 4, 1, len(quantiles))
    one_by_one = [QuantileLoss(q)(y=target, y_hat=target + 0.5).item() for q in quantiles]
    together = MQLoss(quantiles=quantiles)(y=target, y_hat=answer).item()
    score = sCRPS(quantiles=quantiles)(y=target, y_hat=answer, y_insample=None, mask=torch.ones_like(target)).item()
    mean = sum(one_by_one) / len(quantiles)
    print(f"{len(quantiles)} quantiles: mean of their losses {mean:.2f}, MQLoss {together:.2f}, sCRPS {score:.2f}")
    assert abs(mean - 0.25) < 1e-6 and abs(together - sum(one_by_one)) < 1e-5 and abs(score - 2 * together) < 1e-3
EOF
