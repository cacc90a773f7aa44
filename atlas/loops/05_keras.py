"""Ten eights among 822 digits: a class weight in the cross-entropy and Adam, 10 epochs."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

whole = al.load_digits()
train = al.split_in_three(whole.x, whole.y, rng=0).train
spare = np.flatnonzero(train.y == 8)[10:]
x, y = np.delete(train.x, spare, axis=0), np.delete(train.y, spare)
counts = np.bincount(y)
class_weights = counts.max() / counts
rng = np.random.default_rng(0)

start = al.mlp([64, 32, 10], "relu", rng=rng)

hidden = layers.Dense(32, "relu")
net = keras.Sequential([keras.Input((64,)), hidden, layers.Dense(10)])
net.set_weights(start.parameters())

loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
# Keras's epsilon is 1e-7, and is added before the correction of the start, which in the first
# step makes 1e-8 of it 3e-10. A plain 0.999 it rounds to float32.
precise = {"beta_1": np.float64(0.9), "beta_2": np.float64(0.999), "epsilon": 1e-8 * 0.001**0.5}
optimizer = keras.optimizers.Adam(0.01, **precise)
net.compile(optimizer, loss)
losses = []
for _ in range(10):
    for batch in np.array_split(rng.permutation(len(y)), 13):
        # Keras divides by the number of examples, the course by the sum of their weights.
        shares = class_weights[y[batch]] / class_weights[y[batch]].mean()
        loss = net.train_on_batch(x[batch], y[batch], sample_weight=shares)
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
