#!/usr/bin/env bash
# Package:  torcheval 0.0.7, multiclass_binned_auroc and MulticlassBinnedAUROC
# Expected: one AUROC for each class and their mean, near those of multiclass_auroc, which does not bin
# Happens:  one number for each *row*: 300 for 300 rows of three classes. Counts are summed over the classes of a row
#           in place of the rows. Where one class's scores are larger throughout, but each class is ranked
#           perfectly (AUROC 1), it says .5; where a common factor of each row spoils the ranking, 1 for .7
# Hurts:    whoever bins to save memory, and compares models by the mean, which looks like an AUROC
# Instead:  binary_binned_auroc on each column against target == class; the binned AUPRC has no such fault
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 numpy==2.4.6 torcheval==0.0.7

python -W ignore <<'EOF'
from importlib.metadata import version

import torch
from torcheval.metrics import MulticlassBinnedAUROC
from torcheval.metrics.functional import binary_binned_auroc, multiclass_auroc, multiclass_binned_auroc

print("torcheval", version("torcheval"))
torch.manual_seed(0)
target = torch.arange(300) % 3
hit = torch.nn.functional.one_hot(target, 3).bool()


def look(name, score):
    exact = multiclass_auroc(score, target, num_classes=3, average=None)
    each = multiclass_binned_auroc(score, target, num_classes=3, threshold=1000, average=None)[0]
    mean = multiclass_binned_auroc(score, target, num_classes=3, threshold=1000)[0]
    one = [binary_binned_auroc(score[:, c], (target == c).float(), threshold=1000)[0].item() for c in range(3)]
    metric = MulticlassBinnedAUROC(num_classes=3, threshold=1000)
    metric.update(score, target)
    print(f"{name}: exact {exact.tolist()}, column by column {one}; binned has {len(each)} values, mean {mean:.3f}")
    assert each.shape == (300,) and abs(metric.compute()[0] - mean) < 1e-6
    assert max(abs(a - b) for a, b in zip(exact.tolist(), one)) < 0.01
    return exact.mean().item(), mean.item()


# the true class adds .1; class 2 starts at .8, class 0 at 0
exact, binned = look("one class larger throughout", torch.tensor([0.0, 0.4, 0.8]) + 0.1 * hit)
assert exact == 1 and abs(binned - 0.5) < 0.01
# the true class leads in its row, and each row has a factor of its own
exact, binned = look("rows of different size", (0.5 + 0.2 * hit) * (0.1 + 0.9 * torch.rand(300, 1)))
assert exact < 0.8 and binned == 1
EOF
