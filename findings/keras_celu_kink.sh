#!/usr/bin/env bash
# Package:  keras 3.15.1 on tensorflow-cpu 2.21.0
# Expected: CELU was made to be smooth at 0: slope 1 on both sides, so 1 at 0, as in Keras's own elu
# Happens:  the slope at exactly 0 is 2: both halves of max(x, 0) + min(0, ...) hand on a whole gradient
# Hurts:    zero-initialised biases and padded, all-zero inputs meet the kink in the first step; Keras on JAX
#           gives 1, so the same model trains differently on two backends
# Instead:  keras.activations.elu (alpha = 1 is the same function); check gradients at the joints, not beside them
. "$(dirname "$0")/_venv.sh"
install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.6

KERAS_BACKEND=tensorflow TF_CPP_MIN_LOG_LEVEL=3 python 2> /dev/null <<'EOF'
import keras
import tensorflow as tf

print("keras", keras.__version__, "tensorflow", tf.__version__)
x = tf.constant([-1e-3, 0.0, 1e-3])
slopes = {}
for name in ("celu", "elu"):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = getattr(keras.activations, name)(x)
    slopes[name] = tape.gradient(y, x).numpy()
    print(name, "slopes at -.001, 0, .001:", slopes[name])
assert slopes["celu"][1] == 2 and abs(slopes["celu"][0] - 1) < 0.01 and slopes["celu"][2] == 1
assert slopes["elu"][1] == 1
EOF
