#!/usr/bin/env bash
# Package:  functime 1.0.0, metrics.smape, overforecast and underforecast
# Expected: an error is not negative and grows with the mistakes; "overforecast" is documented as the difference between
#           forecast and truth, where the forecast is larger: 2 for 101, 101 in place of 100, 100
# Happens:  overforecast is the sum of the forecasts themselves, 202 (and 198 below): it measures the level of the series.
#           smape divides by the sum of the signed values: -.03 for temperatures below 0, -3 around 0, so the better of
#           two forecasts below 0 has the *larger* score
# Hurts:    temperatures, returns, centred series; score_forecast reports all three
# Instead:  smape_original; mfe for the bias, or the sum of the clipped differences
. "$(dirname "$0")/_venv.sh"
install polars==2.1.0 numpy==2.3.5 scipy==1.16.3 holidays==0.109 scikit-learn==1.7.2 cloudpickle==3.1.3 tqdm==4.67.3
install_alone functime==1.0.0

python -W ignore <<'EOF'
from importlib.metadata import version

import polars as pl
from functime.metrics import overforecast, smape, underforecast

print("functime", version("functime"))


def score(metric, truth, forecast):
    tables = [pl.DataFrame({"entity": "a", "time": range(4), "value": map(float, v)}) for v in (truth, forecast)]
    return metric(*tables)[:, -1].item()


level, near = [100] * 4, [101, 99, 101, 99]
over, under = score(overforecast, level, near), score(underforecast, level, near)
print(f"twice 1 too high, twice 1 too low: over {over}, under {under}")
assert (over, under) == (202, 198)
cold = [-5, -4, -3, -4]
good, bad = score(smape, cold, [-4, -4, -3, -4]), score(smape, cold, [-1, -1, -1, -1])
around = score(smape, [-3, -1, 1, 2], [-2, 0, 1, 1])
print(f"smape below 0: good {good:.3f}, bad {bad:.3f}; around 0: {around:.3f}")
assert bad < good < 0 and around == -3
EOF
