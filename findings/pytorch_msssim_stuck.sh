#!/usr/bin/env bash
# Package:  pytorch-msssim 1.0.0, ms_ssim
# Expected: the less alike two pictures are, the harder 1 - ms_ssim pulls
# Happens:  a picture that is darkest where the target is brightest gets a gradient of exactly 0, and two pictures of
#           noise in about one case of four: terms below 0 are cut off, and the scales are multiplied. 200 steps of Adam
#           move no pixel, where 1 - ssim arrives
# Hurts:    training that starts from noise or with signs turned round: it stops at a loss of 1
# Instead:  begin with ssim or the absolute error
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6
install_alone pytorch-msssim==1.0.0

python <<'EOF'
from importlib.metadata import version

import torch
from pytorch_msssim import ms_ssim, ssim

print("pytorch-msssim", version("pytorch-msssim"))
side = torch.linspace(0, 1, 200)
target = (0.5 + 0.4 * torch.sin(6 * side)[:, None] * torch.cos(5 * side)).view(1, 1, 200, 200)


def largest_slope(picture, target):
    picture = picture.clone().requires_grad_()
    ms_ssim(picture, target, data_range=1.0).backward()
    return picture.grad.abs().max().item()


stuck = 0
for seed in range(20):
    torch.manual_seed(seed)
    stuck += largest_slope(torch.rand(1, 1, 200, 200), torch.rand(1, 1, 200, 200)) == 0
print("largest slope of the negative:", largest_slope(1 - target, target), "; noise stuck in", stuck, "of 20")
assert largest_slope(1 - target, target) == 0 and 1 <= stuck <= 12

ends = {}
for likeness in (ms_ssim, ssim):
    picture = (1 - target).clone().requires_grad_()
    steps = torch.optim.Adam([picture], 0.01)
    for _ in range(200):
        steps.zero_grad()
        (1 - likeness(picture, target, data_range=1.0)).backward()
        steps.step()
    ends[likeness.__name__] = (picture - target).abs().mean().item()
print("mean distance after 200 steps:", ends, "at the start", (1 - 2 * target).abs().mean().item())
assert abs(ends["ms_ssim"] - (1 - 2 * target).abs().mean().item()) < 1e-6 and ends["ssim"] < 0.02
EOF
