#!/usr/bin/env bash
# Package:  permetrics 2.1.0, RegressionMetric: divergences and entropy
# Expected: a distribution diverges from itself by 0, also where it has a zero; its cross-entropy is its entropy
# Happens:  (½, ½, 0) against itself: Jensen-Shannon 1, the greatest there is; Kullback-Leibler -1 and cross-entropy -1,
#           below every possible value. 0 log 0 becomes nan, and nan is replaced by a number that looks like a result
# Hurts:    histograms and one-hot targets, which nearly always have zeros: identical ones look furthest apart
# Instead:  scipy.special.rel_entr(p, q).sum(), scipy.spatial.distance.jensenshannon(p, q) ** 2; force_finite=False shows nan
. "$(dirname "$0")/_venv.sh"
install permetrics==2.1.0 numpy==2.4.6 scipy==1.17.1

python -W ignore <<'EOF'
from importlib.metadata import version

from permetrics import RegressionMetric
from scipy.spatial.distance import jensenshannon
from scipy.special import rel_entr

print("permetrics", version("permetrics"))
found = {}
for p in ([0.5, 0.5], [0.5, 0.5, 0.0]):
    metric = RegressionMetric(p, p)
    found[len(p)] = (metric.jensen_shannon_divergence(), metric.kullback_leibler_divergence(), metric.cross_entropy())
    print(f"{p} against itself: Jensen-Shannon, Kullback-Leibler, cross-entropy {found[len(p)]}; SciPy {jensenshannon(p, p) ** 2}, {rel_entr(p, p).sum()}")
assert found[2] == (0, 0, 1) and found[3] == (1, -1, -1)
EOF
