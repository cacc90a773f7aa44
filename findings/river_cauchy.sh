#!/usr/bin/env bash
# Package:  river 0.26.1, optim.losses.Cauchy
# Expected: Cauchy's loss grows like the logarithm: C²/2 · log(1 + (r/C)²) with C = 80 is 16,185 at a residual of
#           1,000, and its derivative is the gradient method
# Happens:  the value is |r|, 1,000, the absolute error's own; the gradient is Cauchy's. The two do not belong
#           together: the value rises with slope 1, the gradient says 32 at 160 and 6.4 at 1,000
# Hurts:    whoever plots, monitors or line-searches this loss, or checks gradients as a test
# Instead:  write the value yourself; trust the gradient only
. "$(dirname "$0")/_venv.sh"
install river==0.26.1 numpy==2.4.6

python <<'EOF'
import math

import river
from river import optim

print("river", river.__version__)
loss = optim.losses.Cauchy()
for residual in (10.0, 160.0, 1000.0):
    value, gradient = loss(0, residual), loss.gradient(0, residual)
    quotient = (loss(0, residual + 1e-3) - loss(0, residual - 1e-3)) / 2e-3
    cauchy = 3200 * math.log1p((residual / 80) ** 2)
    print(f"residual {residual}: value {value}, Cauchy's {cauchy:.1f}, slope of value {quotient:.3f}, gradient {gradient:.3f}")
    assert value == residual and abs(quotient - 1) < 1e-6 and abs(gradient - residual / (1 + (residual / 80) ** 2)) < 0.2
EOF
