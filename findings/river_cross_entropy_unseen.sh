#!/usr/bin/env bash
# Package:  river 0.26.1, metrics.CrossEntropy
# Expected: a label that the model gives no probability at all costs most: inf, or -log of a small floor (34.5 in
#           River's own LogLoss)
# Happens:  0, the loss of a perfect prediction: only classes in the dictionary are looked at. A model that names
#           the wrong class with certainty, {"a": 1.0} for a "b", is perfect too
# Hurts:    streams with new classes, and models whose dictionary holds top classes only: the worse they miss,
#           the lower the loss
# Instead:  fill in every class with a floor before the update
. "$(dirname "$0")/_venv.sh"
install river==0.26.1 numpy==2.4.6

python <<'EOF'
import river
from river import metrics

print("river", river.__version__)

def loss(label, probabilities):
    metric = metrics.CrossEntropy()
    metric.update(label, probabilities)
    return metric.get()

fair, unseen, certain = loss("a", {"a": 0.8, "b": 0.2}), loss("c", {"a": 0.8, "b": 0.2}), loss("b", {"a": 1.0})
print("right class at .8:", fair, "class not in the dictionary:", unseen, "certain and wrong:", certain)
assert abs(fair - 0.2231) < 1e-3 and unseen == 0 and certain == 0
EOF
