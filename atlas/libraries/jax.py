"""JAX: its own activations, and the losses of optax."""

from jax_calls import DTYPES, LENGTHS, jax_evaluator  # noqa: F401

TITLE = "JAX and optax"
PINS = ["jax==0.10.2", "jaxlib==0.10.2", "flax==0.12.8", "optax==0.2.8", "numpy==2.4.6"]
IMPORTS = "import jax, jax.numpy as jnp\nimport optax"
evaluate = jax_evaluator(IMPORTS)

ACTIVATIONS = {
    "identity": ["jax.nn.identity(z)"],
    "step": ["jnp.heaviside(z, 0.0)", "(z > 0).astype(z.dtype)"],
    "sigmoid": ["jax.nn.sigmoid(z)"],
    "log_sigmoid": ["jax.nn.log_sigmoid(z)"],
    "tanh": ["jnp.tanh(z)"],
    "relu": ["jax.nn.relu(z)", "jnp.maximum(z, 0)"],
    "leaky_relu": ["jax.nn.leaky_relu(z)"],
    "prelu": ["jax.nn.leaky_relu(z, 0.25)"],
    "elu": ["jax.nn.elu(z)"],
    "selu": ["jax.nn.selu(z)"],
    "softplus": ["jax.nn.softplus(z)"],
    "gelu": ["jax.nn.gelu(z)", "jax.nn.gelu(z, approximate=False)"],
    "silu": ["jax.nn.silu(z)"],
    "mish": ["jax.nn.mish(z)"],
    "hard_sigmoid": ["jax.nn.hard_sigmoid(z)", "jnp.clip(z / 6 + 0.5, 0, 1)"],
    "hard_tanh": ["jax.nn.hard_tanh(z)", "jnp.clip(z, -1, 1)"],
    "relu6": ["jax.nn.relu6(z)", "jnp.clip(z, 0, 6)"],
    "softsign": ["jax.nn.soft_sign(z)"],
}

LABELS = "optax.softmax_cross_entropy_with_integer_labels(z, y)"
LOSSES = {
    "squared_error": ["optax.squared_error(p, y)", "optax.l2_loss(p, y)"],
    "absolute_error": ["jnp.abs(p - y)"],
    "huber": ["optax.huber_loss(p, y)"],
    "huber_2": ["optax.huber_loss(p, y, delta=2.0)"],
    "log_cosh": ["optax.log_cosh(p, y)"],
    "sigmoid_cross_entropy": ["optax.sigmoid_binary_cross_entropy(z, y)"],
    "focal": ["optax.sigmoid_focal_loss(z, y)", "optax.sigmoid_focal_loss(z, y, gamma=2.0)"],
    "hinge": ["optax.hinge_loss(z, y)"],
    "softmax_cross_entropy": [LABELS, "optax.softmax_cross_entropy(z, onehot)"],
    "weighted_softmax_cross_entropy": [f"w[y] * {LABELS}"],
    "label_smoothed_cross_entropy": [
        "optax.softmax_cross_entropy(z, optax.smooth_labels(onehot, 0.1))"],
    "kl_divergence": ["optax.kl_divergence(log_q, p)",
                      "optax.convex_kl_divergence(log_q, p)"],
    "softmax": ["jax.nn.softmax(z)"],
    "log_softmax": ["jax.nn.log_softmax(z)"],
}  # fmt: skip

ROW = [[2.0, 1.0, 0.0]]
GUESSES = [
    ("leaky ReLU's slope is .01", "jax.nn.leaky_relu(z)", {"z": [-1.0]}, "value", [-0.01]),
    ("GELU is the tanh form by default", "jax.nn.gelu(z)", {"z": [-1.0]}, "value", [-0.158808]),
    ("ReLU6's slope is 0 at 6", "jax.nn.relu6(z)", {"z": [6.0]}, "slope", [0]),
    ("hard tanh's slope is 0 at 1, as ReLU6's at 6", "jax.nn.hard_tanh(z)", {"z": [1.0]}, "slope", [0]),
    ("clip has slope 1 at its bound", "jnp.clip(z, -1, 1)", {"z": [1.0]}, "slope", [1]),
    ("l2_loss halves", "optax.l2_loss(p, y)", {"p": [3.0], "y": [0.0]}, "value", [4.5]),
    ("hinge of label 0 is 1, whatever the score", "optax.hinge_loss(z, y)",
     {"z": [0.5], "y": [0.0]}, "value", [1]),
    ("a label of -1 takes the last class", LABELS, {"z": ROW, "y": [-1]}, "value", [2.407606]),
    ("the slope at a label of K is nan, as the loss", LABELS, {"z": ROW, "y": [3]}, "slope",
     [float("nan")] * 3),
    ("sigmoid focal loss has gamma 2 and no alpha", "optax.sigmoid_focal_loss(z, y)",
     {"z": [0.5], "y": [1.0]}, "value", [0.067576]),
]  # fmt: skip
