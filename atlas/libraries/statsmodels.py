"""statsmodels: its robust norms, its links, its evaluation measures."""

import numpy as np
from python_calls import evaluator

TITLE = "statsmodels"
PINS = ["statsmodels==0.15.0", "numpy==2.4.6"]
DTYPES = ("float64", "float32")
IMPORTS = (
    "import statsmodels.api as sm\nfrom statsmodels.tools import eval_measures\n"
    "from statsmodels.genmod.families import links\nimport numpy as np"
)


def array(numbers, dtype):
    return np.array(numbers, dtype=dtype)


class Norm:
    """rho with its own derivative psi."""

    def __init__(self, norm):
        self.norm = norm

    def __call__(self, residual):
        return self.norm.rho(residual), self.norm.psi(residual)


def differentiate(function, tensor):
    made = function(tensor)
    return made if isinstance(made, tuple) else (made, None)


evaluate = evaluator(IMPORTS, array, differentiate, norm=Norm)

ACTIVATIONS = {"sigmoid": ["links.Logit().inverse(z)"]}
LOSSES = {
    "squared_error": ["norm(sm.robust.norms.LeastSquares())(p - y)", "eval_measures.mse(p, y)"],
    "absolute_error": ["eval_measures.meanabs(p, y)"],
    "huber": [
        "norm(sm.robust.norms.HuberT())(p - y)",
        "norm(sm.robust.norms.HuberT(t=1.0))(p - y)",
    ],
    "huber_2": ["norm(sm.robust.norms.HuberT(t=2.0))(p - y)"],
    "root_mean_squared_error": ["eval_measures.rmse(p, y)"],
}
P3 = {"p": [3.0], "y": [0.0]}
GUESSES = [
    ("HuberT's t is 1.345", "norm(sm.robust.norms.HuberT())(p - y)", P3, "value", [3.130488]),
    ("least squares is halved", "norm(sm.robust.norms.LeastSquares())(p - y)", P3, "value", [4.5]),
    ("psi of HuberT is clipped at t", "norm(sm.robust.norms.HuberT())(p - y)", P3, "slope", [1.345]),
    ("psi keeps nan", "norm(sm.robust.norms.HuberT())(p)", {"p": [float("nan")]}, "slope", [float("nan")]),
    ("rho at inf is inf", "norm(sm.robust.norms.HuberT())(p)", {"p": [float("inf")]}, "value", [float("inf")]),
    ("the biweight is flat from 4.685 on", "norm(sm.robust.norms.TukeyBiweight())(p)", {"p": [5.0]}, "slope", [0]),
    ("Hampel's a is 2", "norm(sm.robust.norms.Hampel())(p)", {"p": [3.0]}, "slope", [2]),
    ("Logit().inverse of 0 is .5", "links.Logit().inverse(z)", {"z": [0.0]}, "value", [0.5]),
    ("rmse is a root of a mean", "eval_measures.rmse(p, y)", {"p": [3.0, 1.0], "y": [0.0, 0.0]}, "value", [2.236068]),
    ("cdf of the probit link at -1 is .1587", "links.Probit().inverse(z)", {"z": [-1.0]}, "value", [0.158655]),
]  # fmt: skip
