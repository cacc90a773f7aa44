#!/usr/bin/env bash
# Package:  scikit-learn 1.9.1, metrics.hinge_loss
# Expected: a score of 2 for a true 1 costs 0, whatever else is in the batch; labels=[-1, 1] names the classes
# Happens:  3, where no -1 is in the batch: the only class is taken as the negative one, labels or not. A batch of
#           negatives alone is right
# Hurts:    folds, groups and streams with rare negatives: the better the scores, the worse the loss
# Instead:  np.maximum(0, 1 - y * score).mean()
. "$(dirname "$0")/_venv.sh"
install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6

python <<'EOF'
import numpy as np
import sklearn
from sklearn.metrics import hinge_loss


def instead(y, score):
    return np.maximum(0, 1 - np.multiply(y, score)).mean()


print("scikit-learn", sklearn.__version__)
for y, score in (([1, -1], [2.0, -2.0]), ([1, 1], [2.0, 2.0]), ([1], [0.5]), ([-1], [0.5])):
    print(y, score, hinge_loss(y, score), "with labels", hinge_loss(y, score, labels=[-1, 1]), "right", instead(y, score))
assert hinge_loss([1, -1], [2.0, -2.0], labels=[-1, 1]) == 0
assert hinge_loss([1, 1], [2.0, 2.0], labels=[-1, 1]) == hinge_loss([1, 1], [2.0, 2.0]) == 3
assert hinge_loss([-1], [0.5], labels=[-1, 1]) == 1.5
EOF
