r"""From scores to probabilities, and how far one distribution is from another.

The last axis runs over the classes. Scores are shifted by their maximum before they are
exponentiated, so that the largest term is $e^0 = 1$ and nothing overflows. Entropies are in nats;
divide by $\ln 2$ for bits.
"""

import numpy as np

from actloss._checks import class_labels, class_scores, distribution, evaluate, finite, wide
from actloss._shift import below_top, exponentials, without_top
from actloss._types import Array, ArrayLike


def softmax(logits: ArrayLike) -> Array:
    r"""Softmax: $s_i = e^{z_i} / \sum_j e^{z_j}$.

    logits: (..., classes); returns the same shape, each row summing to 1.
    Bridle (1990), https://doi.org/10.1007/978-3-642-76153-9_28

    >>> softmax([3.0, 1.0, -3.0]).round(4)
    array([0.8789, 0.1189, 0.0022])
    """
    z = class_scores("logits", logits)
    return evaluate(_softmax, [z], z.dtype)


def _softmax(z: Array) -> Array:
    e = exponentials(*below_top(z))
    return e / e.sum(axis=-1, keepdims=True)


def logsumexp(logits: ArrayLike) -> Array:
    r"""Logarithm of the sum of exponentials: $\ln \sum_j e^{z_j}$, which is a smooth maximum.

    logits: (..., classes); returns (...).

    >>> logsumexp([1000.0, 1000.0]).round(3)
    np.float64(1000.693)
    """
    z = class_scores("logits", logits)
    return evaluate(lambda z: z.max(axis=-1) + _log_total(*below_top(z)), [z], z.dtype)


def log_softmax(logits: ArrayLike) -> Array:
    r"""Logarithm of softmax: $z_i - \ln \sum_j e^{z_j}$, without forming the softmax.

    logits: (..., classes); returns the same shape.

    >>> log_softmax([0.0, -1000.0])
    array([    0., -1000.])
    """
    z = class_scores("logits", logits)
    return evaluate(_log_softmax, [z], z.dtype)


def _log_softmax(z: Array) -> Array:
    difference, dropped = below_top(z)
    return difference + (dropped - _log_total(difference, dropped)[..., np.newaxis])


def _log_total(difference: Array, dropped: Array) -> Array:
    """Logarithm of the sum of exponentials: one term is e^0 = 1, and the others add to it."""
    others = without_top(exponentials(difference, dropped), difference)
    return np.log1p(others.sum(axis=-1))


def softmax_vjp(logits: ArrayLike, grad: ArrayLike) -> Array:
    r"""Gradient through softmax: $s_i (g_i - \sum_j g_j s_j)$, the Jacobian's transpose times g.

    logits, grad: (..., classes); returns the same shape.

    >>> softmax_vjp([0.0, 0.0], [1.0, 0.0])
    array([ 0.25, -0.25])
    """
    z, grad = class_scores("logits", logits), class_scores("grad", grad)
    if grad.shape != z.shape:
        raise ValueError(
            f"grad must have the shape of logits, {z.shape}, but has {grad.shape}; "
            "give one number per class"
        )
    return evaluate(_softmax_vjp, [z, grad], z.dtype)


def _softmax_vjp(z: Array, grad: Array) -> Array:
    # g is measured from its value at the greatest score: where s is nearly 1 there, the mean of the
    # rest is small and would be lost beside g. It is halved where the difference would overflow.
    s = _softmax(z)
    half = np.where(np.abs(grad).max(axis=-1, keepdims=True) > 1e300, 0.5, 1.0)
    beyond = grad * half - np.take_along_axis(grad, z.argmax(axis=-1)[..., np.newaxis], -1) * half
    return s / half * (beyond - (beyond * s).sum(axis=-1, keepdims=True))


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    r"""The temperature $T$ for which the mean of $-\ln\,\mathrm{softmax}(z/T)_y$ is least.

    logits: (n, classes), finite, of examples that were not trained on; labels: integers (n,).
    Dividing by $T$ changes no answer, only how sure it is. The loss is convex in $1/T$: its slope
    there is the mean of $\sum_k s_k z_k - z_y$. Returns 0 where each label has the greatest logit
    (the surer the better), and inf where the logits know less than nothing.
    Guo et al. (2017), https://arxiv.org/abs/1706.04599

    >>> round(fit_temperature([[4.0, 0.0]] * 4, [0, 0, 0, 1]), 3)
    3.641
    """
    z = wide(finite("logits", class_scores("logits", logits)))
    labels = class_labels(labels, z)
    if z.ndim != 2 or not len(z):
        raise ValueError(
            f"logits must be (n, classes) with n of at least 1, but have shape {z.shape}"
        )
    _, exponent = np.frexp(np.abs(z).max())
    with np.errstate(under="ignore"):  # what is lost is nothing beside the greatest score
        z = np.ldexp(z, -exponent)
    lead = z - np.take_along_axis(z, labels[:, np.newaxis], axis=1)

    def slope(factor: float) -> float:
        return float((_softmax(factor * lead) * lead).sum(axis=1).mean())

    if lead.max() <= 0:
        return 0.0
    if lead.mean() >= 0:
        return float("inf")
    low = high = 1.0
    while slope(high) < 0:
        low, high = high, 2 * high
    while slope(low) > 0:
        low, high = low / 2, low
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    with np.errstate(under="ignore"):  # tiny scores have a tiny temperature
        return float(np.ldexp(1 / middle, exponent))


def entropy(p: ArrayLike) -> Array:
    r"""Entropy: $H(p) = -\sum_i p_i \ln p_i$ in nats, the mean surprise; $0 \ln 0 = 0$.

    p: (..., outcomes), each row a distribution; returns (...).
    Shannon (1948), https://doi.org/10.1002/j.1538-7305.1948.tb01338.x

    >>> entropy([0.5, 0.5]).round(4)
    np.float64(0.6931)
    """
    return cross_entropy(p, p)


def cross_entropy(p: ArrayLike, q: ArrayLike) -> Array:
    r"""Cross-entropy: $H(p, q) = -\sum_i p_i \ln q_i$, the mean surprise if q is believed.

    p, q: (..., outcomes); returns (...) in nats; inf where q rules out what p allows.

    >>> cross_entropy([0.5, 0.5], [0.25, 0.75]).round(4)
    np.float64(0.837)
    """
    p, q = _pair(p, q)
    return evaluate(_cross_entropy, [p, q], np.result_type(p, q))


def _cross_entropy(p: Array, q: Array) -> Array:
    surprise = np.where((p == 0) & ~np.isnan(q), 0.0, p * np.log(q))
    return -surprise.sum(axis=-1) + 0.0  # + 0.0 turns -0 into 0


def kl_divergence(p: ArrayLike, q: ArrayLike) -> Array:
    r"""Kullback–Leibler divergence: $\sum_i p_i \ln(p_i / q_i) = H(p, q) - H(p)$.

    p, q: (..., outcomes); returns (...) in nats, 0 only for p = q.
    Kullback & Leibler (1951), https://doi.org/10.1214/aoms/1177729694

    >>> kl_divergence([0.5, 0.5], [0.25, 0.75]).round(4)
    np.float64(0.1438)
    """
    p, q = _pair(p, q)
    return evaluate(_kl_divergence, [p, q], np.result_type(p, q))


def _kl_divergence(p: Array, q: Array) -> Array:
    ratio = np.minimum(p, q) / np.maximum(p, q)  # p / q could overflow
    surplus = p * -np.sign(p - q) * np.log(ratio)
    return np.where((p == 0) & ~np.isnan(q), 0.0, surplus).sum(axis=-1)


def _pair(p: ArrayLike, q: ArrayLike) -> tuple[Array, Array]:
    p, q = distribution("p", p), distribution("q", q)
    if p.shape != q.shape:
        raise ValueError(
            f"p and q must have the same shape, but have {p.shape} and {q.shape}; "
            "both must list the same outcomes"
        )
    return p, q
