"""Two hidden layers of 16 SiLUs on 250 digits: cross-entropy and SGD, 12 epochs."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

digits = al.load_digits()
learn = np.random.default_rng(0).permutation(len(digits.y))[:250]
x, y = digits.x[learn] - digits.x[learn].mean(axis=0), digits.y[learn]
rng = np.random.default_rng(0)

start = al.mlp([64, 16, 16, 10], "silu", rng=rng, init=al.he)

hidden = [layers.Dense(16, "silu") for _ in range(2)]
net = keras.Sequential([keras.Input((64,)), *hidden, layers.Dense(10)])
net.set_weights(start.parameters())

loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
net.compile(keras.optimizers.SGD(0.4), loss)
losses = []
for _ in range(12):
    for batch in np.array_split(rng.permutation(250), 25):
        loss = net.train_on_batch(x[batch], y[batch])
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
