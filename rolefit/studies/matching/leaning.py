"""Which role a sheet speaks for by the points alone, and which others are too close to tell."""

from __future__ import annotations

from rolefit.exact import ZERO
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.precision import error_of
from rolefit.scoring.tally import difference
from rolefit.scoring.verdict import CLOSE, of_margin


def speaks_for(candidate: Evaluation, role: str) -> str | None:
    """The outcome that a sheet shows more of than of a role, beyond its error, if there is one.

    By the points alone: what a condition rules out may still be what the sheet shows.
    """
    if candidate.scores is None:
        return None
    ids = candidate.rubric.outcome_ids
    scores = [ZERO if score is None else score for score in candidate.scores]
    first = max(range(len(ids)), key=lambda k: scores[k])
    at = ids.index(role)
    return None if first == at or close(candidate, first, at) else ids[first]


def close(evaluation: Evaluation, first: int, other: int) -> bool:
    """Whether an outcome is too close to the leading one to be told from it."""
    if evaluation.scores is None or evaluation.scores[other] is None:
        return False
    ahead = difference(first, other)
    error = error_of(evaluation.tallied, ahead)
    threshold = evaluation.rubric.settings.indifference_threshold
    return of_margin(evaluation.tallied.score(ahead), error, threshold).label in CLOSE
