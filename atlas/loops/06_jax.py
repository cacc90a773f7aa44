"""Two hidden layers of 32 PReLUs, whose slopes are learnt: cross-entropy and SGD, 3 epochs."""

import jax
import numpy as np
import optax

import actloss as al

jax.config.update("jax_enable_x64", True)  # as the course computes

split = al.load_digits().split(rng=0)
x, y = split.x_train, split.y_train
rng = np.random.default_rng([0, 1])

seed, sizes = np.random.default_rng(0), [(64, 32), (32, 32), (32, 10)]
dense = [al.Dense(n, m, rng=seed, init=al.he) for n, m in sizes]
start = al.Network([dense[0], al.PReLU(32), dense[1], al.PReLU(32), dense[2]])


def loss_of(parameters, x, y):
    W1, b1, slope1, W2, b2, slope2, W3, b3 = parameters
    x = jax.nn.leaky_relu(x @ W1 + b1, slope1)
    x = jax.nn.leaky_relu(x @ W2 + b2, slope2)
    logits = x @ W3 + b3
    return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()


@jax.jit
def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state)
    return optax.apply_updates(parameters, updates), state, loss


optimizer = optax.sgd(0.2)
parameters = start.parameters()
state = optimizer.init(parameters)
losses = []
for _ in range(3):
    for batch in np.array_split(rng.permutation(len(y)), 43):
        parameters, state, loss = step(parameters, state, x[batch], y[batch])
        losses.append(float(loss))
print(losses[:5] + losses[-1:])
