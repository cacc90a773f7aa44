#!/usr/bin/env bash
# Package:  pytensor 3.0.7 (2.31.7 and 3.0.0 too), with what pip installs for it
# Expected: log(sigmoid(x)) and log(1 - sigmoid(x)) are compiled as -softplus(-x) and -softplus(x): the rules are
#           registered as stabilising, as that of log(1 + exp(x)) is
# Happens:  only the last one is applied. The other two give -inf from -745 down and from 37 up, so a likelihood of a
#           confident mistake is infinite; their slopes are right. The pattern and the graph do not match each other
# Hurts:    logistic models written as they stand in the book
# Instead:  write -softplus(-x) yourself
. "$(dirname "$0")/_venv.sh"
install pytensor==3.0.7 numpy==2.3.5 etuples==0.3.10 logical-unification==0.4.7 cons==0.4.7 miniKanren==1.0.5 toolz==1.2.0

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
import pytensor
import pytensor.tensor as pt
from pytensor.tensor.rewriting import math as rules

pytensor.config.cxx = ""
print("pytensor", version("pytensor"), "etuples", version("etuples"), "logical-unification", version("logical-unification"))
print("registered:", rules.logsigm_to_softplus, rules.log1msigm_to_softplus)
x = pt.dvector("x")
at = np.array([-800.0, -20.0, 40.0, 800.0])
found = {}
for name, what in {
    "log(sigmoid(x))": pt.log(pt.sigmoid(x)),
    "log(1 - sigmoid(x))": pt.log(1 - pt.sigmoid(x)),
    "log(1 + exp(x))": pt.log(1 + pt.exp(x)),
    "-softplus(-x)": -pt.softplus(-x),
}.items():
    found[name] = pytensor.function([x], what)(at)
    slope = pytensor.function([x], pytensor.grad(what.sum(), x))(at)
    print(f"{name:20} {found[name]} slope {slope.round(3)}")
assert found["log(sigmoid(x))"][0] == -np.inf and (found["log(1 - sigmoid(x))"][2:] == -np.inf).all()
assert np.allclose(found["log(1 + exp(x))"][2:], at[2:]) and np.allclose(found["-softplus(-x)"][:2], at[:2])
EOF
