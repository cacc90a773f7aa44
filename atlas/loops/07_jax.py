"""One maxout unit of four lines learns a parabola: squared error and Adam, 1,000 steps."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

x = np.linspace(-1, 1, 101)[:, np.newaxis]
y = x**2

pieces = al.Dense(1, 4, rng=np.random.default_rng(4), init=al.normal)
start = al.Network([pieces, al.Maxout(4)])


def loss_of(parameters, x, y):
    W, b = parameters
    z = x @ W + b
    # jnp.max shares a tie; the course gives it to the first piece
    first = jnp.argmax(z, axis=1, keepdims=True)
    outputs = jnp.take_along_axis(z, first, axis=1)
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
for _ in range(1000):
    parameters, state, loss = step(parameters, state, x, y)
    losses.append(float(loss))
print(losses[:5] + losses[-1:])
