"""Mean and spread of what households spend on food: the normal likelihood and Adam, 1,000 steps."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import actloss as al

torch.set_default_dtype(torch.float64)  # as the course computes

engel = al.load_engel()
thousand_francs, y = engel.x[:, 0] / 1000, engel.y / 1000
x = np.column_stack([thousand_francs, np.log(thousand_francs)])

start = al.mlp([2, 2], "identity", rng=np.random.default_rng(0))

net = nn.Linear(2, 2)  # the mean, and s, the logarithm of the standard deviation
with torch.no_grad():
    for own, given in zip(net.parameters(), start.parameters(), strict=True):
        own.copy_(torch.tensor(given.T))  # Linear keeps its weights as (outputs, inputs)

inputs = torch.tensor(x)
targets = torch.tensor(y)
optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
losses = []
for _ in range(1000):
    mean, s = net(inputs).T
    loss = F.gaussian_nll_loss(mean, targets, torch.exp(2 * s))  # it takes the variance
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(losses[:5] + losses[-1:])
