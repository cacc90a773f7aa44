#!/usr/bin/env bash
# Package:  sktime 1.2.0, performance_metrics.forecasting (classes)
# Expected: a weighted mean: weights of 2 everywhere change nothing, a weight of 0 drops a time point
# Happens:  MeanAbsoluteError and others divide by the number of points, not by the sum of the weights: weights of 2
#           double it, a 0 makes it smaller, as a point without error does. MeanAbsoluteScaledError weighs twice:
#           weights of 2 give the fourfold. MeanSquaredPercentageError and MeanAsymmetricError beside them divide by
#           the sum, as does the library's own function mean_absolute_error
# Hurts:    holidays or gaps weighted 0: the model looks better by their share; whoever compares class and function,
#           or two metrics of one table
# Instead:  give weights of mean 1, w / w.mean(); for the scaled error divide the weighted absolute error yourself
# Thread:   https://github.com/sktime/sktime/pull/11060 (the scaled error weighs twice)
. "$(dirname "$0")/_venv.sh"
install sktime==1.2.0 numpy==2.4.6

python -W ignore <<'EOF'
import numpy as np
import sktime
import sktime.performance_metrics.forecasting as metrics

print("sktime", sktime.__version__)
random = np.random.default_rng(0)
y = random.normal(10, 2, 40)
forecast, past = y + random.normal(0, 1, 40), random.normal(10, 2, 60)
two, some = np.full(40, 2.0), np.repeat([0.0, 1.0], [10, 30])
found = {}
for name in ("MeanAbsoluteError", "MeanSquaredError", "MeanAbsolutePercentageError", "MeanAbsoluteScaledError",
             "MeanSquaredPercentageError", "MeanAsymmetricError"):
    metric = getattr(metrics, name)()
    plain, doubled, dropped = (metric(y, forecast, y_train=past, sample_weight=w) for w in (None, two, some))
    rest = metric(y[10:], forecast[10:], y_train=past)
    found[name] = doubled / plain, dropped / rest
    print(f"{name}: weights 2 give {doubled / plain:.3f} times the value, ten of forty zeros {dropped / rest:.3f} of it without these")
assert np.allclose(found["MeanAbsoluteScaledError"], (4, 0.75))
for name in ("MeanAbsoluteError", "MeanSquaredError", "MeanAbsolutePercentageError"):
    assert np.allclose(found[name], (2, 0.75))
for name in ("MeanSquaredPercentageError", "MeanAsymmetricError"):
    assert np.allclose(found[name], (1, 1))
function = [metrics.mean_absolute_error(y, forecast, horizon_weight=w) for w in (None, two)]
print(f"the function mean_absolute_error: {function[0]:.4f}, with weights 2 {function[1]:.4f}")
assert np.isclose(*function)
EOF
