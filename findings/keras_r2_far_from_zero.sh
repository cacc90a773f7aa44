#!/usr/bin/env bash
# Package:  keras 3.15.1, metrics.R2Score (JAX's backend; TensorFlow's gives the same)
# Expected: R² does not change when targets and predictions move together: .5 stays .5
# Happens:  .5 up to an offset of 1,000; at 3,000 it is 0, whatever the predictions: the total sum of squares is
#           taken as a difference of two large float32 sums
# Hurts:    regression on years, prices, temperatures in kelvin, pressures: a good model scores 0
# Instead:  centre the targets first, or use scikit-learn's r2_score (right here) on the collected predictions
. "$(dirname "$0")/_venv.sh"
install keras==3.15.1 jax==0.10.2 numpy==2.4.6 scikit-learn==1.9.1

KERAS_BACKEND=jax python <<'EOF'
import keras
import numpy as np
from sklearn.metrics import r2_score

print("keras", keras.__version__)
metric = keras.metrics.R2Score()
seen = {}
for offset in (0, 1000, 3000, 100_000):
    target = np.float32([[0], [1], [2]]) + np.float32(offset)
    prediction = np.float32([[0], [1], [1]]) + np.float32(offset)
    metric.reset_state()
    metric.update_state(target, prediction)
    seen[offset] = float(metric.result())
    print(f"offset {offset}: Keras {seen[offset]}, scikit-learn {r2_score(target, prediction)}")
    assert np.isclose(r2_score(target, prediction), 0.5)
assert np.isclose(seen[0], 0.5) and np.isclose(seen[1000], 0.5)
assert seen[3000] == 0 and seen[100_000] == 0
EOF
