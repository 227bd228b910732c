"""What leads in a report on outcomes, by how much, and in how many decimals that is told."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rolefit.exact import ZERO, root, rounded
from rolefit.reports.pages.score.sentences import MOST_PLACES
from rolefit.rubric.model import Rubric
from rolefit.rubric.texts import Advice
from rolefit.scoring.assessment import Assessment, OutcomeScore
from rolefit.scoring.verdict import CLOSE


def second_ones(assessment: Assessment) -> list[OutcomeScore]:
    """The runner-up, with all that share its score."""
    second = assessment.verdict.runner_up
    if second is None:
        return []
    level = assessment.outcome(second).score
    first = assessment.verdict.outcome
    return [
        o
        for o in assessment.outcomes
        if o.id == second or (o.score == level and o.id != first and not o.excluded_by)
    ]


def height_advice(assessment: Assessment, rubric: Rubric) -> Advice | None:
    """What the rubric says where both fit, or neither."""
    match assessment.verdict.height:
        case "both":
            return rubric.texts.both
        case "neither":
            return rubric.texts.neither
        case None:
            return None


def leading(assessment: Assessment) -> list[OutcomeScore]:
    """The outcomes that lead together, or the leader and the runner-up, the higher one first."""
    verdict = assessment.verdict
    names = verdict.tied or tuple(filter(None, (verdict.outcome, verdict.runner_up)))
    return [assessment.outcome(name) for name in names]


def places_of(assessment: Assessment) -> int:
    """Decimals of scores in the short report: one where whole points would mislead.

    Whole points do where the leading scores round to the same, or where the margin as printed is
    on another side of what counts than the exact one.
    """
    first, second = _compared_scores(assessment)
    if first is None or second is None:
        return 0
    exact, shown = abs(first - second), abs(rounded(first) - rounded(second))
    places = int(any((exact < mark) != (shown < rounded(mark)) for mark in _marks_of(assessment)))
    while places < MOST_PLACES and _reads_like_its_mark(assessment, first, second, places):
        places += 1
    return places


def _reads_like_its_mark(
    assessment: Assessment, first: Fraction, second: Fraction, places: int
) -> bool:
    """Whether a margin is printed like the margin that would count, though they differ."""
    if assessment.verdict.variance is None or assessment.verdict.tied:
        return False
    close = assessment.verdict.strength in CLOSE
    mark = least_margin(assessment) if close else clear_margin(assessment)
    shown = abs(rounded(first, places) - rounded(second, places))
    return shown == rounded(mark, places) and abs(first - second) != mark


def _compared_scores(assessment: Assessment) -> tuple[Fraction | None, Fraction | None]:
    """The scores of the two outcomes that a verdict compares."""
    if not assessment.compared:
        return None, None
    first, second = map(assessment.outcome, assessment.compared)
    return first.score, second.score


def _marks_of(assessment: Assessment) -> Iterator[Fraction]:
    """Margins at which the label changes, in points."""
    yield Fraction(1)
    yield assessment.rubric.indifference_threshold
    if assessment.verdict.variance is not None:
        yield least_margin(assessment)
        yield clear_margin(assessment)


def least_margin(assessment: Assessment) -> Fraction:
    """The margin below which a result is too close to call."""
    verdict = assessment.verdict
    error = Fraction(root(verdict.variance or ZERO))
    return max(assessment.rubric.indifference_threshold, error)


def clear_margin(assessment: Assessment) -> Fraction:
    """The margin from which a result is clear."""
    verdict = assessment.verdict
    assert verdict.t is not None
    error = Fraction(root(verdict.t**2 * (verdict.variance or ZERO)))
    return max(assessment.rubric.indifference_threshold, error)


def far_apart(assessment: Assessment) -> bool:
    """Whether the margin is close to nothing only beside a large error."""
    margin = assessment.verdict.margin
    return margin is not None and margin >= assessment.rubric.indifference_threshold
