"""100 hidden ReLUs read digits: softmax with cross-entropy and SGD, 5 epochs."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import actloss as al

torch.set_default_dtype(torch.float64)  # as the course computes

digits = al.load_digits()
x, y = al.split_in_three(digits.x, digits.y, rng=0).train
rng = np.random.default_rng(0)

start = al.mlp([64, 100, 10], "relu", rng=rng)

net = nn.Sequential(nn.Linear(64, 100), nn.ReLU(), nn.Linear(100, 10))
with torch.no_grad():
    for own, given in zip(net.parameters(), start.parameters(), strict=True):
        own.copy_(torch.tensor(given.T))  # Linear keeps its weights as (outputs, inputs)

inputs, targets = torch.tensor(x), torch.tensor(y)
optimizer = torch.optim.SGD(net.parameters(), lr=0.8)
losses = []
for _ in range(5):
    for batch in np.array_split(rng.permutation(len(y)), 29):
        loss = F.cross_entropy(net(inputs[batch]), targets[batch])  # its softmax is inside
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
print(losses[:5] + losses[-1:])
