#!/usr/bin/env bash
# Package:  snntorch 1.0.0, surrogate.spike_rate_escape
# Expected: as k·exp(-β|U - 1|) with a threshold of 1 says: steepest at the threshold, alike on both sides
# Happens:  neurons hand over U - threshold, from which 1 is subtracted once more: the peak, 25, lies a whole threshold
#           above it, at the threshold are 9.2, and a neuron just below it gets less than one far above
# Hurts:    comparisons of surrogate gradients; training favours neurons that spike already
# Instead:  surrogate.custom_surrogate with exp(-β|x|)
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 snntorch==1.0.0 numpy==2.4.6

python <<'EOF'
import snntorch
import torch
from snntorch import surrogate

print("snntorch", snntorch.__version__)


def slope(stand_in, potential):
    u = torch.tensor([potential], requires_grad=True)
    neuron = snntorch.Leaky(beta=1.0, threshold=1.0, spike_grad=stand_in, reset_mechanism="none")
    spike, _ = neuron(torch.zeros(1), u)
    return torch.autograd.grad(spike.sum(), u)[0].item()


at = [0.0, 0.9, 1.0, 1.1, 2.0, 3.0]
found = [slope(surrogate.spike_rate_escape(), u) for u in at]
for u, value in zip(at, found):
    print(f"potential {u}, threshold 1: slope {value:.2f}; atan's {slope(surrogate.atan(), u):.2f}")
assert max(range(6), key=found.__getitem__) == 4 and abs(found[4] - 25) < 0.01 and abs(found[2] - 9.2) < 0.01
assert max(at, key=lambda u: slope(surrogate.atan(), u)) == 1.0
EOF
