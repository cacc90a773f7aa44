"""The catalogue: one record for each activation and each loss.

Tests, tables and the gallery run over `ACTIVATIONS` and `LOSSES`, so a function is tested and
shown the day it gets its line here.
"""

import copyreg
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from actloss import activations as a
from actloss import losses
from actloss._checks import checked, known
from actloss._types import Array
from actloss.losses._inputs import weights_of_labels
from actloss.records import Activation, Loss, is_of_catalogue

INF = np.inf


def _catalogue(*records: Any) -> dict[str, Any]:
    return {record.name: record for record in records}


def _range_of_leaky(slope: float | Array) -> tuple[float, float]:
    return (-INF if np.max(slope) > 0 else 0.0, INF)


def _kink_unless_1(slope: float | Array = 1.0, alpha: float | Array = 1.0) -> tuple[float, ...]:
    return () if np.all(np.equal(slope, 1) & np.equal(alpha, 1)) else (0.0,)


ACTIVATIONS: dict[str, Activation] = _catalogue(
    Activation("identity", a.identity, a.identity_prime, "z", "", lambda: (-INF, INF)),
    Activation(
        "step", a.step, a.step_prime, r"1 \text{ if } z > 0 \text{ else } 0",
        "Rosenblatt (1958)", lambda: (0.0, 1.0), lambda: (0.0,),
    ),
    Activation(
        "sigmoid", a.sigmoid, a.sigmoid_prime, r"\frac{1}{1 + e^{-z}}",
        "Rumelhart et al. (1986)", lambda: (0.0, 1.0),
    ),
    Activation(
        "log_sigmoid", a.log_sigmoid, a.log_sigmoid_prime, r"-\ln(1 + e^{-z})",
        "", lambda: (-INF, 0.0),
    ),
    Activation(
        "tanh", a.tanh, a.tanh_prime, r"\frac{e^z - e^{-z}}{e^z + e^{-z}}",
        "LeCun et al. (1998)", lambda: (-1.0, 1.0),
    ),
    Activation(
        "relu", a.relu, a.relu_prime, r"\max(0, z)",
        "Nair & Hinton (2010)", lambda: (0.0, INF), lambda: (0.0,),
    ),
    Activation(
        "leaky_relu", a.leaky_relu, a.leaky_relu_prime,
        r"\max(0, z) + \text{slope} \cdot \min(0, z)",
        "Maas et al. (2013)", _range_of_leaky, _kink_unless_1, {"slope": 0.01},
    ),
    Activation(
        "prelu", a.prelu, a.prelu_prime, r"\max(0, z) + \text{slope} \cdot \min(0, z)",
        "He et al. (2015)", _range_of_leaky, _kink_unless_1, {"slope": 0.25},
    ),
    Activation(
        "elu", a.elu, a.elu_prime, r"z \text{ if } z > 0 \text{ else } \alpha(e^z - 1)",
        "Clevert et al. (2016)", lambda alpha: (-np.max(alpha), INF), _kink_unless_1,
        {"alpha": 1.0},
    ),
    Activation(
        "selu", a.selu, a.selu_prime,
        r"\lambda z \text{ if } z > 0 \text{ else } \lambda\alpha(e^z - 1)",
        "Klambauer et al. (2017)", lambda: (-a.SELU_SCALE * a.SELU_ALPHA, INF), lambda: (0.0,),
    ),
    Activation(
        "softplus", a.softplus, a.softplus_prime, r"\ln(1 + e^z)",
        "Dugas et al. (2001)", lambda: (0.0, INF),
    ),
    Activation(
        "gelu", a.gelu, a.gelu_prime, r"z\,\Phi(z)",
        "Hendrycks & Gimpel (2016)", lambda: (-0.16997120747990366, INF),
    ),
    Activation(
        "silu", a.silu, a.silu_prime, r"z\,\sigma(z)",
        "Elfwing et al. (2018)", lambda: (-0.2784645427610738, INF),
    ),
    Activation(
        "mish", a.mish, a.mish_prime, r"z \tanh(\ln(1 + e^z))",
        "Misra (2020)", lambda: (-0.30884341301725043, INF),
    ),
    Activation(
        "hard_sigmoid", a.hard_sigmoid, a.hard_sigmoid_prime,
        r"\min(\max(z/6 + 1/2, 0), 1)",
        "Courbariaux et al. (2015)", lambda: (0.0, 1.0), lambda: (-3.0, 3.0),
    ),
    Activation(
        "hard_tanh", a.hard_tanh, a.hard_tanh_prime, r"\min(\max(z, -1), 1)",
        "Collobert (2004)", lambda: (-1.0, 1.0), lambda: (-1.0, 1.0),
    ),
    Activation(
        "relu6", a.relu6, a.relu6_prime, r"\min(\max(z, 0), 6)",
        "Krizhevsky (2010)", lambda: (0.0, 6.0), lambda: (0.0, 6.0),
    ),
    Activation(
        "softsign", a.softsign, a.softsign_prime, r"\frac{z}{1 + |z|}",
        "Bergstra et al. (2009)", lambda: (-1.0, 1.0),
    ),
)  # fmt: skip

LOSSES: dict[str, Loss] = _catalogue(
    Loss(
        "squared_error", losses.squared_error, losses.squared_error_grad,
        "(p - y)^2", "Legendre (1805)", "values",
    ),
    Loss(
        "absolute_error", losses.absolute_error, losses.absolute_error_grad,
        "|p - y|", "Laplace (1774)", "values",
    ),
    Loss(
        "huber", losses.huber, losses.huber_grad,
        r"r^2/2 \text{ if } |r| \le \delta \text{ else } \delta(|r| - \delta/2)",
        "Huber (1964)", "values", {"delta": 1.0},
    ),
    Loss(
        "log_cosh", losses.log_cosh, losses.log_cosh_grad,
        r"\ln\cosh(p - y)", "", "values",
    ),
    Loss(
        "quantile", losses.quantile, losses.quantile_grad,
        r"\max(\tau (y - p), (\tau - 1)(y - p))", "Koenker & Bassett (1978)", "values",
        {"tau": 0.5},
    ),
    Loss(
        "expectile", losses.expectile, losses.expectile_grad,
        r"|\tau - [y < p]|\,(y - p)^2", "Newey & Powell (1987)", "values", {"tau": 0.5},
    ),
    Loss(
        "student_t", losses.student_t, losses.student_t_grad,
        r"\frac{\nu + 1}{2} \ln\left(1 + \frac{(p - y)^2}{\nu c^2}\right)",
        "Lange et al. (1989)", "values", {"dof": 4.0, "scale": 1.0},
    ),
    Loss(
        "gaussian_likelihood", losses.gaussian_likelihood, losses.gaussian_likelihood_grad,
        r"s + \frac12 ((y - \mu) e^{-s})^2", "Nix & Weigend (1994)", "values",
    ),
    Loss(
        "crps_gaussian", losses.crps_gaussian, losses.crps_gaussian_grad,
        r"\sigma (w (2 \Phi(w) - 1) + 2 \varphi(w) - 1/\sqrt{\pi})",
        "Gneiting & Raftery (2007)", "values",
    ),
    Loss(
        "poisson", losses.poisson, losses.poisson_grad,
        "e^z - y z", "McCullagh & Nelder (1989)", "log_rates",
    ),
    Loss(
        "negative_binomial", losses.negative_binomial, losses.negative_binomial_grad,
        r"(y + 1/\alpha) \ln(1 + \alpha e^z) - y (z + \ln\alpha)",
        "Lawless (1987)", "log_rates", {"dispersion": 1.0},
    ),
    Loss(
        "zero_one", losses.zero_one, losses.zero_one_grad,
        r"1 \text{ if } \arg\max_k z_k \ne y \text{ else } 0", "", "logits",
    ),
    Loss(
        "binary_cross_entropy", losses.binary_cross_entropy, losses.binary_cross_entropy_grad,
        r"-y \ln p - (1 - y) \ln(1 - p)", "Good (1952)", "probs",
    ),
    Loss(
        "sigmoid_cross_entropy", losses.sigmoid_cross_entropy, losses.sigmoid_cross_entropy_grad,
        r"-w y \ln \sigma(z) - (1 - y) \ln \sigma(-z)", "Cox (1958)", "logits",
        {"positive_weight": 1.0},
    ),
    Loss(
        "softmax_cross_entropy", losses.softmax_cross_entropy, losses.softmax_cross_entropy_grad,
        r"\ln \sum_k e^{z_k} - z_y", "Bridle (1990)", "logits",
        together=losses.classification.softmax_loss_and_grad,
    ),
    Loss(
        "hinge", losses.hinge, losses.hinge_grad,
        r"\max(0, 1 - yz)", "Cortes & Vapnik (1995)", "logits",
    ),
    Loss(
        "weighted_softmax_cross_entropy", losses.weighted_softmax_cross_entropy,
        losses.weighted_softmax_cross_entropy_grad,
        r"w_y (\ln \sum_k e^{z_k} - z_y)", "King & Zeng (2001)", "logits",
        {"class_weights": None}, weights_of_labels,
    ),
    Loss(
        "label_smoothed_cross_entropy", losses.label_smoothed_cross_entropy,
        losses.label_smoothed_cross_entropy_grad,
        r"-(1 - \epsilon) \ln s_y - \frac{\epsilon}{K} \sum_k \ln s_k",
        "Szegedy et al. (2016)", "logits", {"smoothing": 0.1},
    ),
    Loss(
        "focal", losses.focal, losses.focal_grad,
        r"-q^\gamma \ln(1 - q)", "Lin et al. (2017)", "logits", {"gamma": 2.0, "balance": None},
    ),
    Loss(
        "distillation", losses.distillation, losses.distillation_grad,
        r"T^2\,\mathrm{KL}(\mathrm{softmax}(v/T) \,\|\, \mathrm{softmax}(z/T))",
        "Hinton et al. (2015)", "logits", {"temperature": 1.0},
    ),
)  # fmt: skip


def get_activation(activation: str | Activation) -> Activation:
    """The record of that name; a record is given back, its parameters as the formula takes them."""
    if isinstance(activation, Activation):
        params = checked(activation.function, activation.params)
        same = all(params[name] is value for name, value in activation.params.items())
        return activation if same else activation.with_params(**params)
    return known(activation, ACTIVATIONS, "activation")


def get_loss(loss: str | Loss) -> Loss:
    """The record of that name; a record is given back as it is."""
    return loss if isinstance(loss, Loss) else known(loss, LOSSES, "loss")


def _reduced(activation: Activation) -> Any:
    """What pickle and copy keep: the catalogue's activations hold lambdas, so a name will do."""
    if not is_of_catalogue(activation, ACTIVATIONS):
        return Activation, tuple(getattr(activation, part.name) for part in fields(activation))
    return _of_catalogue, (activation.name, dict(activation.params))


def _of_catalogue(name: str, params: Mapping[str, Any]) -> Activation:
    return get_activation(name).with_params(**params) if params else get_activation(name)


copyreg.pickle(Activation, _reduced)
