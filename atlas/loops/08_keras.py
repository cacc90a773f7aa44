"""Eight tanh units on diabetes scores, 5 % of them spoilt: Huber's loss and Adam, 80 steps."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

diabetes = al.load_diabetes()
part = al.split_in_three(diabetes.x, diabetes.y, rng=0).train
x, y = al.standardize(part.x), (part.y - 150) / 80
spoilt = np.random.default_rng(0).choice(len(y), round(0.05 * len(y)), replace=False)
y[spoilt] = (-600 - 150) / 80

start = al.mlp([10, 8, 1], "tanh", rng=np.random.default_rng(0))

hidden = layers.Dense(8, "tanh")
net = keras.Sequential([keras.Input((10,)), hidden, layers.Dense(1)])
net.set_weights(start.parameters())

# Keras's epsilon is 1e-7, and is added before the correction of the start, which in the first
# step makes 1e-8 of it 3e-10. A plain 0.999 it rounds to float32.
precise = {"beta_1": np.float64(0.9), "beta_2": np.float64(0.999), "epsilon": 1e-8 * 0.001**0.5}
optimizer = keras.optimizers.Adam(0.03, **precise)
net.compile(optimizer, loss=keras.losses.Huber())
losses = [float(net.train_on_batch(x, y[:, None])) for _ in range(80)]
print(losses[:5] + losses[-1:])
