#!/usr/bin/env bash
# Package:  lmfit 1.3.4, models.LognormalModel
# Expected: to evaluate a model changes no data
# Happens:  every x of the caller that is not positive is overwritten by 1e-15, for good. A straight line that was
#           exactly right before has a slope of 1.25 for 1 when it is fitted after a lognormal was looked at
# Hurts:    models tried one after the other on one array: the later ones get other data
# Instead:  give it x.copy()
. "$(dirname "$0")/_venv.sh"
install lmfit==1.3.4 numpy==2.4.6

python <<'EOF'
from importlib.metadata import version

import numpy as np
from lmfit.models import LinearModel, LognormalModel

print("lmfit", version("lmfit"))
x = np.linspace(-4, 8, 121)
y = x + 3


def slope():
    line = LinearModel()
    return line.fit(y, line.make_params(slope=0, intercept=0), x=x).params["slope"].value


before = slope()
curve = LognormalModel()
curve.eval(curve.make_params(), x=x)
after = slope()
print(f"the line's slope before {before:.3f}, after the lognormal was looked at {after:.3f}; x begins with {x[:3]}")
assert abs(before - 1) < 1e-6 and after > 1.2 and (x[:40] == 1e-15).all()
EOF
