#!/usr/bin/env bash
# Package:  scoringrules 0.10.0, logs_poisson, crps_poisson, logs_negbinom
# Expected: a count of 150 where 150 is expected has the Poisson log score 3.42 and CRPS 2.86; the negative binomial
#           takes any positive size: size ½, probability .2, count 0 scores .80
# Happens:  from a count of 144 on the Poisson log score is -inf, better than anything, and the CRPS inf; from 171 on both
#           are nan. With a size below 1 the negative binomial's log score is inf for every count
# Hurts:    whoever picks among forecasts of counts by the smallest mean score: one count of 144 or more, and that one wins
# Thread:   https://github.com/FK83/scoringRules/issues/45 (the CRPS of the R package of that name, mended there)
# Instead:  -scipy.stats.poisson(mean).logpmf(count) and -scipy.stats.nbinom(size, p).logpmf(count)
. "$(dirname "$0")/_venv.sh"
install scoringrules==0.10.0 numpy==2.4.6 scipy==1.17.1

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
import scoringrules as sr
from scipy.stats import nbinom, poisson

print("scoringrules", version("scoringrules"))
for count in (143, 144, 150, 171):
    log_score, crps = float(sr.logs_poisson(count, float(count))), float(sr.crps_poisson(count, float(count)))
    true = -poisson(count).logpmf(count)
    print(f"count and mean {count}: log score {log_score}, CRPS {crps}; the true log score {true:.3f}")
    assert log_score == -np.inf if 144 <= count < 171 else np.isnan(log_score) if count >= 171 else abs(log_score - true) < 1e-6
    assert crps == np.inf if 144 <= count < 171 else np.isnan(crps) if count >= 171 else np.isfinite(crps)
for size in (1.5, 0.9, 0.5):
    scores = [float(sr.logs_negbinom(count, size, prob=0.2)) for count in (0, 1, 3)]
    true = [-nbinom(size, 0.2).logpmf(count) for count in (0, 1, 3)]
    print(f"size {size}: log scores {scores}; the true ones {np.round(true, 3).tolist()}")
    assert np.allclose(scores, true) if size > 1 else np.isposinf(scores).all()
EOF
