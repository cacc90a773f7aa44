r"""Activation functions and their derivatives.

Every function works element by element on an array of any shape. Each derivative takes the input
$z$, never the output $f(z)$. At a kink it is the subgradient of least magnitude: of all slopes
between the left and the right one, the one nearest to 0. All are finite and right for every finite
input, pass nan on, and have their limits at ±inf.

The exponential appears only as $e^{-|z|}$, which cannot overflow.
"""

import numpy as np

from actloss._checks import elementwise, positive
from actloss._normal import gaussian, mills
from actloss._types import Array

SQRT_2PI = 2.5066282746310002
# Klambauer et al. (2017), rounded to the nearest float64.
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def least_subgradient(left: float | Array, right: float | Array) -> Array:
    """Of the slopes between `left` and `right`, the one nearest to 0: our rule at every kink."""
    return np.clip(0.0, np.minimum(left, right), np.maximum(left, right))


@elementwise
def identity(z: Array) -> Array:
    """No activation: $z$.

    >>> identity([-1.0, 0.0, 2.0])
    array([-1.,  0.,  2.])
    """
    return +z


@elementwise
def identity_prime(z: Array) -> Array:
    """Derivative of the identity: $1$."""
    return np.ones_like(z)


@elementwise
def step(z: Array) -> Array:
    """Heaviside step of the perceptron: $1$ if $z > 0$, else $0$.

    Rosenblatt (1958), https://doi.org/10.1037/h0042519

    >>> step([-1.0, 0.0, 2.0])
    array([0., 0., 1.])
    """
    return (z > 0).astype(z.dtype)


@elementwise
def step_prime(z: Array) -> Array:
    """Derivative of the step: $0$, also at the jump, where none exists."""
    return np.zeros_like(z)


@elementwise
def sigmoid(z: Array) -> Array:
    r"""Logistic sigmoid: $\sigma(z) = 1 / (1 + e^{-z})$.

    Written with $e = e^{-|z|}$ as $1/(1+e)$ on the right and $e/(1+e)$ on the left.

    >>> sigmoid([-1.0, 0.0, 2.0]).round(3)
    array([0.269, 0.5  , 0.881])
    """
    e = np.exp(-np.abs(z))
    return np.maximum(e, z >= 0) / (1 + e)


@elementwise
def sigmoid_prime(z: Array) -> Array:
    r"""Derivative of the sigmoid: $\sigma(z)(1 - \sigma(z)) = e^{-|z|} / (1 + e^{-|z|})^2$."""
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


@elementwise
def log_sigmoid(z: Array) -> Array:
    r"""Logarithm of the sigmoid: $\ln \sigma(z) = -\ln(1 + e^{-z})$.

    >>> log_sigmoid([-1.0, 0.0, 2.0]).round(3)
    array([-1.313, -0.693, -0.127])
    """
    return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))


@elementwise
def log_sigmoid_prime(z: Array) -> Array:
    r"""Derivative of log-sigmoid: $1 - \sigma(z) = \sigma(-z)$."""
    return sigmoid(-z)


@elementwise
def tanh(z: Array) -> Array:
    r"""Hyperbolic tangent: $\tanh z = (e^z - e^{-z}) / (e^z + e^{-z})$.

    >>> tanh([-1.0, 0.0, 2.0]).round(3)
    array([-0.762,  0.   ,  0.964])
    """
    return np.tanh(z)


@elementwise
def tanh_prime(z: Array) -> Array:
    r"""Derivative of tanh: $1 - \tanh^2 z = 4q / (1 + q)^2$ with $q = e^{-2|z|}$.

    The second form keeps its digits where $\tanh^2 z$ rounds to 1.
    """
    q = np.exp(-2 * np.abs(z))
    return 4 * q / (1 + q) ** 2


@elementwise
def relu(z: Array) -> Array:
    r"""Rectified linear unit: $\max(0, z)$.

    Nair & Hinton (2010), https://icml.cc/Conferences/2010/papers/432.pdf

    >>> relu([-1.0, 0.0, 2.0])
    array([0., 0., 2.])
    """
    return np.maximum(z, 0.0)


@elementwise
def relu_prime(z: Array) -> Array:
    """Derivative of ReLU: $1$ if $z > 0$, else $0$; $0$ at the kink."""
    return (z > 0).astype(z.dtype)


@elementwise
def leaky_relu(z: Array, slope: float | Array = 0.01) -> Array:
    r"""Leaky ReLU: $z$ if $z > 0$, else $\text{slope} \cdot z$.

    Maas et al. (2013), https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf

    >>> leaky_relu([-1.0, 0.0, 2.0])
    array([-0.01,  0.  ,  2.  ])
    """
    left = np.where(np.equal(slope, 0), 0.0, slope * np.minimum(z, 0.0))  # 0 · -inf would be nan
    return np.maximum(z, 0.0) + left


@elementwise
def leaky_relu_prime(z: Array, slope: float | Array = 0.01) -> Array:
    r"""Derivative of leaky ReLU: $1$ if $z > 0$, else the slope."""
    on = (z > 0).astype(z.dtype)
    return np.where(z == 0, least_subgradient(slope, 1.0), on + slope * (1 - on))


@elementwise
def prelu(z: Array, slope: float | Array = 0.25) -> Array:
    r"""Parametric ReLU: $z$ if $z > 0$, else $\text{slope} \cdot z$ with a slope that is learnt.

    slope: a number, or one per channel along the last axis.
    He et al. (2015), https://arxiv.org/abs/1502.01852

    >>> prelu([-1.0, 0.0, 2.0])
    array([-0.25,  0.  ,  2.  ])
    """
    left = np.where(np.equal(slope, 0), 0.0, slope * np.minimum(z, 0.0))  # 0 · -inf would be nan
    return np.maximum(z, 0.0) + left


@elementwise
def prelu_prime(z: Array, slope: float | Array = 0.25) -> Array:
    r"""Derivative of PReLU in z: $1$ if $z > 0$, else the slope."""
    on = (z > 0).astype(z.dtype)
    return np.where(z == 0, least_subgradient(slope, 1.0), on + slope * (1 - on))


@elementwise
def elu(z: Array, alpha: float | Array = 1.0) -> Array:
    r"""Exponential linear unit: $z$ if $z > 0$, else $\alpha(e^z - 1)$ with $\alpha > 0$.

    Clevert et al. (2016), https://arxiv.org/abs/1511.07289

    >>> elu([-1.0, 0.0, 2.0]).round(3)
    array([-0.632,  0.   ,  2.   ])
    """
    return np.maximum(z, 0.0) + positive("alpha", alpha) * np.expm1(np.minimum(z, 0.0))


@elementwise
def elu_prime(z: Array, alpha: float | Array = 1.0) -> Array:
    r"""Derivative of ELU: $1$ if $z > 0$, else $\alpha e^z$ (a kink at 0 unless $\alpha = 1$)."""
    left = positive("alpha", alpha) * np.exp(np.minimum(z, 0.0))
    return np.where(z > 0, 1.0, np.where(z == 0, least_subgradient(alpha, 1.0), left))


@elementwise
def selu(z: Array) -> Array:
    r"""Scaled ELU: $\lambda \, \mathrm{elu}(z, \alpha)$ with $\lambda = 1.0507$, $\alpha = 1.6733$.

    Klambauer et al. (2017), https://arxiv.org/abs/1706.02515

    >>> selu([-1.0, 0.0, 2.0]).round(3)
    array([-1.111,  0.   ,  2.101])
    """
    return SELU_SCALE * elu(z, alpha=SELU_ALPHA)


@elementwise
def selu_prime(z: Array) -> Array:
    r"""Derivative of SELU: $\lambda$ if $z \ge 0$, else $\lambda \alpha e^z$."""
    return SELU_SCALE * elu_prime(z, alpha=SELU_ALPHA)


@elementwise
def softplus(z: Array) -> Array:
    r"""Softplus, a smooth ReLU: $\ln(1 + e^z) = \max(z, 0) + \ln(1 + e^{-|z|})$.

    Dugas et al. (2001), Incorporating second-order functional knowledge, NIPS 13

    >>> softplus([-1.0, 0.0, 2.0]).round(3)
    array([0.313, 0.693, 2.127])
    """
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


@elementwise
def softplus_prime(z: Array) -> Array:
    r"""Derivative of softplus: $\sigma(z)$."""
    return sigmoid(z)


@elementwise
def gelu(z: Array) -> Array:
    r"""Gaussian error linear unit: $z \, \Phi(z)$ with the normal distribution function $\Phi$.

    Hendrycks & Gimpel (2016), https://arxiv.org/abs/1606.08415

    >>> gelu([-1.0, 0.0, 2.0]).round(3)
    array([-0.159,  0.   ,  1.954])
    """
    a = np.minimum(np.abs(z), 40.0)
    tail = gaussian(a) * mills(a)
    return np.maximum(z, -40.0) * np.where(z > 0, 1 - tail, tail)


@elementwise
def gelu_prime(z: Array) -> Array:
    r"""Derivative of GELU: $\Phi(z) + z \, \varphi(z)$, where $\varphi$ is the normal density."""
    a = np.minimum(np.abs(z), 40.0)
    tail = gaussian(a) * (mills(a) - a / SQRT_2PI)
    return np.where(z > 0, 1 - tail, tail)


@elementwise
def silu(z: Array) -> Array:
    r"""Sigmoid linear unit, or Swish: $z \, \sigma(z)$.

    Elfwing et al. (2018), https://arxiv.org/abs/1702.03118;
    Ramachandran et al. (2017), https://arxiv.org/abs/1710.05941

    >>> silu([-1.0, 0.0, 2.0]).round(3)
    array([-0.269,  0.   ,  1.762])
    """
    z = np.maximum(z, -800.0)  # beyond, the value is 0, but -inf · 0 would be nan
    return z * sigmoid(z)


@elementwise
def silu_prime(z: Array) -> Array:
    r"""Derivative of SiLU: $\sigma(z) + z \, \sigma(z)(1 - \sigma(z))$, over one denominator."""
    e = np.exp(-np.abs(z))
    top = np.maximum(e, z >= 0)
    return (top**2 + e * (1 + np.clip(z, -800.0, 800.0))) / (1 + e) ** 2


@elementwise
def mish(z: Array) -> Array:
    r"""Mish: $z \tanh(\ln(1 + e^z)) = z \, n / (n + 2)$ with $n = e^z(e^z + 2)$.

    Misra (2020), https://arxiv.org/abs/1908.08681

    >>> mish([-1.0, 0.0, 2.0]).round(3)
    array([-0.303,  0.   ,  1.944])
    """
    w = np.exp(np.minimum(z, 20.0))  # beyond 20, n / (n + 2) rounds to 1
    n = w * (w + 2)
    return np.maximum(z, -800.0) * (n / (n + 2))


@elementwise
def mish_prime(z: Array) -> Array:
    r"""Derivative of Mish: $w\,[4(1 + z)(1 + w) + w(w^2 + 4w + 2)] / (n + 2)^2$ with $w = e^z$."""
    z = np.clip(z, -800.0, 20.0)
    w = np.exp(z)
    n = w * (w + 2)
    return w * (4 * (1 + z) * (1 + w) + w * (n + 2 * w + 2)) / (n + 2) ** 2


@elementwise
def hard_sigmoid(z: Array) -> Array:
    r"""Hard sigmoid: $z/6 + 1/2$, cut off at 0 and 1.

    Courbariaux et al. (2015), https://arxiv.org/abs/1511.00363 (there with slope 1/2)

    >>> hard_sigmoid([-4.0, 0.0, 1.0]).round(3)
    array([0.   , 0.5  , 0.667])
    """
    return np.clip(z / 6 + 0.5, 0.0, 1.0)


@elementwise
def hard_sigmoid_prime(z: Array) -> Array:
    r"""Derivative of the hard sigmoid: $1/6$ if $|z| < 3$, else $0$."""
    return (np.abs(z) < 3).astype(z.dtype) / 6


@elementwise
def hard_tanh(z: Array) -> Array:
    r"""Hard tanh: $z$, cut off at -1 and 1.

    Collobert (2004), Large scale machine learning, PhD thesis, Université Paris VI

    >>> hard_tanh([-2.0, 0.5, 3.0])
    array([-1. ,  0.5,  1. ])
    """
    return np.clip(z, -1.0, 1.0)


@elementwise
def hard_tanh_prime(z: Array) -> Array:
    r"""Derivative of hard tanh: $1$ if $|z| < 1$, else $0$."""
    return (np.abs(z) < 1).astype(z.dtype)


@elementwise
def relu6(z: Array) -> Array:
    r"""ReLU cut off at 6: $\min(\max(z, 0), 6)$.

    Krizhevsky (2010), Convolutional deep belief networks on CIFAR-10

    >>> relu6([-1.0, 2.0, 8.0])
    array([0., 2., 6.])
    """
    return np.clip(z, 0.0, 6.0)


@elementwise
def relu6_prime(z: Array) -> Array:
    r"""Derivative of ReLU6: $1$ if $0 < z < 6$, else $0$."""
    return ((z > 0) & (z < 6)).astype(z.dtype)


@elementwise
def softsign(z: Array) -> Array:
    r"""Softsign: $z / (1 + |z|)$.

    Bergstra et al. (2009), Quadratic polynomials learn better image features, tech. report 1337

    >>> softsign([-1.0, 0.0, 2.0]).round(3)
    array([-0.5  ,  0.   ,  0.667])
    """
    z = np.clip(z, -1e300, 1e300)  # inf / inf would be nan
    return z / (1 + np.abs(z))


@elementwise
def softsign_prime(z: Array) -> Array:
    r"""Derivative of softsign: $1 / (1 + |z|)^2$."""
    return 1 / (1 + np.abs(z)) / (1 + np.abs(z))
