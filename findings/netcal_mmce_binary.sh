#!/usr/bin/env bash
# Package:  netcal 1.4.0, metrics.MMCE
# Expected: perfectly calibrated forecasts have a maximum mean calibration error near 0, in one column (the probability
#           of class 1) as in two, as netcal's ECE has
# Happens:  .21 in one column: below .5 the class 0 is counted as the answer, yet p is still read as the confidence in
#           it; in two columns .01
# Hurts:    binary classifiers, whose library writes one column: good calibration looks bad
# Instead:  pass both columns: np.stack([1 - p, p], axis=1)
. "$(dirname "$0")/_venv.sh"
install netcal==1.4.0 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1 torch==2.13.0

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from netcal.metrics import ECE, MMCE

print("netcal", version("netcal"))
random = np.random.default_rng(0)
p = random.uniform(size=2000)
y = (random.uniform(size=2000) < p).astype(int)
columns = np.stack([1 - p, p], axis=1)
one, two = MMCE().measure(p, y), MMCE().measure(columns, y)
print(f"calibrated: MMCE in one column {one:.4f}, in two {two:.4f}; ECE {ECE(10).measure(p, y):.4f}, {ECE(10).measure(columns, y):.4f}")
assert one > 0.15 and two < 0.03
assert max(ECE(10).measure(p, y), ECE(10).measure(columns, y)) < 0.05
EOF
