"""What every library is asked: the same inputs for all of them. NumPy is all that this needs.

A *way* is the text that one writes in a library, such as `F.huber_loss(p, y, delta=2.0)`. Its names
are those of `INPUTS`, and the first of them is what the slope is taken by.
"""

import numpy as np

DTYPES = ("float64", "float32", "float16", "bfloat16")
# Ends, beginnings and middles of vectors of two to sixteen lanes.
LENGTHS = (17, 1, 3, 4, 4096)

# Kinks of ours and of others, both zeros, what is tiny, saturates, overflows in a short float, or
# is not finite.
SIZES = (1e-8, 1e-4, 0.5, 1.0, 2.0, 2.5, 3.0, 5.0, 6.0, 10.0, 20.0, 45.0, 90.0, 100.0, 1e4)
POINTS = np.array(
    [0.0, -0.0, *(sign * size for size in SIZES for sign in (1, -1)), np.inf, -np.inf, np.nan]
)

ACTIVATIONS = (
    "identity", "step", "sigmoid", "log_sigmoid", "tanh", "relu", "leaky_relu", "prelu", "elu",
    "selu", "softplus", "gelu", "silu", "mish", "hard_sigmoid", "hard_tanh", "relu6", "softsign",
)  # fmt: skip

RESIDUALS = (0.0, 1e-4, 0.5, -0.5, 1.0, -1.0, 1.5, 2.0, -2.0, 3.0, -3.0, 20.0, 100.0, -100.0, 1e4,
             np.inf, np.nan)  # fmt: skip
LOGITS = (0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0, 20.0, -20.0, 100.0, -100.0, 1e4, -1e4, np.inf,
          -np.inf, np.nan)  # fmt: skip
CLASS_WEIGHTS = [0.5, 2.0, 1.0]


def numbers(values):
    """Cases of losses of values: one prediction and the target 0, in batches of one."""
    return {f"{p:g}": {"p": [p], "y": [0.0]} for p in values}


def rows(*cases):
    """Cases of losses of logits, one row and its label (also as a row of a one)."""
    made = {}
    for row, label in cases:
        classes = len(row)
        one_hot = [[float(k == label) for k in range(classes)]]
        made[f"({', '.join(f'{v:g}' for v in row)}), label {label}"] = {
            "z": [list(row)], "y": np.array([label]), "onehot": one_hot, "w": CLASS_WEIGHTS[:classes],
        }  # fmt: skip
    return made


ROWS = rows(
    ((2.0, 1.0, 0.0), 0), ((2.0, 1.0, 0.0), 1), ((2.0, 1.0, 0.0), 2), ((0.0, 0.0, 0.0), 1),
    ((20.0, 0.0, -1.0), 0), ((20.0, 0.0, -1.0), 1), ((100.0, 0.0, 1.0), 0), ((100.0, 0.0, 1.0), 1),
    ((1e4, 0.0, 1.0), 0), ((1e4, 0.0, 1.0), 1), ((np.nan, 0.0, 1.0), 1), ((6.0, 0.0), 0),
    ((6.0, 0.0), 1),
)  # fmt: skip
THREE_ROWS = {
    "z": [[2.0, 1.0, 0.0], [0.5, -1.0, 3.0], [1.0, 1.5, -2.0]], "y": np.array([0, 2, 0]),
    "onehot": [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]], "w": CLASS_WEIGHTS,
}  # fmt: skip


def relabelled(label):
    return {"z": [[2.0, 1.0, 0.0]], "y": np.array([label]), "w": CLASS_WEIGHTS}


VALUES = {
    **numbers(RESIDUALS),
    "batch": {"p": [0.5, 3.0, -2.0], "y": [0.0, 0.0, 0.0]},
    "table": {"p": [[0.5, 3.0, -2.0], [1.0, 0.0, 4.0]], "y": [[0.0] * 3, [0.0] * 3]},
    "(3, 1) against (3,)": {"p": [[0.5], [3.0], [-2.0]], "y": [0.5, 3.0, -2.0]},
}
PROBS = {
    **{f"{p:g} for a true {y}": {"p": [p], "y": [float(y)]}
       for p in (0.5, 0.8, 0.01, 1e-8, 0.0, 1.0, np.nan) for y in (1, 0)},
    "0.8, target .3": {"p": [0.8], "y": [0.3]},
    "batch": {"p": [0.5, 0.8, 0.9], "y": [1.0, 0.0, 1.0]},
}  # fmt: skip
BINARY = {
    **{f"{z:g} for a true {y}": {"z": [z], "y": [float(y)]} for z in LOGITS for y in (1, 0)},
    "1, target .3": {"z": [1.0], "y": [0.3]},
    "batch": {"z": [0.5, 2.0, -1.0], "y": [1.0, 0.0, 1.0]},
    "(3, 1) against (3,)": {"z": [[0.5], [2.0], [-1.0]], "y": [1.0, 0.0, 1.0]},
}
SIGNS = {
    **{f"{z:g} for {y:+d}": {"z": [z], "y": [float(y)]} for z in LOGITS for y in (1, -1)},
    "0.5 for a label of 0": {"z": [0.5], "y": [0.0]},
    "batch": {"z": [0.5, 2.0, -1.0], "y": [1.0, -1.0, 1.0]},
}
OUT_OF_RANGE = {
    "label 3 of 3": relabelled(3),
    "label -1": relabelled(-1),
    "label -100": relabelled(-100),
}
CLASSES = {
    **ROWS,
    "batch": THREE_ROWS,
    **OUT_OF_RANGE,
    "soft (.7, .2, .1)": {"z": [[2.0, 1.0, 0.0]], "onehot": [[0.7, 0.2, 0.1]], "w": CLASS_WEIGHTS},
    "soft, sum 2 (1.4, .4, .2)":
        {"z": [[2.0, 1.0, 0.0]], "onehot": [[1.4, 0.4, 0.2]], "w": CLASS_WEIGHTS},
}  # fmt: skip
DIVERGENCES = {
    "p (.7, .2, .1), q (.5, .3, .2)":
        {"q": [[0.5, 0.3, 0.2]], "p": [[0.7, 0.2, 0.1]],
         "log_q": np.log([[0.5, 0.3, 0.2]]), "log_p": np.log([[0.7, 0.2, 0.1]])},
    "p (1, 0, 0), q (.5, .3, .2)": {"q": [[0.5, 0.3, 0.2]], "p": [[1.0, 0.0, 0.0]],
         "log_q": np.log([[0.5, 0.3, 0.2]])},
    "batch": {"q": [[0.5, 0.3, 0.2], [0.2, 0.2, 0.6]], "p": [[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]],
         "log_q": np.log([[0.5, 0.3, 0.2], [0.2, 0.2, 0.6]]),
         "log_p": np.log([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])},
}  # fmt: skip
SOFTMAX = {
    **{f"({', '.join(f'{v:g}' for v in row)})": {"z": [list(row)]} for row in (
        (2.0, 1.0, 0.0), (0.0, -20.0, -1.0), (1000.0, 0.0, 1.0), (np.nan, 0.0, 1.0),
        (-np.inf, 0.0, 1.0), (-np.inf, -np.inf, -np.inf), (np.inf, 0.0, 1.0))},
    "4,096 equal logits": {"z": [[0.0] * 4096]},
    "70,000 equal logits": {"z": [[0.0] * 70000]},
}  # fmt: skip
TWO = {  # scores and true classes 0 or 1
    "two of three right": {"p": np.array([1, 0, 1]), "y": np.array([1, 0, 0])},
    "nothing predicted": {"p": np.array([0, 0, 0]), "y": np.array([1, 0, 1])},
    "no positive": {"p": np.array([1, 0, 0]), "y": np.array([0, 0, 0])},
}
FITS = {  # predictions and targets
    "ordinary": {"p": [1.0, 2.0, 4.0], "y": [1.0, 3.0, 5.0]},
    "targets with a 0": {"p": [1.0, 2.0, 4.0], "y": [0.0, 3.0, 5.0]},
    "all targets the same": {"p": [1.0, 2.0, 4.0], "y": [2.0, 2.0, 2.0]},
    "far from 0": {"p": [10001.0, 10002.0, 10004.0], "y": [10001.0, 10003.0, 10005.0]},
}

# Each loss or metric, and the cases that it is asked. The parameters stand in the ways.
LOSSES = {
    "squared_error": VALUES, "absolute_error": VALUES, "huber": VALUES, "huber_2": VALUES,
    "log_cosh": VALUES, "quantile": VALUES, "quantile_9": VALUES,
    "binary_cross_entropy": PROBS, "sigmoid_cross_entropy": BINARY,
    "sigmoid_cross_entropy_weight_3": BINARY, "focal": BINARY, "hinge": SIGNS,
    "softmax_cross_entropy": CLASSES, "weighted_softmax_cross_entropy": CLASSES,
    "label_smoothed_cross_entropy": CLASSES, "weighted_label_smoothed_cross_entropy": CLASSES,
    "kl_divergence": DIVERGENCES, "softmax": SOFTMAX, "log_softmax": SOFTMAX,
    "accuracy": TWO, "precision": TWO, "recall": TWO, "r_squared": FITS,
    "root_mean_squared_error": FITS, "mean_absolute_error": FITS,
    "mean_absolute_percentage_error": FITS,
}  # fmt: skip


def rounded(values, dtype):
    """`values` as that kind of float holds them, as float64."""
    values = np.asarray(values, dtype=np.float64)
    if dtype != "bfloat16":
        with np.errstate(over="ignore"):
            return values.astype(dtype).astype(np.float64)
    with np.errstate(over="ignore"):
        bits = values.astype(np.float32).view(np.uint32)
    # to nearest, ties to even: bfloat16 is the upper half of a float32
    upper = (bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)
    near = upper.view(np.float32).astype(np.float64)
    return np.where(np.isfinite(values), near, values)
