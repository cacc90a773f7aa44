"""The lower tail of the standard normal distribution, right to its last digits.

GELU needs P(Z < -a), which falls like exp(-a²/2) and which 1 + erf(...) loses to rounding.
It is split into exp(-a²/2) times Mills' ratio, a factor that changes slowly from 1/2 at a = 0 to
1/(a·sqrt(2π)) far out and is therefore well approximated by a polynomial.
"""

from collections.abc import Sequence

import numpy as np

from actloss._types import Array

# (a + 5)·P(Z < -a)·exp(a²/2) in powers of x = 2.25·a/(a + 5) - 1, for 0 <= a <= 40: the first 24
# terms of its Chebyshev series (the next is 1e-19), written out in powers, which are twice as fast.
# tests/test_normal.py computes them anew.
_COEFFICIENTS = (
    0.8496957717177205,
    -0.7004649271683128,
    0.48437498414282826,
    -0.27811948195867997,
    0.1294816507505969,
    -0.04643984847085298,
    0.011238259242227438,
    -0.0008922360020769791,
    -0.0005313521412439133,
    0.00019836152035552894,
    4.02692051221175e-06,
    -1.8309592118525784e-05,
    1.981452225624195e-06,
    1.6318511438335534e-06,
    -3.1423357925201987e-07,
    -1.660643881749417e-07,
    3.741848484009783e-08,
    1.996497823604288e-08,
    -3.8250673215623655e-09,
    -2.6398822556012635e-09,
    3.0587084313947987e-10,
    3.2120140174582483e-10,
    -1.3796560806489798e-11,
    -2.4587817313770563e-11,
)


def gaussian(a: Array) -> Array:
    """exp(-a²/2), without the error that rounding a² would bring: 350 ulp at a = 37.

    a = high + low with a high part so short that its square is exact.
    """
    high = np.round(a * 16) / 16
    return np.exp(-high * high / 2) * np.exp(-(a - high) * (a + high) / 2)


def mills(a: Array) -> Array:
    """P(Z < -a)·exp(a²/2) for 0 <= a <= 40."""
    return polynomial(2.25 * a / (a + 5) - 1, _COEFFICIENTS) / (a + 5)


def polynomial(x: Array, coefficients: Sequence[float]) -> Array:
    """The sum of c_n x^n, by Horner's rule from the last term to the first."""
    total = np.full_like(x, coefficients[-1])
    for c in reversed(coefficients[:-1]):
        total *= x
        total += c
    return total
