"""Two hidden layers of 16 SiLUs on 250 digits: cross-entropy and SGD, 12 epochs."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import actloss as al

torch.set_default_dtype(torch.float64)  # as the course computes

digits = al.load_digits()
learn = np.random.default_rng(0).permutation(len(digits.y))[:250]
x, y = digits.x[learn] - digits.x[learn].mean(axis=0), digits.y[learn]
rng = np.random.default_rng(0)

start = al.mlp([64, 16, 16, 10], "silu", rng=rng, init=al.he)

hidden = [nn.Linear(64, 16), nn.SiLU(), nn.Linear(16, 16), nn.SiLU()]
net = nn.Sequential(*hidden, nn.Linear(16, 10))
with torch.no_grad():
    for own, given in zip(net.parameters(), start.parameters(), strict=True):
        own.copy_(torch.tensor(given.T))  # Linear keeps its weights as (outputs, inputs)

inputs, targets = torch.tensor(x), torch.tensor(y)
optimizer = torch.optim.SGD(net.parameters(), lr=0.4)
losses = []
for _ in range(12):
    for batch in np.array_split(rng.permutation(250), 25):
        loss = F.cross_entropy(net(inputs[batch]), targets[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
print(losses[:5] + losses[-1:])
