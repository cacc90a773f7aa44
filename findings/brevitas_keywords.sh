#!/usr/bin/env bash
# Package:  brevitas 0.13.4, brevitas.nn.QuantReLU and QuantLinear
# Expected: QuantReLU(max_val=6) is a ReLU6 with so many steps; an unknown option is refused
# Happens:  max_val is taken and not used: the range comes from the data, or is [0, 1] before any. A misspelt option is
#           taken too: bitwidth=2 gives 8 bits, 256 levels, in layers and activations alike
# Hurts:    studies of bit widths and clipping: two settings are one
# Instead:  count the levels of the output; bit_width; for a fixed range a quantizer whose scale is constant
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.3.5 scipy packaging setuptools==80.9.0
install_alone brevitas==0.13.4 dependencies==2.0.1 unfoldnd==0.2.3

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from brevitas.nn import QuantLinear, QuantReLU

print("brevitas", version("brevitas"))
x = torch.linspace(0, 1, 2001)
levels = {}
for option in ("bit_width", "bitwidth", "bits"):
    relu = QuantReLU(**{option: 2}).eval()
    levels[option] = len(torch.unique(relu(x)))
    print(f"QuantReLU({option}=2): {levels[option]} levels")
assert levels == {"bit_width": 4, "bitwidth": 256, "bits": 256}
torch.manual_seed(0)
weights = [len(torch.unique(QuantLinear(40, 40, bias=False, **{o: 2}).quant_weight().value)) for o in ("weight_bit_width", "weight_bitwidth")]
print("QuantLinear, weights' levels with weight_bit_width=2 and weight_bitwidth=2:", weights)
assert weights[0] <= 4 < 100 < weights[1]

at_50 = {}
for option in ({}, {"max_val": 1.0}, {"max_val": 6.0}, {"max_val": 100.0}):
    torch.manual_seed(0)
    relu = QuantReLU(bit_width=8, **option)
    for _ in range(400):
        relu(2 * torch.randn(100))
    at_50[str(option)] = relu.eval()(torch.tensor([50.0])).item()
print("trained on data of spread 2, at an input of 50:", at_50)
assert len(set(at_50.values())) == 1
EOF
