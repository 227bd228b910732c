"""How far a result hangs on the weights, on errors of the scores, and on single answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import ONE, ZERO, dot, total
from rolefit.scoring.acceptability import chance_ahead
from rolefit.scoring.alternatives import Rival, Sensitivity, WeightInterval
from rolefit.scoring.evaluate import dimension_scores, numbers, who_leads
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.models import model_of
from rolefit.scoring.models.base import Lead
from rolefit.scoring.tally import AnsweredItem, DimensionTally, value_of

ROBUST = Fraction(9, 10)
"""Least acceptability of a robust result."""
NEAR = Fraction(1, 10)
"""A weight that flips the result when it moves by this part of itself, or less, is close to one."""


def sensitivity(evaluation: Evaluation) -> Sensitivity | None:
    """How sensitive a result is; None where there is no result or nothing that could overtake."""
    if evaluation.scores is None or not evaluation.leaders:
        return None
    leads = tuple(model_of(evaluation.rubric).leads(evaluation))
    if not leads:
        return None
    weights = [evaluation.tallied.effective(d) for d in evaluation.tallied.scoreable]
    ahead = tuple(
        Rival.model_construct(id=lead.rival, ahead=chance(weights, lead)) for lead in leads
    )
    acceptability = max(ZERO, ONE - total(ONE - rival.ahead for rival in ahead))
    intervals = tuple(intervals_of(evaluation, weights, leads))
    nearest, change = nearest_flip(intervals)
    entries = [(d, entry) for d in evaluation.tallied.scoreable for entry in d.answered]
    near = change is not None and change <= NEAR
    return Sensitivity.model_construct(
        acceptability=acceptability,
        rivals=ahead,
        intervals=intervals,
        nearest=nearest,
        nearest_change=change,
        items=len(entries),
        turned_by=items_that_turn(evaluation, entries),
        errors_known=any(len(d.answered) > 1 for d in evaluation.tallied.scoreable),
        robust=acceptability >= ROBUST and not near,
    )


def chance(weights: Sequence[Fraction], lead: Lead) -> Fraction:
    """Chance that the result stays ahead of one rival."""
    found = chance_ahead(weights, lead.moments)
    if found is not None:
        return found
    mean = dot(zip(weights, lead.parts, strict=True))
    return ONE if mean > 0 or (mean == 0 and lead.holds_level) else ZERO


# --- single weights and single answers ---------------------------------------------------------


def intervals_of(
    evaluation: Evaluation, weights: Sequence[Fraction], leads: Sequence[Lead]
) -> Iterator[WeightInterval]:
    """The stability interval of each weight, the others rescaled in proportion.

    With r the weighted mean of the other dimensions and a the lead in this one, the crossing is at
    r / (r - a). Source: Mareschal 1988.
    """
    for k, d in enumerate(evaluation.tallied.scoreable):
        low: tuple[Fraction, str | None] = (ZERO, None)
        high: tuple[Fraction, str | None] = (ONE, None)
        for lead in leads:
            if weights[k] == ONE:
                break
            a = lead.parts[k]
            mean = dot(zip(weights, lead.parts, strict=True))
            r = (mean - weights[k] * a) / (ONE - weights[k])
            if a == r:
                continue
            crossing = r / (r - a)
            if a > r and crossing > low[0]:
                low = (crossing, lead.rival)
            if a < r and crossing < high[0]:
                high = (crossing, lead.rival)
        yield WeightInterval.model_construct(
            dimension=d.name,
            weight=weights[k],
            low=low[0],
            high=high[0],
            below=low[1],
            above=high[1],
        )


def nearest_flip(intervals: Sequence[WeightInterval]) -> tuple[str | None, Fraction | None]:
    """The weight that has to move least, relative to itself, and by how much of itself."""
    moves = [
        (abs(end - i.weight) / i.weight, i.dimension)
        for i in intervals
        for end, taken in ((i.low, i.below), (i.high, i.above))
        if taken is not None
    ]
    if not moves:
        return None, None
    change, dimension = min(moves, key=lambda move: move[0])
    return dimension, change


def items_that_turn(
    evaluation: Evaluation, entries: Sequence[tuple[DimensionTally, AnsweredItem]]
) -> tuple[str, ...]:
    """The items without whose answer the result would be another; gates stay as they are."""
    scores = dimension_scores(evaluation.tallied)
    return tuple(
        entry.item.id
        for d, entry in entries
        if leaders_without(evaluation, scores, d, entry) != evaluation.leaders
    )


def leaders_without(
    evaluation: Evaluation,
    scores: dict[str, tuple[Fraction, ...]],
    d: DimensionTally,
    entry: AnsweredItem,
) -> tuple[str, ...]:
    """Who leads if one item did not apply."""
    rubric, tallied = evaluation.rubric, evaluation.tallied
    rest = without_entry(d, entry)
    kept = dict(scores)
    del kept[d.name]
    if rest is not None and rest.scoreable:
        kept[d.name] = tuple(rest.score(value_of(k)) for k in range(len(tallied.outcomes)))
    weights = {x.name: x.weight for x in tallied.dimensions}
    whole, now = total(weights.values()), total(weights[name] for name in kept)
    if not kept or 1 - now / whole > rubric.settings.max_lost_weight:
        return ()
    return who_leads(rubric, evaluation.gates, numbers(rubric, kept))


def without_entry(d: DimensionTally, entry: AnsweredItem) -> DimensionTally | None:
    """A dimension as if one of its answered items did not apply; None where nothing is left."""
    answered = tuple(e for e in d.answered if e is not entry)
    if not answered:
        return None
    weight = d.answered_weight - entry.weight
    applicable = d.answered_weight / d.coverage - entry.weight
    return d._replace(
        answered=answered,
        applicable=d.applicable - 1,
        answered_weight=weight,
        coverage=weight / applicable,
    )
