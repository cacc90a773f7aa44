#!/usr/bin/env bash
# Package:  came-pytorch 0.1.3, CAME
# Expected: a memory-saving Adam that steps *less* where its updates disagree: the first step is a rate at most, and
#           matrices and biases move alike
# Happens:  the first step of a matrix is 11 rates for whatever gradient, the tenth 7 under pure noise and 34 under a
#           constant slope, where it stays near 50; noise comes down to one rate after some 700 steps. A vector begins
#           with .1 rates. The mean of the disagreements (weight .9999) starts at 0 and is not corrected for it
# Hurts:    rates carried over from Adam, or a third of them, as its page advises: the first hundreds of steps
# Instead:  a warm-up of thousands of steps
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6
install_alone came-pytorch==0.1.3

python <<'EOF'
from importlib.metadata import version

import torch
from came_pytorch import CAME

print("came-pytorch", version("came-pytorch"))
RATE = 1e-3


def rates(make, shape, noise):
    """Root mean square of the step, in rates, after so many steps."""
    torch.manual_seed(0)
    weights, slope = torch.nn.Parameter(torch.zeros(shape)), torch.randn(shape)
    steps, found = make([weights]), {}
    for step in range(1, 1001):
        before = weights.detach().clone()
        weights.grad = torch.randn(shape) if noise else slope.clone()
        steps.step()
        if step in (1, 10, 100, 1000):
            found[step] = round((weights.detach() - before).pow(2).mean().sqrt().item() / RATE, 2)
    return found


for noise in (False, True):
    matrix, vector = (rates(lambda p: CAME(p, lr=RATE), shape, noise) for shape in ((64, 64), (64,)))
    adam = rates(lambda p: torch.optim.Adam(p, lr=RATE), (64, 64), noise)
    print("noise" if noise else "constant slope", "CAME, matrix", matrix, "vector", vector, "Adam", adam)
    assert abs(matrix[1] - 11.11) < 0.05 and abs(vector[1] - 0.1) < 0.01 and adam[1] == 1
    assert matrix[100] > 40 if not noise else 1.5 < matrix[100] < 4
EOF
