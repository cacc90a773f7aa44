#!/usr/bin/env bash
# Package:  kornia 0.9.0 (torch 2.13.0), losses.focal_loss with reduction "mean"
# Expected: with gamma = 0 and no alpha the focal loss is cross-entropy, as in its paper: ln 3 for three equal logits
# Happens:  a third of it: the mean is taken over the classes too, of which all but one hold 0. And alpha does not
#           weigh the rare class: class 0 gets 1 - alpha, every other class alpha (.25: class 0 counts three times)
# Hurts:    rates and weights of a loss sum carried over from other code: too small by the number of classes (150
#           in ADE20K); a background that is not class 0
# Instead:  reduction="none" and sum over the class axis, then mean; a weight per class
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 kornia==0.9.0 numpy==2.4.6

python <<'EOF'
import kornia
import torch
from torch.nn.functional import cross_entropy

print("kornia", kornia.__version__)
pixels = torch.tensor([[[0, 1], [2, 1]]])
for classes in (3, 150):
    logits = torch.zeros(1, classes, 2, 2)
    focal = kornia.losses.focal_loss(logits, pixels, alpha=None, gamma=0.0, reduction="mean").item()
    right = cross_entropy(logits, pixels).item()
    print(classes, "classes: focal", focal, "cross-entropy", right, "ratio", round(right / focal, 3))
    assert abs(right / focal / classes - 1) < 1e-4
logits = torch.zeros(1, 3, 1, 1)
by_class = [kornia.losses.focal_loss(logits, torch.tensor([[[c]]]), alpha=0.25, gamma=0.0, reduction="sum").item() for c in range(3)]
print("alpha .25, loss where the true class is 0, 1, 2:", by_class)
assert abs(by_class[0] / by_class[1] - 3) < 1e-5 and by_class[1] == by_class[2]
EOF
