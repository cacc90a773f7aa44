"""Four hidden layers of 30 sigmoids, ten sigmoid outputs: cross-entropy and SGD, 5 epochs."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

split = al.load_digits().split(rng=0)
x, y = split.x_train[:1000], np.eye(10)[split.y_train[:1000]]
rng = np.random.default_rng(0)

start = al.mlp([64, 30, 30, 30, 30, 10], "sigmoid", rng=rng, init=al.lecun)
for layer in start.layers[::2]:
    layer.bias[:] = rng.standard_normal(layer.bias.shape)

hidden = [layers.Dense(30, "sigmoid") for _ in range(4)]
net = keras.Sequential([keras.Input((64,)), *hidden, layers.Dense(10)])
net.set_weights(start.parameters())


def loss(y, z):  # the course adds up the ten outputs of an example; Keras takes their mean
    return 10 * keras.losses.binary_crossentropy(y, z, from_logits=True)


net.compile(keras.optimizers.SGD(2.0), loss)
losses = []
for _ in range(5):
    for batch in np.array_split(rng.permutation(1000), 100):
        loss = net.train_on_batch(x[batch], y[batch])
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
