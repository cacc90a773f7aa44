"""What is written in Keras 3, whichever backend computes it."""

TITLE = "Keras"
DTYPES = ("float64", "float32", "float16", "bfloat16")
IMPORTS = "import keras\nfrom keras import activations, layers, losses, ops"

ACTIVATIONS = {
    "identity": ["activations.linear(z)"],
    "step": ["ops.cast(z > 0, z.dtype)"],
    "sigmoid": ["activations.sigmoid(z)"],
    "log_sigmoid": ["activations.log_sigmoid(z)"],
    "tanh": ["activations.tanh(z)"],
    "relu": ["activations.relu(z)"],
    "leaky_relu": ["activations.leaky_relu(z)", "layers.LeakyReLU(dtype=z.dtype)(z)",
                   "activations.leaky_relu(z, negative_slope=0.01)"],
    "prelu": ["activations.leaky_relu(z, negative_slope=0.25)"],
    "elu": ["activations.elu(z)"],
    "selu": ["activations.selu(z)"],
    "softplus": ["activations.softplus(z)"],
    "gelu": ["activations.gelu(z)", "ops.gelu(z)", "activations.gelu(z, approximate=False)"],
    "silu": ["activations.silu(z)"],
    "mish": ["activations.mish(z)"],
    "hard_sigmoid": ["activations.hard_sigmoid(z)"],
    "hard_tanh": ["activations.hard_tanh(z)", "ops.clip(z, -1.0, 1.0)"],
    "relu6": ["activations.relu6(z)", "layers.ReLU(max_value=6, dtype=z.dtype)(z)"],
    "softsign": ["activations.softsign(z)"],
}  # fmt: skip

LOSSES = {
    "squared_error": ["losses.MeanSquaredError()(y, p)", "losses.mean_squared_error(y, p)"],
    "absolute_error": ["losses.MeanAbsoluteError()(y, p)"],
    "huber": ["losses.Huber()(y, p)", "losses.huber(y, p)"],
    "huber_2": ["losses.Huber(delta=2.0)(y, p)"],
    "log_cosh": ["losses.LogCosh()(y, p)"],
    "binary_cross_entropy": ["losses.BinaryCrossentropy()(y, p)"],
    "sigmoid_cross_entropy": ["losses.BinaryCrossentropy()(y, z)",
                              "losses.BinaryCrossentropy(from_logits=True)(y, z)"],
    "focal": ["losses.BinaryFocalCrossentropy(from_logits=True)(y, z)"],
    "hinge": ["losses.Hinge()(y, z)"],
    "softmax_cross_entropy": [
        "losses.SparseCategoricalCrossentropy()(y, z)",
        "losses.SparseCategoricalCrossentropy(from_logits=True)(y, z)",
        "losses.CategoricalCrossentropy(from_logits=True)(onehot, z)"],
    "label_smoothed_cross_entropy": [
        "losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)(onehot, z)"],
    "kl_divergence": ["losses.KLDivergence()(q, p)", "losses.KLDivergence()(p, q)"],
    "softmax": ["activations.softmax(z)"],
    "log_softmax": ["activations.log_softmax(z)"],
    "root_mean_squared_error": ["keras.metrics.RootMeanSquaredError()(y, p)"],
    "mean_absolute_percentage_error": ["losses.MeanAbsolutePercentageError()(y, p)"],
    "r_squared": ["keras.metrics.R2Score()(y[:, None], p[:, None])"],
}  # fmt: skip

GUESSES = [
    ("leaky ReLU's slope is .2 as a function", "activations.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.2]),
    ("leaky ReLU's slope is .3 as a layer", "layers.LeakyReLU()(z)", {"z": [-1.0]}, "value", [-0.3]),
    ("activations.gelu is exact", "activations.gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("ops.gelu is exact too", "ops.gelu(z)", {"z": [-1.0]}, "value", [-0.158655]),
    ("hard sigmoid of 1 is 2/3 since Keras 3", "activations.hard_sigmoid(z)", {"z": [1.0]}, "value",
     [0.666667]),
    ("ReLU6's slope at 6 is 0", "activations.relu6(z)", {"z": [6.0]}, "slope", [0]),
    ("probability 0 for a true 1 costs 16.1", "losses.BinaryCrossentropy()(y, p)",
     {"p": [0.0], "y": [1.0]}, "value", [16.118]),
    ("hinge takes labels 0 and 1 as -1 and 1", "losses.Hinge()(y, z)", {"z": [0.5], "y": [0.0]},
     "value", [1.5]),
    ("log-cosh of 100 is finite", "losses.LogCosh()(y, p)", {"p": [100.0], "y": [0.0]}, "value",
     [99.306853]),
    ("a label out of range gives nan", "losses.SparseCategoricalCrossentropy(from_logits=True)(y, z)",
     {"z": [[2.0, 1.0, 0.0]], "y": [3]}, "value", [float("nan")]),
]  # fmt: skip
