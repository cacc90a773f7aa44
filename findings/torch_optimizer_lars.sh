#!/usr/bin/env bash
# Package:  torch-optimizer 0.3.0, LARS
# Expected: each layer's step is the rate times trust_coefficient times the length of its weights, whatever the
#           gradient's length: .01 * .01 * 5 for weights (3, 4) at a rate of .01
# Happens:  so only with weight decay. Its default is 0, and then there is no layer-wise rate: the step is plain
#           SGD's, a thousand times longer for a gradient a thousand times longer. trust_coefficient has no effect. A
#           decay of 1e-12 brings LARS back, and a step that is 20 times shorter in this example
# Hurts:    comparisons of LARS with SGD: they are the same; whoever turns weight decay off
# Instead:  weight_decay=1e-12 where none is wanted
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 torch-optimizer==0.3.0

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
import torch_optimizer

print("torch-optimizer", version("torch-optimizer"))


def step(make, size):
    weights = torch.nn.Parameter(torch.tensor([3.0, 4.0], dtype=torch.float64))
    weights.grad = size * torch.tensor([0.6, 0.8], dtype=torch.float64)
    before = weights.detach().clone()
    make([weights]).step()
    return (weights.detach() - before).norm().item()


for size in (0.001, 1.0, 1000.0):
    plain = step(lambda p: torch.optim.SGD(p, lr=0.01), size)
    default = step(lambda p: torch_optimizer.LARS(p, lr=0.01), size)
    other = step(lambda p: torch_optimizer.LARS(p, lr=0.01, trust_coefficient=0.5), size)
    decay = step(lambda p: torch_optimizer.LARS(p, lr=0.01, weight_decay=1e-12), size)
    print(f"gradient of length {size}: SGD {plain:.6g}, LARS {default:.6g}, with another coefficient {other:.6g}, with a decay of 1e-12 {decay:.6g}")
    assert abs(default / plain - 1) < 1e-9 and default == other and abs(decay / 5e-4 - 1) < 1e-3
EOF
