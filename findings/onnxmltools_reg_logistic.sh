#!/usr/bin/env bash
# Package:  onnxmltools 1.16.0, convert_xgboost of objective="reg:logistic", run by onnxruntime 1.32.0
# Expected: fractions between 0 and 1, as the model gives and as objective="binary:logistic" is exported
# Happens:  logits, here from -2.8 to 3.7: the sigmoid is left out
# Hurts:    click rates, shares and doses that are predicted elsewhere
# Instead:  put the output through a sigmoid
# Thread:   https://github.com/onnx/onnxmltools/issues/646
. "$(dirname "$0")/_venv.sh"
install onnxmltools==1.16.0 skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.32.0 xgboost==3.2.0 scikit-learn==1.9.1 numpy==2.4.6

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from _onnxmltools import exported
from onnxmltools import convert_xgboost
from xgboost import XGBRegressor

print("onnxmltools", version("onnxmltools"))
random = np.random.default_rng(0)
x = random.normal(size=(400, 4)).astype(np.float32)
share = 1 / (1 + np.exp(-2 * x[:, 0] + random.normal(size=400)))
model = XGBRegressor(objective="reg:logistic", n_estimators=20, n_jobs=1).fit(x, share)
found, right = exported(convert_xgboost, model, x).ravel(), model.predict(x)
print(f"the model {right.min():.2f} to {right.max():.2f}, exported {found.min():.2f} to {found.max():.2f}")
assert 0 < right.min() and right.max() < 1 and found.min() < -1 and found.max() > 1
assert np.ptp(found - np.log(right / (1 - right))) < 1e-3  # logits, give or take a constant
EOF
