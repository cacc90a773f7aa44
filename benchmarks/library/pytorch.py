"""The task in PyTorch: modules, autograd, one optimiser step per batch."""

from itertools import pairwise

import numpy as np

from benchmarks.library.peers import torch
from benchmarks.library.task import Task


def pytorch(task: Task, **options):
    """A function that trains and gives the losses; `options` go to the optimiser."""
    x, y = torch.from_numpy(task.x), torch.from_numpy(task.y)
    orders, weights = torch.from_numpy(task.orders()), task.weights()
    mean_loss = torch.nn.CrossEntropyLoss()

    def run():
        net = network(task.sizes, weights, x.dtype)
        optimizer = getattr(torch.optim, task.optimizer)(net.parameters(), task.rate, **options)
        losses = np.empty(task.epochs)
        for epoch, order in enumerate(orders):
            total = 0.0
            for rows in order.split(task.batch):
                optimizer.zero_grad()
                loss = mean_loss(net(x[rows]), y[rows])
                loss.backward()
                optimizer.step()
                total += loss.item() * len(rows)
            losses[epoch] = total / len(x)
        return losses

    return run


def network(sizes, weights, dtype):
    """Linear layers with ReLU between them, holding copies of the given weights and biases."""
    layers = []
    for n_in, n_out in pairwise(sizes):
        layers += [torch.nn.Linear(n_in, n_out, dtype=dtype), torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers[:-1])
    with torch.no_grad():
        for parameter, array in zip(net.parameters(), weights, strict=True):
            parameter.copy_(torch.from_numpy(array.T))
    return net
