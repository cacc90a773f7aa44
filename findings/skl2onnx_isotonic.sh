#!/usr/bin/env bash
# Package:  skl2onnx 1.20.0, CalibratedClassifierCV with method="isotonic", run by onnxruntime 1.32.0
# Expected: isotonic regression is linear between its points, in scikit-learn and in the exported model
# Happens:  the exported model takes the nearest point: off by up to .09 after 60 examples, a staircase of 15
#           values where the classifier has 187 on the same grid. method="sigmoid" is exported exactly
# Hurts:    who calibrates on few examples, and reads the exported probabilities
# Instead:  method="sigmoid", or np.interp over X_thresholds_ and y_thresholds_ after the session
# Threads:  https://github.com/onnx/sklearn-onnx/issues/200 and https://github.com/onnx/sklearn-onnx/issues/1151
. "$(dirname "$0")/_venv.sh"
install skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.32.0 scikit-learn==1.9.1 numpy==2.4.6

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from onnxruntime import InferenceSession
from skl2onnx import to_onnx
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression

print("skl2onnx", version("skl2onnx"))
random = np.random.default_rng(0)
x = random.normal(size=(60, 1)).astype(np.float32)
y = (random.random(60) < 1 / (1 + np.exp(-2 * x[:, 0]))).astype(int)
grid = np.linspace(-2, 2, 401, dtype=np.float32)[:, np.newaxis]
for method in ("sigmoid", "isotonic"):
    model = CalibratedClassifierCV(LogisticRegression(), method=method, cv=5).fit(x, y)
    exported = to_onnx(model, x[:1], options={"zipmap": False}).SerializeToString()
    found = InferenceSession(exported).run(None, {"X": grid})[1][:, 1]
    right = model.predict_proba(grid)[:, 1]
    error = np.abs(found - right).max()
    values = len(np.unique(found)), len(np.unique(right))
    print(f"{method}: off by up to {error:.2g}; {values[0]} values for {values[1]}")
    assert error < 1e-6 if method == "sigmoid" else error > 0.05 and 5 * values[0] < values[1]
EOF
