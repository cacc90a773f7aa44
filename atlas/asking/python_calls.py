"""How a way is carried out where it is a line of Python: `evaluate` for the files in libraries/."""

import numpy as np


def evaluator(imports, array, differentiate, **more):
    """A library's `evaluate(write, inputs, dtype, wrt)`, which gives values and slopes.

    imports: the lines that a reader would write first. array(numbers, dtype): a tensor.
    differentiate(function, tensor): values and slopes of their sum, the slopes None where the
    library has no derivative. wrt: the name to differentiate by, or None. more: further names.
    """
    namespace = dict(more)
    exec(imports, namespace)

    def evaluate(write, inputs, dtype, wrt):
        code = compile(write, write, "eval")
        tensors = {
            name: array(value, "int64" if value.dtype.kind == "i" else dtype)
            for name, value in inputs.items()
        }

        def function(tensor):
            return eval(code, namespace | tensors | ({} if wrt is None else {wrt: tensor}))

        if wrt is None:
            return as_numbers(function(None)), None
        value, slope = differentiate(function, tensors[wrt])
        return as_numbers(value), None if slope is None else as_numbers(slope)

    return evaluate


def as_numbers(tensor):
    """A tensor, a list or a number as a float64 array."""
    return np.asarray(tensor, dtype=np.float64)


def values_only(function, tensor):
    """For libraries without derivatives."""
    return function(tensor), None
