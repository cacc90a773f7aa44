"""scikit-learn: its neural network's functions, its losses and its metrics."""

import numpy as np
from python_calls import evaluator, values_only
from questions import OUT_OF_RANGE

TITLE = "scikit-learn"
PINS = ["scikit-learn==1.9.1", "scipy==1.17.1", "numpy==2.4.6"]
DTYPES = ("float64", "float32")
# The multinomial loss checks no label: it reads what happens to stand beside the scores in memory.
NOT_ASKED = OUT_OF_RANGE
IMPORTS = "from sklearn import metrics\nfrom sklearn._loss import loss\nfrom sklearn.neural_network import _base"


def array(numbers, dtype):
    return np.array(numbers, dtype=dtype)


def in_place(name):
    """The network's activations write over their input and give nothing back."""

    def activation(z):
        from sklearn.neural_network import _base

        row = z.reshape(1, -1).copy()
        _base.ACTIVATIONS[name](row)
        return row[0]

    return activation


evaluate = evaluator(IMPORTS, array, values_only, in_place=in_place)

ACTIVATIONS = {
    "identity": ["in_place('identity')(z)"],
    "sigmoid": ["in_place('logistic')(z)"],
    "tanh": ["in_place('tanh')(z)"],
    "relu": ["in_place('relu')(z)"],
}
LOSSES = {
    "squared_error": ["metrics.mean_squared_error(y, p)", "loss.HalfSquaredError()(y, p)",
                      "loss.HalfSquaredError().loss(y, p)"],
    "absolute_error": ["metrics.mean_absolute_error(y, p)", "loss.AbsoluteError().loss(y, p)"],
    "huber": ["loss.HuberLoss(delta=1.0).loss(y, p)"],
    "huber_2": ["loss.HuberLoss(delta=2.0).loss(y, p)"],
    "quantile": ["metrics.mean_pinball_loss(y, p)", "loss.PinballLoss(quantile=0.5).loss(y, p)"],
    "quantile_9": ["metrics.mean_pinball_loss(y, p, alpha=0.9)", "loss.PinballLoss(quantile=0.9).loss(y, p)"],
    "binary_cross_entropy": ["metrics.log_loss(y, p, labels=[0, 1])"],
    "sigmoid_cross_entropy": ["loss.HalfBinomialLoss().loss(y, z)"],
    "hinge": ["metrics.hinge_loss(y, z, labels=[-1, 1])"],
    "softmax_cross_entropy": ["loss.HalfMultinomialLoss(n_classes=3).loss(y.astype(z.dtype), z)"],
    "accuracy": ["metrics.accuracy_score(y, p)"],
    "precision": ["metrics.precision_score(y, p)"],
    "recall": ["metrics.recall_score(y, p)"],
    "r_squared": ["metrics.r2_score(y, p)"],
    "root_mean_squared_error": ["metrics.root_mean_squared_error(y, p)"],
    "mean_absolute_error": ["metrics.mean_absolute_error(y, p)"],
    "mean_absolute_percentage_error": ["metrics.mean_absolute_percentage_error(y, p)"],
}  # fmt: skip

GUESSES = [
    ("HalfSquaredError is halved", "loss.HalfSquaredError().loss(y, p)", {"p": [3.0], "y": [0.0]}, "value", [4.5]),
    ("HalfBinomialLoss is not halved", "loss.HalfBinomialLoss().loss(y, z)", {"z": [0.0], "y": [1.0]},
     "value", [0.693147]),
    ("probability 0 for a true 1 costs 36 in float64, 16 in float32", "metrics.log_loss(y, p, labels=[0, 1])",
     {"p": [0.0], "y": [1.0]}, "value", [15.942385]),
    ("the pinball loss has alpha .5", "metrics.mean_pinball_loss(y, p)", {"p": [3.0], "y": [0.0]}, "value", [1.5]),
    ("precision without a prediction is 0", "metrics.precision_score(y, p)", {"p": [0, 0], "y": [1, 1]},
     "value", [0]),
    ("R² of equal targets is 0", "metrics.r2_score(y, p)", {"p": [1.0, 2.0], "y": [2.0, 2.0]}, "value", [0]),
    ("R² of equal targets, met, is 1", "metrics.r2_score(y, p)", {"p": [2.0, 2.0], "y": [2.0, 2.0]}, "value", [1]),
    ("MAPE is a fraction, not per cent", "metrics.mean_absolute_percentage_error(y, p)",
     {"p": [1.0], "y": [2.0]}, "value", [0.5]),
    ("Huber's loss is Huber's", "loss.HuberLoss(delta=2.0).loss(y, p)", {"p": [3.0], "y": [0.0]}, "value", [4]),
    ("ReLU keeps nan", "in_place('relu')(z)", {"z": [float("nan")]}, "value", [float("nan")]),
]  # fmt: skip
