"""LiteRT (TensorFlow Lite): models that TensorFlow converts, run by the interpreter of phones."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from questions import OUT_OF_RANGE

TITLE = "LiteRT"
PINS = ["ai-edge-litert==2.3.0", "tensorflow-cpu==2.21.0"]
DTYPES = ("float32",)
LENGTHS = (17, 1, 3, 4)
IMPORTS = "import tensorflow as tf  # and tf.lite.TFLiteConverter"
NOT_ASKED = OUT_OF_RANGE
made = {}


def interpreter(write, inputs):
    """The interpreter of a line; the same shapes are converted once."""
    shapes = tuple((n, v.shape) for n, v in inputs.items())
    if (write, shapes) not in made:
        specs = [tf.TensorSpec(v.shape, tf.float32, n) for n, v in inputs.items()]

        @tf.function(input_signature=specs)
        def line(*tensors):
            return eval(write, {"tf": tf, **dict(zip(inputs, tensors, strict=True))})

        converter = tf.lite.TFLiteConverter.from_concrete_functions([line.get_concrete_function()])
        model = Interpreter(model_content=converter.convert(), num_threads=1)
        model.allocate_tensors()
        made[write, shapes] = model
    return made[write, shapes]


def evaluate(write, inputs, dtype, wrt):
    model = interpreter(write, inputs)
    for place in model.get_input_details():
        name = place["name"].removeprefix("serving_default_").partition(":")[0]
        model.set_tensor(place["index"], inputs[name].astype(dtype))
    model.invoke()
    return model.get_tensor(model.get_output_details()[0]["index"]).astype(np.float64), None


ACTIVATIONS = {
    "sigmoid": ["tf.sigmoid(z)"],
    "tanh": ["tf.tanh(z)"],
    "relu": ["tf.nn.relu(z)"],
    "leaky_relu": ["tf.nn.leaky_relu(z)", "tf.nn.leaky_relu(z, 0.01)"],
    "prelu": ["tf.nn.leaky_relu(z, 0.25)"],
    "elu": ["tf.nn.elu(z)"],
    "selu": ["tf.nn.selu(z)"],
    "softplus": ["tf.nn.softplus(z)"],
    "gelu": ["tf.nn.gelu(z)", "tf.nn.gelu(z, approximate=True)"],
    "silu": ["tf.nn.silu(z)"],
    "relu6": ["tf.nn.relu6(z)"],
    "softsign": ["tf.nn.softsign(z)"],
}
LOSSES = {
    "squared_error": ["tf.math.squared_difference(p, y)"],
    "softmax": ["tf.nn.softmax(z)"],
    "log_softmax": ["tf.nn.log_softmax(z)"],
}
GUESSES = [
    ("sigmoid of -20 is 2.06e-9", "tf.sigmoid(z)", {"z": [-20.0]}, "value", [2.061154e-09]),
    ("tanh of .0001 is .0001", "tf.tanh(z)", {"z": [1e-4]}, "value", [1e-4]),
    ("tanh of nan is nan", "tf.tanh(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("ReLU of nan is nan", "tf.nn.relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
    ("leaky ReLU keeps TensorFlow's slope .2", "tf.nn.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.2]),
    ("GELU is exact", "tf.nn.gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("softplus of -20 is 2.06e-9", "tf.nn.softplus(z)", {"z": [-20.0]}, "value", [2.061154e-09]),
    ("ELU of -1e-8 is -1e-8", "tf.nn.elu(z)", {"z": [-1e-8]}, "value", [-1e-8]),
    ("softmax of (1000, 0) is (1, 0)", "tf.nn.softmax(z)", {"z": [[1000.0, 0.0]]}, "value", [1, 0]),
    ("log-softmax of (1000, 0) is (0, -1000)", "tf.nn.log_softmax(z)", {"z": [[1000.0, 0.0]]}, "value", [0, -1000]),
]  # fmt: skip
