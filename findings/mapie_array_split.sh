#!/usr/bin/env bash
# Package:  MAPIE 1.6.0, metrics.calibration.expected_calibration_error
# Expected: split_strategy="array split" makes bins of equal size over the sorted scores; the order of the rows is no matter
# Happens:  the scores are cut up unsorted, and each piece's largest score becomes an edge: nearly all rows fall into
#           one bin, where errors cancel: .004 for .095, and .100 after the rows are sorted
# Hurts:    reports of calibration: badly calibrated models look perfect
# Instead:  split_strategy="quantile", or sort rows by score first
. "$(dirname "$0")/_venv.sh"
install mapie==1.6.0 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from mapie.metrics.calibration import expected_calibration_error
from scipy.special import expit, logit

print("MAPIE", version("mapie"))
random = np.random.default_rng(0)
true = random.uniform(0.05, 0.95, 20_000)
y = (random.uniform(size=20_000) < true).astype(int)
p = expit(0.5 * logit(true))
order = np.argsort(p)
as_is = expected_calibration_error(y, p, num_bins=10, split_strategy="array split")
by_score = expected_calibration_error(y[order], p[order], num_bins=10, split_strategy="array split")
quantile = expected_calibration_error(y, p, num_bins=10, split_strategy="quantile")
away = np.mean(np.abs(p - true))
print(f"probabilities are off by {away:.4f}; array split {as_is:.4f}, the same rows sorted {by_score:.4f}, quantile {quantile:.4f}")
assert as_is < 0.01 and by_score > 0.09 and quantile > 0.09
EOF
