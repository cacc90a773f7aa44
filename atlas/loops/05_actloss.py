"""Ten eights among 822 digits: a class weight in the cross-entropy and Adam, 10 epochs."""

import numpy as np

import actloss as al

whole = al.load_digits()
train = al.split_in_three(whole.x, whole.y, rng=0).train
spare = np.flatnonzero(train.y == 8)[10:]
x, y = np.delete(train.x, spare, axis=0), np.delete(train.y, spare)
counts = np.bincount(y)
class_weights = counts.max() / counts
rng = np.random.default_rng(0)

net = al.mlp([64, 32, 10], "relu", rng=rng)

weighted = al.LOSSES["weighted_softmax_cross_entropy"].with_params(class_weights=class_weights)
optimizer = al.Adam(0.01)
losses = []
for _ in range(10):
    for batch in np.array_split(rng.permutation(len(y)), 13):
        loss = al.train_step(net, x[batch], y[batch], weighted, optimizer)
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
