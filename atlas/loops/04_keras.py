"""100 hidden ReLUs read digits: softmax with cross-entropy and SGD, 5 epochs."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

digits = al.load_digits()
x, y = al.split_in_three(digits.x, digits.y, rng=0).train
rng = np.random.default_rng(0)

start = al.mlp([64, 100, 10], "relu", rng=rng)

hidden = layers.Dense(100, "relu")
net = keras.Sequential([keras.Input((64,)), hidden, layers.Dense(10)])
net.set_weights(start.parameters())

loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
net.compile(keras.optimizers.SGD(0.8), loss)
losses = []
for _ in range(5):
    for batch in np.array_split(rng.permutation(len(y)), 29):
        loss = net.train_on_batch(x[batch], y[batch])
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
