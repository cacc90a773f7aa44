#!/usr/bin/env bash
# Package:  puncc 0.9.3, deel.puncc.metrics.iou (and the matching of boxes that uses it)
# Expected: intersection over union does not depend on the unit: of two boxes that do not touch it is 0, of a box and
#           its half ½, in pixels or in shares of the image
# Happens:  1 is added to each side, as if coordinates counted whole pixels: two far boxes of side .1 overlap by .04, a
#           box and a quarter of it by .73 for .25
# Hurts:    detectors with normalised boxes: false matches pass min_iou, and the conformal margins are made of them
# Instead:  boxes in pixels, or torchvision.ops.box_iou
. "$(dirname "$0")/_venv.sh"
install puncc==0.9.3 numpy==1.26.4

python -W ignore <<'EOF'
from importlib.metadata import version

import numpy as np
from deel.puncc.metrics import iou

print("puncc", version("puncc"))


def of(first, second, unit):
    return iou(unit * np.array([first]), unit * np.array([second])).item()


apart = [0.0, 0.0, 0.1, 0.1], [0.8, 0.8, 0.9, 0.9]
quarter = [0.0, 0.0, 0.4, 0.4], [0.0, 0.0, 0.2, 0.2]
for name, pair, truth in (("apart", apart, 0), ("a quarter", quarter, 0.25)):
    small, large = of(*pair, 1), of(*pair, 10_000)
    print(f"{name}: in shares {small:.4f}, in 10,000 pixels {large:.4f}, truth {truth}")
    assert abs(large - truth) < 1e-3
assert of(*apart, 1) > 0.03
assert of(*quarter, 1) > 0.6
EOF
