"""Two hidden layers of 32 PReLUs, whose slopes are learnt: cross-entropy and SGD, 3 epochs."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

split = al.load_digits().split(rng=0)
x, y = split.x_train, split.y_train
rng = np.random.default_rng([0, 1])

seed, sizes = np.random.default_rng(0), [(64, 32), (32, 32), (32, 10)]
dense = [al.Dense(n, m, rng=seed, init=al.he) for n, m in sizes]
start = al.Network([dense[0], al.PReLU(32), dense[1], al.PReLU(32), dense[2]])

# Keras's own PReLU starts at a slope of 0, which is ReLU; set_weights gives it .25.
hidden = [part for _ in range(2) for part in (layers.Dense(32), layers.PReLU())]
net = keras.Sequential([keras.Input((64,)), *hidden, layers.Dense(10)])
net.set_weights(start.parameters())

loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
net.compile(keras.optimizers.SGD(0.2), loss)
losses = []
for _ in range(3):
    for batch in np.array_split(rng.permutation(len(y)), 43):
        loss = net.train_on_batch(x[batch], y[batch])
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
