#!/usr/bin/env bash
# Package:  torchsurv 0.2.0, loss.cox.neg_partial_log_likelihood
# Expected: the partial likelihood depends on differences alone: 100 added to all log hazards changes nothing
# Happens:  with tied times inf or nan from about 86 up and -inf at -200, also in float64: there the hazards are summed
#           in float32, as exponentials; a loss of -inf is the best of all. Without ties it is right
# Hurts:    networks on unscaled features, whose first outputs are in the hundreds, as soon as two times are equal
# Instead:  take the batch's mean from the log hazards first
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 torchsurv==0.2.0 pandas==2.3.3 numpy==2.4.6

python -W ignore <<'EOF'
import math
from importlib.metadata import version

import torch
from torchsurv.loss.cox import neg_partial_log_likelihood

print("torchsurv", version("torchsurv"))
torch.manual_seed(0)
log_hazard = torch.randn(60, dtype=torch.float64)
time, event = 20 * torch.rand(60), torch.rand(60) < 0.7
found, without = {}, {}
for shift in (-200, -50, 0, 50, 80, 100):
    for ends, when in ((found, torch.ceil(time)), (without, time)):
        ends[shift] = neg_partial_log_likelihood(log_hazard + shift, event, when, reduction="sum").item()
    print(f"log hazards + {shift}: {found[shift]:.3f} with ties, {without[shift]:.3f} without")
assert max(without.values()) - min(without.values()) < 1e-3
assert abs(found[50] - found[0]) < 1e-3 and abs(found[-50] - found[0]) < 1e-3
assert not math.isfinite(found[100]) and found[-200] == -math.inf
EOF
