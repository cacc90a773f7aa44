"""The lower tail of the standard normal distribution, right to its last digits.

GELU needs P(Z < -a), which falls like exp(-a²/2) and which 1 + erf(...) loses to rounding.
It is split into exp(-a²/2) times Mills' ratio, a factor that changes slowly from 1/2 at a = 0 to
1/(a·sqrt(2π)) far out and is therefore well approximated by a polynomial.
"""

from collections.abc import Sequence

import numpy as np

from actloss._types import Array

# Chebyshev coefficients of (a + 5)·P(Z < -a)·exp(a²/2) in x = 2.25·a/(a + 5) - 1, for 0 <= a <= 40,
# computed with 40 digits; the first one left out is 1e-19. tests/test_normal.py computes the
# function anew.
_COEFFICIENTS = (
    1.143806926087469,
    -0.93847739019904275,
    0.31196609952553633,
    -0.084275433993632826,
    0.018177500887903833,
    -0.0029748767899462946,
    0.00031851896469869257,
    -7.8492136426710461e-06,
    -4.0207951970159852e-06,
    6.0525126770145825e-07,
    1.6543249410751569e-08,
    -1.3591736385140521e-08,
    5.4635633179156035e-10,
    2.7967380591928047e-10,
    -2.3935882288467895e-11,
    -6.3233944340517828e-12,
    7.1734370150580906e-13,
    1.6725028858369953e-13,
    -1.9034583683080004e-14,
    -5.1207342441928106e-15,
    4.3867065182454299e-16,
    1.7149110049404537e-16,
    -6.5787128479432095e-18,
    -5.86e-18,
)


def gaussian(a: Array) -> Array:
    """exp(-a²/2), without the error that rounding a² would bring: 350 ulp at a = 37.

    a = high + low with a high part so short that its square is exact.
    """
    high = np.round(a * 16) / 16
    return np.exp(-high * high / 2) * np.exp(-(a - high) * (a + high) / 2)


def mills(a: Array) -> Array:
    """P(Z < -a)·exp(a²/2) for 0 <= a <= 40."""
    return chebyshev(2.25 * a / (a + 5) - 1, _COEFFICIENTS) / (a + 5)


def chebyshev(x: Array, coefficients: Sequence[float]) -> Array:
    """The sum of c_n T_n(x), by Clenshaw's recurrence from the last term to the first."""
    twice, b, b_before = 2 * x, np.zeros_like(x), np.zeros_like(x)
    for c in reversed(coefficients[1:]):
        b, b_before = c + twice * b - b_before, b
    return coefficients[0] + x * b - b_before
