#!/usr/bin/env bash
# Package:  thinc 9.1.1 (the network library under spaCy), CategoricalCrossentropy
# Expected: -log of the probability of the right class: .223 at .8, above 13 at 1e-6
# Happens:  the *gradient* is cross-entropy's, the value is the squared length of that gradient: .08 at .8, and
#           never above 2, so a certain mistake costs 2
# Hurts:    whoever compares loss values with other libraries, takes a perplexity from them, or stops early by
#           them: it is Brier's score, doubled for two classes, which ranks models differently
# Instead:  use the gradient; compute -log p yourself for what you report
. "$(dirname "$0")/_venv.sh"
install thinc==9.1.1 numpy==2.0.2

python <<'EOF'
import math

import numpy as np
import thinc.about
from thinc.api import CategoricalCrossentropy

print("thinc", thinc.about.__version__)
loss = CategoricalCrossentropy()
for p in (0.8, 0.5, 1e-6):
    gradient, value = loss(np.array([[p, 1 - p]], "float32"), np.array([0]))
    print(f"p {p}: loss {float(value):.4f}, -log p {-math.log(p):.4f}, gradient {gradient[0]}")
    assert abs(float(value) - 2 * (1 - p) ** 2) < 1e-5
EOF
