"""What moved between two assessments, answer by answer."""

from fractions import Fraction

from rolefit.exact import ZERO, total
from rolefit.rubric.items import Item
from rolefit.rubric.value import Number, Value
from rolefit.scoring.assessment import compared_outcomes
from rolefit.scoring.breakdown import contributions
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.judgement import judge
from rolefit.studies.whatif import Moved


class Moves(Value):
    """What each answer has to do with a difference."""

    measured: tuple[str, ...]
    """Contrast: the outcome whose lead the points make up, and the one it leads over. Readiness:
    nothing, for the points make up the fit."""
    answers: tuple[Moved, ...]
    """Every answer that is another one or counts for more or less than before; what their points
    moved by sums to the difference exactly."""
    total_before: Number
    """The points of all answers: the lead, or the fit."""
    total_after: Number


def foremost(evaluation: Evaluation) -> tuple[str, ...]:
    """The two outcomes that the report on an assessment compares."""
    assert evaluation.scores is not None
    known = (ZERO if score is None else score for score in evaluation.scores)
    scores = dict(zip(evaluation.rubric.outcome_ids, known, strict=True))
    return compared_outcomes(judge(evaluation, (), None), scores)


def moves(before: Evaluation, after: Evaluation, pair: tuple[str, ...]) -> Moves:
    """What each answer has to do with the difference between two assessments."""
    old, new = worths(before, pair), worths(after, pair)
    found = [
        Moved.model_construct(
            item=item.id,
            ask=item.ask,
            before=quoted_answer(before, item),
            after=quoted_answer(after, item),
            state_before=before.responses[item.id].state,
            state_after=after.responses[item.id].state,
            points_before=old.get(item.id, ZERO),
            points_after=new.get(item.id, ZERO),
        )
        for item in after.rubric.items
    ]
    return Moves.model_construct(
        measured=pair,
        answers=tuple(m for m in found if m.points_before != m.points_after or differs(m)),
        total_before=total(old.values()),
        total_after=total(new.values()),
    )


def worths(evaluation: Evaluation, pair: tuple[str, ...]) -> dict[str, Fraction]:
    """Points of each answer: of the lead of the first of a pair over the second, or of the fit."""
    parts = contributions(evaluation, judge(evaluation, (), None))
    if not pair:
        return {part.item: part.points[0] for part in parts}
    first, second = map(evaluation.rubric.outcome_ids.index, pair)
    return {part.item: part.points[first] - part.points[second] for part in parts}


def quoted_answer(evaluation: Evaluation, item: Item) -> str | None:
    """The answer as the report quotes it; None where there is none."""
    answer = evaluation.responses[item.id].answer
    return None if answer is None else item.shown(answer)


def differs(moved: Moved) -> bool:
    """Whether an answer is another one than before."""
    return (moved.before, moved.state_before) != (moved.after, moved.state_after)
