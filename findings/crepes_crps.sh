#!/usr/bin/env bash
# Package:  crepes 0.9.1, ConformalPredictiveSystem.evaluate
# Expected: the CRPS has the unit of the target: prices in cents instead of euros give the hundredfold score
# Happens:  with difficulty estimates (sigmas) the piece of the integral next to the value is multiplied by sigma once
#           more, though it is in the target's unit already: 9.44 for 5.98 at sigma 10, 39,017 for 598 at 1,000
# Hurts:    choosing among difficulty estimators, or systems with and without one, by their CRPS
# Instead:  for a row of return_cpds=True: mean(|c - y|) - mean(|c - c'|) / 2 over its values c, c'
# Thread:   https://github.com/henrikbostrom/crepes/issues/40
. "$(dirname "$0")/_venv.sh"
install crepes==0.9.1 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1

python <<'EOF'
from importlib.metadata import version

import numpy as np
from crepes import ConformalPredictiveSystem

print("crepes", version("crepes"))
random = np.random.default_rng(0)
residuals, values = random.normal(size=99), random.normal(size=200)
scores = {}
for unit in (1.0, 10.0, 1000.0):
    system = ConformalPredictiveSystem().fit(residuals * unit, sigmas=np.full(99, unit))
    found = system.evaluate(np.zeros(200), values * unit, sigmas=np.full(200, unit), metrics=["CRPS"])["CRPS"]
    c = residuals * unit
    spread = np.mean(np.abs(c[:, None] - c)) / 2
    scores[unit] = found, np.mean(np.abs(c[:, None] - values * unit)) - spread
    print(f"unit {unit}: CRPS {found:.4f}, of the distribution itself {scores[unit][1]:.4f}")
assert abs(scores[1.0][0] - scores[1.0][1]) < 1e-9
assert scores[10.0][0] > 1.5 * scores[10.0][1] and scores[1000.0][0] > 60 * scores[1000.0][1]
EOF
