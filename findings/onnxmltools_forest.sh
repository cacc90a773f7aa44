#!/usr/bin/env bash
# Package:  onnxmltools 1.16.0, convert_lightgbm of a model with boosting="rf", run by onnxruntime 1.32.0
# Expected: a forest answers with the mean of its trees, in LightGBM and in the exported model
# Happens:  the exported model adds them up: with 20 trees a regression is twenty times too large, and probabilities
#           are driven to 0 and 1
# Hurts:    forests that are served elsewhere; no error, no warning
# Instead:  divide a regression's output by the number of trees
. "$(dirname "$0")/_venv.sh"
install onnxmltools==1.16.0 skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.32.0 lightgbm==4.7.0 scikit-learn==1.9.1 numpy==2.4.6

python -W ignore <<'EOF'
from importlib.metadata import version

import lightgbm
import numpy as np
from _onnxmltools import exported
from onnxmltools import convert_lightgbm

print("onnxmltools", version("onnxmltools"))
random = np.random.default_rng(0)
x = random.normal(size=(400, 4)).astype(np.float32)
y = 2 * x[:, 0] + random.normal(size=400)
for objective, target in (("regression", y), ("binary", (y > 0).astype(int))):
    plan = {"objective": objective, "boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.7}
    model = lightgbm.train(plan | {"verbose": -1, "num_threads": 1}, lightgbm.Dataset(x, target), 20)
    found = exported(convert_lightgbm, model, x, zipmap=False)[:, -1]
    right = model.predict(x)
    print(f"{objective}: {np.round(found[:3], 3)} for {np.round(right[:3], 3)}")
    if objective == "regression":
        assert np.allclose(found, 20 * right, rtol=1e-4, atol=1e-4)
    else:
        assert np.abs(found - right).max() > 0.4
EOF
