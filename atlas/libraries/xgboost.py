"""XGBoost: first and second derivatives of its objectives, read from the leaf of one tree."""

import re

import numpy as np
import xgboost as xgb
from python_calls import evaluator

TITLE = "XGBoost"
PINS = ["xgboost==3.2.0", "numpy==2.4.6"]
DTYPES = ("float32",)
IMPORTS = "import xgboost as xgb"
xgb.set_config(verbosity=0)


def leaf(objective, prediction, target, features=None, **more):
    """(value, cover) of the leaves of one tree: the Newton step, and the sum of second derivatives."""
    options = {"objective": objective, "base_score": prediction, "eta": 1, "lambda": 0, "nthread": 1,
               "min_child_weight": 0, "max_depth": 1, "max_delta_step": 0} | more  # fmt: skip
    features = np.zeros((len(target), 1)) if features is None else features
    trees = xgb.train(options, xgb.DMatrix(features, np.array(target)), 1).get_dump(with_stats=True)
    found = re.findall(r"leaf=([^,]+),cover=(\S+)", trees[0])
    return tuple(map(float, found[0]))


def derivatives(objective, link=lambda z: z, **more):
    """Slope and second derivative at each prediction, by one example each."""

    def both(p, y):
        steps = [leaf(objective, link(a), [b], **more) for a, b in zip(p, y, strict=True)]
        return np.array([h for _, h in steps]), np.array([-v * h for v, h in steps])

    return both


def differentiate(function, tensor):
    second, first = function(tensor)
    return second, first


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


evaluate = evaluator(IMPORTS, lambda numbers, dtype: np.asarray(numbers), differentiate,
                     derivatives=derivatives, sigmoid=sigmoid)  # fmt: skip


def second(objective, prediction, target, **more):
    return lambda: leaf(objective, prediction, target, **more)[1]


def step(objective, prediction, target, **more):
    return lambda: leaf(objective, prediction, target, **more)[0]


def fitted(label):
    """The probability that many rounds come to for this label."""
    options = {"objective": "binary:logistic", "base_score": 0.5, "lambda": 0, "nthread": 1,
               "min_child_weight": 0}  # fmt: skip
    data = xgb.DMatrix(np.zeros((4, 1)), np.full(4, label))
    return lambda: xgb.train(options, data, 100).predict(data)[0]


ODD = [0.0, 0.0, 9.0]
EXTRA = [
    ("second derivative of softmax, K = 3, p = 1/3", "objective='multi:softprob'",
     second("multi:softprob", 0.5, [0.0], num_class=3), 2 / 9),
    ("second derivative of softmax, K = 2, p = 1/2", "objective='multi:softprob'",
     second("multi:softprob", 0.5, [0.0], num_class=2), 1 / 4),
    ("second derivative of log loss, p = 1/2", "objective='binary:logistic'",
     second("binary:logistic", 0.5, [1.0]), 1 / 4),
    ("second derivative of squared error", "objective='reg:squarederror'",
     second("reg:squarederror", 0.0, [3.0]), 2.0),
    ("second derivative of the pseudo-Huber loss at 3", "objective='reg:pseudohubererror'",
     second("reg:pseudohubererror", 0.0, [3.0]), 10**-1.5),
    ("second derivative of squared log error at 0, target 3", "objective='reg:squaredlogerror'",
     second("reg:squaredlogerror", 0.0, [3.0]), 1 + np.log(4)),
    ("second derivative of Poisson's loss at 1", "objective='count:poisson'",
     second("count:poisson", 1.0, [3.0], max_delta_step=0.0), 1.0),
    ("second derivative of the absolute error", "objective='reg:absoluteerror'",
     second("reg:absoluteerror", 0.0, [3.0]), 0.0),
    ("leaf of the absolute error, targets 0, 0, 9, from 5", "tree_method='hist'",
     step("reg:absoluteerror", 5.0, ODD, tree_method="hist"), -5.0),
    ("leaf of the absolute error, targets 0, 0, 9, from 5, exact", "tree_method='exact'",
     step("reg:absoluteerror", 5.0, ODD, tree_method="exact"), -5.0),
    ("leaf of the hinge loss, label 1, score 0", "objective='binary:hinge'",
     step("binary:hinge", 0.0, [1.0]), None),
    ("probability fitted to a label of .2", "objective='binary:logistic'", fitted(0.2), 0.2),
    ("probability fitted to a label of .7", "objective='binary:logistic'", fitted(0.7), 0.7),
    ("leaf of the quantile loss .9, targets 0, 0, 9", "objective='reg:quantileerror'",
     step("reg:quantileerror", 5.0, ODD, quantile_alpha=0.9, tree_method="hist"), 4.0),
]  # fmt: skip
P = {"p": [0.0], "y": [3.0]}
GUESSES = [
    ("squared error has second derivative 1", "derivatives('reg:squarederror')(p, y)", P, "value", [1]),
    ("its slope is the residual", "derivatives('reg:squarederror')(p, y)", P, "slope", [-3]),
    ("log loss has p (1 - p)", "derivatives('binary:logistic', sigmoid)(p, y)", {"p": [0.0], "y": [1.0]}, "value", [0.25]),
    ("its slope is p - y", "derivatives('binary:logistic', sigmoid)(p, y)", {"p": [0.0], "y": [1.0]}, "slope", [-0.5]),
    ("hinge has slope -1 and second derivative 1", "derivatives('binary:hinge')(p, y)", {"p": [0.0], "y": [1.0]}, "value", [1]),
    ("absolute error has second derivative 1", "derivatives('reg:absoluteerror')(p, y)", P, "value", [1]),
    ("pseudo-Huber has the true one", "derivatives('reg:pseudohubererror')(p, y)", P, "value", [0.031623]),
    ("its slope is 3 / sqrt(10)", "derivatives('reg:pseudohubererror')(p, y)", P, "slope", [-0.948683]),
    ("Poisson's slope is mu - y", "derivatives('count:poisson', lambda z: 1.0, max_delta_step=0.0)(p, y)", P, "slope", [-2]),
    ("gamma's second derivative is y / mu", "derivatives('reg:gamma', lambda z: 1.0)(p, y)", P, "value", [3]),
]  # fmt: skip
