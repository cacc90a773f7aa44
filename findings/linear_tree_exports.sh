#!/usr/bin/env bash
# Package:  m2cgen 0.10.0 and onnxmltools 1.16.0, of a LightGBM 4.7.0 model with linear_tree=True
# Expected: the exported model predicts what the model predicts, or the export says that it cannot
# Happens:  both export the leaves' constants and leave out their lines, without a word: far off where the lines matter
# Hurts:    who switched linear_tree on for smooth targets and serves the model elsewhere
# Instead:  export trees without linear_tree, and compare predictions before shipping
# Thread:   https://github.com/microsoft/hummingbird/issues/807 (a third exporter)
. "$(dirname "$0")/_venv.sh"
install m2cgen==0.10.0 onnxmltools==1.16.0 skl2onnx==1.20.0 onnx==1.23.2 onnxruntime==1.32.0 lightgbm==4.7.0 scikit-learn==1.9.1 numpy==2.4.6

python -W ignore <<'EOF'
from importlib.metadata import version

import lightgbm
import m2cgen
import numpy as np
from _onnxmltools import exported
from onnxmltools import convert_lightgbm

print(*(f"{name} {version(name)}" for name in ("m2cgen", "onnxmltools")))
random = np.random.default_rng(0)
x = random.normal(size=(400, 2)).astype(np.float32)
y = np.exp(x[:, 0]) + 1
for linear in (False, True):
    model = lightgbm.LGBMRegressor(n_estimators=20, verbose=-1, n_jobs=1, linear_tree=linear).fit(x, y)
    right = model.predict(x)
    code = {}
    exec(m2cgen.export_to_python(model), code)
    found = {
        "m2cgen": np.array([code["score"](row) for row in x.astype(float).tolist()]),
        "onnxmltools": exported(convert_lightgbm, model, x).ravel(),
    }
    for name, values in found.items():
        error = np.abs(values - right).max()
        print(f"linear_tree={linear}, {name}: off by up to {error:.2g}")
        assert error > 0.5 if linear else error < 1e-4
trees = [tree["tree_structure"] for tree in model.booster_.dump_model()["tree_info"]]


def constant(node, row):
    while "leaf_value" not in node:
        node = node["left_child" if row[node["split_feature"]] <= node["threshold"] else "right_child"]
    return node["leaf_value"]


constants = [sum(constant(tree, row) for tree in trees) for row in x.astype(float)]
assert np.allclose(found["m2cgen"], constants) and np.allclose(found["onnxmltools"], constants, atol=1e-4)
EOF
