#!/usr/bin/env bash
# Package:  scikit-lego 0.9.10, linear_model.DeadZoneRegressor
# Expected: effect="constant", a fine of the same size for every mistake beyond the threshold, is one of three losses
#           that it learns by descent
# Happens:  its slope is 0 everywhere, so nothing is learnt: the coefficients are exactly 0 for any data, and the
#           optimiser reports success; "linear" and "quadratic" find 2 and -1
# Hurts:    grids over the option: a model of zeros among them
# Instead:  "linear" or "quadratic"
. "$(dirname "$0")/_venv.sh"
install scikit-lego==0.9.10 scikit-learn==1.7.2 numpy==2.3.5

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from sklego.linear_model import DeadZoneRegressor

print("scikit-lego", version("scikit-lego"))
rng = np.random.default_rng(0)
x = rng.normal(size=(500, 2))
y = x @ [2.0, -1.0] + 0.3 * rng.normal(size=500)
found = {}
for effect in ("linear", "quadratic", "constant"):
    model = DeadZoneRegressor(threshold=0.3, effect=effect).fit(x, y)
    found[effect] = model.coef_
    print(f"{effect}: coefficients {model.coef_.round(2)}; it says: {model.convergence_status_}")
assert (found["constant"] == 0).all()
assert np.allclose([found["linear"], found["quadratic"]], [2, -1], atol=0.1)
EOF
