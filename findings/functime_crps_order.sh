#!/usr/bin/env bash
# Package:  functime 1.0.0, metrics.crps
# Expected: forecasts are matched by entity and time, as in every other metric of functime: with the right medians and
#           standard deviation 1 the score is .234, in whatever order the rows come
# Happens:  rows are matched by their place: 99.4 if the forecasts of b stand before those of a
# Hurts:    forecasts after a join, a group-by or a sort: the same table gives a right mae and a wrong crps
# Instead:  join the tables first, and score their columns
. "$(dirname "$0")/_venv.sh"
install polars==2.1.0 numpy==2.3.5 scipy==1.16.3 holidays==0.109 scikit-learn==1.7.2 cloudpickle==3.1.3 tqdm==4.67.3
install_alone functime==1.0.0

python -W ignore <<'EOF'
from importlib.metadata import version

import polars as pl
from functime.metrics import crps, mae

print("functime", version("functime"))


def series(entity, value):
    return pl.DataFrame({"entity": [entity] * 3, "time": [1, 2, 3], "value": [value] * 3})


truth = pl.concat([series("a", 0.0), series("b", 100.0)])
swapped = pl.concat([series("b", 100.0), series("a", 0.0)])
for name, forecast in (("same order", truth), ("b before a", swapped)):
    print(name, "mae", mae(truth, forecast)["mae"].to_list(), "crps", crps(truth, forecast)["crps"].to_list())
assert mae(truth, swapped)["mae"].to_list() == [0, 0]
assert all(abs(score - 0.2337) < 1e-3 for score in crps(truth, truth)["crps"])
assert all(score > 99 for score in crps(truth, swapped)["crps"])
EOF
