"""One maxout unit of four lines learns a parabola: squared error and Adam, 1,000 steps."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

x = np.linspace(-1, 1, 101)[:, np.newaxis]
y = x**2

pieces = al.Dense(1, 4, rng=np.random.default_rng(4), init=al.normal)
start = al.Network([pieces, al.Maxout(4)])


class Maxout(layers.Layer):
    def call(self, z):  # ops.max shares a tie; the course gives it to the first piece
        first = keras.ops.argmax(z, axis=1, keepdims=True)
        return keras.ops.take_along_axis(z, first, axis=1)


net = keras.Sequential([keras.Input((1,)), layers.Dense(4), Maxout()])
net.set_weights(start.parameters())

# Keras's epsilon is 1e-7, and is added before the correction of the start, which in the first
# step makes 1e-8 of it 3e-10. A plain 0.999 it rounds to float32.
precise = {"beta_1": np.float64(0.9), "beta_2": np.float64(0.999), "epsilon": 1e-8 * 0.001**0.5}
optimizer = keras.optimizers.Adam(0.02, **precise)
net.compile(optimizer, loss="mean_squared_error")
losses = [float(net.train_on_batch(x, y)) for _ in range(1000)]
print(losses[:5] + losses[-1:])
