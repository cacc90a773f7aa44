"""Mean and spread of what households spend on food: the normal likelihood and Adam, 1,000 steps."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

engel = al.load_engel()
thousand_francs, y = engel.x[:, 0] / 1000, engel.y / 1000
x = np.column_stack([thousand_francs, np.log(thousand_francs)])

start = al.mlp([2, 2], "identity", rng=np.random.default_rng(0))


def loss_of(parameters, x, y):
    W, b = parameters
    mean, s = (x @ W + b).T
    return jnp.mean(s + ((y - mean) * jnp.exp(-s)) ** 2 / 2)  # optax has none


@jax.jit
def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state)
    return optax.apply_updates(parameters, updates), state, loss


optimizer = optax.adam(0.02)
parameters = start.parameters()
state = optimizer.init(parameters)
losses = []
for _ in range(1000):
    parameters, state, loss = step(parameters, state, x, y)
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
