"""Keras 3 on PyTorch."""

import os

os.environ["KERAS_BACKEND"] = "torch"
import keras_ways
import torch
from keras_ways import ACTIVATIONS, DTYPES, GUESSES, IMPORTS, LOSSES  # noqa: F401
from python_calls import evaluator

TITLE = f"{keras_ways.TITLE} (PyTorch)"
PINS = ["keras==3.15.1", "torch==2.13.0", "numpy==2.4.6"]


def array(numbers, dtype):
    return torch.tensor(numbers, dtype=getattr(torch, dtype))


def differentiate(function, tensor):
    tensor.requires_grad_()
    value = function(tensor)
    (slope,) = torch.autograd.grad(value.sum(), tensor) if value.requires_grad else (None,)
    return value.detach().double(), None if slope is None else slope.double()


evaluate = evaluator(IMPORTS, array, differentiate)
