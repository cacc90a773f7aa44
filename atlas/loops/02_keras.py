"""One sigmoid neuron on 30 measures of tumours, from a large start: cross-entropy, 100 steps."""

import keras
import numpy as np
from keras import layers

import actloss as al

keras.config.set_floatx("float64")  # as the course computes

tumours = al.load_breast_cancer()
part = al.split_in_three(tumours.x, tumours.y).train
x, y = al.standardize(part.x), part.y

start = al.mlp([30, 1], "identity", rng=np.random.default_rng(0), init=al.normal)
start.layers[0].weights *= 3  # the large start

net = keras.Sequential([keras.Input((30,)), layers.Dense(1)])
net.set_weights(start.parameters())

loss = keras.losses.BinaryCrossentropy(from_logits=True)  # else it takes probabilities
net.compile(keras.optimizers.SGD(0.5), loss)
losses = [float(net.train_on_batch(x, y[:, None])) for _ in range(100)]
print(losses[:5] + losses[-1:])
