#!/usr/bin/env bash
# Package:  netcal 1.4.0, metrics.PinballLoss (QuantileLoss)
# Expected: by the formula in its documentation the loss at q = .5 is half the mean absolute error around the median
# Happens:  the quantile is taken as a central *interval* of probability q, and the loss is to its nearer end:
#           .24 for .40 at q = .5, .07 for .18 at q = .1; the loss of the median itself cannot be had
# Hurts:    comparisons with the pinball loss of any other library; skewed misses count as symmetric ones
# Instead:  sklearn.metrics.mean_pinball_loss(y, scipy.stats.norm.ppf(q, mean, deviation), alpha=q)
. "$(dirname "$0")/_venv.sh"
install netcal==1.4.0 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 torch==2.13.0

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from netcal.metrics import PinballLoss
from scipy.stats import norm
from sklearn.metrics import mean_pinball_loss

print("netcal", version("netcal"))
y = norm.ppf((np.arange(20_000) + 0.5) / 20_000)
mean, deviation = np.zeros_like(y), np.ones_like(y)
for q in (0.1, 0.5, 0.9):
    found = PinballLoss().measure((mean, deviation), y, q=np.array([q]))
    right = mean_pinball_loss(y, norm.ppf(q, mean, deviation), alpha=q)
    interval = norm.ppf((1 + q) / 2)
    nearer = np.abs(np.abs(y) - interval) * np.where(np.abs(y) <= interval, 1 - q, q)
    print(f"q = {q}: {found:.4f}; by the formula {right:.4f}; to the nearer end of the interval {nearer.mean():.4f}")
    assert abs(found - nearer.mean()) < 1e-6 and found < 0.8 * right
EOF
