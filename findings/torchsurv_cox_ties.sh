#!/usr/bin/env bash
# Package:  torchsurv 0.2.0, loss.cox.neg_partial_log_likelihood
# Expected: reduction="mean", the default, divides by the number of events (or of patients), however exact the times are
# Happens:  by the number of *distinct* event times: the same patients with times in days, months or years have a loss,
#           and gradients, of 1.2, 3.8 and 19 times the mean over events
# Hurts:    learning rates and loss weights that are carried over; batches with ties weigh more than others
# Instead:  reduction="sum", divided by the events
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 torchsurv==0.2.0 pandas==2.3.3 numpy==2.4.6

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from torchsurv.loss.cox import neg_partial_log_likelihood

print("torchsurv", version("torchsurv"))
torch.manual_seed(0)
log_hazard = torch.randn(400)
days = torch.ceil(torch.empty(400).exponential_() * torch.exp(-log_hazard) * 400)
event = torch.rand(400) < 0.7
ratios = []
for unit, length in {"days": 1, "months": 30, "years": 365}.items():
    time = torch.ceil(days / length)
    mean, total = (neg_partial_log_likelihood(log_hazard, event, time, reduction=r).item() for r in ("mean", "sum"))
    ratios.append(mean / (total / event.sum().item()))
    print(f"{unit}: mean {mean:.2f}, sum by events {total / event.sum().item():.2f}, ratio {ratios[-1]:.1f}, ", end="")
    print(f"{len(torch.unique(time[event]))} distinct times of {event.sum()} events")
assert ratios[0] < 1.3 and ratios[1] > 3 and ratios[2] > 10
EOF
