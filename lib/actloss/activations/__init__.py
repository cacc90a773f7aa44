r"""Activation functions and their derivatives.

Every function works element by element on an array of any shape. Each derivative takes the input
$z$, never the output $f(z)$. At a kink it is the subgradient of least magnitude: of all slopes
between the left and the right one, the one nearest to 0. All are finite and right for every finite
input, pass nan on, and have their limits at ±inf.
"""

from actloss.activations.maxima import (
    maxout,
    maxout_vjp,
)
from actloss.activations.rectifiers import (
    SELU_ALPHA,
    SELU_SCALE,
    elu,
    elu_prime,
    gelu,
    gelu_prime,
    identity,
    identity_prime,
    leaky_relu,
    leaky_relu_prime,
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
    silu,
    silu_prime,
    softplus,
    softplus_prime,
)
from actloss.activations.sigmoids import (
    hard_sigmoid,
    hard_sigmoid_prime,
    hard_tanh,
    hard_tanh_prime,
    log_sigmoid,
    log_sigmoid_prime,
    sigmoid,
    sigmoid_prime,
    softsign,
    softsign_prime,
    step,
    step_prime,
    tanh,
    tanh_prime,
)
