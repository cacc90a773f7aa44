"""ncnn: layers of a network described as its parameter files do."""

import os

import ncnn
import numpy as np

TITLE = "ncnn"
PINS = ["ncnn==1.0.20261020", "numpy==2.4.6"]
DTYPES = ("float32",)
IMPORTS = "# lines of a parameter file; ncnn's defaults for short floats are off"
nets = {}


def net_of(write):
    if write not in nets:
        kind, *parameters = write.replace("(z)", "").split()
        net = ncnn.Net()
        net.opt.num_threads = 1
        net.opt.use_vulkan_compute = False
        net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
        net.opt.use_bf16_storage = False
        text = f"7767517\n2 2\nInput z 0 1 z\n{kind} f 1 1 z out {' '.join(parameters)}\n"
        if net.load_param_mem(text):
            raise ValueError(f"no layer {write}")
        net.load_model(os.devnull)  # the layers have no weights
        nets[write] = net
    return nets[write]


def evaluate(write, inputs, dtype, wrt):
    (z,) = inputs.values()
    extractor = net_of(write).create_extractor()
    # a Mat of an array shares its memory, and a layer may write over its input
    shared = np.ascontiguousarray(z.ravel(), dtype=np.float32)
    extractor.input("z", ncnn.Mat(shared).clone())
    failed, out = extractor.extract("out")
    if failed:
        raise ValueError(f"{write} gave no output")
    return np.array(out).reshape(z.shape).astype(np.float64), None


ACTIVATIONS = {
    "sigmoid": ["Sigmoid(z)"],
    "tanh": ["TanH(z)"],
    "relu": ["ReLU(z)"],
    "leaky_relu": ["ReLU(z) 0=0.01"],
    "prelu": ["ReLU(z) 0=0.25"],
    "elu": ["ELU(z)", "ELU(z) 0=1.0"],
    "selu": ["SELU(z)"],
    "softplus": ["Softplus(z)"],
    "gelu": ["GELU(z)", "GELU(z) 0=1"],
    "silu": ["Swish(z)"],
    "mish": ["Mish(z)"],
    "hard_sigmoid": ["HardSigmoid(z)", "HardSigmoid(z) 0=0.16666667 1=0.5"],
    "hard_tanh": ["Clip(z) 0=-1 1=1"],
    "relu6": ["Clip(z) 0=0 1=6"],
}
LOSSES = {"softmax": ["Softmax(z)"]}
GUESSES = [
    ("ELU's alpha is .1", "ELU(z)", {"z": [-1.0]}, "value", [-0.063212]),
    ("hard sigmoid of 1 is .7", "HardSigmoid(z)", {"z": [1.0]}, "value", [0.7]),
    ("GELU is exact unless told", "GELU(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("softplus of 100 is 100", "Softplus(z)", {"z": [100.0]}, "value", [100]),
    ("mish of 100 is 100", "Mish(z)", {"z": [100.0]}, "value", [100]),
    ("the same for a group of four", "Mish(z)", {"z": [100.0] * 4}, "value", [100] * 4),
    ("tanh of .0001 is .0001", "TanH(z)", {"z": [1e-4]}, "value", [1e-4]),
    ("sigmoid of -100 is 3.8e-44 or 0", "Sigmoid(z)", {"z": [-100.0]}, "value", [0]),
    ("ReLU keeps nan", "ReLU(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("swish of 100 is 100", "Swish(z)", {"z": [100.0]}, "value", [100]),
]  # fmt: skip
