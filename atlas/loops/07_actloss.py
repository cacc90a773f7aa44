"""One maxout unit of four lines learns a parabola: squared error and Adam, 1,000 steps."""

import numpy as np

import actloss as al

x = np.linspace(-1, 1, 101)[:, np.newaxis]
y = x**2

pieces = al.Dense(1, 4, rng=np.random.default_rng(4), init=al.normal)
net = al.Network([pieces, al.Maxout(4)])

optimizer = al.Adam(0.02)
losses = []
for _ in range(1000):
    loss = al.train_step(net, x, y, "squared_error", optimizer)
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
