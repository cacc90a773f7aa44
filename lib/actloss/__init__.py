"""Activation and loss functions, their gradients, and small networks that learn with them.

Importing the package needs NumPy alone. Figures (`plots`), sliders (`explore`) and the checks of
the exercises (`check`) are imported when they are first asked for.
"""

from typing import Any as _Any

from actloss.activations import (
    elu,
    elu_prime,
    gelu,
    gelu_prime,
    hard_sigmoid,
    hard_sigmoid_prime,
    hard_tanh,
    hard_tanh_prime,
    identity,
    identity_prime,
    leaky_relu,
    leaky_relu_prime,
    log_sigmoid,
    log_sigmoid_prime,
    maxout,
    maxout_vjp,
    mish,
    mish_prime,
    prelu,
    prelu_prime,
    relu,
    relu6,
    relu6_prime,
    relu_prime,
    selu,
    selu_prime,
    sigmoid,
    sigmoid_prime,
    silu,
    silu_prime,
    softplus,
    softplus_prime,
    softsign,
    softsign_prime,
    step,
    step_prime,
    tanh,
    tanh_prime,
)
from actloss.catalogue import (
    ACTIVATIONS,
    LOSSES,
)
from actloss.data.datasets import (
    Dataset,
    Part,
    Parts,
    Split,
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_engel,
    load_stackloss,
    split_in_three,
    split_train_test,
    standardize,
)
from actloss.data.toy_data import (
    blobs,
    circles,
    moons,
    spirals,
    xor,
)
from actloss.losses import (
    absolute_error,
    absolute_error_grad,
    binary_cross_entropy,
    binary_cross_entropy_grad,
    crps_gaussian,
    crps_gaussian_grad,
    distillation,
    distillation_grad,
    expectile,
    expectile_grad,
    focal,
    focal_grad,
    gaussian_likelihood,
    gaussian_likelihood_grad,
    hinge,
    hinge_grad,
    huber,
    huber_grad,
    label_smoothed_cross_entropy,
    label_smoothed_cross_entropy_grad,
    large_margin_softmax,
    large_margin_softmax_grad,
    log_cosh,
    log_cosh_grad,
    negative_binomial,
    negative_binomial_grad,
    poisson,
    poisson_grad,
    quantile,
    quantile_grad,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_grad,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
    squared_error,
    squared_error_grad,
    student_t,
    student_t_grad,
    weighted_softmax_cross_entropy,
    weighted_softmax_cross_entropy_grad,
    zero_one,
    zero_one_grad,
)
from actloss.metrics import (
    accuracy,
    calibration_error,
    confusion_matrix,
    mean_absolute_error,
    mean_absolute_percentage_error,
    precision,
    r_squared,
    recall,
    root_mean_squared_error,
)
from actloss.nets.gradcheck import (
    gradient_errors,
    numerical_gradient,
)
from actloss.nets.initializers import (
    he,
    lecun,
    normal,
    xavier,
)
from actloss.nets.network import (
    Activate,
    Dense,
    Gated,
    Layer,
    Maxout,
    Network,
    PReLU,
    mlp,
)
from actloss.nets.optimizers import (
    SGD,
    Adagrad,
    Adam,
    Momentum,
    Optimizer,
)
from actloss.nets.stacking import (
    stack,
    unstack,
)
from actloss.nets.training import (
    DivergedError,
    History,
    fit,
    fit_many,
    train_step,
)
from actloss.probability import (
    cross_entropy,
    entropy,
    fit_temperature,
    kl_divergence,
    log_softmax,
    logsumexp,
    softmax,
    softmax_vjp,
)
from actloss.records import (
    Activation,
    Loss,
)

__version__ = "0.1.0"

# What needs matplotlib or ipywidgets, or few need: name -> where it is, imported when asked for.
_LAZY = {
    "Race": "actloss.races.results:Race",
    "check": "actloss.lessons.exercises:check",
    "explore": "actloss.show.explorables:explore",
    "gallery": "actloss.show.gallery",
    "in_frameworks": "actloss.data.frameworks:in_frameworks",
    "load_claims": "actloss.lessons.claims:load_claims",
    "load_network": "actloss.nets.saving:load_network",
    "plots": "actloss.show.plots",
    "race": "actloss.races.race:race",
}


def __getattr__(name: str) -> _Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'actloss' has no attribute {name!r}")
    from pkgutil import resolve_name

    return resolve_name(_LAZY[name])


def __dir__() -> list[str]:
    return sorted([*globals(), *_LAZY])
