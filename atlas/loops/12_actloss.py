"""Mean and spread of what households spend on food: the normal likelihood and Adam, 1,000 steps."""

import numpy as np

import actloss as al

engel = al.load_engel()
thousand_francs, y = engel.x[:, 0] / 1000, engel.y / 1000
x = np.column_stack([thousand_francs, np.log(thousand_francs)])

net = al.mlp([2, 2], "identity", rng=np.random.default_rng(0))

optimizer = al.Adam(0.02)
losses = []
for _ in range(1000):
    loss = al.train_step(net, x, y, "gaussian_likelihood", optimizer)
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
