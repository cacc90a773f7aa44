"""100 hidden ReLUs read digits: softmax with cross-entropy and SGD, 5 epochs."""

import jax
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

digits = al.load_digits()
x, y = al.split_in_three(digits.x, digits.y, rng=0).train
rng = np.random.default_rng(0)

start = al.mlp([64, 100, 10], "relu", rng=rng)


def loss_of(parameters, x, y):
    W1, b1, W2, b2 = parameters
    logits = jax.nn.relu(x @ W1 + b1) @ W2 + b2
    return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()


@jax.jit
def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state)
    return optax.apply_updates(parameters, updates), state, loss


optimizer = optax.sgd(0.8)
parameters = start.parameters()
state = optimizer.init(parameters)
losses = []
for _ in range(5):
    for batch in np.array_split(rng.permutation(len(y)), 29):
        parameters, state, loss = step(parameters, state, x[batch], y[batch])
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
