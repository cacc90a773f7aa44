#!/usr/bin/env bash
# Package:  permetrics 2.1.0, ClassificationMetric.hinge_loss
# Expected: the multiclass hinge loss looks at the lead of the true class, so a constant added to all scores is no
#           matter; a lead of 5 costs 0
# Happens:  the best *other* class is taken with a 0 in the true class's place, and is never below 0: scores
#           (-1, -6, -6) with class 0 cost 2; log-probabilities cost 1 at least
# Hurts:    scores that are negative: log-probabilities, distances, margins of linear models
# Instead:  sklearn.metrics.hinge_loss
. "$(dirname "$0")/_venv.sh"
install permetrics==2.1.0 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from permetrics import ClassificationMetric
from sklearn.metrics import hinge_loss

print("permetrics", version("permetrics"))
y = np.array([0, 1, 2])
scores = np.where(np.eye(3) > 0, 5.0, 0.0)
for shift in (1.0, 0.0, -6.0, -100.0):
    found, right = ClassificationMetric().hinge_loss(y, scores + shift), hinge_loss(y, scores + shift)
    print(f"scores {scores[0] + shift}: permetrics {found}, scikit-learn {right}")
    assert right == 0 and found == max(0.0, -(5 + shift) + 1)
EOF
