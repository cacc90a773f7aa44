"""XOR by three tanh units: squared error and Adam, 300 steps over all four points."""

import numpy as np

import actloss as al

x, y = al.xor()
net = al.mlp((2, 3, 1), "tanh", rng=np.random.default_rng(0))

optimizer = al.Adam(0.02)
losses = []
for _ in range(300):
    loss = al.train_step(net, x, y[:, None], "squared_error", optimizer)
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
