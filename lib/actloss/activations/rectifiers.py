r"""ReLU and its relatives, which grow like $z$ on the right and differ on the left.

The kinks are at 0. A product that would be $0 \cdot \infty$ far out is kept finite by clipping z.
"""

import numpy as np

from actloss._checks import bare, elementwise, positive
from actloss._normal import gaussian, mills
from actloss._types import Array
from actloss.activations.sigmoids import sigmoid

SQRT_2PI = 2.5066282746310002
# Klambauer et al. (2017), rounded to the nearest float64.
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def mirrored(z: Array, left: Array) -> Array:
    """`left` where z <= 0, and 1 - left where z > 0.

    Products with 0 and 1, not np.where: a processor guesses which way it goes, and of random signs
    it guesses half of them wrong.
    """
    right = (z > 0).astype(z.dtype)
    return right + (1 - 2 * right) * left


@elementwise
def identity(z: Array) -> Array:
    """No activation: $z$.

    >>> identity([-1.0, 0.0, 2.0])
    array([-1.,  0.,  2.])
    """
    return z.copy()


@elementwise
def identity_prime(z: Array) -> Array:
    """Derivative of the identity: $1$."""
    return np.full(z.shape, 1.0, z.dtype)


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
    lowest = np.where(slope == 0, z.dtype.type(0), -np.inf)  # 0 · -inf would be nan
    return np.maximum(z, 0.0) + slope * np.maximum(np.minimum(z, 0.0), lowest)


@elementwise
def leaky_relu_prime(z: Array, slope: float | Array = 0.01) -> Array:
    r"""Derivative of leaky ReLU: $1$ if $z > 0$, else the slope."""
    # Cut off at both slopes, a step of any height becomes one from slope to slope, and the 0 in its
    # middle becomes the slope nearest to 0. Where the slope exceeds 1 the step goes down.
    height = np.sign(1 - slope) * np.finfo(z.dtype).max
    return (height * np.sign(z)).clip(np.minimum(slope, 1), np.maximum(slope, 1))


@elementwise
def prelu(z: Array, slope: float | Array = 0.25) -> Array:
    r"""Parametric ReLU: $z$ if $z > 0$, else $\text{slope} \cdot z$ with a slope that is learnt.

    slope: a number, or one per channel along the last axis.
    He et al. (2015), https://arxiv.org/abs/1502.01852

    >>> prelu([-1.0, 0.0, 2.0])
    array([-0.25,  0.  ,  2.  ])
    """
    return bare(leaky_relu)(z, slope)


@elementwise
def prelu_prime(z: Array, slope: float | Array = 0.25) -> Array:
    r"""Derivative of PReLU in z: $1$ if $z > 0$, else the slope."""
    return bare(leaky_relu_prime)(z, slope)


@elementwise
def relu6(z: Array) -> Array:
    r"""ReLU cut off at 6: $\min(\max(z, 0), 6)$.

    Krizhevsky (2010), Convolutional deep belief networks on CIFAR-10

    >>> relu6([-1.0, 2.0, 8.0])
    array([0., 2., 6.])
    """
    return z.clip(0.0, 6.0)


@elementwise
def relu6_prime(z: Array) -> Array:
    r"""Derivative of ReLU6: $1$ if $0 < z < 6$, else $0$."""
    return ((z > 0) & (z < 6)).astype(z.dtype)


@elementwise(alpha=positive)
def elu(z: Array, alpha: float | Array = 1.0) -> Array:
    r"""Exponential linear unit: $z$ if $z > 0$, else $\alpha(e^z - 1)$ with $\alpha > 0$.

    Clevert et al. (2016), https://arxiv.org/abs/1511.07289

    >>> elu([-1.0, 0.0, 2.0]).round(3)
    array([-0.632,  0.   ,  2.   ])
    """
    return np.maximum(z, 0.0) + alpha * np.expm1(np.minimum(z, 0.0))


@elementwise(alpha=positive)
def elu_prime(z: Array, alpha: float | Array = 1.0) -> Array:
    r"""Derivative of ELU: $1$ if $z > 0$, else $\alpha e^z$ (a kink at 0 unless $\alpha = 1$)."""
    # At the kink the slope is the smaller one: where alpha exceeds 1, 0 belongs to the right.
    below_0 = np.nextafter(z.dtype.type(0), z.dtype.type(-1))
    right = z > np.where(np.greater(alpha, 1), below_0, 0)
    return right + ~right * (alpha * np.exp(np.minimum(z, 0.0)))


@elementwise
def selu(z: Array) -> Array:
    r"""Scaled ELU: $\lambda \, \mathrm{elu}(z, \alpha)$ with $\lambda = 1.0507$, $\alpha = 1.6733$.

    Klambauer et al. (2017), https://arxiv.org/abs/1706.02515

    >>> selu([-1.0, 0.0, 2.0]).round(3)
    array([-1.111,  0.   ,  2.101])
    """
    return SELU_SCALE * bare(elu)(z, SELU_ALPHA)


@elementwise
def selu_prime(z: Array) -> Array:
    r"""Derivative of SELU: $\lambda$ if $z \ge 0$, else $\lambda \alpha e^z$."""
    return SELU_SCALE * bare(elu_prime)(z, SELU_ALPHA)


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
    return bare(sigmoid)(z)


@elementwise
def gelu(z: Array) -> Array:
    r"""Gaussian error linear unit: $z \, \Phi(z)$ with the normal distribution function $\Phi$.

    Hendrycks & Gimpel (2016), https://arxiv.org/abs/1606.08415

    >>> gelu([-1.0, 0.0, 2.0]).round(3)
    array([-0.159,  0.   ,  1.954])
    """
    a = np.minimum(np.abs(z), 40.0)
    return np.maximum(z, -40.0) * mirrored(z, gaussian(a) * mills(a))


@elementwise
def gelu_prime(z: Array) -> Array:
    r"""Derivative of GELU: $\Phi(z) + z \, \varphi(z)$, where $\varphi$ is the normal density."""
    a = np.minimum(np.abs(z), 40.0)
    return mirrored(z, gaussian(a) * (mills(a) - a / SQRT_2PI))


@elementwise
def silu(z: Array) -> Array:
    r"""Sigmoid linear unit, or Swish: $z \, \sigma(z) = \max(z, 0) - |z| \, \sigma(-|z|)$.

    Elfwing et al. (2018), https://arxiv.org/abs/1702.03118;
    Ramachandran et al. (2017), https://arxiv.org/abs/1710.05941

    >>> silu([-1.0, 0.0, 2.0]).round(3)
    array([-0.269,  0.   ,  1.762])
    """
    a = np.minimum(np.abs(z), 800.0)  # beyond, e is 0, but inf · 0 would be nan
    e = np.exp(-a)
    return np.maximum(z, 0.0) - a * e / (1 + e)


@elementwise
def silu_prime(z: Array) -> Array:
    r"""Derivative of SiLU: $\sigma(z) + z \, \sigma(z) \, \sigma(-z)$.

    At $-|z|$ this is $e(1 + e - |z|)/(1 + e)^2$ with $e = e^{-|z|}$, and at $|z|$ 1 minus that.
    """
    a = np.minimum(np.abs(z), 800.0)
    e = np.exp(-a)
    bottom = 1 + e
    return mirrored(z, e * (bottom - a) / bottom**2)


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
    z = z.clip(-800.0, 20.0)
    w = np.exp(z)
    n = w * (w + 2)
    return w * (4 * (1 + z) * (1 + w) + w * (n + 2 * w + 2)) / (n + 2) ** 2
