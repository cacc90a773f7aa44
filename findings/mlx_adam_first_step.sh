#!/usr/bin/env bash
# Package:  mlx 0.32.4, optimizers.Adam (AdamW too)
# Expected: Adam's first step is the learning rate, whatever the gradient: bias correction is in its paper's
#           algorithm and on in PyTorch, JAX, Keras
# Happens:  the first step is 3.16 learning rates: bias_correction is False by default
# Hurts:    rates carried over from other libraries: the first steps are up to 6.6 times too long, when a network
#           is most easily thrown off
# Instead:  Adam(..., bias_correction=True), or a warm-up
. "$(dirname "$0")/_venv.sh"
install "mlx[cpu]==0.32.4" numpy==2.4.6

python <<'EOF'
import importlib.metadata

import mlx.core as mx
import mlx.optimizers as optim

print("mlx", importlib.metadata.version("mlx"))

def steps(**options):
    optimizer = optim.Adam(learning_rate=0.1, **options)
    x, taken = {"w": mx.array(0.0)}, []
    optimizer.init(x)
    for _ in range(10):
        before = x["w"].item()
        x = optimizer.apply_gradients({"w": mx.array(7.0)}, x)
        taken.append((before - x["w"].item()) / 0.1)
    return taken

plain, corrected = steps(), steps(bias_correction=True)
print("steps in learning rates: first", round(plain[0], 2), "tenth", round(plain[9], 2))
print("with bias_correction:    first", round(corrected[0], 2), "tenth", round(corrected[9], 2))
assert abs(plain[0] - 10**0.5) < 0.01 and plain[9] > 6
assert abs(corrected[0] - 1) < 0.01
EOF
