#!/usr/bin/env bash
# Package:  xgboost 3.2.0, reg:pseudohubererror, all other settings at their defaults
# Expected: the smooth, outlier-proof loss learns a step from 0 to 1,000 as squared error does, only more slowly
# Happens:  every prediction is the same 17.1 after 100 rounds. Scaled to a step of 10 it learns: the second
#           derivative falls like 1/r³, so no leaf reaches min_child_weight = 1 and no split is made
# Hurts:    targets in euros, metres, seconds; no warning, and the loss is chosen when residuals are large
# Instead:  divide the targets by their spread, or raise huber_slope to it
# Thread:   https://github.com/dmlc/xgboost/issues/7674 and pull request 12576 (another curvature, merged later)
. "$(dirname "$0")/_venv.sh"
install xgboost==3.2.0 numpy==2.4.6

python <<'EOF'
import numpy as np
import xgboost

print("xgboost", xgboost.__version__)
x = np.arange(100.0).reshape(-1, 1)
step = np.where(x[:, 0] < 50, 0, 1) + np.random.default_rng(0).normal(0, 0.01, 100)

def spread(scale, **settings):
    data = xgboost.DMatrix(x, step * scale)
    booster = xgboost.train({"objective": "reg:pseudohubererror", "nthread": 1, **settings}, data, 100)
    predicted = booster.predict(data)
    print(f"step of {scale}", settings, "predictions", predicted.min(), "to", predicted.max())
    return np.ptp(predicted) / scale

assert spread(10) > 0.9
assert spread(1000) == 0
assert spread(1000, huber_slope=1000) > 0.9
EOF
