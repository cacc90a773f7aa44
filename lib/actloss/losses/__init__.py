"""Losses and their gradients in the prediction.

Each function returns one value per example, unaveraged; a prediction of shape (n, outputs) is
summed over its outputs. Each gradient has the shape of the prediction and belongs to the sum of
those values. The records in `LOSSES` average over examples.

nan is passed on; at a kink the gradient is the subgradient of least magnitude.
"""

from actloss.losses.classification import (
    binary_cross_entropy,
    binary_cross_entropy_grad,
    hinge,
    hinge_grad,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_grad,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
    zero_one,
    zero_one_grad,
)
from actloss.losses.distributions import (
    crps_gaussian,
    crps_gaussian_grad,
    gaussian_likelihood,
    gaussian_likelihood_grad,
    negative_binomial,
    negative_binomial_grad,
    poisson,
    poisson_grad,
    student_t,
    student_t_grad,
)
from actloss.losses.regression import (
    absolute_error,
    absolute_error_grad,
    expectile,
    expectile_grad,
    huber,
    huber_grad,
    log_cosh,
    log_cosh_grad,
    quantile,
    quantile_grad,
    squared_error,
    squared_error_grad,
)
from actloss.losses.variants import (
    distillation,
    distillation_grad,
    focal,
    focal_grad,
    label_smoothed_cross_entropy,
    label_smoothed_cross_entropy_grad,
    large_margin_softmax,
    large_margin_softmax_grad,
    weighted_softmax_cross_entropy,
    weighted_softmax_cross_entropy_grad,
)
