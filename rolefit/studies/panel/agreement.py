"""How far raters agree: r_wg, average deviation and intraclass correlation, by their formulas.

Exact fractions throughout. Values are item values or dimension scores on a scale of known width.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from rolefit.exact import ONE, ZERO, mean, total
from rolefit.rubric.conditions import Number, Value

FEWEST = 5
"""Raters of a dimension from which agreement is told: with fewer, mean and spread give away what
each of them said."""
Agreed = Literal["agree", "partly", "differ"]


class Icc(Value):
    """Intraclass correlations of a table of ratees by raters; Shrout & Fleiss 1979."""

    single: Number
    """ICC(1,1): how far one rater's judgement can be trusted."""
    mean: Number
    """ICC(1,k): how far the mean of all raters can."""


def variance(values: Sequence[Fraction]) -> Fraction:
    """The sample variance, with n - 1, of at least two values."""
    middle = mean(values)
    return total((value - middle) ** 2 for value in values) / (len(values) - 1)


def r_wg(values: Sequence[Fraction], even: Fraction) -> Fraction:
    """Agreement of raters of one thing, from 0 to 1.

    r_wg = 1 - s^2 / sigma_eu^2, with sigma_eu^2 the variance of ratings spread evenly (`even`):
    (K^2 - 1) / 12 on a scale of K points; below 0 it is told as 0 (James, Demaree & Wolf 1984).
    """
    return max(ZERO, ONE - variance(values) / even)


def average_deviation(values: Sequence[Fraction]) -> Fraction:
    """Mean distance from the mean, in the unit of the values: AD_M (Burke, Finkelstein & Dusig
    1999).
    """
    middle = mean(values)
    return total(abs(value - middle) for value in values) / len(values)


def within_reach(values: Sequence[Fraction], points: Fraction | int) -> bool:
    """Whether raters agree: the average deviation is at most K/6 points (Burke & Dunlap 2002)."""
    return average_deviation(values) <= Fraction(points, 6)


def agreement_in_a_word(values: Sequence[Fraction], width: Fraction) -> Agreed | None:
    """Agreement in a word; None where there are too few raters to tell without giving one away.

    `width` is that of the scale; the cut of K/6 points is taken as a sixth of it, and the variance
    of ratings spread evenly over it is width^2 / 12. Both must hold: r_wg of .7 for agreement
    (the usual rule) and of .5 for some, average deviations of half the cut and of the cut.
    """
    if len(values) < FEWEST:
        return None
    within = r_wg(values, width**2 / 12)
    if within_reach(values, width / 2) and within >= Fraction(7, 10):
        return "agree"
    return "partly" if within_reach(values, width) and within >= Fraction(1, 2) else "differ"


def icc(table: Sequence[Sequence[Fraction]]) -> Icc | None:
    """ICC(1,1) and ICC(1,k) of a table, one row a ratee with the same number of raters in each.

    From the one-way analysis of variance: with BMS between and WMS within ratees,
    ICC(1,1) = (BMS - WMS) / (BMS + (k - 1) WMS) and ICC(1,k) = (BMS - WMS) / BMS (Shrout & Fleiss
    1979). None where it is not defined: fewer than two ratees or raters, or nothing varies.
    """
    ratees, raters = len(table), min((len(row) for row in table), default=0)
    if ratees < 2 or raters < 2 or any(len(row) != raters for row in table):
        return None
    middles = [mean(row) for row in table]
    grand = mean(middles)
    between = raters * total((m - grand) ** 2 for m in middles) / (ratees - 1)
    inside = total(
        (value - m) ** 2 for row, m in zip(table, middles, strict=True) for value in row
    ) / (ratees * (raters - 1))
    whole = between + (raters - 1) * inside
    if not whole or not between:
        return None
    return Icc(single=(between - inside) / whole, mean=(between - inside) / between)
