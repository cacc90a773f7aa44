#!/usr/bin/env bash
# Package:  lightgbm 4.7.0, objective fair, all other settings at their defaults
# Expected: Fair's loss bounds the pull of every residual by 1; predictions stay between the targets, 0 and 100
# Happens:  after ten rounds they are -3,500 and 4,000, and stay there: a leaf is the sum of pulls over the sum of
#           second derivatives, which fall like 1/r², so a step is about r². With a step of 10 it converges; with
#           1,000 no split is made at all
# Hurts:    robust regression on unscaled targets; the objective named robust is the one that explodes
# Instead:  objective huber or l1 (bounded here), or targets divided by their spread
. "$(dirname "$0")/_venv.sh"
install lightgbm==4.7.0 numpy==2.4.6

python <<'EOF'
import lightgbm
import numpy as np

print("lightgbm", lightgbm.__version__)
x = np.arange(100.0).reshape(-1, 1)
step = np.where(x[:, 0] < 50, 0, 1) + np.random.default_rng(0).normal(0, 0.01, 100)

def ends(objective, scale):
    settings = {"objective": objective, "verbose": -1, "num_threads": 1}
    predicted = lightgbm.train(settings, lightgbm.Dataset(x, step * scale), 100).predict(x)
    print(objective, f"step of {scale}: predictions {predicted.min():.1f} to {predicted.max():.1f}")
    return predicted.min(), predicted.max()

low, high = ends("fair", 100)
assert low < -1000 and high > 1000
low, high = ends("fair", 10)
assert -2 < low and high < 12
low, high = ends("fair", 1000)
assert low == high
low, high = ends("huber", 100)
assert 0 < low and high < 100
EOF
