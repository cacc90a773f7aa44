#!/usr/bin/env bash
# Package:  auraloss 0.4.0, freq.MultiResolutionSTFTLoss
# Expected: a network that starts silent (a last layer of zeros) is told to become louder: the loss falls with the gain
# Happens:  the gradient is exactly 0, and stays 0 up to a gain of 1e-6: powers below 1e-8 are cut off before the root
#           and the logarithm. The loss is 12.6; a gain that starts at .001 has a gradient of -1,000
# Hurts:    zero-initialised outputs, gates and residual branches: training never begins, without a word
# Instead:  start with small random weights, or add a loss in time
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6
install_alone auraloss==0.4.0

python <<'EOF'
from importlib.metadata import version

import torch
from auraloss.freq import MultiResolutionSTFTLoss

print("auraloss", version("auraloss"))
torch.manual_seed(0)
target = torch.randn(1, 1, 16_000)


def slope(start, loss):
    gain = torch.tensor(start, requires_grad=True)
    value = loss(gain * target, target)
    value.backward()
    return value.item(), gain.grad.item()


loss = MultiResolutionSTFTLoss()
for start in (0.0, 1e-6, 1e-3, 0.5):
    value, found = slope(start, loss)
    in_time = slope(start, torch.nn.functional.l1_loss)[1]
    print(f"gain {start}: loss {value:.2f}, slope {found:.3f}; of the absolute error {in_time:.3f}")
    assert (found == 0) == (start <= 1e-6) and in_time < 0

gain = torch.zeros((), requires_grad=True)
steps = torch.optim.Adam([gain], 0.01)
for _ in range(100):
    steps.zero_grad()
    loss(gain * target, target).backward()
    steps.step()
print("after 100 steps of Adam the gain is", gain.item())
assert gain.item() == 0
EOF
