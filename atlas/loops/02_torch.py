"""One sigmoid neuron on 30 measures of tumours, from a large start: cross-entropy, 100 steps."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import actloss as al

torch.set_default_dtype(torch.float64)  # as the course computes

tumours = al.load_breast_cancer()
part = al.split_in_three(tumours.x, tumours.y).train
x, y = al.standardize(part.x), part.y

start = al.mlp([30, 1], "identity", rng=np.random.default_rng(0), init=al.normal)
start.layers[0].weights *= 3  # the large start

net = nn.Linear(30, 1)  # its output is the logit: the sigmoid stands in the loss
with torch.no_grad():
    for own, given in zip(net.parameters(), start.parameters(), strict=True):
        own.copy_(torch.tensor(given.T))  # Linear keeps its weights as (outputs, inputs)

inputs = torch.tensor(x)
targets = torch.tensor(y[:, None], dtype=torch.float64)  # a column, as the outputs are
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
losses = []
for _ in range(100):
    loss = F.binary_cross_entropy_with_logits(net(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(losses[:5] + losses[-1:])
