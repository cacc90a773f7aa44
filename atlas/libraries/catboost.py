"""CatBoost: what one round makes of a few targets, and its losses as metrics."""

import numpy as np
from catboost import CatBoost, Pool
from python_calls import evaluator, values_only

TITLE = "CatBoost"
PINS = ["catboost==1.2.10", "numpy==2.4.6"]
DTYPES = ("float32",)  # its targets are
IMPORTS = "from catboost.utils import eval_metric"
NOT_ASKED = ("table", "(3, 1) against (3,)")  # its metrics take one column


def array(numbers, dtype):
    return np.asarray(numbers)


evaluate = evaluator(IMPORTS, array, values_only)


def model(loss, targets, others, rounds=1, **more):
    options = {"loss_function": loss, "iterations": rounds, "learning_rate": 1, "depth": 1, "l2_leaf_reg": 0,
               "boost_from_average": False, "verbose": False, "thread_count": 1, "random_strength": 0,
               "bootstrap_type": "No", "allow_writing_files": False} | more  # fmt: skip
    features = np.array([0.0] * len(targets) + [1.0] * len(others))[:, None]
    return CatBoost(options).fit(Pool(features, np.array([*targets, *others])))


def step(loss, targets, others, **more):
    """What one round adds for `targets`, from 0."""
    return lambda: model(loss, targets, others, **more).predict(
        [[0.0]], prediction_type="RawFormulaVal"
    )[0]


def fitted(loss, label):
    return lambda: model(loss, [label] * 4, [1 - label] * 4, rounds=200, learning_rate=0.3).predict(
        [[0.0]], prediction_type="Probability")[0, 1]  # fmt: skip


LOSSES = {
    "squared_error": ["eval_metric(y, p, 'RMSE')", "eval_metric(y, p, 'RMSE')[0] ** 2"],
    "absolute_error": ["eval_metric(y, p, 'MAE')"],
    "huber": ["eval_metric(y, p, 'Huber:delta=1.0')"],
    "huber_2": ["eval_metric(y, p, 'Huber:delta=2.0')"],
    "log_cosh": ["eval_metric(y, p, 'LogCosh')"],
    "quantile": ["eval_metric(y, p, 'Quantile')", "eval_metric(y, p, 'Quantile:alpha=0.5')"],
    "quantile_9": ["eval_metric(y, p, 'Quantile:alpha=0.9')"],
    "sigmoid_cross_entropy": ["eval_metric(y, z, 'Logloss')", "eval_metric(y, z, 'CrossEntropy')"],
    "root_mean_squared_error": ["eval_metric(y, p, 'RMSE')"],
    "mean_absolute_error": ["eval_metric(y, p, 'MAE')"],
    "mean_absolute_percentage_error": ["eval_metric(y, p, 'MAPE')"],
    "r_squared": ["eval_metric(y, p, 'R2')"],
}
EXTRA = [
    ("probability fitted to a label of .2", "loss_function='CrossEntropy'", fitted("CrossEntropy", 0.2), 0.2),
    ("probability fitted to a label of .2 by log loss", "loss_function='Logloss'", fitted("Logloss", 0.2), 0.2),
    ("probability fitted to a label of .7 by log loss", "loss_function='Logloss'", fitted("Logloss", 0.7), 0.7),
    ("step of squared error, target 3", "loss_function='RMSE'", step("RMSE", [3.0], [-3.0]), 3.0),
    ("leaf of the absolute error, targets 0, 0, 9", "loss_function='MAE'", step("MAE", [0.0, 0.0, 9.0], [50.0] * 3), 0.0),
    ("step of Huber's loss, delta 1, target 3", "loss_function='Huber:delta=1'", step("Huber:delta=1", [3.0], [-3.0]), None),
    ("step of log loss, label 1, from 0 (Newton: 2)", "loss_function='Logloss'", step("Logloss", [1.0], [0.0]), 2.0),
    ("step of Poisson's loss, target 3, from mu 1 (Newton: 2)", "loss_function='Poisson'", step("Poisson", [3.0], [1.0]), 2.0),
    ("step of log-cosh, target 3 (Newton: sinh 3 cosh 3)", "loss_function='LogCosh'", step("LogCosh", [3.0], [-3.0]),
     float(np.sinh(3) * np.cosh(3))),
    ("leaf of the quantile loss .9, targets 0, 0, 9", "loss_function='Quantile:alpha=0.9'",
     step("Quantile:alpha=0.9", [0.0, 0.0, 9.0], [50.0] * 3), 9.0),
]  # fmt: skip
P3 = {"p": [3.0], "y": [0.0]}
GUESSES = [
    ("Huber with 2 at 3 is 4", "eval_metric(y, p, 'Huber:delta=2.0')", P3, "value", [4]),
    ("quantile .5 is half the absolute error", "eval_metric(y, p, 'Quantile')", P3, "value", [1.5]),
    ("quantile .9 weighs a high prediction by .1", "eval_metric(y, p, 'Quantile:alpha=0.9')", P3, "value", [0.3]),
    ("log-cosh of 3 is 2.309", "eval_metric(y, p, 'LogCosh')", P3, "value", [2.309328]),
    ("log-cosh of 1000 is finite", "eval_metric(y, p, 'LogCosh')", {"p": [1000.0], "y": [0.0]}, "value", [999.306853]),
    ("log loss takes logits", "eval_metric(y, p, 'Logloss')", {"p": [0.0], "y": [1.0]}, "value", [0.693147]),
    ("log loss at -100 is 100", "eval_metric(y, p, 'Logloss')", {"p": [-100.0], "y": [1.0]}, "value", [100]),
    ("MAPE is a fraction", "eval_metric(y, p, 'MAPE')", {"p": [1.0], "y": [2.0]}, "value", [0.5]),
    ("MAPE of a target .5 divides by 1", "eval_metric(y, p, 'MAPE')", {"p": [1.0], "y": [0.5]}, "value", [0.5]),
    ("R² is 1 - 1/4", "eval_metric(y, p, 'R2')", {"p": [0.0, 0.0, 3.0], "y": [0.0, 1.0, 2.0]}, "value", [0]),
]  # fmt: skip
