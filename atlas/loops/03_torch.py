"""Four hidden layers of 30 sigmoids, ten sigmoid outputs: cross-entropy and SGD, 5 epochs."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import actloss as al

torch.set_default_dtype(torch.float64)  # as the course computes

split = al.load_digits().split(rng=0)
x, y = split.x_train[:1000], np.eye(10)[split.y_train[:1000]]
rng = np.random.default_rng(0)

start = al.mlp([64, 30, 30, 30, 30, 10], "sigmoid", rng=rng, init=al.lecun)
for layer in start.layers[::2]:
    layer.bias[:] = rng.standard_normal(layer.bias.shape)

hidden = [part for n in (64, 30, 30, 30) for part in (nn.Linear(n, 30), nn.Sigmoid())]
net = nn.Sequential(*hidden, nn.Linear(30, 10))
with torch.no_grad():
    for own, given in zip(net.parameters(), start.parameters(), strict=True):
        own.copy_(torch.tensor(given.T))  # Linear keeps its weights as (outputs, inputs)

inputs, targets = torch.tensor(x), torch.tensor(y)
optimizer = torch.optim.SGD(net.parameters(), lr=2)
losses = []
for _ in range(5):
    for batch in np.array_split(rng.permutation(1000), 100):
        # The course adds up the ten outputs of an example; the mean over them is a tenth.
        losses_of_all = F.binary_cross_entropy_with_logits(
            net(inputs[batch]), targets[batch], reduction="none"
        )
        loss = losses_of_all.sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
print(losses[:5] + losses[-1:])
