"""What changed answers do to a fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from rolefit.exact import ZERO
from rolefit.scoring.challenges import responses_with
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.moves import Group, Move, Pick, worthwhile
from rolefit.scoring.tally import (
    DimensionTally,
    fit_score,
    fit_worth,
    shortfall,
    tally,
    target,
    value_of,
)


def in_fit(
    evaluation: Evaluation,
    d: DimensionTally,
    moves: Sequence[Move],
    *,
    sign: int,
    least: Fraction | None = None,
) -> Group:
    """Moves of one dimension in points of the fit; what lies above the target counts for nothing.

    Since more points never count for less, the most points for a price are all that matters. With
    `least` only moves that take the dimension's score above it, whatever they are worth.
    """
    wanted = target(evaluation.rubric, d.name)
    score = d.score(value_of(0))
    worth = fit_worth(d, evaluation.tallied, evaluation.rubric)
    gap = shortfall(score, wanted)
    found = []
    for move in moves:
        gained = sign * (gap - shortfall(score + sign * move.gain, wanted))
        if gained > ZERO if least is None else score + move.gain > least:
            found.append(move._replace(gain=worth * gained))
    return worthwhile(found)


def fit_with(evaluation: Evaluation, picks: Iterable[Pick]) -> Fraction:
    """The fit with some answers changed, in points."""
    rubric = evaluation.rubric
    return fit_score(tally(rubric, responses_with(rubric, evaluation.responses, picks)), rubric)
