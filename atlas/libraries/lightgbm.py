"""LightGBM: first and second derivatives of its objectives, read from the leaves of one tree."""

import lightgbm as lgb
import numpy as np
from python_calls import evaluator

TITLE = "LightGBM"
PINS = ["lightgbm==4.7.0", "numpy==2.4.6"]
DTYPES = ("float64",)
IMPORTS = "import lightgbm as lgb"
SMALL = {"verbosity": -1, "num_threads": 1, "min_data_in_leaf": 1, "min_sum_hessian_in_leaf": 0,
         "min_data_in_bin": 1, "lambda_l2": 0, "learning_rate": 1, "num_leaves": 2,
         "boost_from_average": False, "feature_pre_filter": False, "deterministic": True}  # fmt: skip


def leaf(objective, prediction, targets, others, tree=0, **more):
    """(value, weight) of the leaf of `targets` in one tree; `others` make the other leaf."""
    features = np.array([0.0] * len(targets) + [1.0] * len(others))[:, None]
    labels = np.array([*targets, *others])
    data = lgb.Dataset(
        features, labels, init_score=np.full(len(labels) * more.get("num_class", 1), prediction)
    )
    model = lgb.train(SMALL | {"objective": objective} | more, data, 1)
    root = model.dump_model()["tree_info"][tree]["tree_structure"]
    left = root["left_child"]
    return left["leaf_value"], left["leaf_weight"]


def derivatives(objective, other, **more):
    """Second derivative and slope at each prediction, by one example each."""

    def both(p, y):
        steps = [leaf(objective, a, [b], [other], **more) for a, b in zip(p, y, strict=True)]
        return np.array([h for _, h in steps]), np.array([-v * h for v, h in steps])

    return both


evaluate = evaluator(
    IMPORTS, lambda numbers, dtype: np.asarray(numbers), lambda f, t: f(t), derivatives=derivatives
)


def second(*given, **more):
    return lambda: leaf(*given, **more)[1]


def step(*given, **more):
    return lambda: leaf(*given, **more)[0]


def fitted(label):
    """The probability that many rounds come to for this label."""
    features, labels = np.array([[0.0], [1.0]] * 4), np.array([label, 1 - label] * 4)

    def fit():
        options = SMALL | {"objective": "binary", "learning_rate": 0.3}
        return lgb.train(options, lgb.Dataset(features, labels), 50).predict([[0.0]])[0]

    return fit


EXTRA = [
    ("second derivative of softmax, K = 3, p = 1/3", "objective='multiclass'",
     second("multiclass", 0.0, [0.0], [1.0], num_class=3), 2 / 9),
    ("second derivative of softmax, K = 2, p = 1/2", "objective='multiclass'",
     second("multiclass", 0.0, [0.0], [1.0], num_class=2), 1 / 4),
    ("second derivative of log loss, p = 1/2", "objective='binary'", second("binary", 0.0, [1.0], [0.0]), 1 / 4),
    ("second derivative of squared error", "objective='regression'", second("regression", 0.0, [3.0], [-3.0]), 2.0),
    ("second derivative of Huber's loss, delta 1, at 3", "objective='huber', alpha=1",
     second("huber", 0.0, [3.0], [-3.0], alpha=1.0), 0.0),
    ("step of Huber's loss, delta 1, at 3", "objective='huber', alpha=1", step("huber", 0.0, [3.0], [-3.0], alpha=1.0), None),
    ("second derivative of the Fair loss, c = 1, at 3", "objective='fair'", second("fair", 0.0, [3.0], [-3.0]), 1 / 16),
    ("second derivative of Poisson's loss at mu = 1", "objective='poisson'", second("poisson", 0.0, [3.0], [0.0]), 1.0),
    ("leaf of the absolute error, targets 0, 0, 9, from 5", "objective='regression_l1'",
     step("regression_l1", 5.0, [0.0, 0.0, 9.0], [50.0, 50.0, 50.0]), -5.0),
    ("probability fitted to a label of .2", "objective='binary'", fitted(0.2), 0.2),
    ("probability fitted to a label of .7", "objective='binary'", fitted(0.7), 0.7),
]  # fmt: skip
P = {"p": [0.0], "y": [3.0]}
GUESSES = [
    ("squared error has second derivative 1", "derivatives('regression', -3.0)(p, y)", P, "value", [1]),
    ("its slope is the residual", "derivatives('regression', -3.0)(p, y)", P, "slope", [-3]),
    ("log loss has p (1 - p)", "derivatives('binary', 0.0)(p, y)", {"p": [0.0], "y": [1.0]}, "value", [0.25]),
    ("its slope is p - y", "derivatives('binary', 0.0)(p, y)", {"p": [0.0], "y": [1.0]}, "slope", [-0.5]),
    ("Huber beyond delta counts 1", "derivatives('huber', -3.0, alpha=1.0)(p, y)", P, "value", [1]),
    ("its slope is delta", "derivatives('huber', -3.0, alpha=1.0)(p, y)", P, "slope", [-1]),
    ("Huber's alpha is .9", "derivatives('huber', -3.0)(p, y)", P, "slope", [-0.9]),
    ("Fair's slope is c x / (|x| + c)", "derivatives('fair', -3.0)(p, y)", P, "slope", [-0.75]),
    ("Poisson's slope is mu - y", "derivatives('poisson', 0.0)(p, y)", P, "slope", [-2]),
    ("Poisson's second derivative is mu", "derivatives('poisson', 0.0)(p, y)", P, "value", [1]),
]  # fmt: skip
