#!/usr/bin/env bash
# Package:  catboost 1.2.10, loss Poisson, all other settings at their defaults
# Expected: counts near 0 and near 1,000: predicted counts lie between; XGBoost and LightGBM cap Poisson's step
# Happens:  4e11 after one round, and 2e10 after a hundred: boosting starts from e^0 = 1, and one Newton
#           step from there takes the log-rate of 1,000 to 27 in place of 7
# Hurts:    count data (clicks, claims, cells): from means of a few hundred on. No warning
# Instead:  a baseline of log(mean) for every example: a Pool(..., baseline=...), added when predicting too
. "$(dirname "$0")/_venv.sh"
install catboost==1.2.10 numpy==2.4.6

python <<'EOF'
import catboost
import numpy as np

print("catboost", catboost.__version__)
x = np.arange(100.0).reshape(-1, 1)
counts = np.where(x[:, 0] < 50, 1, 1000)

def largest(rounds, start=0.0):
    model = catboost.CatBoost({"loss_function": "Poisson", "iterations": rounds, "thread_count": 1,
                               "random_seed": 0, "verbose": False, "allow_writing_files": False})
    baseline = np.full((100, 1), start)
    model.fit(catboost.Pool(x, counts, baseline=baseline) if start else catboost.Pool(x, counts))
    rate = np.exp(model.predict(x, prediction_type="RawFormulaVal") + start)
    print(rounds, "rounds, start", start, "predicted counts", rate.min(), "to", rate.max())
    return rate.max()

assert largest(1) > 1e6 and largest(100) > 1e6
assert 500 < largest(100, start=np.log(counts.mean())) < 2000
EOF
