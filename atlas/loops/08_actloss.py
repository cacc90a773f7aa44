"""Eight tanh units on diabetes scores, 5 % of them spoilt: Huber's loss and Adam, 80 steps."""

import numpy as np

import actloss as al

diabetes = al.load_diabetes()
part = al.split_in_three(diabetes.x, diabetes.y, rng=0).train
x, y = al.standardize(part.x), (part.y - 150) / 80
spoilt = np.random.default_rng(0).choice(len(y), round(0.05 * len(y)), replace=False)
y[spoilt] = (-600 - 150) / 80

net = al.mlp([10, 8, 1], "tanh", rng=np.random.default_rng(0))

optimizer = al.Adam(0.03)
losses = []
for _ in range(80):
    loss = al.train_step(net, x, y[:, None], "huber", optimizer)
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
