"""The catalogue: one record for each activation and each loss.

Tests, tables and the gallery run over `ACTIVATIONS` and `LOSSES`, so a function is tested and
shown the day it gets its line here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from actloss import activations as a
from actloss import losses
from actloss._checks import bare, known
from actloss._types import Array, ArrayLike

INF = np.inf


@dataclass(frozen=True)
class Activation:
    """An activation function f, its derivative, and what is known of it.

    Call the record for f(z), `derivative(z)` for f'(z). `params` holds the parameters in force;
    `with_params` gives a copy with others. `range` is (infimum, supremum) and `kinks` the inputs
    without a derivative, both for the parameters in force.
    """

    name: str
    function: Callable[..., Any]
    prime: Callable[..., Any]
    formula: str
    reference: str
    range_of: Callable[..., tuple[float, float]]
    kinks_of: Callable[..., tuple[float, ...]] = lambda **params: ()
    params: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, z: ArrayLike) -> Array:
        return self.function(z, **self.params)

    def derivative(self, z: ArrayLike) -> Array:
        """f'(z); at a kink the subgradient of least magnitude."""
        return self.prime(z, **self.params)

    @property
    def range(self) -> tuple[float, float]:
        """Infimum and supremum of f."""
        return self.range_of(**self.params)

    @property
    def kinks(self) -> tuple[float, ...]:
        """The inputs at which f has no derivative."""
        return self.kinks_of(**self.params)

    def with_params(self, **params: Any) -> "Activation":
        """The same activation with other parameters, e.g. `with_params(slope=0.2)`."""
        return with_params(self, params)


@dataclass(frozen=True)
class Loss:
    """A loss, its gradient in the prediction, and what is known of it.

    Call the record for the mean over examples, `per_example` for the unaveraged values, `grad`
    for the gradient of the mean. `takes` says what the prediction must be: "values", "probs"
    (probabilities) or "logits".
    """

    name: str
    function: Callable[..., Any]
    gradient: Callable[..., Any]
    formula: str
    reference: str
    takes: str
    params: Mapping[str, object] = field(default_factory=dict)
    weights_of: Callable[..., Array] | None = None
    together: Callable[..., tuple[Array, Array]] | None = None

    def __call__(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        values = self.per_example(prediction, target)
        return np.sum(values / self._divisor(target, np.size(values)))

    def per_example(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        """One value per example, unaveraged."""
        return self.function(prediction, target, **self.params)

    def grad(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        """Gradient of the mean over examples, in the shape of the prediction."""
        gradient = self.gradient(prediction, target, **self.params)
        if gradient.ndim > 1:
            examples = gradient[..., 0].size
        else:  # n examples or one row of logits: only the loss knows
            examples = np.size(self.per_example(prediction, target))
        return gradient / self._divisor(target, examples)

    def value_and_grad(self, prediction: Array, target: Array) -> tuple[Any, Array]:
        """Mean and its gradient for outputs (..., n, outputs) that were checked before; the mean
        has one value for each leading index, so many runs go at once."""
        if self.together:
            values, grad = self.together(prediction, target, **self.params)
        else:
            values = bare(self.function)(prediction, target, **self.params)
            grad = bare(self.gradient)(prediction, target, **self.params)
        if grad.shape != prediction.shape:
            raise ValueError(
                f"prediction and target must have the same shape, but have {prediction.shape} and "
                f"{np.shape(target)}; reshape the target"
            )
        grad = grad.astype(prediction.dtype, copy=False)
        if values.ndim == prediction.ndim:
            values = np.add.reduce(values, axis=-1)
        if self.weights_of is None:
            examples = values.shape[-1]
            return np.add.reduce(values, axis=-1) / examples, grad / examples
        weights = self.weights_of(target, **self.params).sum(axis=-1).astype(grad.dtype)
        weights = np.where(weights > 0, weights, 1)  # a batch without weight teaches nothing
        return np.add.reduce(values, axis=-1) / weights, grad / weights[..., None, None]

    def _divisor(self, target: ArrayLike, examples: int) -> float:
        """What the sum over examples is divided by: their number, or the sum of their weights."""
        divisor: float = examples
        if self.weights_of and examples:
            divisor = float(self.weights_of(target, **self.params).sum())
        if not divisor:
            raise ValueError(
                f"{self.name} has no mean over {examples} examples"
                + (" whose weights are all 0" if examples else "; give at least one")
            )
        return divisor

    def with_params(self, **params: Any) -> "Loss":
        """The same loss with other parameters, e.g. `with_params(delta=0.5)`."""
        return with_params(self, params)


def with_params(record: Any, params: Mapping[str, Any]) -> Any:
    """A copy of `record` with the parameters `params` in place of those it has."""
    unknown = set(params) - set(record.params)
    if unknown:
        known_names = ", ".join(record.params) or "none"
        raise ValueError(
            f"{record.name} has no parameter {', '.join(sorted(unknown))}; it has: {known_names}"
        )
    return replace(record, params={**record.params, **params})


def _catalogue(*records: Any) -> dict[str, Any]:
    return {record.name: record for record in records}


def _range_of_leaky(slope: float | Array) -> tuple[float, float]:
    return (-INF if np.max(slope) > 0 else 0.0, INF)


def _kink_unless_straight(slope: float | Array) -> tuple[float, ...]:
    return () if np.all(slope == 1) else (0.0,)


def _weights_of_labels(labels: ArrayLike, class_weights: ArrayLike | None) -> Array:
    labels = np.asarray(labels)
    return np.ones(labels.shape) if class_weights is None else np.asarray(class_weights)[labels]


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
        "Maas et al. (2013)", _range_of_leaky, _kink_unless_straight, {"slope": 0.01},
    ),
    Activation(
        "prelu", a.prelu, a.prelu_prime, r"\max(0, z) + \text{slope} \cdot \min(0, z)",
        "He et al. (2015)", _range_of_leaky, _kink_unless_straight, {"slope": 0.25},
    ),
    Activation(
        "elu", a.elu, a.elu_prime, r"z \text{ if } z > 0 \text{ else } \alpha(e^z - 1)",
        "Clevert et al. (2016)", lambda alpha: (-alpha, INF),
        lambda alpha: () if alpha == 1 else (0.0,), {"alpha": 1.0},
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
        {"class_weights": None}, _weights_of_labels,
    ),
    Loss(
        "label_smoothed_cross_entropy", losses.label_smoothed_cross_entropy,
        losses.label_smoothed_cross_entropy_grad,
        r"-(1 - \epsilon) \ln s_y - \frac{\epsilon}{K} \sum_k \ln s_k",
        "Szegedy et al. (2016)", "logits", {"smoothing": 0.1},
    ),
    Loss(
        "focal", losses.focal, losses.focal_grad,
        r"-q^\gamma \ln(1 - q)", "Lin et al. (2017)", "logits", {"gamma": 2.0},
    ),
    Loss(
        "distillation", losses.distillation, losses.distillation_grad,
        r"T^2\,\mathrm{KL}(\mathrm{softmax}(v/T) \,\|\, \mathrm{softmax}(z/T))",
        "Hinton et al. (2015)", "logits", {"temperature": 1.0},
    ),
)  # fmt: skip


def get_activation(activation: str | Activation) -> Activation:
    """The record of that name; a record is given back as it is."""
    if isinstance(activation, Activation):
        return activation
    return known(activation, ACTIVATIONS, "activation")


def get_loss(loss: str | Loss) -> Loss:
    """The record of that name; a record is given back as it is."""
    return loss if isinstance(loss, Loss) else known(loss, LOSSES, "loss")
