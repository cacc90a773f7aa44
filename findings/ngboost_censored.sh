#!/usr/bin/env bash
# Package:  ngboost 0.6.0, NGBSurvival with LogNormal
# Expected: "still alive at 100" where the model says 1 is a mistake whose slope grows with its size, so it is learnt
# Happens:  1e-5 is added to the survival probability before its log: the score stops at 11.5 and the slope dies from
#           4.5 standard deviations on (.017 for 11.4 at 5.5, 3e-14 at 9.2). Of 2,000 rows the 2 % that outlive 100 get a
#           survival probability of 1e-10 after 300 rounds; 5 % get .9998
# Hurts:    rare long survivors, customers who never leave, machines that do not fail
# Instead:  Exponential, whose slope does not die; for the normal's log tail scipy.stats.norm.logsf in a score of your own
. "$(dirname "$0")/_venv.sh"
install ngboost==0.6.0 numpy==2.4.6 scipy==1.16.3 scikit-learn==1.6.1

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from ngboost import NGBSurvival
from ngboost.distns.lognormal import LogNormal, LogNormalLogScoreCensored
from scipy.stats import norm

print("ngboost", version("ngboost"))


class Scored(LogNormalLogScoreCensored, LogNormal):
    pass


forecast = Scored(np.array([[0.0], [np.log(0.5)]]))  # median 1, deviation .5 of the log
slopes = {}
for time in (2.0, 16.0, 100.0):
    z = np.log(time) / 0.5
    alive = np.array([(False, time)], dtype=[("Event", bool), ("Time", float)])
    slopes[time] = forecast.d_score(alive)[0, 0] / (-np.exp(norm.logpdf(z) - norm.logsf(z)) / 0.5)
    print(f"alive at {time}: score {forecast.score(alive)[0]:.2f} for {-norm.logsf(z):.2f}, slope {slopes[time]:.2g} of the true one")
assert slopes[2.0] > 0.99 and slopes[16.0] < 0.01 and slopes[100.0] < 1e-9

found = {}
for share in (0.05, 0.02):
    late = np.arange(2000) < 2000 * share
    times = np.where(late, 100.0, np.exp(np.random.default_rng(0).normal(0, 0.3, 2000)))
    model = NGBSurvival(Dist=LogNormal, n_estimators=300, learning_rate=0.05, verbose=False)
    model.fit(late[:, None].astype(float), times, (~late).astype(int))
    found[share] = model.pred_dist(np.array([[1.0]])).dist.sf(100.0)[0]
    print(f"{share:.0%} of rows are alive at 100: the probability learnt for them {found[share]:.4g}")
assert found[0.05] > 0.99 and found[0.02] < 1e-3
EOF
