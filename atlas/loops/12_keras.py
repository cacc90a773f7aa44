"""Mean and spread of what households spend on food: the normal likelihood and Adam, 1,000 steps."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

engel = al.load_engel()
thousand_francs, y = engel.x[:, 0] / 1000, engel.y / 1000
x = np.column_stack([thousand_francs, np.log(thousand_francs)])

start = al.mlp([2, 2], "identity", rng=np.random.default_rng(0))

net = keras.Sequential([keras.Input((2,)), layers.Dense(2)])
net.set_weights(start.parameters())


def likelihood(y, outputs):  # Keras has none
    mean, s = outputs[:, 0], outputs[:, 1]
    return s + keras.ops.square((y[:, 0] - mean) * keras.ops.exp(-s)) / 2


# Keras's epsilon is 1e-7, and is added before the correction of the start, which in the first
# step makes 1e-8 of it 3e-10. A plain 0.999 it rounds to float32.
precise = {"beta_1": np.float64(0.9), "beta_2": np.float64(0.999), "epsilon": 1e-8 * 0.001**0.5}
optimizer = keras.optimizers.Adam(0.02, **precise)
net.compile(optimizer, likelihood)
losses = [float(net.train_on_batch(x, y[:, None])) for _ in range(1000)]
print(losses[:5] + losses[-1:])
