"""A call such as `Elu(z, alpha=1.0)` as an ONNX model of one node: for those that run such models."""

import ast

import numpy as np
from onnx import TensorProto, helper

KINDS = {"float64": TensorProto.DOUBLE, "float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16,
         "bfloat16": TensorProto.BFLOAT16, "int64": TensorProto.INT64}  # fmt: skip
OPSET = 22


def model(write, inputs, dtype):
    """The model for inputs of these shapes, and the inputs as arrays in its order."""
    call = ast.parse(write, mode="eval").body
    names = [argument.id for argument in call.args]
    attributes = {k.arg: ast.literal_eval(k.value) for k in call.keywords}
    constants = {k: attributes.pop(k) for k in ("slope", "low", "high") if k in attributes}
    kind = {n: "int64" if inputs[n].dtype.kind == "i" else dtype for n in names}
    ports = [helper.make_tensor_value_info(n, KINDS[kind[n]], inputs[n].shape) for n in names]
    given = [helper.make_tensor(n, KINDS[dtype], [], [v]) for n, v in constants.items()]
    node = helper.make_node(call.func.id, [*names, *constants], ["out"], **attributes)
    out = helper.make_tensor_value_info("out", KINDS[dtype], None)
    graph = helper.make_graph([node], "one", ports, [out], given)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    arrays = {n: inputs[n].astype(np.int64 if kind[n] == "int64" else dtype) for n in names}
    return made, arrays


ACTIVATIONS = {
    "identity": ["Identity(z)"],
    "sigmoid": ["Sigmoid(z)"],
    "tanh": ["Tanh(z)"],
    "relu": ["Relu(z)"],
    "leaky_relu": ["LeakyRelu(z)"],
    "prelu": ["PRelu(z, slope=0.25)"],
    "elu": ["Elu(z)"],
    "selu": ["Selu(z)"],
    "softplus": ["Softplus(z)"],
    "gelu": ["Gelu(z)", "Gelu(z, approximate='tanh')"],
    "mish": ["Mish(z)"],
    "hard_sigmoid": ["HardSigmoid(z)", "HardSigmoid(z, alpha=0.16666666666666666)"],
    "hard_tanh": ["Clip(z, low=-1.0, high=1.0)"],
    "relu6": ["Clip(z, low=0.0, high=6.0)"],
    "softsign": ["Softsign(z)"],
}
LOSSES = {
    "softmax_cross_entropy": ["SoftmaxCrossEntropyLoss(z, y)", "SoftmaxCrossEntropyLoss(z, y, reduction='none')"],
    "weighted_softmax_cross_entropy": ["SoftmaxCrossEntropyLoss(z, y, w)",
                                       "SoftmaxCrossEntropyLoss(z, y, w, reduction='none')"],
    "softmax": ["Softmax(z)"],
    "log_softmax": ["LogSoftmax(z)"],
}  # fmt: skip
GUESSES = [
    ("leaky ReLU's slope is .01", "LeakyRelu(z)", {"z": [-1.0]}, "value", [-0.01]),
    ("hard sigmoid of 1 is .7", "HardSigmoid(z)", {"z": [1.0]}, "value", [0.7]),
    ("GELU is exact by default", "Gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("sigmoid of -20 is 2.06e-9", "Sigmoid(z)", {"z": [-20.0]}, "value", [2.061154e-09]),
    ("softplus of -20 is 2.06e-9", "Softplus(z)", {"z": [-20.0]}, "value", [2.061154e-09]),
    ("mish of 100 is 100", "Mish(z)", {"z": [100.0]}, "value", [100]),
    ("ReLU keeps nan", "Relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("tanh of .0001 is .0001", "Tanh(z)", {"z": [1e-4]}, "value", [1e-4]),
    ("log-softmax of (1000, 0) is (0, -1000)", "LogSoftmax(z)", {"z": [[1000.0, 0.0]]}, "value", [0, -1000]),
    ("ELU of -1 is expm1(-1)", "Elu(z)", {"z": [-1.0]}, "value", [-0.632121]),
]  # fmt: skip
