#!/usr/bin/env bash
# Package:  onnxmltools 1.16.0, convert_lightgbm, run by onnxruntime 1.32.0
# Expected: the last step of a model is exported with it: its sigmoid's slope, one sigmoid for each class, the square
#           of reg_sqrt
# Happens:  objective="binary" with sigmoid=2 gives sigmoid(z) for sigmoid(2 z); "multiclassova" gives a softmax for
#           sigmoids that are each divided by their sum; reg_sqrt gives the root. Exponentials (poisson, gamma,
#           tweedie) are exported rightly, so a test of those sees nothing
# Hurts:    probabilities of rare and of several classes; targets with long tails
# Instead:  raw scores (predict with raw_score=True is what the trees give), and the last step by hand
# Thread:   https://github.com/onnx/onnxmltools/issues/150 (one class against the others)
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
counts = random.poisson(np.exp(x[:, 0] + 1))


def predictions(target, **plan):
    model = lightgbm.train(plan | {"verbose": -1, "num_threads": 1}, lightgbm.Dataset(x, target), 20)
    found = exported(convert_lightgbm, model, x, zipmap=False)
    right, raw = model.predict(x), model.predict(x, raw_score=True)
    found = found[:, -1] if right.ndim == 1 else found
    print(f"{plan}: off by up to {np.abs(found - right).max():.2g}")
    return found, right, raw


found, right, raw = predictions(counts, objective="poisson")
assert np.allclose(found, right, rtol=1e-4)
found, right, raw = predictions((y > 0).astype(int), objective="binary", sigmoid=2.0)
assert np.allclose(found, 1 / (1 + np.exp(-raw)), atol=1e-5) and np.allclose(right, 1 / (1 + np.exp(-2 * raw)))
found, right, raw = predictions(np.digitize(x[:, 0], [-0.5, 0.5]), objective="multiclassova", num_class=3)
soft = np.exp(raw) / np.exp(raw).sum(axis=1, keepdims=True)
assert np.allclose(found, soft, atol=1e-5) and np.abs(found - right).max() > 0.15
found, right, raw = predictions(3 * y, objective="regression", reg_sqrt=True)
assert np.allclose(found, raw, atol=1e-4) and np.allclose(right, np.sign(raw) * raw**2)
EOF
