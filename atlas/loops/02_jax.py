"""One sigmoid neuron on 30 measures of tumours, from a large start: cross-entropy, 100 steps."""

import jax
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

tumours = al.load_breast_cancer()
part = al.split_in_three(tumours.x, tumours.y).train
x, y = al.standardize(part.x), part.y

start = al.mlp([30, 1], "identity", rng=np.random.default_rng(0), init=al.normal)
start.layers[0].weights *= 3  # the large start


def loss_of(parameters, x, y):
    W, b = parameters
    return optax.sigmoid_binary_cross_entropy(x @ W + b, y).mean()


@jax.jit
def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state)
    return optax.apply_updates(parameters, updates), state, loss


optimizer = optax.sgd(0.5)
parameters = start.parameters()
state = optimizer.init(parameters)
losses = []
for _ in range(100):
    parameters, state, loss = step(parameters, state, x, y[:, None])
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
