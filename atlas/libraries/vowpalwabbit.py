"""Vowpal Wabbit: the loss that it reports of one example at a fresh start."""

import numpy as np
import vowpalwabbit
from python_calls import evaluator, values_only

TITLE = "Vowpal Wabbit"
PINS = ["vowpalwabbit==9.11.9", "numpy==2.4.6"]
DTYPES = ("float64",)
IMPORTS = "from vowpalwabbit import Workspace"


def loss(options):
    """The loss of predictions p for targets y: each is the first weight of a fresh model."""

    def of(p, y):
        total = []
        for prediction, target in zip(p, y, strict=True):
            command = f"--quiet --noconstant {options} --min_prediction -1e30 --max_prediction 1e30"
            model = vowpalwabbit.Workspace(command)
            example = model.example(f"{target} | a:1 b:0")
            model.set_weight(model.hash_feature("a", model.hash_space("")), 0, float(prediction))
            model.predict(example)
            total.append(example.get_loss())
            model.finish()
        return np.array(total)

    return of


evaluate = evaluator(IMPORTS, lambda numbers, dtype: np.asarray(numbers), values_only, loss=loss)

LOSSES = {
    "squared_error": ["loss('--loss_function squared')(p, y)"],
    "quantile": ["loss('--loss_function quantile')(p, y)"],
    "quantile_9": ["loss('--loss_function quantile --quantile_tau 0.9')(p, y)"],
    "hinge": ["loss('--loss_function hinge')(z, y)"],
}
# An example is one number, and its text has no nan.
NOT_ASKED = ("table", "(3, 1) against (3,)", "inf", "nan", "inf for +1", "inf for -1", "-inf for +1",
             "-inf for -1", "nan for +1", "nan for -1")  # fmt: skip
ONE = {"p": [0.0], "y": [3.0]}
GUESSES = [
    ("squared error is not halved", "loss('--loss_function squared')(p, y)", ONE, "value", [9]),
    ("the quantile's tau is .5", "loss('--loss_function quantile')(p, y)", ONE, "value", [1.5]),
    ("tau .9 weighs a low prediction by .9", "loss('--loss_function quantile --quantile_tau 0.9')(p, y)", ONE, "value", [2.7]),
    ("logistic of label 1 at 0 is ln 2", "loss('--loss_function logistic')(p, y)", {"p": [0.0], "y": [1.0]}, "value", [0.693147]),
    ("hinge of label 1 at 0 is 1", "loss('--loss_function hinge')(p, y)", {"p": [0.0], "y": [1.0]}, "value", [1]),
    ("hinge of label -1 at 0 is 1", "loss('--loss_function hinge')(p, y)", {"p": [0.0], "y": [-1.0]}, "value", [1]),
    ("expectile .5 is half the square", "loss('--loss_function expectile --expectile_q 0.5')(p, y)", ONE, "value", [4.5]),
    ("Poisson's loss at 0, target 3, is a deviance", "loss('--loss_function poisson')(p, y)", ONE, "value", [2.591674]),
    ("the classic squared loss is the same", "loss('--loss_function classic')(p, y)", ONE, "value", [9]),
    ("logistic of a label 0 is refused or taken as -1", "loss('--loss_function logistic')(p, y)",
     {"p": [0.0], "y": [-1.0]}, "value", [0.693147]),
]  # fmt: skip
