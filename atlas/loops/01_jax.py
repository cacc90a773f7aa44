"""XOR by three tanh units: squared error and Adam, 300 steps over all four points."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

x, y = al.xor()
start = al.mlp((2, 3, 1), "tanh", rng=np.random.default_rng(0))


def loss_of(parameters, x, y):
    W1, b1, W2, b2 = parameters
    outputs = jnp.tanh(x @ W1 + b1) @ W2 + b2
    return optax.squared_error(outputs, y).mean()


@jax.jit
def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state)
    return optax.apply_updates(parameters, updates), state, loss


optimizer = optax.adam(0.02)
parameters = start.parameters()
state = optimizer.init(parameters)
losses = []
for _ in range(300):
    parameters, state, loss = step(parameters, state, x, y[:, None])
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
