#!/usr/bin/env bash
# Package:  snntorch 1.0.0, functional.ce_count_loss and its relatives
# Expected: the weighted mean of PyTorch, over the weights: a weight of 3 for every class changes nothing
# Happens:  the mean over the rows: the loss and its gradient are three times as large; mse_count_loss lays the weight
#           of the third *row* on the third *neuron* of all rows, if rows and classes are equally many, and ends with
#           an error if not
# Hurts:    weights such as 1 / frequency: the step grows by their mean
# Instead:  weights whose mean over the data is 1; for counts an own mean of reduction="none"
. "$(dirname "$0")/_venv.sh"
install torch==2.13.0 snntorch==1.0.0 numpy==2.4.6

python <<'EOF'
import snntorch
import snntorch.functional as sf
import torch
from torch.nn.functional import cross_entropy

print("snntorch", snntorch.__version__)
torch.manual_seed(0)
spikes = (torch.rand(20, 3, 3) > 0.5).float()  # steps, rows, classes
label = torch.tensor([0, 0, 1])
three = torch.full((3,), 3.0)
for name in ("ce_count_loss", "ce_rate_loss", "ce_max_membrane_loss"):
    plain, heavy = (getattr(sf, name)(weight=w)(spikes, label).item() for w in (None, three))
    print(f"{name}: {plain:.4f} without weights, {heavy:.4f} with 3 for each class")
    assert abs(heavy / plain - 3) < 1e-4
counts = spikes.sum(0)
pair = [cross_entropy(counts, label, weight=w).item() for w in (None, three)]
print(f"torch: {pair[0]:.4f}, {pair[1]:.4f}")
assert abs(pair[0] - pair[1]) < 1e-6

without_1 = torch.tensor([1.0, 0.0, 1.0])  # the class of the third row
rows = sf.mse_count_loss(reduction="none", weight=without_1)(spikes, label)
print("mse_count_loss, weight 0 for the class of the third row:", rows.tolist())
assert (rows[:, 2] == 0).all() and (rows[2, :2] > 0).all()
EOF
