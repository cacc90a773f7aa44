"""XOR by three tanh units: squared error and Adam, 300 steps over all four points."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

x, y = al.xor()
start = al.mlp((2, 3, 1), "tanh", rng=np.random.default_rng(0))

net = keras.Sequential([keras.Input((2,)), layers.Dense(3, "tanh"), layers.Dense(1)])
net.set_weights(start.parameters())

# Keras's epsilon is 1e-7, and is added before the correction of the start, which in the first
# step makes 1e-8 of it 3e-10. A plain 0.999 it rounds to float32.
precise = {"beta_1": np.float64(0.9), "beta_2": np.float64(0.999), "epsilon": 1e-8 * 0.001**0.5}
optimizer = keras.optimizers.Adam(0.02, **precise)
net.compile(optimizer, loss="mean_squared_error")
losses = [float(net.train_on_batch(x, y[:, None])) for _ in range(300)]
print(losses[:5] + losses[-1:])
