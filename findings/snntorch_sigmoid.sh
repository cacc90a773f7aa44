#!/usr/bin/env bash
# Package:  snntorch 1.0.0, surrogate.sigmoid
# Expected: the slope that stands in for the step's, k·exp(-kU) / (1 + exp(-kU))² with k = 25, dies away on both sides
#           of the threshold: 0 far below it
# Happens:  nan from 3.42 below the threshold on: k·exp(-kU) overflows, and infinity is divided by infinity. A
#           leaky neuron that is inhibited by -0.4 a step for thirty steps gets there; its weight becomes nan
# Hurts:    inhibited spiking neurons: one of them makes every gradient nan
# Instead:  surrogate.atan() (the default) or fast_sigmoid(), both finite here
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 snntorch==1.0.0 numpy==2.4.6

python <<'EOF'
import math

import snntorch
import torch
from snntorch import surrogate

print("snntorch", snntorch.__version__)


def slopes(stand_in, at):
    u = torch.tensor(at, requires_grad=True)
    return torch.autograd.grad(stand_in(u).sum(), u)[0].tolist()


at = [-3.5, -3.4, -1.0, 0.0, 1.0, 4.0]
found = slopes(surrogate.sigmoid(), at)
print("sigmoid     ", *zip(at, found))
print("atan        ", slopes(surrogate.atan(), at))
print("fast_sigmoid", slopes(surrogate.fast_sigmoid(), at))
assert math.isnan(found[0]) and found[1] == 0 and found[3] == 6.25 and found[5] < 1e-30
assert all(map(math.isfinite, slopes(surrogate.atan(), at) + slopes(surrogate.fast_sigmoid(), at)))

for name, stand_in in {"sigmoid": surrogate.sigmoid(), "atan": surrogate.atan()}.items():
    weight = torch.tensor(-0.4, requires_grad=True)
    neuron, potential, spikes = snntorch.Leaky(beta=0.95, spike_grad=stand_in), torch.zeros(1), 0
    for _ in range(30):
        spike, potential = neuron(weight * torch.ones(1), potential)
        spikes = spikes + spike.sum()
    spikes.backward()
    print(f"{name}: potential {potential.item():.2f}, slope of the weight {weight.grad.item():.3f}")
    assert math.isnan(weight.grad) == (name == "sigmoid")
EOF
