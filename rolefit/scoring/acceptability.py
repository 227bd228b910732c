"""Chances over plausible weights, in closed form: no draws, always the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from rolefit.exact import dot, rounded

CONCENTRATION = 30
"""Weights vary like a Dirichlet distribution with this total: a fifth has a spread of 7 points."""


def chance_ahead(weights: Sequence[Fraction], leads: Sequence[Fraction]) -> Fraction | None:
    """Chance that the weighted mean of fixed leads is above 0, weights being Dirichlet.

    None where nothing varies: the leads are all the same. The first three moments of the mean are
    exact; the tail is normal with the first Edgeworth term for skewness. Where no lead is below 0,
    or none above, there is nothing to estimate. Rounded to nine decimals, so that every machine
    decides alike. Source: SMAA (Lahdelma, Hokkanen & Salminen 1998).
    """
    if max(leads) == min(leads):
        return None
    if min(leads) >= 0 or max(leads) <= 0:
        return Fraction(min(leads) >= 0)
    mean, variance, third = weighted_moments(weights, leads)
    sigma = math.sqrt(variance)
    z, skewness = mean / sigma, third / sigma**3
    chance = _tail(z) + skewness / 6 * (z * z - 1) * _density(z)
    return Fraction(rounded(Fraction(min(1.0, max(0.0, chance))), 9))


def weighted_moments(
    weights: Sequence[Fraction], leads: Sequence[Fraction]
) -> tuple[float, float, float]:
    """Mean, variance and third central moment of sum w_d x_d, w ~ Dirichlet(a * weights).

    About the mean m, with P_r = sum of weights * (x - m)^r: variance P_2 / (a + 1) and third moment
    2 P_3 / ((a + 1)(a + 2)), a being the concentration.
    """
    m = dot(zip(weights, leads, strict=True))
    second = dot((w, (x - m) ** 2) for w, x in zip(weights, leads, strict=True))
    third = dot((w, (x - m) ** 3) for w, x in zip(weights, leads, strict=True))
    a = CONCENTRATION
    return float(m), float(second / (a + 1)), float(2 * third / ((a + 1) * (a + 2)))


def _tail(z: float) -> float:
    """The standard normal distribution function."""
    return math.erfc(-z / math.sqrt(2)) / 2


def _density(z: float) -> float:
    """The standard normal density."""
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
