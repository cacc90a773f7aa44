"""MXNet with its Gluon losses."""

import numpy as np
from mxnet import autograd, nd
from python_calls import evaluator

TITLE = "MXNet"
PINS = ["mxnet==1.9.1", "numpy<1.24"]
DTYPES = ("float64", "float32", "float16")
IMPORTS = "from mxnet import nd\nfrom mxnet.gluon import nn, loss"


def array(numbers, dtype):
    return nd.array(numbers, dtype=dtype)


def differentiate(function, tensor):
    tensor.attach_grad()
    with autograd.record():
        value = function(tensor)
    value.backward()
    return value.asnumpy().astype(np.float64), tensor.grad.asnumpy().astype(np.float64)


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "identity": ["nd.identity(z)"],
    "sigmoid": ["nd.sigmoid(z)"],
    "log_sigmoid": ["nd.log_sigmoid(z)"],
    "tanh": ["nd.tanh(z)"],
    "relu": ["nd.relu(z)"],
    "leaky_relu": ["nd.LeakyReLU(z)", "nd.LeakyReLU(z, slope=0.01)"],
    "prelu": ["nd.LeakyReLU(z, slope=0.25)"],
    "elu": ["nd.LeakyReLU(z, act_type='elu')", "nd.LeakyReLU(z, act_type='elu', slope=1.0)"],
    "selu": ["nd.LeakyReLU(z, act_type='selu')"],
    "softplus": ["nd.Activation(z, act_type='softrelu')"],
    "gelu": ["nd.LeakyReLU(z, act_type='gelu')"],
    "silu": ["nn.Swish()(z)"],
    "mish": ["nd.mish(z)"],
    "hard_sigmoid": ["nd.hard_sigmoid(z)", "nd.hard_sigmoid(z, alpha=1 / 6)"],
    "hard_tanh": ["nd.clip(z, -1, 1)"],
    "relu6": ["nd.clip(z, 0, 6)"],
    "softsign": ["nd.softsign(z)"],
}
LOSSES = {
    "squared_error": ["loss.L2Loss()(p, y)", "2 * loss.L2Loss()(p, y)", "loss.L2Loss(weight=2.0)(p, y)"],
    "absolute_error": ["loss.L1Loss()(p, y)"],
    "huber": ["loss.HuberLoss()(p, y)", "nd.smooth_l1(p - y)"],
    "huber_2": ["loss.HuberLoss(rho=2.0)(p, y)", "2 * loss.HuberLoss(rho=2.0)(p, y)"],
    "sigmoid_cross_entropy": ["loss.SigmoidBCELoss()(z, y)"],
    "binary_cross_entropy": ["loss.SigmoidBCELoss(from_sigmoid=True)(p, y)"],
    "hinge": ["loss.HingeLoss()(z, y)"],
    "softmax_cross_entropy": ["loss.SoftmaxCELoss()(z, y)", "loss.SoftmaxCELoss(sparse_label=False)(z, onehot)"],
    "kl_divergence": ["loss.KLDivLoss()(log_q, p)", "3 * loss.KLDivLoss()(log_q, p)"],
    "softmax": ["nd.softmax(z)"],
    "log_softmax": ["nd.log_softmax(z)"],
}  # fmt: skip
# Labels are bounded in silence; what reads beyond a row is not asked.
NOT_ASKED = ("label -100",)
GUESSES = [
    ("leaky ReLU's slope is .25", "nd.LeakyReLU(z)", {"z": [-1.0]}, "value", [-0.25]),
    ("hard sigmoid of 1 is .7", "nd.hard_sigmoid(z)", {"z": [1.0]}, "value", [0.7]),
    ("Huber is divided by rho", "loss.HuberLoss(rho=2.0)(p, y)", {"p": [3.0], "y": [0.0]}, "value", [2]),
    ("squared error is halved", "loss.L2Loss()(p, y)", {"p": [3.0], "y": [0.0]}, "value", [4.5]),
    ("GELU is exact", "nd.LeakyReLU(z, act_type='gelu')", {"z": [-1.0]}, "value", [-0.158655]),
    ("KL is a mean over classes", "loss.KLDivLoss()(log_q, p)",
     {"log_q": [[-0.6931472, -1.2039728, -1.609438]], "p": [[0.7, 0.2, 0.1]]}, "value", [0.028374]),
    ("ELU's slope at 0 is 1", "nd.LeakyReLU(z, act_type='elu', slope=1.0)", {"z": [0.0]}, "slope", [1]),
    ("softrelu of 100 is 100", "nd.Activation(z, act_type='softrelu')", {"z": [100.0]}, "value", [100]),
    ("the slope of clip at its bounds is 1", "nd.clip(z, -1, 1)", {"z": [-1.0, 1.0]}, "slope", [1, 1]),
    ("probability 0 for a true 1 costs 27.6", "loss.SigmoidBCELoss(from_sigmoid=True)(p, y)",
     {"p": [0.0], "y": [1.0]}, "value", [27.631021]),
]  # fmt: skip
