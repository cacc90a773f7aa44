#!/usr/bin/env bash
# Package:  auraloss 0.4.0, freq.STFTLoss and what is built on it
# Expected: the spectral convergence of a batch is the mean over its clips, each divided by its own size, as in the
#           paper: .07 for a clean clip and .70 for a noisy one, .39 together
# Happens:  both norms run over the whole batch: the louder clip decides. .50 (equally loud), .07 if the clean clip is
#           a thousand times as loud, .70 if the noisy one is
# Hurts:    batches of quiet and loud clips: the quiet ones are not learnt, and the loss depends on the company
# Instead:  clips of equal loudness, or the loss clip by clip
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6
install_alone auraloss==0.4.0

python <<'EOF'
from importlib.metadata import version

import torch
from auraloss.freq import STFTLoss

print("auraloss", version("auraloss"))
torch.manual_seed(0)
target, noise = torch.randn(2, 1, 16_000), torch.randn(2, 1, 16_000)
answer = target + torch.tensor([0.1, 1.0]).view(2, 1, 1) * noise  # a clean clip and a noisy one
convergence = STFTLoss(w_log_mag=0.0, w_lin_mag=0.0)
alone = [convergence(answer[i : i + 1], target[i : i + 1]).item() for i in (0, 1)]
found = {}
for name, loud in {"equally loud": (1, 1), "clean one loud": (1000, 1), "noisy one loud": (1, 1000)}.items():
    gain = torch.tensor(loud).view(2, 1, 1)
    found[name] = convergence(gain * answer, gain * target).item()
    print(f"{name}: {found[name]:.3f}; one by one {alone[0]:.3f} and {alone[1]:.3f}, mean {sum(alone) / 2:.3f}")
assert abs(found["clean one loud"] - alone[0]) < 1e-3 and abs(found["noisy one loud"] - alone[1]) < 1e-3
assert found["equally loud"] > sum(alone) / 2 + 0.05
EOF
