"""tinygrad, computed by Python: no compiler is needed."""

import os

os.environ["DEV"] = "PYTHON"
from python_calls import evaluator
from tinygrad import Tensor, dtypes

TITLE = "tinygrad"
PINS = ["tinygrad==0.13.0", "numpy==2.4.6"]
DTYPES = ("float64", "float32", "float16")
LENGTHS = (17, 1, 4)
NOT_ASKED = ("70,000 equal logits", "4,096 equal logits")  # minutes each
IMPORTS = "from tinygrad import Tensor"


def array(numbers, dtype):
    return Tensor(numbers.tolist(), dtype=getattr(dtypes, dtype))


def differentiate(function, tensor):
    tensor.requires_grad = True
    value = function(tensor)
    try:
        (slope,) = value.sum().gradient(tensor)
        slope = slope.cast(dtypes.float64).numpy()
    except RuntimeError:  # it does not depend on the tensor
        slope = None
    return value.cast(dtypes.float64).numpy(), slope


evaluate = evaluator(IMPORTS, array, differentiate)
as_float = "cast(z.dtype)"

ACTIVATIONS = {
    "step": ["(z > 0).cast(z.dtype)"],
    "sigmoid": ["z.sigmoid()"],
    "log_sigmoid": ["z.logsigmoid()"],
    "tanh": ["z.tanh()"],
    "relu": ["z.relu()"],
    "leaky_relu": ["z.leaky_relu()"],
    "prelu": ["z.leaky_relu(0.25)"],
    "elu": ["z.elu()"],
    "selu": ["z.selu()"],
    "softplus": ["z.softplus()"],
    "gelu": ["z.gelu()", "z * 0.5 * (1 + (z / 2**0.5).erf())"],
    "silu": ["z.silu()"],
    "mish": ["z.mish()"],
    "hard_sigmoid": ["z.hardsigmoid()"],
    "hard_tanh": ["z.hardtanh()", "z.clamp(-1, 1)"],
    "relu6": ["z.relu6()"],
    "softsign": ["z.softsign()"],
}
SPARSE = "z.sparse_categorical_crossentropy(y)"
LOSSES = {
    "squared_error": ["(p - y).square()"],
    "absolute_error": ["(p - y).abs()"],
    "binary_cross_entropy": ["p.binary_crossentropy(y)"],
    "sigmoid_cross_entropy": ["z.binary_crossentropy_logits(y)"],
    "softmax_cross_entropy": [SPARSE, "z.cross_entropy(y)", "z.cross_entropy(onehot)"],
    "label_smoothed_cross_entropy": ["z.sparse_categorical_crossentropy(y, label_smoothing=0.1)",
                                     "z.cross_entropy(y, label_smoothing=0.1)"],
    "softmax": ["z.softmax()"],
    "log_softmax": ["z.log_softmax()"],
}  # fmt: skip

GUESSES = [
    ("leaky ReLU's slope is .01", "z.leaky_relu()", {"z": [-1.0]}, "value", [-0.01]),
    ("GELU is the tanh form", "z.gelu()", {"z": [-1.0]}, "value", [-0.158808]),
    ("ELU's slope at 0 is 1", "z.elu()", {"z": [0.0]}, "slope", [1]),
    ("hard sigmoid of 1 is 2/3", "z.hardsigmoid()", {"z": [1.0]}, "value", [0.666667]),
    ("ReLU's slope at 0 is 0", "z.relu()", {"z": [0.0]}, "slope", [0]),
    ("tanh of .0001 is .0001", "z.tanh()", {"z": [1e-4]}, "value", [1e-4]),
    ("probability 0 for a true 1 costs inf", "p.binary_crossentropy(y)", {"p": [0.0], "y": [1.0]},
     "value", [float("inf")]),
    ("a label of -1 is ignored by default: nan for nothing left", SPARSE,
     {"z": [[2.0, 1.0, 0.0]], "y": [-1]}, "value", [float("nan")]),
    ("sigmoid's slope at 20 is 2.06e-9", "z.sigmoid()", {"z": [-20.0]}, "slope", [2.06e-9]),
    ("softplus of 100 is 100", "z.softplus()", {"z": [100.0]}, "value", [100]),
]  # fmt: skip
