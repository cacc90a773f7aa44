#!/usr/bin/env bash
# Package:  keras 3.15.1 on PyTorch
# Expected: after set_floatx("float64") a layer of float64 computes in float64
# Happens:  a matrix product of two float64 tensors is float32, so a Dense layer whose output says float64 has eight
#           digits; so have means and losses. On JAX it is tanh, mean and losses, on TensorFlow none of them
# Hurts:    gradient checks, comparisons with another framework, ill-conditioned regressions
# Instead:  the TensorFlow backend, or PyTorch or JAX themselves, where digits count
. "$(dirname "$0")/_venv.sh"
install keras==3.15.1 torch==2.13.0 numpy==2.4.6

KERAS_BACKEND=torch python <<'EOF'
import keras
import numpy as np
from keras import ops

print("keras", keras.__version__)
keras.config.set_floatx("float64")
x, w = np.array([[0.1, 0.7]]), np.array([[1 / 3], [1 / 7]])
layer = keras.layers.Dense(1)
layer.build((None, 2))
layer.set_weights([w, np.zeros(1)])
errors = {}
for name, got, right in [
    ("a tanh", ops.tanh(ops.convert_to_tensor(x)), np.tanh(x)),
    ("a Dense layer", layer(x), x @ w),
    ("a mean", ops.mean(ops.convert_to_tensor(x)), x.mean()),
    ("a squared error", keras.losses.MeanSquaredError()(np.array([[0.1]]), np.array([[0.4]])), 0.3**2),
]:
    errors[name] = np.max(np.abs(ops.convert_to_numpy(got).astype("float64") / right - 1))
    print(f"{name}: {got.dtype}, off by {errors[name]:.0e} of the value")
assert errors.pop("a tanh") < 1e-15
assert layer.compute_dtype == "float64"
assert all(1e-9 < error < 1e-6 for error in errors.values())
EOF
