"""The tail of the normal distribution, on which GELU is built, against 50 digits."""

import numpy as np
import reference
from mpmath import mp

from actloss import _normal

A = np.unique(np.concatenate([np.linspace(0, 40, 401), np.geomspace(1e-300, 40, 100)]))


def true_mills(a):
    return reference.cdf(-a) * mp.exp(a * a / 2)


def test_mills_ratio():
    true = reference.exact([true_mills(mp.mpf(a)) for a in A.tolist()])
    assert true.ulps(_normal.mills(A)).max() <= 4


def test_the_gaussian_keeps_its_digits_far_out():
    a = A[A <= 37]  # beyond, it is subnormal
    true = reference.exact([mp.exp(-(mp.mpf(v) ** 2) / 2) for v in a.tolist()])
    assert true.ulps(_normal.gaussian(a)).max() <= 4
    assert true.ulps(np.exp(-a * a / 2)).max() > 100  # the plain formula does not


def test_the_tail():
    a = A[A <= 37]
    true = reference.exact([reference.cdf(-mp.mpf(v)) for v in a.tolist()])
    assert true.ulps(_normal.gaussian(a) * _normal.mills(a)).max() <= 8


def test_the_coefficients_are_those_of_the_function():
    """Chebyshev interpolation at 40 points, cut off and written in powers, gives them back."""
    nodes = [mp.cos(mp.pi * (k + mp.mpf(1) / 2) / 40) for k in range(40)]
    a = [5 * (x + 1) / (mp.mpf("1.25") - x) for x in nodes]  # x = 2.25 a / (a + 5) - 1
    values = [(v + 5) * true_mills(v) for v in a]
    terms = len(_normal._COEFFICIENTS)
    true = [mp.mpf(0)] * terms
    before, chebyshev = [0] * terms, [1] + [0] * (terms - 1)  # T_n in powers of x
    for n in range(terms):
        projection = mp.fsum(
            v * mp.cos(n * mp.pi * (k + mp.mpf(1) / 2) / 40) for k, v in enumerate(values)
        )
        scale = mp.mpf(1 if n == 0 else 2) / 40
        true = [t + scale * projection * c for t, c in zip(true, chebyshev, strict=True)]
        shifted = [0, *chebyshev[:-1]]
        factor = 1 if n == 0 else 2
        before, chebyshev = (
            chebyshev,
            [factor * s - b for s, b in zip(shifted, before, strict=True)],
        )
    for stored, exact in zip(_normal._COEFFICIENTS, true, strict=True):
        assert abs(stored - exact) <= abs(exact) * 2**-53
