"""Which outcomes could overtake the leader, and how high the leading ones stand."""

from __future__ import annotations

from rolefit.exact import ZERO
from rolefit.rubric.model import Height
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.precision import error_of, shared_out, sums_to_100
from rolefit.scoring.tally import (
    Values,
    difference,
)
from rolefit.scoring.verdict import excluding

# --- the result --------------------------------------------------------------------------------


def rivals(evaluation: Evaluation) -> tuple[int, ...]:
    """Numbers of the outcomes that could overtake the leader: all others that no gate excludes.

    An outcome without enough answers is none: it cannot lead, or there would be no result.
    """
    scores = evaluation.scores or ()
    return tuple(
        k
        for k, outcome in enumerate(evaluation.rubric.outcome_ids)
        if outcome != evaluation.leaders[0]
        and scores[k] is not None
        and not excluding(evaluation.gates, outcome, "fail")
    )


def height_of(evaluation: Evaluation, first: int, second: int | None) -> Height | None:
    """Whether both of the two leading outcomes fit, or neither; None where poles are not apart.

    Source: two-dimensional (configural) scoring, Spence & Helmreich 1978.
    """
    if second is None or sums_to_100(evaluation.tallied, first, second):
        return None
    if shared_out(evaluation.rubric):
        return None  # what is shared out among three is high for none of them
    high, low = (outcome_scores(evaluation)[k] for k in (first, second))
    if low >= evaluation.rubric.settings.both_from:
        return "both"
    return "neither" if high < evaluation.rubric.settings.neither_below else None


def outcome_scores(evaluation: Evaluation) -> Values:
    """The score of each outcome, where there are scores; 0 for one that cannot lead."""
    assert evaluation.scores is not None
    return tuple(ZERO if score is None else score for score in evaluation.scores)


def rival(evaluation: Evaluation, first: int) -> int | None:
    """The best of the other outcomes; among equals the one whose margin is least certain."""
    rest = rivals(evaluation)
    if evaluation.scores is None or not rest:
        return None
    scores = outcome_scores(evaluation)
    best = max(scores[k] for k in rest)
    level = [k for k in rest if scores[k] == best]
    return max(
        level, key=lambda k: (error_of(evaluation.tallied, difference(first, k)).variance, -k)
    )
