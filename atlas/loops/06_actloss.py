"""Two hidden layers of 32 PReLUs, whose slopes are learnt: cross-entropy and SGD, 3 epochs."""

import numpy as np

import actloss as al

split = al.load_digits().split(rng=0)
x, y = split.x_train, split.y_train
rng = np.random.default_rng([0, 1])

seed, sizes = np.random.default_rng(0), [(64, 32), (32, 32), (32, 10)]
dense = [al.Dense(n, m, rng=seed, init=al.he) for n, m in sizes]
net = al.Network([dense[0], al.PReLU(32), dense[1], al.PReLU(32), dense[2]])

optimizer = al.SGD(0.2)
losses = []
for _ in range(3):
    for batch in np.array_split(rng.permutation(len(y)), 43):
        loss = al.train_step(net, x[batch], y[batch], "softmax_cross_entropy", optimizer)
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
