"""Two assessments of one respondent, and what moved between them, answer by answer."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from rolefit.exact import ZERO, total
from rolefit.rubric.conditions import Number, Value
from rolefit.rubric.model import Responses, Rubric, State
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment, Contribution


class Moved(Value):
    """One answer's part of the difference."""

    item: str
    ask: str
    before: str | None
    """The answer as the report quotes it; None where there is none."""
    after: str | None
    state_before: State
    state_after: State
    points_before: Number
    """Points of the margin, or of the fit."""
    points_after: Number


class WhatIf(Value):
    """What changed answers would do."""

    answers: tuple[str, ...]
    """Items that were set."""
    before: Assessment
    after: Assessment
    measured: tuple[str, ...]
    """Contrast: the outcome whose lead the points make up, and the one it leads over. Readiness:
    nothing, for the points make up the fit."""
    moved: tuple[Moved, ...]
    """Every answer whose points moved, or which was set; they sum to the difference exactly."""
    total_before: Number
    """The points of all answers: the margin between the two, or the fit."""
    total_after: Number


def what_if(rubric: Rubric, responses: Responses, answers: Mapping[str, Any]) -> WhatIf:
    """Assess responses with some answers replaced. Raises Invalid where one cannot be read."""
    replaced = responses.model_copy(update={"answers": {**responses.answers, **answers}})
    before, after = assess(rubric, responses), assess(rubric, replaced)
    pair = (before if before.contributions else after).compared
    old, new = points_of(before, pair), points_of(after, pair)
    moved = []
    for item in rubric.items:
        then, now = old.get(item.id), new.get(item.id)
        if item.id not in answers and worth(then) == worth(now):
            continue
        moved.append(
            Moved.model_construct(
                item=item.id,
                ask=item.ask,
                before=answer_of(before, item.id),
                after=answer_of(after, item.id),
                state_before=state_of(before, item.id),
                state_after=state_of(after, item.id),
                points_before=worth(then),
                points_after=worth(now),
            )
        )
    return WhatIf.model_construct(
        answers=tuple(answers),
        before=before,
        after=after,
        measured=pair,
        moved=tuple(moved),
        total_before=total(old.values()),
        total_after=total(new.values()),
    )


def points_of(assessment: Assessment, pair: tuple[str, ...]) -> dict[str, Fraction]:
    """Points of each answer: of the lead between two outcomes, of one outcome, or of the fit."""
    ids = [outcome.id for outcome in assessment.outcomes]
    places = [ids.index(name) for name in pair] or [0]
    return {c.item: _points(c, places) for c in assessment.contributions}


def _points(c: Contribution, places: Sequence[int]) -> Fraction:
    """Points of one answer for the outcome at the first place, less those at the others."""
    first, *rest = places
    return c.points[first] - total(c.points[k] for k in rest)


def worth(found: Fraction | None) -> Fraction:
    """Points of an answer, 0 where there is none."""
    return ZERO if found is None else found


def answer_of(assessment: Assessment, item: str) -> str | None:
    """What was answered, scored or not."""
    scored = {c.item: c.answer for c in assessment.contributions}
    return scored.get(item) or next((u.answer for u in assessment.unscored if u.item == item), None)


def state_of(assessment: Assessment, item: str) -> State:
    """The state of an item's response."""
    return next((m.state for m in assessment.missing if m.item == item), "answered")
