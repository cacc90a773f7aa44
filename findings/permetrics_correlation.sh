#!/usr/bin/env bash
# Package:  permetrics 2.1.0, RegressionMetric.correlation
# Expected: a correlation lies between -1 and 1, whether of a sample or a population
# Happens:  with sample=True a covariance over n - 1 is divided by deviations over n: three points on a line correlate
#           by 1.5, always n / (n - 1) too much
# Hurts:    small test sets: 5 points of correlation .8 are reported as 1
# Instead:  sample=False, which is right for samples too, or numpy.corrcoef
. "$(dirname "$0")/_venv.sh"
install permetrics==2.1.0 numpy==2.4.6 scipy==1.17.1

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from permetrics import RegressionMetric

print("permetrics", version("permetrics"))
for n in (3, 5, 50):
    x = np.arange(n, dtype=float)
    sample = RegressionMetric(x, 2 * x + 1).correlation(sample=True)
    population = RegressionMetric(x, 2 * x + 1).correlation(sample=False)
    print(f"{n} points on a line: sample=True {sample:.4f}, sample=False {population:.4f}, NumPy {np.corrcoef(x, 2 * x + 1)[0, 1]:.4f}")
    assert abs(sample - n / (n - 1)) < 1e-9 and abs(population - 1) < 1e-9
EOF
