"""Two hidden layers of 32 PReLUs, whose slopes are learnt: cross-entropy and SGD, 3 epochs."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import actloss as al

torch.set_default_dtype(torch.float64)  # as the course computes

split = al.load_digits().split(rng=0)
x, y = split.x_train, split.y_train
rng = np.random.default_rng([0, 1])

seed, sizes = np.random.default_rng(0), [(64, 32), (32, 32), (32, 10)]
dense = [al.Dense(n, m, rng=seed, init=al.he) for n, m in sizes]
start = al.Network([dense[0], al.PReLU(32), dense[1], al.PReLU(32), dense[2]])

net = nn.Sequential(  # nn.PReLU() alone has one slope for all units
    nn.Linear(64, 32), nn.PReLU(32), nn.Linear(32, 32), nn.PReLU(32), nn.Linear(32, 10)
)
with torch.no_grad():
    for own, given in zip(net.parameters(), start.parameters(), strict=True):
        own.copy_(torch.tensor(given.T))  # Linear keeps its weights as (outputs, inputs)

inputs, targets = torch.tensor(x), torch.tensor(y)
optimizer = torch.optim.SGD(net.parameters(), lr=0.2)
losses = []
for _ in range(3):
    for batch in np.array_split(rng.permutation(len(y)), 43):
        loss = F.cross_entropy(net(inputs[batch]), targets[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
print(losses[:5] + losses[-1:])
