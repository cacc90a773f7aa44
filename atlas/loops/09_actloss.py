"""Two hidden layers of 16 SiLUs on 250 digits: cross-entropy and SGD, 12 epochs."""

import numpy as np

import actloss as al

digits = al.load_digits()
learn = np.random.default_rng(0).permutation(len(digits.y))[:250]
x, y = digits.x[learn] - digits.x[learn].mean(axis=0), digits.y[learn]
rng = np.random.default_rng(0)

net = al.mlp([64, 16, 16, 10], "silu", rng=rng, init=al.he)

optimizer = al.SGD(0.4)
losses = []
for _ in range(12):
    for batch in np.array_split(rng.permutation(250), 25):
        loss = al.train_step(net, x[batch], y[batch], "softmax_cross_entropy", optimizer)
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
