#!/usr/bin/env bash
# Package:  torchcp 1.2.0, the metric WSC (worst-slice coverage)
# Expected: sets that always miss where the first feature is below .2 have a worst slice with a coverage near 0
# Happens:  .94, more than the coverage over all, .81: labels and coverage change places in a call, and the slice with
#           the fewest *labels 1* is looked for
# Hurts:    reports of conditional coverage and of fairness: the group that is failed does not show
# Instead:  coverage over groups of one's own; or the code the metric is taken from, https://github.com/msesia/arc
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==1.26.4 scikit-learn==1.9.1 tqdm==4.70.1
install_alone torchcp==1.2.0

python -W ignore <<'EOF'
import sys
import types
from importlib.metadata import version

import torch
from _bare import bare

# The package as a bare folder, without its graphs and language models; one loss of it, not used here, needs torchsort.
bare("torchcp")
sys.modules["torchsort"] = types.ModuleType("torchsort")
sys.modules["torchsort"].soft_rank = sys.modules["torchsort"].soft_sort = None
from torchcp.classification.utils.metrics import Metrics  # noqa: E402

print("torchcp", version("torchcp"))
torch.manual_seed(0)
features, labels = torch.rand(2000, 2), torch.randint(0, 2, (2000,))
sets = torch.zeros(2000, 2, dtype=torch.bool)
sets[torch.arange(2000), labels] = features[:, 0] >= 0.2
overall = Metrics()("coverage_rate")(sets, labels)
worst = Metrics()("WSC")(features, sets, labels, delta=0.1, M=100)
failed = Metrics()("coverage_rate")(sets[features[:, 0] < 0.2], labels[features[:, 0] < 0.2])
print(f"coverage {overall:.3f}, where the first feature is below .2 {failed:.3f}; worst slice as reported {worst:.3f}")
assert failed == 0 and abs(overall - 0.8) < 0.02
assert worst > overall
EOF
