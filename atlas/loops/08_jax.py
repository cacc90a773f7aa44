"""Eight tanh units on diabetes scores, 5 % of them spoilt: Huber's loss and Adam, 80 steps."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

diabetes = al.load_diabetes()
part = al.split_in_three(diabetes.x, diabetes.y, rng=0).train
x, y = al.standardize(part.x), (part.y - 150) / 80
spoilt = np.random.default_rng(0).choice(len(y), round(0.05 * len(y)), replace=False)
y[spoilt] = (-600 - 150) / 80

start = al.mlp([10, 8, 1], "tanh", rng=np.random.default_rng(0))


def loss_of(parameters, x, y):
    W1, b1, W2, b2 = parameters
    outputs = jnp.tanh(x @ W1 + b1) @ W2 + b2
    return optax.huber_loss(outputs, y).mean()  # (n,) against (n, 1) would go through


@jax.jit
def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state)
    return optax.apply_updates(parameters, updates), state, loss


optimizer = optax.adam(0.03)
parameters = start.parameters()
state = optimizer.init(parameters)
losses = []
for _ in range(80):
    parameters, state, loss = step(parameters, state, x, y[:, None])
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
