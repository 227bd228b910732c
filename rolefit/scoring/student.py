"""Student's t: how many standard errors a difference must span when the error is estimated."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache

from rolefit.exact import rounded

NORMAL = Fraction(19600, 10000)
"""The limit for many degrees of freedom: the two-sided 95 % point of the normal curve."""
MANY = 400
"""Degrees of freedom from which the limit is used: it differs by less than 0.006 there."""
_HALVINGS = 60


@lru_cache(maxsize=MANY)
def t95(freedom: int) -> Fraction:
    """Two-sided 95 % point of Student's t for 1 or more degrees of freedom, to four decimals."""
    if freedom >= MANY:
        return NORMAL
    low, high = 0.0, 13.0  # t(1) is 12.7062
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle, freedom) < 0.95 else (low, middle)
    return Fraction(rounded(Fraction((low + high) / 2), 4))


def inside(t: float, freedom: int) -> float:
    """Chance that |T| stays below t, in closed form for whole degrees of freedom.

    Source: Abramowitz & Stegun 1964, 26.7.3 and 26.7.4.
    """
    angle = math.atan(t / math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    series = term if freedom > 1 else 0.0
    for k in range(2 + odd, freedom - 1, 2):
        term *= square * (k - 1) / k
        series += term
    return 2 / math.pi * (angle + sine * series) if odd else sine * series
