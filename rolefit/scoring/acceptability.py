"""Chances over plausible weights and scores, in closed form: no draws, always the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from rolefit.exact import rounded

CONCENTRATION = 30
"""Weights vary like a Dirichlet distribution with this total: a fifth has a spread of 7 points."""
STILL = 1e-12
"""Variances below this are rounding errors of no variance at all, in squared points."""

Moments = tuple[float, float, float]
"""First three raw moments of one dimension's lead; or mean, variance, third central moment."""


def normal_moments(mean: float, variance: float) -> Moments:
    """Raw moments of a normal variable."""
    return mean, mean**2 + variance, mean**3 + 3 * mean * variance


def shortfall_moments(mean: float, variance: float, *, offset: float, sign: int) -> Moments:
    """Raw moments of sign * (offset - max(0, Y)), Y normal: a shortfall with its error."""
    if variance == 0:
        x = sign * (offset - max(0.0, mean))
        return x, x**2, x**3
    sigma = math.sqrt(variance)
    area, height = tail(mean / sigma), density(mean / sigma)
    g1 = mean * area + sigma * height
    g2 = (mean**2 + variance) * area + mean * sigma * height
    g3 = (mean**3 + 3 * mean * variance) * area + (mean**2 + 2 * variance) * sigma * height
    x2 = offset**2 - 2 * offset * g1 + g2
    x3 = offset**3 - 3 * offset**2 * g1 + 3 * offset * g2 - g3
    return sign * (offset - g1), x2, sign * x3


def chance_ahead(weights: Sequence[Fraction], moments: Sequence[Moments]) -> Fraction | None:
    """Chance that the weighted mean of independent leads is above 0, weights being Dirichlet.

    None where nothing varies.

    The first three moments of the mean are exact; the tail is normal with the first Edgeworth term
    for skewness, without which it is off by up to 5 points. Rounded to nine decimals, so that every
    machine decides alike. Source: SMAA (Lahdelma, Hokkanen & Salminen 1998).
    """
    mean, variance, third = weighted_moments([CONCENTRATION * float(w) for w in weights], moments)
    if variance < STILL:
        return None
    sigma = math.sqrt(variance)
    z, skewness = mean / sigma, third / sigma**3
    chance = tail(z) + skewness / 6 * (z * z - 1) * density(z)
    return Fraction(rounded(Fraction(min(1.0, max(0.0, chance))), 9))


def weighted_moments(shape: Sequence[float], moments: Sequence[Moments]) -> Moments:
    """Mean, variance and third central moment of sum w_d X_d, w ~ Dirichlet(shape).

    With P_r = sum a_d X_d^r the raw moments of the sum given X are P_1 / a, (P_1^2 + P_2) / (a (a +
    1)) and (P_1^3 + 3 P_1 P_2 + 2 P_3) / (a (a + 1) (a + 2)), a being the sum of the shape.
    """
    a = sum(shape)
    first = sum(s * m for s, (m, _, _) in zip(shape, moments, strict=True))
    spread = third = p2 = crossed = p3 = 0.0
    for s, (m1, m2, m3) in zip(shape, moments, strict=True):
        variance = m2 - m1**2
        spread += s**2 * variance
        third += s**3 * (m3 - 3 * m1 * variance - m1**3)
        p2 += s * m2
        crossed += s**2 * (m3 - m1 * m2)
        p3 += s * m3
    raw1 = first / a
    raw2 = (first**2 + spread + p2) / (a * (a + 1))
    cube = third + 3 * spread * first + first**3
    raw3 = (cube + 3 * (first * p2 + crossed) + 2 * p3) / (a * (a + 1) * (a + 2))
    return raw1, raw2 - raw1**2, raw3 - 3 * raw1 * raw2 + 2 * raw1**3


def tail(z: float) -> float:
    """The standard normal distribution function."""
    return math.erfc(-z / math.sqrt(2)) / 2


def density(z: float) -> float:
    """The standard normal density."""
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
