#!/usr/bin/env bash
# Package:  mlx 0.32.4, CPU build for Linux
# Expected: the mean of 33,554,432 ones is 1; NumPy sums float32 in pairs, PyTorch in lanes
# Happens:  .5: one running float32 sum stops at 2^24. The sum of ten million values of .1 is 1,087,937 (8.8 %
#           off), long before anything stops
# Hurts:    mean losses and gradients over pixels or tokens; var and std inherit it
# Instead:  mean of row means (reshape to 4,096 columns: exact here), or sum in blocks
. "$(dirname "$0")/_venv.sh"
install "mlx[cpu]==0.32.4" numpy==2.4.6

python <<'EOF'
import importlib.metadata

import mlx.core as mx
import numpy as np

print("mlx", importlib.metadata.version("mlx"), mx.default_device())
ones = mx.ones(2**25)
rows = ones.reshape(-1, 4096).mean(axis=1).mean().item()
tenths = mx.full((10**7,), 0.1).sum().item()
print("mean of 2^25 ones", ones.mean().item(), "row by row", rows, "NumPy", np.ones(2**25, "float32").mean())
print("sum of 10^7 tenths", tenths, "NumPy", np.full(10**7, 0.1, "float32").sum())
assert ones.mean().item() == 0.5 and rows == 1
assert abs(tenths / 1e6 - 1) > 0.05
EOF
