"""How far dimension scores meet their targets."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, ZERO, dot
from rolefit.rubric.model import Rubric
from rolefit.scoring.tally import DimensionScores, DimensionTally, Tally, value_of


class Fit(NamedTuple):
    """How far a set of dimension scores meets its targets."""

    score: Fraction
    shortfalls: dict[str, Fraction]
    """Points missing to the target, by dimension, never below 0."""


def fit_of(scores: dict[str, Fraction], rubric: Rubric) -> Fraction:
    """Fit = 100 * (1 - sum W_d g_d / sum W_d t_d) over the dimensions in `scores`.

    g_d is the one-sided shortfall max(0, t_d - S_d): nothing is gained above a target. Where no
    dimension in `scores` has a target above 0, nothing is missing.
    """
    weights, wanted = rubric.weights(), target_sum(scores, rubric)
    if not wanted:
        return HUNDRED
    missing = dot((weights[d], shortfall(s, target(rubric, d))) for d, s in scores.items())
    return HUNDRED * (1 - missing / wanted)


def shortfall(score: Fraction, wanted: Fraction) -> Fraction:
    """Points missing to a target, never below 0."""
    return max(ZERO, wanted - score)


def target(rubric: Rubric, dimension: str) -> Fraction:
    """The target of a dimension of a readiness rubric."""
    wanted = rubric.dimensions[dimension].target
    assert wanted is not None
    return wanted


def target_sum(names: Iterable[str], rubric: Rubric) -> Fraction:
    """Sum of weight times target over some dimensions."""
    weights = rubric.weights()
    return dot((weights[d], target(rubric, d)) for d in names)


def fit_worth(dimension: DimensionTally, tallied: Tally, rubric: Rubric) -> Fraction:
    """Points of the fit for each point of a dimension's score below target: 100 W_d / sum W t."""
    wanted = target_sum([d.name for d in tallied.scoreable], rubric)
    return HUNDRED * dimension.weight / wanted if wanted else ZERO


def fit_over(scores: DimensionScores, rubric: Rubric) -> Fit:
    """Fit, with its shortfalls, over the dimensions that have a score."""
    own = {name: each[0] for name, each in scores.items() if each[0] is not None}
    missing = {name: shortfall(score, target(rubric, name)) for name, score in own.items()}
    return Fit(fit_of(own, rubric), missing)


def fit_score(tallied: Tally, rubric: Rubric) -> Fraction:
    """The fit alone, in points."""
    return fit_of({d.name: d.score(value_of(0)) for d in tallied.scoreable}, rubric)
