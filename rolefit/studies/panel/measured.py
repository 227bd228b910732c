"""What a round follows: each dimension on one scale from 0 to 100, rater by rater.

Of two poles that is how far a rater sees the first above the second: 50 is half of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ONE, ZERO
from rolefit.rubric.model import Rubric
from rolefit.scoring.tally import difference, value_of
from rolefit.scoring.verdict import Evaluation
from rolefit.studies.reliable_change import Measure, Score, score_with_errors, within_dimension

_HALF = Fraction(1, 2)
_TWO_POLES = 2


class PointsRule(NamedTuple):
    """How the scores of a dimension for single outcomes make up points: start + sum of shares."""

    start: Fraction
    shares: tuple[tuple[int, Fraction], ...]
    """Outcomes by their place, each with its share."""


def panel_measures(rubric: Rubric) -> Iterator[Measure]:
    """The dimensions; of more than two outcomes each dimension for each of them.

    No score over all dimensions: it would tell, with the others, the one that is withheld.
    """
    ids = tuple(rubric.outcomes)
    for outcome in ids[:1] if len(ids) == _TWO_POLES else ids or (None,):
        for name, dimension in rubric.dimensions.items():
            known = rubric.outcomes[outcome].name if len(ids) > _TWO_POLES and outcome else ""
            title = f"{dimension.name}: {known}" if known else dimension.name
            yield Measure.model_construct(kind="dimension", id=name, name=title, outcome=outcome)


def points_rule(rubric: Rubric, measure: Measure) -> PointsRule:
    """How the points of a measure are made up."""
    if len(rubric.outcomes) == _TWO_POLES:
        return PointsRule(Fraction(50), ((0, _HALF), (1, -_HALF)))
    place = 0 if measure.outcome is None else rubric.outcome_ids.index(measure.outcome)
    return PointsRule(ZERO, ((place, ONE),))


def rate(evaluation: Evaluation, measure: Measure) -> Score:
    """What one form says of a measure, with its errors; no score where too little was answered."""
    start, shares = points_rule(evaluation.rubric, measure)
    poles = len(shares) == _TWO_POLES
    read = difference(0, 1) if poles else value_of(shares[0][0])
    found = within_dimension(evaluation, measure.id, read)
    if found is None or found.score is None:
        return Score.model_construct(score=None, variance=None, noise=None)
    share = shares[0][1]
    assert found.variance is not None
    assert found.noise is not None
    square = share**2
    return score_with_errors(
        start + share * found.score, square * found.variance, square * found.noise
    )
