"""The task in JAX: an epoch is one compiled function that scans over the batches."""

import numpy as np

from benchmarks.library.peers import jax
from benchmarks.library.task import Task


def jax_scan(task: Task):
    """A function that trains and gives the losses. The first call compiles."""
    jnp = jax.numpy
    x, y, orders = jnp.asarray(task.x), jnp.asarray(task.y), jnp.asarray(task.orders())
    weights = [jnp.asarray(w) for w in task.weights()]
    update = {"SGD": sgd, "Adam": adam}[task.optimizer]
    whole = len(task.x) // task.batch * task.batch

    def mean_loss(weights, rows):
        z = x[rows]
        for w, b in zip(weights[:-2:2], weights[1:-2:2], strict=True):
            z = jnp.maximum(z @ w + b, 0)
        logits = z @ weights[-2] + weights[-1]
        chosen = jnp.take_along_axis(logits, y[rows][:, None], axis=-1)[:, 0]
        return jnp.mean(jax.nn.logsumexp(logits, axis=-1) - chosen)

    def step(state, rows):
        loss, gradients = jax.value_and_grad(mean_loss)(state[0], rows)
        return update(state, gradients, task.rate), loss * len(rows)

    @jax.jit
    def epoch(state, order):
        state, losses = jax.lax.scan(step, state, order[:whole].reshape(-1, task.batch))
        total = losses.sum()
        if whole < len(order):
            state, last = step(state, order[whole:])
            total += last
        return state, total / len(order)

    def run():
        zeros = [jnp.zeros_like(w) for w in weights]
        state, losses = (weights, zeros, zeros, 0), []
        for order in orders:
            state, loss = epoch(state, order)
            losses.append(loss)
        return np.array(losses)

    return run


def sgd(state, gradients, rate):
    weights, *memory = state
    return ([w - rate * g for w, g in zip(weights, gradients, strict=True)], *memory)


def adam(state, gradients, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    weights, means, squares, steps = state
    steps = steps + 1
    means = [beta1 * m + (1 - beta1) * g for m, g in zip(means, gradients, strict=True)]
    squares = [beta2 * v + (1 - beta2) * g * g for v, g in zip(squares, gradients, strict=True)]
    scale = rate / (1 - beta1**steps)
    free = 1 - beta2**steps
    weights = [
        w - (scale * m / (jax.numpy.sqrt(v / free) + epsilon)).astype(w.dtype)
        for w, m, v in zip(weights, means, squares, strict=True)
    ]
    return weights, means, squares, steps
