#!/usr/bin/env bash
# Package:  tensorflow-cpu 2.21.0, tf.nn.weighted_cross_entropy_with_logits
# Expected: at a logit of 0 with pos_weight 3 the slope is -1.5 for a true 1 and .5 for a true 0
# Happens:  0 and 1, at exactly 0. The values are right, and so are the slopes beside 0: the loss is written with |z|
#           and relu(-z), whose slopes at their kinks are taken as 0 and do not add up to the smooth function's
# Hurts:    an output layer that starts with zeros: the rare positives, whose weight this is for, teach nothing in the
#           first step, and the negatives twice as much
# Instead:  pos_weight * y * softplus(-z) + (1 - y) * softplus(z)
. "$(dirname "$0")/_venv.sh"
install tensorflow-cpu==2.21.0
export TF_CPP_MIN_LOG_LEVEL=3

python <<'EOF'
import tensorflow as tf


def slope(loss, z, y):
    logits = tf.constant([z])
    with tf.GradientTape() as tape:
        tape.watch(logits)
        value = loss(tf.constant([y]), logits)
    return tape.gradient(value, logits).numpy().tolist()[0]


def weighted(y, z):
    return tf.nn.weighted_cross_entropy_with_logits(labels=y, logits=z, pos_weight=3.0)


def instead(y, z):
    return 3.0 * y * tf.nn.softplus(-z) + (1 - y) * tf.nn.softplus(z)


print("tensorflow", tf.__version__)
for y in (1.0, 0.0):
    print(f"true {y:g}: slope at 0", slope(weighted, 0.0, y), "at 1e-6", slope(weighted, 1e-6, y), "instead", slope(instead, 0.0, y))
assert slope(weighted, 0.0, 1.0) == 0 and slope(weighted, 0.0, 0.0) == 1
assert abs(slope(weighted, 1e-6, 1.0) + 1.5) < 1e-3 and abs(slope(weighted, 1e-6, 0.0) - 0.5) < 1e-3
assert slope(instead, 0.0, 1.0) == -1.5 and slope(instead, 0.0, 0.0) == 0.5
EOF
