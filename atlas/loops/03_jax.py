"""Four hidden layers of 30 sigmoids, ten sigmoid outputs: cross-entropy and SGD, 5 epochs."""

import jax
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

split = al.load_digits().split(rng=0)
x, y = split.x_train[:1000], np.eye(10)[split.y_train[:1000]]
rng = np.random.default_rng(0)

start = al.mlp([64, 30, 30, 30, 30, 10], "sigmoid", rng=rng, init=al.lecun)
for layer in start.layers[::2]:
    layer.bias[:] = rng.standard_normal(layer.bias.shape)


def loss_of(parameters, x, y):
    *hidden, (W, b) = zip(parameters[::2], parameters[1::2], strict=True)
    for weights, bias in hidden:
        x = jax.nn.sigmoid(x @ weights + bias)
    return optax.sigmoid_binary_cross_entropy(x @ W + b, y).sum(axis=1).mean()


@jax.jit
def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state)
    return optax.apply_updates(parameters, updates), state, loss


optimizer = optax.sgd(2)
parameters = start.parameters()
state = optimizer.init(parameters)
losses = []
for _ in range(5):
    for batch in np.array_split(rng.permutation(1000), 100):
        parameters, state, loss = step(parameters, state, x[batch], y[batch])
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
