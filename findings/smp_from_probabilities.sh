#!/usr/bin/env bash
# Package:  segmentation-models-pytorch 0.6.0, FocalLoss and LovaszLoss with from_logits=False
# Expected: probabilities in place of logits: a perfect prediction costs 0
# Happens:  multiclass FocalLoss takes the log of p and then a *sigmoid* of that, p / (1 + p), so certainty is read as
#           ½: .058 of 3 classes for a perfect map, .231 with gamma = 0. LovaszLoss ignores the option and takes the softmax
#           of probabilities: .424
# Hurts:    models with softmax inside, for which the option is meant: no loss tells a certain map from a good one
# Instead:  logits; or p.log() as the logits of a softmax focal loss, and for Lovász too
# Thread:   https://github.com/qubvel-org/segmentation_models.pytorch/issues/1263 (where the option was asked for)
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6
install_alone segmentation-models-pytorch==0.6.0

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from _bare import bare

# The package as a bare folder: its losses need torch alone, the encoders that it loads at its start need much more.
bare("segmentation_models_pytorch")
from segmentation_models_pytorch.losses import FocalLoss, LovaszLoss  # noqa: E402

print("segmentation-models-pytorch", version("segmentation-models-pytorch"))
labels = torch.arange(12).reshape(1, 3, 4) % 3
perfect = torch.nn.functional.one_hot(labels, 3).permute(0, 3, 1, 2).float()
logits = 80 * perfect - 40
for name, loss in (("focal", FocalLoss), ("Lovász", LovaszLoss)):
    given = loss("multiclass", from_logits=False)(perfect, labels).item()
    raw = loss("multiclass")(logits, labels).item()
    print(f"{name}, a perfect map: from probabilities {given:.4f}, from logits {raw:.4f}")
    assert given > 0.05 and raw < 1e-6
plain = FocalLoss("multiclass", gamma=0.0, from_logits=False)(perfect, labels).item()
print(f"focal with gamma 0: {plain:.4f}, log 2 / 3 = {torch.log(torch.tensor(2.0)).item() / 3:.4f}")
assert abs(plain - 0.23105) < 1e-4
EOF
