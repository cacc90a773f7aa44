"""What the library must compute: formulas for mpmath with 50 digits, and errors against them.

Every function of the catalogue needs an entry here. The formulas are the textbook ones, chosen
where possible in another form than the library's; 50 digits forgive what float64 would not.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from mpmath import mp

mp.dps = 50

# Whether a function of a long double is better than that of a double. In WebAssembly the numbers
# are longer, but exp, log and the others have a double's digits.
LONGER = abs(np.exp(np.longdouble(1)) - np.longdouble("2.71828182845904523536")) < 1e-18


class Reference(NamedTuple):
    """An activation: its value and derivative at z, and the parameters to try beside its own.

    A formula that crosses 0 subtracts nearly equal numbers there: its `root` is where only the
    absolute error is small. Derivatives are compared off the kinks, which have their own test.
    """

    value: Callable
    derivative: Callable
    value_root: float | None = None
    derivative_root: float | None = None
    variants: tuple[dict, ...] = ()


class LossReference(NamedTuple):
    """A loss: value and gradient for one number and its target, or for a row of logits.

    target: what belongs to a prediction: a "number", a "count", a "class" (0 or 1), a "sign" (-1 or
    1), the "label" of a row of logits, the row of a "teacher", or the "draw" from the normal
    distribution whose mean and logarithm of the spread are the row.
    """

    value: Callable
    gradient: Callable
    target: str = "number"
    variants: tuple[dict, ...] = ()

    @property
    def rows(self):
        return self.target in ("label", "teacher", "draw")


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def softplus(z):
    return mp.log1p(mp.exp(z))


def cdf(z):
    z = min(max(z, mp.mpf(-1000)), mp.mpf(1000))  # beyond, float64 knows only 0 and 1
    return mp.erfc(-z / mp.sqrt(2)) / 2


def density(z):
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


def leaky(z, slope):
    return z if z > 0 else slope * z


def leaky_prime(z, slope):
    return mp.mpf(1) if z > 0 else mp.mpf(slope)


def elu(z, alpha):
    return z if z > 0 else alpha * mp.expm1(z)


def elu_prime(z, alpha):
    return mp.mpf(1) if z > 0 else alpha * mp.exp(z)


def selu_constants():
    """Lambda and alpha in closed form, from the fixed point (mean 0, variance 1) of the paper."""
    tail, twice = mp.erfc(1 / mp.sqrt(2)), mp.erfc(mp.sqrt(2))
    root_e = mp.sqrt(mp.e)
    alpha = -mp.sqrt(2 / mp.pi) / (tail * root_e - 1)
    inner = 2 * twice * mp.e**2 + mp.pi * tail**2 * mp.e
    inner += -2 * (2 + mp.pi) * tail * root_e + mp.pi + 2
    return (1 - tail * root_e) * mp.sqrt(2 * mp.pi) / mp.sqrt(inner), alpha


LAMBDA, ALPHA = selu_constants()

SLOPES = ({"slope": 2.0}, {"slope": 1.0}, {"slope": -1.0})

ACTIVATIONS = {
    "identity": Reference(lambda z: z, lambda z: mp.mpf(1)),
    "step": Reference(lambda z: mp.mpf(z > 0), lambda z: mp.mpf(0)),
    "sigmoid": Reference(sigmoid, lambda z: 1 / (2 * mp.cosh(z / 2)) ** 2),
    "log_sigmoid": Reference(lambda z: -softplus(-z), lambda z: sigmoid(-z)),
    "tanh": Reference(mp.tanh, lambda z: 1 / mp.cosh(z) ** 2),
    "relu": Reference(lambda z: max(z, mp.mpf(0)), lambda z: mp.mpf(z > 0)),
    "leaky_relu": Reference(leaky, leaky_prime, variants=SLOPES),
    "prelu": Reference(leaky, leaky_prime, variants=SLOPES),
    "elu": Reference(elu, elu_prime, variants=({"alpha": 2.0}, {"alpha": 0.5})),
    "selu": Reference(lambda z: LAMBDA * elu(z, ALPHA), lambda z: LAMBDA * elu_prime(z, ALPHA)),
    "softplus": Reference(softplus, sigmoid),
    "gelu": Reference(
        lambda z: z * cdf(z), lambda z: cdf(z) + z * density(z), derivative_root=-0.7517915247
    ),
    "silu": Reference(
        lambda z: z * sigmoid(z),
        lambda z: sigmoid(z) * (1 + z * sigmoid(-z)),
        derivative_root=-1.2784645428,
    ),
    "mish": Reference(
        lambda z: z * mp.tanh(softplus(z)),
        lambda z: mp.tanh(softplus(z)) + z * sigmoid(z) / mp.cosh(softplus(z)) ** 2,
        derivative_root=-1.1924312145,
    ),
    "hard_sigmoid": Reference(
        lambda z: min(max(z / 6 + mp.mpf(1) / 2, mp.mpf(0)), mp.mpf(1)),
        lambda z: mp.mpf(abs(z) < 3) / 6,
        value_root=-3.0,
    ),
    "hard_tanh": Reference(
        lambda z: min(max(z, mp.mpf(-1)), mp.mpf(1)), lambda z: mp.mpf(abs(z) < 1)
    ),
    "relu6": Reference(lambda z: min(max(z, mp.mpf(0)), mp.mpf(6)), lambda z: mp.mpf(0 < z < 6)),
    "softsign": Reference(lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
}


def huber(p, y, delta):
    r = abs(p - y)
    return r * r / 2 if r <= delta else delta * (r - mp.mpf(delta) / 2)


def quantile(p, y, tau):
    return max(tau * (y - p), (mp.mpf(tau) - 1) * (y - p))


def quantile_grad(p, y, tau):
    return mp.mpf(0) if p == y else -mp.mpf(tau) if p < y else 1 - mp.mpf(tau)


def log_cosh(p, y):
    r = abs(p - y)
    return r + mp.log1p(mp.expm1(-2 * r) / 2) if r > mp.mpf("1e-3") else mp.log1p(mp.cosh(r) - 1)


def expectile_weight(p, y, tau):
    return mp.mpf(tau) if y > p else 1 - mp.mpf(tau)


def student_t(p, y, dof, scale):
    r = (p - y) / scale
    return (mp.mpf(dof) + 1) / 2 * mp.log1p(r * r / dof)


def student_t_grad(p, y, dof, scale):
    return (mp.mpf(dof) + 1) * (p - y) / (dof * mp.mpf(scale) ** 2 + (p - y) ** 2)


def gaussian_likelihood(row, y):
    mean, s = row
    return s + ((y - mean) / mp.exp(s)) ** 2 / 2


def gaussian_likelihood_grad(row, y):
    mean, s = row
    return [(mean - y) / mp.exp(2 * s), 1 - ((y - mean) / mp.exp(s)) ** 2]


def crps_gaussian(row, y):
    mean, s = row
    w = abs(y - mean) / mp.exp(s)
    within = mp.erf(min(w, mp.mpf(1000)) / mp.sqrt(2))
    return abs(y - mean) * within + mp.exp(s) * (2 * density(w) - 1 / mp.sqrt(mp.pi))


def crps_gaussian_grad(row, y):
    mean, s = row
    w = (y - mean) / mp.exp(s)
    within = mp.erf(max(min(w, mp.mpf(1000)), mp.mpf(-1000)) / mp.sqrt(2))
    return [-within, mp.exp(s) * (2 * density(w) - 1 / mp.sqrt(mp.pi))]


def rate_less_count(z, y):
    return mp.expm1(z) + (1 - y) if abs(z) < 1 else mp.exp(z) - y


def negative_binomial(z, y, dispersion):
    odds = dispersion * mp.exp(z)
    return y * mp.log1p(1 / odds) + mp.log1p(odds) / dispersion


def negative_binomial_grad(z, y, dispersion):
    return rate_less_count(z, y) / (1 + dispersion * mp.exp(z))


def binary_cross_entropy(p, y):
    return -y * mp.log(p) - (1 - y) * mp.log1p(-p)


def sigmoid_cross_entropy(z, y, positive_weight):
    return positive_weight * y * softplus(-z) + (1 - y) * softplus(z)


def sigmoid_cross_entropy_grad(z, y, positive_weight):
    return (1 - y) * sigmoid(z) - positive_weight * y * sigmoid(-z)


def balanced(y, balance):
    return 1 if balance is None else mp.mpf(balance) if y else 1 - mp.mpf(balance)


def focal(z, y, gamma, balance):
    z = z if y else -z
    return balanced(y, balance) * sigmoid(-z) ** gamma * softplus(-z)


def focal_grad(z, y, gamma, balance):
    sign = 1 if y else -1
    p, q = sigmoid(sign * z), sigmoid(-sign * z)
    return (
        -sign
        * balanced(y, balance)
        * (gamma * q**gamma * p * softplus(-sign * z) + q ** (gamma + 1))
    )


def softmax(z):
    total = mp.fsum(mp.exp(v) for v in z)
    return [mp.exp(v) / total for v in z]


def others(z, label):
    """The sum of exp(z_k - z_label) over the other classes."""
    return mp.fsum(mp.exp(v - z[label]) for k, v in enumerate(z) if k != label)


def softmax_cross_entropy(z, label):
    return mp.log1p(others(z, label))


def softmax_cross_entropy_grad(z, label):
    gradient = softmax(z)
    gradient[label] = -others(z, label) / (1 + others(z, label))
    return gradient


def weighted(value):
    """A loss of rows, times the weight of the label's class."""

    def weigh(z, label, class_weights):
        weight = 1 if class_weights is None else mp.mpf(class_weights[label])
        result = value(z, label)
        return [weight * v for v in result] if isinstance(result, list) else weight * result

    return weigh


def log_softmax(z):
    return [-softmax_cross_entropy(z, k) for k in range(len(z))]


def label_smoothed(z, label, smoothing):
    even = mp.mpf(smoothing) / len(z)
    return -mp.fsum((even + (k == label) * (1 - mp.mpf(smoothing))) * v
                    for k, v in enumerate(log_softmax(z)))  # fmt: skip


def label_smoothed_grad(z, label, smoothing):
    even = mp.mpf(smoothing) / len(z)
    return [s - even - (k == label) * (1 - mp.mpf(smoothing)) for k, s in enumerate(softmax(z))]


def distillation(z, teacher, temperature):
    z, teacher = ([v / mp.mpf(temperature) for v in row] for row in (z, teacher))
    pairs = zip(log_softmax(teacher), log_softmax(z), strict=True)
    return mp.mpf(temperature) ** 2 * mp.fsum(mp.exp(p) * (p - q) for p, q in pairs)


def distillation_grad(z, teacher, temperature):
    z, teacher = ([v / mp.mpf(temperature) for v in row] for row in (z, teacher))
    return [temperature * (q - p) for p, q in zip(softmax(teacher), softmax(z), strict=True)]


LOSSES = {
    "squared_error": LossReference(lambda p, y: (p - y) ** 2, lambda p, y: 2 * (p - y)),
    "absolute_error": LossReference(lambda p, y: abs(p - y), lambda p, y: mp.sign(p - y)),
    "huber": LossReference(
        huber,
        lambda p, y, delta: max(min(p - y, delta), -delta),
        variants=({"delta": 0.5}, {"delta": 3.0}),
    ),
    "log_cosh": LossReference(log_cosh, lambda p, y: mp.tanh(p - y)),
    "quantile": LossReference(quantile, quantile_grad, variants=({"tau": 0.1}, {"tau": 0.9})),
    "expectile": LossReference(
        lambda p, y, tau: expectile_weight(p, y, tau) * (p - y) ** 2,
        lambda p, y, tau: 2 * expectile_weight(p, y, tau) * (p - y),
        variants=({"tau": 0.1}, {"tau": 0.9}),
    ),
    "student_t": LossReference(
        student_t,
        student_t_grad,
        variants=({"dof": 1.0}, {"dof": 30.0, "scale": 0.5}, {"scale": 7.0}),
    ),
    "gaussian_likelihood": LossReference(gaussian_likelihood, gaussian_likelihood_grad, "draw"),
    "crps_gaussian": LossReference(crps_gaussian, crps_gaussian_grad, "draw"),
    "poisson": LossReference(lambda z, y: mp.exp(z) - y * z, rate_less_count, "count"),
    "negative_binomial": LossReference(
        negative_binomial,
        negative_binomial_grad,
        "count",
        variants=({"dispersion": 0.25}, {"dispersion": 3.0}),
    ),
    "zero_one": LossReference(
        lambda z, label: mp.mpf(z.index(max(z)) != label),
        lambda z, label: [mp.mpf(0)] * len(z),
        "label",
    ),
    "hinge": LossReference(
        lambda z, y: max(1 - y * z, mp.mpf(0)), lambda z, y: -y if y * z < 1 else mp.mpf(0), "sign"
    ),
    "binary_cross_entropy": LossReference(
        binary_cross_entropy,
        lambda p, y: (1 - y) / (1 - p) - y / p,
    ),
    "sigmoid_cross_entropy": LossReference(
        sigmoid_cross_entropy, sigmoid_cross_entropy_grad, variants=({"positive_weight": 3.0},)
    ),
    "focal": LossReference(
        focal,
        focal_grad,
        "class",
        variants=({"gamma": 0.0}, {"gamma": 0.5}, {"gamma": 1.0}, {"balance": 0.25}),
    ),
    "softmax_cross_entropy": LossReference(
        softmax_cross_entropy, softmax_cross_entropy_grad, "label"
    ),
    "weighted_softmax_cross_entropy": LossReference(
        weighted(softmax_cross_entropy),
        weighted(softmax_cross_entropy_grad),
        "label",
        variants=({"class_weights": (0.5, 2.0, 0.0, 1.0, 7.0)},),
    ),
    "label_smoothed_cross_entropy": LossReference(
        label_smoothed, label_smoothed_grad, "label", variants=({"smoothing": 0.3},)
    ),
    "distillation": LossReference(
        distillation, distillation_grad, "teacher", variants=({"temperature": 3.0},)
    ),
}


class Exact(NamedTuple):
    """True values, each as the float64 next to it and what is left."""

    high: np.ndarray
    low: np.ndarray

    def ulps(self, values, scale=None):
        """Errors of `values` in units of the last place of the true value, or of `scale`."""
        size = np.minimum(np.abs(self.high), np.finfo(float).max / 2) if scale is None else scale
        with np.errstate(invalid="ignore"):
            error = np.abs(np.where(values == self.high, 0.0, values - self.high) - self.low)
        return error / np.spacing(size)


def exact(values):
    """The mpmath numbers `values` as Exact."""
    high = np.array([float(v) for v in values])
    low = [float(v - h) if np.isfinite(h) else 0.0 for v, h in zip(values, high, strict=True)]
    return Exact(high, np.array(low))


def around_zero(*magnitudes):
    return np.concatenate([np.negative(magnitudes), magnitudes])


# Signed zeros, subnormals, what overflows, underflows and saturates, and the ordinary between.
GRID = np.unique(
    np.concatenate(
        [
            around_zero(5e-324, 1e-310, 1e-300, 1e-17, 1e-8),
            around_zero(20, 40, 90, 700, 709.5, 720, 740, 745, 750, 1e4, 1e16, 1e300, 1e308),
            around_zero(*np.geomspace(1e-6, 700, 300)),
            np.linspace(-10, 10, 161),
        ]
    )
)
GRID = np.append(GRID, -0.0)
GRID_FLOAT32 = np.unique(GRID[np.abs(GRID) < 1e38].astype(np.float32)[::2])


def variants(records, entries):
    """(id, record) of each record with its own parameters and with those of its reference."""
    for name, record in records.items():
        entry = entries.get(name)
        for params in ({}, *(entry.variants if entry else ())):
            text = ", ".join(f"{k}={v}" for k, v in params.items())
            yield f"{name}({text})" if text else name, record.with_params(**params)


def example(name, shape=(6,), dtype=float, classes=5):
    """A prediction of this shape (plus the classes, if there are any) and a target for it."""
    rng = np.random.default_rng(0)
    kind = LOSSES[name].target
    prediction = rng.normal(size=(*shape, classes) if LOSSES[name].rows else shape)
    if kind == "draw":
        prediction = rng.normal(size=(*shape, 2))
        return prediction.astype(dtype), rng.normal(size=shape).astype(dtype)
    if kind == "count":
        target = rng.integers(0, 6, size=shape)
        return prediction.astype(dtype), np.asarray(target).astype(dtype)
    if kind == "number":
        prediction, target = rng.uniform(0.2, 0.8, shape), rng.uniform(0, 1, shape)
        return prediction.astype(dtype), target.astype(dtype)
    if kind == "label":
        return prediction.astype(dtype), rng.integers(classes, size=shape)
    if kind == "teacher":
        return prediction.astype(dtype), rng.normal(size=prediction.shape).astype(dtype)
    target = rng.integers(2, size=shape)
    return prediction.astype(dtype), (target if kind == "class" else 2 * target - 1).astype(dtype)
