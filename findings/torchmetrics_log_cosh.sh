#!/usr/bin/env bash
# Package:  torchmetrics 1.9.0 (torch 2.13.0)
# Expected: log-cosh grows like |r| - ln 2: a residual of 100 costs 99.3; it is praised as robust to outliers
# Happens:  inf from a residual of 90 on (the cosh is computed and overflows), and 0 at 1e-4: one outlier
#           makes the error of the whole epoch inf
# Hurts:    any regression whose targets are not scaled to units
# Instead:  |r| + log1p(exp(-2|r|)) - ln 2 in your own metric, with log1p(2 sinh²(r/2)) for small r
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 torchmetrics==1.9.0 numpy==2.4.6

python <<'EOF'
import math

import torch
import torchmetrics

print("torchmetrics", torchmetrics.__version__)
for residual in (80.0, 90.0, 100.0):
    got = torchmetrics.functional.log_cosh_error(torch.tensor([residual]), torch.tensor([0.0])).item()
    print(f"residual {residual}: {got}, right {residual - math.log(2):.4f}")
    assert math.isinf(got) == (residual >= 90)
metric = torchmetrics.LogCoshError()
metric.update(torch.tensor([0.1] * 999 + [100.0]), torch.zeros(1000))
print("999 small residuals and one of 100:", metric.compute().item())
assert math.isinf(metric.compute().item())
EOF
