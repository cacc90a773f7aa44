"""TensorFlow."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf
from python_calls import evaluator

TITLE = "TensorFlow"
PINS = ["tensorflow-cpu==2.21.0"]
DTYPES = ("float64", "float32", "float16", "bfloat16")
IMPORTS = "import tensorflow as tf"


def array(numbers, dtype):
    return tf.cast(tf.constant(numbers), dtype)


def differentiate(function, tensor):
    with tf.GradientTape() as tape:
        tape.watch(tensor)
        value = function(tensor)
    slope = tape.gradient(value, tensor)
    return tf.cast(value, tf.float64), None if slope is None else tf.cast(slope, tf.float64)


evaluate = evaluator(IMPORTS, array, differentiate)

ACTIVATIONS = {
    "identity": ["tf.identity(z)"],
    "step": ["tf.cast(z > 0, z.dtype)"],
    "sigmoid": ["tf.sigmoid(z)"],
    "log_sigmoid": ["tf.math.log_sigmoid(z)"],
    "tanh": ["tf.tanh(z)"],
    "relu": ["tf.nn.relu(z)"],
    "leaky_relu": ["tf.nn.leaky_relu(z)", "tf.nn.leaky_relu(z, alpha=0.01)"],
    "prelu": ["tf.nn.leaky_relu(z, alpha=0.25)"],
    "elu": ["tf.nn.elu(z)"],
    "selu": ["tf.nn.selu(z)"],
    "softplus": ["tf.nn.softplus(z)"],
    "gelu": ["tf.nn.gelu(z)", "tf.nn.gelu(z, approximate=True)"],
    "silu": ["tf.nn.silu(z)"],
    "mish": ["z * tf.tanh(tf.nn.softplus(z))"],
    "hard_sigmoid": ["tf.keras.activations.hard_sigmoid(z)"],
    "hard_tanh": ["tf.clip_by_value(z, -1, 1)"],
    "relu6": ["tf.nn.relu6(z)", "tf.clip_by_value(z, 0, 6)"],
    "softsign": ["tf.nn.softsign(z)"],
}
SPARSE = "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=z)"
DENSE = "tf.nn.softmax_cross_entropy_with_logits(labels=onehot, logits=z)"
LOSSES = {
    "squared_error": ["tf.math.squared_difference(p, y)", "tf.nn.l2_loss(p - y)"],
    "absolute_error": ["tf.abs(p - y)"],
    "sigmoid_cross_entropy": ["tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=z)"],
    "sigmoid_cross_entropy_weight_3": [
        "tf.nn.weighted_cross_entropy_with_logits(labels=y, logits=z, pos_weight=3.0)"],
    "softmax_cross_entropy": [SPARSE, DENSE],
    "weighted_softmax_cross_entropy": [f"tf.gather(w, y) * {SPARSE}"],
    "softmax": ["tf.nn.softmax(z)"],
    "log_softmax": ["tf.nn.log_softmax(z)"],
}  # fmt: skip

GUESSES = [
    ("leaky ReLU's slope is .2", "tf.nn.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.2]),
    ("GELU is exact by default", "tf.nn.gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("l2_loss halves", "tf.nn.l2_loss(p - y)", {"p": [3.0], "y": [0.0]}, "value", [4.5]),
    ("ReLU6's slope at 6 is 0", "tf.nn.relu6(z)", {"z": [6.0]}, "slope", [0]),
    ("clip_by_value has slope 1 at its bounds", "tf.clip_by_value(z, -1, 1)", {"z": [-1.0, 1.0]},
     "slope", [1, 1]),
    ("soft labels that add up to 2 count twice", DENSE,
     {"z": [[2.0, 1.0, 0.0]], "onehot": [[1.4, 0.4, 0.2]]}, "value", [1.615212]),
    ("their slope is 2 softmax(z) minus the labels", DENSE,
     {"z": [[2.0, 1.0, 0.0]], "onehot": [[1.4, 0.4, 0.2]]}, "slope", [-0.069518, 0.089457, -0.019939]),
    ("softplus of -100 is 3.8e-44", "tf.nn.softplus(z)", {"z": [-100.0]}, "value", [3.78e-44]),
    ("ELU's slope at 0 is 1", "tf.nn.elu(z)", {"z": [0.0]}, "slope", [1]),
    ("relu keeps nan", "tf.nn.relu(z)", {"z": [float("nan")]}, "value", [float("nan")]),
]  # fmt: skip
