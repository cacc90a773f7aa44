"""100 hidden ReLUs read digits: softmax with cross-entropy and SGD, 5 epochs."""

import numpy as np

import actloss as al

digits = al.load_digits()
x, y = al.split_in_three(digits.x, digits.y, rng=0).train
rng = np.random.default_rng(0)

net = al.mlp([64, 100, 10], "relu", rng=rng)

optimizer = al.SGD(0.8)
losses = []
for _ in range(5):
    for batch in np.array_split(rng.permutation(len(y)), 29):
        loss = al.train_step(net, x[batch], y[batch], "softmax_cross_entropy", optimizer)
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
