#!/usr/bin/env bash
# Package:  tinygrad 0.13.0: Tensor.binary_crossentropy of probabilities
# Expected: a prediction that is certain and right costs 0
# Happens:  nan, for the whole batch: 0 times log 0. Certain and wrong costs infinity. A float32 sigmoid is exactly
#           1 from a logit of 17 on, so well separated classes reach it
# Hurts:    a network that has learned its classes: the loss becomes nan, and with it all weights
# Instead:  binary_crossentropy_logits, on the logits
. "$(dirname "$0")/_venv.sh"
install tinygrad==0.13.0
export DEV=PYTHON

python <<'EOF'
import importlib.metadata
import math

from tinygrad import Tensor

print("tinygrad", importlib.metadata.version("tinygrad"))
right = Tensor([1.0, 0.9]).binary_crossentropy(Tensor([1.0, 1.0])).item()
wrong = Tensor([0.0, 0.9]).binary_crossentropy(Tensor([1.0, 1.0])).item()
through = Tensor([20.0]).sigmoid().binary_crossentropy(Tensor([1.0])).item()
logits = Tensor([20.0, 2.0]).binary_crossentropy_logits(Tensor([1.0, 1.0])).item()
print("certain and right", right, "certain and wrong", wrong, "a logit of 20", through, "from logits", logits)
assert math.isnan(right) and math.isnan(through) and wrong == math.inf
assert math.isfinite(logits)
EOF
