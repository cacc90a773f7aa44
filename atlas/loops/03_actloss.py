"""Four hidden layers of 30 sigmoids, ten sigmoid outputs: cross-entropy and SGD, 5 epochs."""

import numpy as np

import actloss as al

split = al.load_digits().split(rng=0)
x, y = split.x_train[:1000], np.eye(10)[split.y_train[:1000]]
rng = np.random.default_rng(0)

net = al.mlp([64, 30, 30, 30, 30, 10], "sigmoid", rng=rng, init=al.lecun)
for layer in net.layers[::2]:
    layer.bias[:] = rng.standard_normal(layer.bias.shape)

optimizer = al.SGD(2)
losses = []
for _ in range(5):
    for batch in np.array_split(rng.permutation(1000), 100):
        loss = al.train_step(net, x[batch], y[batch], "sigmoid_cross_entropy", optimizer)
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
