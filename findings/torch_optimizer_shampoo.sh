#!/usr/bin/env bash
# Package:  torch-optimizer 0.3.0, Shampoo
# Expected: a vector (a bias, the gains of a norm) has the power -1/2 in the paper, so the first step is as long as the
#           rate, whatever the loss's unit, as Adagrad's is
# Happens:  the power is -1: the step shrinks as the gradient grows. A gradient of length 1 makes a step of one rate,
#           100 a hundredth of it, .01 fifty rates. The first step of a matrix is as in the paper
# Hurts:    biases stand still where the loss is large and jump near a minimum: on (b - 3)^2 / 2 with the default rate b
#           moves .033 in its first step, where .1 is meant; with 300 for 3 it has come to .008 after 1,000 steps
# Instead:  another optimiser for vectors, by parameter groups; another Shampoo
# Thread:   https://github.com/jettify/pytorch-optimizer/issues/502 (the exponent)
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 torch-optimizer==0.3.0

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
import torch_optimizer

print("torch-optimizer", version("torch-optimizer"))
torch.set_default_dtype(torch.float64)


def step(gradient):
    weights = torch.nn.Parameter(torch.zeros_like(gradient))
    weights.grad = gradient.clone()
    torch_optimizer.Shampoo([weights], lr=1.0).step()
    return -weights.detach()


for size, expected in ((0.01, 50), (1.0, 1), (100.0, 0.01)):
    vector = step(size * torch.tensor([0.6, 0.8])).norm().item()
    matrix = torch.linalg.svdvals(step(size * 10 * torch.eye(2))).max().item()
    print(f"gradient of length {size}: the step of a vector {vector:.4f}, the paper's {size / (size**2 + 1e-4) ** 0.5:.4f}; of a matrix {matrix:.4f}")
    assert abs(vector / expected - 1) < 1e-3 and 0.9 < matrix < 1.1

for unit in (1.0, 100.0):
    bias = torch.nn.Parameter(torch.zeros(1))
    optimizer, path = torch_optimizer.Shampoo([bias]), []
    for _ in range(1000):
        optimizer.zero_grad()
        ((bias - 3 * unit) ** 2 / 2).sum().backward()
        optimizer.step()
        path.append(bias.item() / unit)
    print(f"target 3, unit {unit}: after 1 step {path[0]:.6f} of it, after 1,000 {path[-1]:.6f}")
    assert abs(path[0] - 0.1 / 3 / unit**2) < 1e-5
assert path[-1] < 0.001
EOF
