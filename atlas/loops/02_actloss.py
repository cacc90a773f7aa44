"""One sigmoid neuron on 30 measures of tumours, from a large start: cross-entropy, 100 steps."""

import numpy as np

import actloss as al

tumours = al.load_breast_cancer()
part = al.split_in_three(tumours.x, tumours.y).train
x, y = al.standardize(part.x), part.y

net = al.mlp([30, 1], "identity", rng=np.random.default_rng(0), init=al.normal)
net.layers[0].weights *= 3  # the large start

optimizer = al.SGD(0.5)
losses = []
for _ in range(100):
    loss = al.train_step(net, x, y[:, None], "sigmoid_cross_entropy", optimizer)
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
