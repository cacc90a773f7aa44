#!/usr/bin/env bash
# Package:  river 0.26.1, metrics.ROCAUC
# Expected: a streaming AUC is near the exact one; scores that rank every example rightly give 1.0
# Happens:  .5: scores are dealt into ten bins by default, and within a bin all are tied. A rare class whose
#           probabilities stay below .1 (fraud, clicks) falls into a single one
# Hurts:    whoever monitors a rare class: the best model looks random
# Instead:  ROCAUC(n_thresholds=...) fine enough for your scores, or metrics.RollingROCAUC (exact in its window)
. "$(dirname "$0")/_venv.sh"
install river==0.26.1 numpy==2.4.6

python <<'EOF'
import river
from river import metrics

print("river", river.__version__)

def score(metric):
    for i in range(100):
        rare = i % 10 == 0
        metric.update(rare, 0.09 if rare else 0.01)
    return metric.get()

default, fine = score(metrics.ROCAUC()), score(metrics.ROCAUC(n_thresholds=200))
rolling = score(metrics.RollingROCAUC(window_size=100))
print("default", default, "200 thresholds", fine, "rolling", rolling)
assert default == 0.5 and fine == 1 and rolling == 1
EOF
