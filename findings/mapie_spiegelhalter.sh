#!/usr/bin/env bash
# Package:  MAPIE 1.6.0, metrics.calibration.spiegelhalter_p_value
# Expected: a test of calibration: small wherever probabilities are wrong, too bold or too timid
# Happens:  one-sided: 20,000 probabilities that are far too timid (34 standard errors off) get a p-value of exactly 1,
#           the best there is; those too bold get 0
# Hurts:    smoothed labels, averaged ensembles, too much temperature: "no sign of miscalibration"
# Instead:  2 * scipy.stats.norm.sf(abs(spiegelhalter_statistic(y, p))); MAPIE's Kolmogorov-Smirnov and Kuiper are right
. "$(dirname "$0")/_venv.sh"
install mapie==1.6.0 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from mapie.metrics.calibration import kuiper_p_value, spiegelhalter_p_value, spiegelhalter_statistic
from scipy.special import expit, logit
from scipy.stats import norm

print("MAPIE", version("mapie"))
random = np.random.default_rng(0)
true = random.uniform(0.05, 0.95, 20_000)
y = (random.uniform(size=20_000) < true).astype(int)
found = {}
for name, stretch in (("too timid", 0.5), ("right", 1.0), ("too bold", 2.0)):
    p = expit(stretch * logit(true))
    z, found[name] = spiegelhalter_statistic(y, p), spiegelhalter_p_value(y, p)
    two_sided, kuiper = 2 * norm.sf(abs(z)), kuiper_p_value(y, p)
    print(f"{name}: statistic {z:.1f}, p-value {found[name]:.3g}; two-sided {two_sided:.3g}, Kuiper {kuiper:.3g}")
    assert (name == "right") == (two_sided > 0.05) == (kuiper > 0.05)
assert found["too timid"] > 0.999999 and found["too bold"] < 1e-6
EOF
