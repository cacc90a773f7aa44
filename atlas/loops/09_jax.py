"""Two hidden layers of 16 SiLUs on 250 digits: cross-entropy and SGD, 12 epochs."""

import jax
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

digits = al.load_digits()
learn = np.random.default_rng(0).permutation(len(digits.y))[:250]
x, y = digits.x[learn] - digits.x[learn].mean(axis=0), digits.y[learn]
rng = np.random.default_rng(0)

start = al.mlp([64, 16, 16, 10], "silu", rng=rng, init=al.he)


def loss_of(parameters, x, y):
    *hidden, (W, b) = zip(parameters[::2], parameters[1::2], strict=True)
    for weights, bias in hidden:
        x = jax.nn.silu(x @ weights + bias)
    return optax.softmax_cross_entropy_with_integer_labels(x @ W + b, y).mean()


@jax.jit
def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state)
    return optax.apply_updates(parameters, updates), state, loss


optimizer = optax.sgd(0.4)
parameters = start.parameters()
state = optimizer.init(parameters)
losses = []
for _ in range(12):
    for batch in np.array_split(rng.permutation(250), 25):
        parameters, state, loss = step(parameters, state, x[batch], y[batch])
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
