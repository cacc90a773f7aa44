#!/usr/bin/env bash
# Package:  dlordinal 2.7.0, get_poisson_soft_labels and PoissonCrossEntropyLoss
# Expected: the soft label of class k is largest at k, and falls to both sides, as with its other distributions
# Happens:  k and k + 1 get the same weight, for every class but the last: a Poisson distribution with a whole mean
#           has two peaks. And the labels are nearly flat: for five classes .234 .234 .195 .172 .165 for class 0. With
#           the loss's own default (eta .85) a sure and right answer costs more than the reversed one, 5.85 and 3.85
# Hurts:    ordinal networks trained with it: the best answer is the same for neighbours; the loss falls as it unlearns
# Instead:  one of the other seven, binomial or triangular for example, whose labels have their peak at the class
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 scikit-learn==1.9.1 pandas==2.3.3 tqdm==4.67.1 deprecated==1.3.1 scipy==1.17.1
install_alone dlordinal==2.7.0

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
import torch
from dlordinal.losses import BinomialCrossEntropyLoss, PoissonCrossEntropyLoss
from dlordinal.soft_labelling import get_binomial_soft_labels, get_poisson_soft_labels

print("dlordinal", version("dlordinal"))
for classes in (3, 5, 8):
    labels = np.asarray(get_poisson_soft_labels(classes))
    print(f"{classes} classes, class 0:", labels[0].round(3))
    for k in range(classes - 1):
        assert np.isclose(labels[k, k], labels[k, k + 1], rtol=1e-12)
    other = np.asarray(get_binomial_soft_labels(classes))
    assert (other.argmax(1) == np.arange(classes)).all() and (np.diff(np.sort(other, 1)[:, -2:]) > 0.01).all()
sure, truth = torch.tensor([[9.0, 0, 0], [0, 9.0, 0]]), torch.tensor([0, 1])
for loss in (PoissonCrossEntropyLoss(num_classes=3), BinomialCrossEntropyLoss(num_classes=3)):
    right, reversed_ = loss(sure, truth).item(), loss(-sure, truth).item()
    print(f"{type(loss).__name__}: sure and right {right:.2f}, reversed {reversed_:.2f}")
    assert (right > reversed_) == isinstance(loss, PoissonCrossEntropyLoss)
EOF
