"""64 networks learn XOR at once, 2,000 steps each, against training them one after another.

A loop over runs takes as long as one run times their number, so one is measured and multiplied.
"""

from collections.abc import Callable

import numpy as np

import actloss as al
from benchmarks.library import peers
from benchmarks.timing import Pace, Race, race

SIZES = (2, 8, 1)
RATE = 0.5


def network(seed: int) -> al.Network:
    return al.mlp(SIZES, "tanh", rng=np.random.default_rng(seed))


def at_once(runs: int, steps: int) -> Callable[[], np.ndarray]:
    """Our `fit_many`; gives the losses (runs, steps)."""
    networks, (x, y) = [network(seed) for seed in range(runs)], al.xor()

    def train():
        optimizer = al.SGD(RATE)
        return al.fit_many(
            networks, x, y, loss="sigmoid_cross_entropy", optimizer=optimizer, epochs=steps
        ).loss

    return train


def one(steps: int) -> Callable[[], np.ndarray]:
    """Our `fit` for a single run; gives its losses."""
    x, y = al.xor()

    def train():
        optimizer = al.SGD(RATE)
        return al.fit(
            network(0), x, y, loss="sigmoid_cross_entropy", optimizer=optimizer, epochs=steps
        ).loss

    return train


def one_in_pytorch(steps: int) -> Callable[[], np.ndarray]:
    """The same run in PyTorch, eager."""
    torch = peers.torch
    x, y = (torch.from_numpy(a) for a in al.xor())
    y = y[:, None].to(x.dtype)
    mean_loss = torch.nn.BCEWithLogitsLoss()
    weights = [torch.from_numpy(w.T) for w in network(0).parameters()]

    def train():
        net = torch.nn.Sequential(
            torch.nn.Linear(2, 8, dtype=x.dtype), torch.nn.Tanh(),
            torch.nn.Linear(8, 1, dtype=x.dtype),
        )  # fmt: skip
        with torch.no_grad():
            for parameter, w in zip(net.parameters(), weights, strict=True):
                parameter.copy_(w)
        optimizer = torch.optim.SGD(net.parameters(), RATE)
        losses = np.empty(steps)
        for step in range(steps):
            optimizer.zero_grad()
            loss = mean_loss(net(x), y)
            loss.backward()
            optimizer.step()
            losses[step] = loss.item()
        return losses

    return train


def at_once_in_pytorch(runs: int, steps: int) -> Callable[[], np.ndarray]:
    """All runs in PyTorch, eager, stacked by hand: what a loop that is too slow is rewritten to."""
    torch = peers.torch
    x, y = (torch.from_numpy(a) for a in al.xor())
    y = y[:, None].to(x.dtype).expand(runs, -1, -1)
    stacked = al.stack([network(seed) for seed in range(runs)]).parameters()

    def train():
        w1, b1, w2, b2 = parameters = [torch.tensor(w, requires_grad=True) for w in stacked]
        optimizer = torch.optim.SGD(parameters, RATE)
        losses = np.empty((steps, runs))
        for step in range(steps):
            optimizer.zero_grad()
            logits = torch.baddbmm(b2, torch.tanh(x @ w1 + b1), w2)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, y, reduction="none"
            ).mean(dim=(1, 2))
            loss.sum().backward()
            optimizer.step()
            losses[step] = loss.detach().numpy()
        return losses.T

    return train


def at_once_in_jax(runs: int, steps: int) -> Callable[[], np.ndarray]:
    """All runs in JAX: vmap over the runs, scan over the steps, compiled."""
    jax, jnp = peers.jax, peers.jax.numpy
    x, y = (jnp.asarray(a) for a in al.xor())
    stacked = [jnp.asarray(w) for w in al.stack([network(s) for s in range(runs)]).parameters()]

    def mean_loss(weights):
        w1, b1, w2, b2 = weights
        z = (jnp.tanh(x @ w1 + b1) @ w2 + b2)[:, 0]
        return jnp.mean(jax.nn.softplus(z) - y * z)

    def step(weights, _):
        loss, gradients = jax.value_and_grad(mean_loss)(weights)
        return [w - RATE * g for w, g in zip(weights, gradients, strict=True)], loss

    @jax.jit
    @jax.vmap
    def train_all(weights):
        return jax.lax.scan(step, weights, length=steps)[1]

    return lambda: np.asarray(train_all(stacked))


def many_runs_races(pace: Pace) -> list[Race]:
    """Milliseconds of all runs together."""
    runs, steps = pace.runs, pace.steps
    loops = {"our loop": one(steps)}
    together = {}
    if peers.torch:
        loops["PyTorch, loop"] = one_in_pytorch(steps)
        together["PyTorch, stacked by hand"] = at_once_in_pytorch(runs, steps)
    if peers.jax:
        together["JAX jit, vmap and scan"] = at_once_in_jax(runs, steps)
    name = f"{runs} runs of {steps:,} steps"
    result = race(name, at_once(runs, steps), loops | together, pace)
    times = {k: t * runs if k in loops else t for k, t in result.peers.items()}
    return [Race(name, result.ours, times, {"our loop": 20, "PyTorch, loop": 80})]


def agree(runs: int = 3, steps: int = 50) -> None:
    """Refuse to race where the ways to compute the losses do not give the same ones."""
    ours = at_once(runs, steps)()
    others = [one(steps)()[np.newaxis]]
    if peers.torch:
        others += [one_in_pytorch(steps)()[np.newaxis], at_once_in_pytorch(runs, steps)()]
    if peers.jax:
        others.append(at_once_in_jax(runs, steps)())
    for other in others:
        np.testing.assert_allclose(other, ours[: len(other)], rtol=1e-12)
