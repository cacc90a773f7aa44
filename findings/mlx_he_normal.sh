#!/usr/bin/env bash
# Package:  mlx 0.32.4
# Expected: he_normal draws with standard deviation sqrt(2 / fan_in): .0447 at fan_in 1,000; the 2 is what keeps
#           the signal of a ReLU network from halving at each layer
# Happens:  .0316 = sqrt(1 / fan_in): the gain is an argument, and 1 by default; he_uniform likewise
# Hurts:    deep ReLU networks ported by name: after 20 layers the signal's variance is a millionth (2^-20)
# Instead:  he_normal()(weights, gain=2 ** .5)
. "$(dirname "$0")/_venv.sh"
install "mlx[cpu]==0.32.4" numpy==2.4.6

python <<'EOF'
import importlib.metadata

import mlx.core as mx
import mlx.nn as nn
import numpy as np

print("mlx", importlib.metadata.version("mlx"))
mx.random.seed(0)
draw, weights = nn.init.he_normal(), mx.zeros((1000, 1000))
plain, with_gain = np.array(draw(weights)).std(), np.array(draw(weights, gain=2**0.5)).std()
print(f"he_normal {plain:.4f}, with gain sqrt(2) {with_gain:.4f}, He's {np.sqrt(2 / 1000):.4f}")
assert abs(plain * np.sqrt(1000) - 1) < 0.01 and abs(with_gain * np.sqrt(500) - 1) < 0.01
signal = mx.random.normal((100, 1000))
for _ in range(20):
    signal = nn.relu(signal @ draw(weights).T)
size = np.square(np.array(signal)).mean()
print(f"mean square after 20 ReLU layers {size:.1e}")
assert size < 1e-5
EOF
