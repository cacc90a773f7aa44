#!/usr/bin/env bash
# Package:  imbalanced-learn 0.14.2, specificity_score, sensitivity_specificity_support, make_index_balanced_accuracy
# Expected: a specificity lies between 0 and 1; weights of 2 everywhere change nothing
# Happens:  true negatives are the number of *rows* less sums of weights: 0 for .67 and .75 with weights of 2, and
#           1.2 and -1.25 for .67 and .25 where one row weighs 9. Sensitivity and the geometric mean are right
# Hurts:    whoever weighs rare cases, which this package is for; weights that add up to the number of rows hide it
# Instead:  w * len(w) / w.sum() as weights
# Thread:   https://github.com/scikit-learn-contrib/imbalanced-learn/issues/1180
. "$(dirname "$0")/_venv.sh"
install imbalanced-learn==0.14.2 scikit-learn==1.9.1 numpy==2.4.6

python -W ignore <<'EOF'
import imblearn
import numpy as np
from imblearn.metrics import geometric_mean_score, sensitivity_score, specificity_score

print("imbalanced-learn", imblearn.__version__)
true, guess = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 0, 2])


def hand(w):
    return np.array([w[(true != c) & (guess != c)].sum() / w[true != c].sum() for c in range(3)])


for w in (np.ones(6), np.full(6, 2.0), np.array([1.0, 1, 9, 1, 1, 1])):
    found = specificity_score(true, guess, average=None, sample_weight=w)
    kept = specificity_score(true, guess, average=None, sample_weight=w * 6 / w.sum())
    recall = sensitivity_score(true, guess, average=None, sample_weight=w)
    print(f"weights {w}: specificity {found}, by hand {hand(w)}, with weights of mean 1 {kept}; sensitivity {recall}")
    assert np.allclose(kept, hand(w)) and np.all((0 <= recall) & (recall <= 1))
    assert np.isclose(geometric_mean_score(true, guess, sample_weight=w), np.prod(recall) ** (1 / 3))
    if w.sum() == 12:
        assert np.allclose(found[:2], 0) and np.allclose(hand(w)[:2], (2 / 3, 3 / 4))
    if w.sum() == 14:
        assert np.allclose(found[:2], (1.2, -1.25)) and np.allclose(hand(w)[:2], (2 / 3, 1 / 4))
EOF
