"""timm: the activations and losses of its image models."""

import torch
from python_calls import evaluator

TITLE = "timm"
PINS = ["timm==1.0.31", "torch==2.13.0", "numpy==2.4.6"]
DTYPES = ("float64", "float32", "float16", "bfloat16")
IMPORTS = "import torch\nfrom timm.layers import create_act_layer\nfrom timm.loss import LabelSmoothingCrossEntropy, SoftTargetCrossEntropy"


def array(numbers, dtype):
    return torch.tensor(numbers, dtype=getattr(torch, dtype))


def differentiate(function, tensor):
    tensor.requires_grad_()
    value = function(tensor)
    (slope,) = torch.autograd.grad(value.sum(), tensor) if value.requires_grad else (None,)
    return value.detach().double(), None if slope is None else slope.double()


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "sigmoid": ["create_act_layer('sigmoid')(z)"],
    "tanh": ["create_act_layer('tanh')(z)"],
    "relu": ["create_act_layer('relu')(z)"],
    "leaky_relu": ["create_act_layer('leaky_relu')(z)"],
    "prelu": ["create_act_layer('prelu').to(z.dtype)(z)"],
    "elu": ["create_act_layer('elu')(z)"],
    "selu": ["create_act_layer('selu')(z)"],
    "gelu": [
        "create_act_layer('gelu')(z)",
        "create_act_layer('gelu_tanh')(z)",
        "create_act_layer('quick_gelu')(z)",
    ],
    "silu": ["create_act_layer('silu')(z)", "create_act_layer('swish')(z)"],
    "mish": ["create_act_layer('mish')(z)", "create_act_layer('hard_mish')(z)"],
    "hard_sigmoid": ["create_act_layer('hard_sigmoid')(z)"],
    "relu6": ["create_act_layer('relu6')(z)"],
}
LOSSES = {
    "label_smoothed_cross_entropy": ["LabelSmoothingCrossEntropy()(z, y)"],
    "softmax_cross_entropy": ["SoftTargetCrossEntropy()(z, onehot)"],
}
GUESSES = [
    ("leaky_relu has slope .01", "create_act_layer('leaky_relu')(z)", {"z": [-1.0]}, "value", [-0.01]),
    ("prelu starts at .25", "create_act_layer('prelu')(z)", {"z": [-1.0]}, "value", [-0.25]),
    ("gelu is exact", "create_act_layer('gelu')(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("hard_sigmoid of 1 is 2/3", "create_act_layer('hard_sigmoid')(z)", {"z": [1.0]}, "value", [0.666667]),
    ("its slope at 3 is 0", "create_act_layer('hard_sigmoid')(z)", {"z": [3.0]}, "slope", [0]),
    ("relu6's slope at 0 is 0", "create_act_layer('relu6')(z)", {"z": [0.0]}, "slope", [0]),
    ("smoothing is .1", "LabelSmoothingCrossEntropy()(z, y)", {"z": [[2.0, 1.0, 0.0]], "y": [0]}, "value", [0.507606]),
    ("soft targets that sum to 2 count twice", "SoftTargetCrossEntropy()(z, onehot)",
     {"z": [[2.0, 1.0, 0.0]], "onehot": [[1.4, 0.4, 0.2]]}, "value", [1.615212]),
    ("hard_mish of 1 is 1.5 z", "create_act_layer('hard_mish')(z)", {"z": [1.0]}, "value", [1.5]),
    ("silu is swish", "create_act_layer('swish')(z)", {"z": [1.0]}, "value", [0.731059]),
]  # fmt: skip
