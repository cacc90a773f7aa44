#!/usr/bin/env bash
# Package:  scoringrules 0.10.0, crps_tnormal, logs_normal
# Expected: the standard normal distribution cut to [8, 20] has its mass just above 8, so a 10 misses by about 1.8 (CRPS
#           1.818); the log score of a value z standard deviations off is z²/2 + .919, 800.9 at 40
# Happens:  the CRPS is 10.0, as if all mass were at 0, outside of the cut; the log score is inf from 38.6 on
# Hurts:    forecasts that are cut far from their centre (rain, wind, prices above a floor); one outlier makes a mean inf
# Instead:  integrate (F(t) - [t >= y])² with scipy.stats.truncnorm; -scipy.stats.norm.logpdf
. "$(dirname "$0")/_venv.sh"
install scoringrules==0.10.0 numpy==2.4.6 scipy==1.17.1

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
import scoringrules as sr
from scipy.integrate import quad
from scipy.stats import norm, truncnorm

print("scoringrules", version("scoringrules"))
for low, high, y, right in ((-1.0, 3.0, 2.0, True), (8.0, 20.0, 10.0, False)):
    below = quad(lambda t: truncnorm(low, high).cdf(t) ** 2, low, y, points=[low + 0.5], limit=200)[0]
    above = quad(lambda t: truncnorm(low, high).sf(t) ** 2, y, high, limit=200)[0]
    score = float(sr.crps_tnormal(y, 0.0, 1.0, low, high))
    print(f"cut to [{low}, {high}], value {y}: CRPS {score:.4f}; by integration {below + above:.4f}")
    assert (abs(score - below - above) < 1e-3) is right
    assert right or score > 9.9
for z in (38.0, 39.0, 100.0):
    score = float(sr.logs_normal(z, 0.0, 1.0))
    print(f"{z} standard deviations off: log score {score}; the true one {-norm.logpdf(z):.1f}")
    assert np.isposinf(score) if z > 38.6 else abs(score + norm.logpdf(z)) < 1e-3
EOF
