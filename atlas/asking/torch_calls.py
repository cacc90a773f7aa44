"""How a line is carried out where the numbers are PyTorch's."""

import torch
from python_calls import evaluator

DTYPES = ("float64", "float32", "float16", "bfloat16")


def array(numbers, dtype):
    return torch.tensor(numbers, dtype=getattr(torch, dtype))


def differentiate(function, tensor):
    tensor.requires_grad_()
    value = function(tensor)
    (slope,) = torch.autograd.grad(value.sum(), tensor) if value.requires_grad else (None,)
    return value.detach().double(), None if slope is None else slope.double()


def torch_evaluator(imports):
    return evaluator(imports, array, differentiate)
