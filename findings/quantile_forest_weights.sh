#!/usr/bin/env bash
# Package:  quantile-forest 1.4.2, RandomForestQuantileRegressor.fit(sample_weight=...)
# Expected: rows of weight 9 count nine times in the quantiles, as they do in scikit-learn's forest for the mean
# Happens:  the weights choose the splits and are forgotten after: half ones of weight 9, half zeros of weight 1 have the
#           mean .5 and the 25 % quantile 0; scikit-learn's mean is .9, the weighted quantile 1
# Hurts:    surveys, importance weights under a shift, rows that stand for many
# Instead:  whole-number weights: repeat rows
. "$(dirname "$0")/_venv.sh"
install quantile-forest==1.4.2 scikit-learn==1.6.1 numpy==2.4.6 scipy==1.16.3

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from quantile_forest import RandomForestQuantileRegressor
from sklearn.ensemble import RandomForestRegressor

print("quantile-forest", version("quantile-forest"))
x, y = np.zeros((1000, 1)), np.arange(1000) % 2.0
weights = np.where(y == 1, 9, 1)
options = {"n_estimators": 50, "random_state": 0}
mean = RandomForestRegressor(**options).fit(x, y, weights).predict([[0.0]])[0]
forest = RandomForestQuantileRegressor(max_samples_leaf=None, **options)
weighted = forest.fit(x, y, sample_weight=weights)
found = weighted.predict([[0.0]], quantiles="mean").item(), weighted.predict([[0.0]], quantiles=[0.25]).item()
repeated = forest.fit(np.repeat(x, weights, axis=0), np.repeat(y, weights)).predict([[0.0]], quantiles=[0.25]).item()
print(f"mean {found[0]:.2f}, 25 % quantile {found[1]}; scikit-learn's mean {mean:.2f}, the quantile of repeated rows {repeated}")
assert mean > 0.85 and repeated == 1 and abs(found[0] - 0.5) < 0.05 and found[1] == 0
EOF
