"""OpenVINO, on processors."""

import numpy as np
import openvino
from openvino import opset15 as ops
from questions import OUT_OF_RANGE

TITLE = "OpenVINO"
PINS = ["openvino==2026.4.1", "numpy==2.4.6"]
DTYPES = ("float32", "float16")
IMPORTS = "from openvino import opset15 as ops"
NOT_ASKED = OUT_OF_RANGE
core = openvino.Core()
core.set_property("CPU", {"INFERENCE_NUM_THREADS": 1})
compiled = {}


def program(write, inputs, dtype):
    """The compiled model of a line; the same shape is compiled once."""
    shapes = tuple((n, v.shape) for n, v in inputs.items())
    if (write, shapes, dtype) not in compiled:
        kind = {"float32": openvino.Type.f32, "float16": openvino.Type.f16}[dtype]
        ports = {n: ops.parameter(list(v.shape), kind, name=n) for n, v in inputs.items()}
        made = openvino.Model(eval(write, {"ops": ops, "np": np, **ports}), list(ports.values()))
        compiled[write, shapes, dtype] = core.compile_model(made, "CPU")
    return compiled[write, shapes, dtype]


def evaluate(write, inputs, dtype, wrt):
    run = program(write, inputs, dtype)
    return run([v.astype(dtype) for v in inputs.values()])[0].astype(np.float64), None


ACTIVATIONS = {
    "sigmoid": ["ops.sigmoid(z)"],
    "tanh": ["ops.tanh(z)"],
    "relu": ["ops.relu(z)"],
    "leaky_relu": ["ops.prelu(z, np.array([0.01], 'f4'))"],
    "prelu": ["ops.prelu(z, np.array([0.25], 'f4'))"],
    "elu": ["ops.elu(z, 1.0)"],
    "softplus": ["ops.softplus(z)"],
    "gelu": ["ops.gelu(z, 'erf')", "ops.gelu(z, 'tanh')"],
    "silu": ["ops.swish(z)"],
    "mish": ["ops.mish(z)"],
    "hard_sigmoid": ["ops.hsigmoid(z)"],
    "hard_tanh": ["ops.clamp(z, -1.0, 1.0)"],
    "relu6": ["ops.clamp(z, 0.0, 6.0)"],
    "softsign": ["ops.softsign(z)"],
}
LOSSES = {
    "squared_error": ["ops.squared_difference(p, y)"],
    "softmax": ["ops.softmax(z, -1)"],
    "log_softmax": ["ops.log_softmax(z, -1)"],
}
GUESSES = [
    ("sigmoid of -20 is 2.06e-9", "ops.sigmoid(z)", {"z": [-20.0]}, "value", [2.061154e-09]),
    ("softplus of -20 is 2.06e-9", "ops.softplus(z)", {"z": [-20.0]}, "value", [2.061154e-09]),
    ("hard sigmoid of 1 is 2/3", "ops.hsigmoid(z)", {"z": [1.0]}, "value", [0.666667]),
    ("GELU by default is exact", "ops.gelu(z, 'erf')", {"z": [-1.0]}, "value", [-0.158655]),
    ("GELU by tanh is another", "ops.gelu(z, 'tanh')", {"z": [-1.0]}, "value", [-0.158808]),
    ("ReLU keeps nan", "ops.relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("mish of 100 is 100", "ops.mish(z)", {"z": [100.0]}, "value", [100]),
    ("tanh of .0001 is .0001", "ops.tanh(z)", {"z": [1e-4]}, "value", [1e-4]),
    ("log-softmax of (1000, 0) is (0, -1000)", "ops.log_softmax(z, -1)", {"z": [[1000.0, 0.0]]}, "value", [0, -1000]),
    ("erf of .1 is .112463", "ops.erf(z)", {"z": [0.1]}, "value", [0.112463]),
]  # fmt: skip
