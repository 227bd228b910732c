"""What changed answers do to a fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO
from rolefit.scoring.challenges import responses_with
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.fit import fit_score, fit_worth, shortfall, target
from rolefit.scoring.moves import Group, Move, Pick, worthwhile
from rolefit.scoring.tally import DimensionTally, tally, value_of


class Floor(NamedTuple):
    """A score that a dimension has to come to."""

    least: Fraction
    above: bool
    """Whether it has to be above that score, not just at it."""

    def passed(self, score: Fraction) -> bool:
        """Whether a score passes."""
        return score > self.least if self.above else score >= self.least


def in_fit(
    evaluation: Evaluation,
    d: DimensionTally,
    moves: Sequence[Move],
    *,
    sign: int,
    floor: Floor | None = None,
) -> Group:
    """Moves of one dimension in points of the fit; what lies above the target counts for nothing.

    Since more points never count for less, the most points for a price are all that matters. With
    `floor` only moves that take the dimension's score past it, whatever they are worth.
    """
    wanted = target(evaluation.rubric, d.name)
    score = d.score(value_of(0))
    worth = fit_worth(d, evaluation.tallied, evaluation.rubric)
    gap = shortfall(score, wanted)
    found = []
    for move in moves:
        gained = sign * (gap - shortfall(score + sign * move.gain, wanted))
        if gained > ZERO if floor is None else floor.passed(score + move.gain):
            found.append(move._replace(gain=worth * gained))
    return worthwhile(found)


def fit_with(evaluation: Evaluation, picks: Iterable[Pick]) -> Fraction:
    """The fit with some answers changed, in points."""
    rubric = evaluation.rubric
    return fit_score(tally(rubric, responses_with(rubric, evaluation.responses, picks)), rubric)
