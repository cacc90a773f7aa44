#!/usr/bin/env bash
# Package:  sktime 1.2.0, KLDivergenceNormal, KLDivergenceSingleExponential, KLDivergenceDoubleExponential
# Expected: errors are measured in standard deviations of what came before, so half a deviation off everywhere costs
#           about .5 (KL-N), in every unit
# Happens:  before the first two points there is nothing to take a deviation of, and 2.2e-16 (eps) stands for it: these
#           two decide alone. 5e6 for .7 over a hundred points, a thousandfold in a unit a thousand times smaller, and
#           a forecast ten times worse at all other points has a millionth of it. The example of the
#           documentation has no error at the first two
# Hurts:    choosing among forecasts by these metrics as they come
# Instead:  evaluate_by_index of the exponential ones without its first few points; an eps of the series' size
#           (its variance for KL-N, its deviation for the others)
. "$(dirname "$0")/_venv.sh"
install sktime==1.2.0 numpy==2.4.6 pandas==2.3.3

python -W ignore <<'EOF'
import numpy as np
import sktime
import sktime.performance_metrics.forecasting as metrics

print("sktime", sktime.__version__)
y = np.random.default_rng(0).normal(10, 1, 100)
good = y + 0.5
bad = y + 5.0
bad[:2] = y[:2] + 1e-9
for name in ("KLDivergenceNormal", "KLDivergenceSingleExponential", "KLDivergenceDoubleExponential"):
    metric = getattr(metrics, name)()
    value, unit, worse = metric(y, good), metric(1000 * y, 1000 * good), metric(y, bad)
    apart = good.copy()
    apart[:2] = y[:2]
    print(f"{name}: half off everywhere {value:.3g}, in a smaller unit {unit:.3g}; exact at the first two {metric(y, apart):.3f}")
    print(f"    ten times worse, but near at the first two: {worse:.3g}")
    assert value > 1e6 and 900 < unit / value < 1100 and worse < value / 1e5 and metric(y, apart) < 2
EOF
