#!/usr/bin/env bash
# Package:  keras 3.15.1, every backend (here JAX's)
# Expected: sparsemax projects onto the simplex: entries add up to 1, as in softmax; (1, 0, .5) gives (.75, 0, .25)
# Happens:  (1, 0, .5) gives (.25, 0, 0), and (.4, .3, .2, .1) gives four zeros; right only when a single
#           entry wins everything, or all are equal
# Hurts:    whoever takes sparse attention or a sparse output layer by its name: weights vanish, no error
# Instead:  tau from the sum of the *sorted logits* in the support; check that the output adds up to 1
# Thread:   https://github.com/keras-team/keras/issues/23425 (mended after this release)
. "$(dirname "$0")/_venv.sh"
install keras==3.15.1 jax==0.10.2 numpy==2.4.6

KERAS_BACKEND=jax python <<'EOF'
import keras
import numpy as np

print("keras", keras.__version__)
for logits in ([1, 0, 0.5], [0.4, 0.3, 0.2, 0.1], [3, 0, 0]):
    weights = np.asarray(keras.activations.sparsemax(np.array([logits], "float32")))[0]
    print(logits, "->", weights, "sum", weights.sum())
    right = {3: 0.25, 4: 0}[len(logits)] if logits[0] < 3 else 1
    assert np.isclose(weights.sum(), right), "sparsemax has changed"
EOF
