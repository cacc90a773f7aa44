#!/usr/bin/env bash
# Package:  neuralforecast 3.3.0, losses.pytorch.MASE
# Expected: each series' errors are divided by its own naive error: two series, one in grams and one in kilograms, both
#           missed by half of it, have .5
# Happens:  each by each other's: 250 for .5, since the shapes (series, 1) and (series, 1, 1, 1) are combined row by row.
#           So it is with three axes, which its models hand over, and with the two that its page names
# Hurts:    batches of series of several sizes: the large ones drown the rest
# Instead:  MAE on scaled series
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 safetensors==0.8.0
install_alone neuralforecast==3.3.0

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from _bare import bare

for name in ("neuralforecast", "neuralforecast.losses"):
    bare(name)
from neuralforecast.losses.pytorch import MASE

print("neuralforecast", version("neuralforecast"))
unit = torch.tensor([1.0, 1000.0]).view(2, 1, 1)
before = unit * torch.tensor([0.0, 1.0, 0.0, 1.0]).view(1, 4, 1)  # naive errors of 1 and of 1,000
target = unit * torch.ones(2, 3, 1)
answer = target + 0.5 * unit
loss = MASE(seasonality=1)
found = {
    "three axes": loss(y=target, y_hat=answer, y_insample=before),
    "two axes": loss(y=target[..., 0], y_hat=answer[..., 0], y_insample=before[..., 0]),
}
alone = [loss(y=target[i : i + 1], y_hat=answer[i : i + 1], y_insample=before[i : i + 1]).item() for i in (0, 1)]
print("each series alone:", alone, *(f"{name}: {value:.2f}" for name, value in found.items()), sep="; ")
assert all(abs(value - 0.5) < 1e-3 for value in alone)
assert all(value > 100 for value in found.values())
EOF
