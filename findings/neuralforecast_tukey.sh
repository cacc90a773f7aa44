#!/usr/bin/env bash
# Package:  neuralforecast 3.3.0, losses.pytorch.TukeyLoss
# Expected: Tukey's biweight: 0 for a perfect forecast, rising to c²/6 = 3.66 at an error of c = 4.685, flat beyond
# Happens:  upside down within c: 3.66 for a perfect forecast, 0 at c, 3.66 again beyond. Descent drives the forecast
#           away from the target until it misses by c. And with normalize=True, the default, a single series is divided
#           by .01, so nearly every error is beyond c: the loss is the constant 3.66, without a slope
# Hurts:    whoever takes it for data with outliers: the model learns to be wrong, or nothing
# Instead:  HuberLoss
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 safetensors==0.8.0
install_alone neuralforecast==3.3.0

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from _bare import bare

for name in ("neuralforecast", "neuralforecast.losses"):
    bare(name)
from neuralforecast.losses.pytorch import HuberLoss, TukeyLoss

print("neuralforecast", version("neuralforecast"))
c = 4.685
loss = TukeyLoss(normalize=False)
found = {}
for error in (0.0, 1.0, 3.0, 4.6, 6.0):
    target = torch.zeros(1, 8, 1)
    found[error] = loss(y=target, y_hat=target + error).item()
    biweight = c**2 / 6 * (1 - (1 - min(error / c, 1) ** 2) ** 3)
    print(f"error {error}: {found[error]:.3f}, Tukey's {biweight:.3f}")
assert abs(found[0.0] - c**2 / 6) < 1e-4 and found[4.6] < 1e-3 and abs(found[6.0] - c**2 / 6) < 1e-4

ends = {}
for name, loss in {"Tukey": TukeyLoss(normalize=False), "Tukey, normalised": TukeyLoss(), "Huber": HuberLoss()}.items():
    forecast = torch.full((1, 8, 1), 1.0, requires_grad=True)  # the target is 0
    steps = torch.optim.Adam([forecast], 0.05)
    for _ in range(300):
        steps.zero_grad()
        loss(y=torch.zeros(1, 8, 1), y_hat=forecast).backward()
        steps.step()
    ends[name] = forecast.abs().mean().item()
    print(f"{name}: begins 1.00 off the target, after 300 steps {ends[name]:.2f} off")
assert ends["Tukey"] > 4 and ends["Tukey, normalised"] == 1 and ends["Huber"] < 0.05
EOF
