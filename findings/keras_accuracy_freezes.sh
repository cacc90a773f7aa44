#!/usr/bin/env bash
# Package:  keras 3.15.1, metrics.BinaryAccuracy (and every metric that counts)
# Expected: counts are whole numbers; a thousand wrong answers after sixteen million right ones lower the accuracy
# Happens:  the counters are float32 and stop at 2^24 = 16,777,216 when examples come one at a time: the accuracy
#           stays exactly 1 however many wrong ones follow
# Hurts:    streaming evaluation, and pixel counts of segmentation (64 masks of 512 × 512 are 2^24 pixels)
# Instead:  reset the metric before 2^24, or count in int64 outside it
. "$(dirname "$0")/_venv.sh"
install keras==3.15.1 jax==0.10.2 numpy==2.4.6

KERAS_BACKEND=jax python <<'EOF'
import keras
import numpy as np

print("keras", keras.__version__)
metric = keras.metrics.BinaryAccuracy()
ones = np.ones(2**22, "float32")
for _ in range(4):
    metric.update_state(ones, ones)
for _ in range(1000):
    metric.update_state([1.0], [0.0])
print("counted", int(metric.count), "of", 2**24 + 1000, "accuracy", float(metric.result()))
assert int(metric.count) == 2**24 and float(metric.result()) == 1
EOF
