"""How far a result depends on the weights and on single answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import ONE, ZERO, dot, total
from rolefit.rubric.conditions import reads_scores
from rolefit.rubric.responses import Response
from rolefit.scoring.acceptability import chance_ahead
from rolefit.scoring.alternatives import Rival, Sensitivity, WeightInterval
from rolefit.scoring.bounds import outlook
from rolefit.scoring.evaluate import evaluate_with, gate_result
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.models import model_of
from rolefit.scoring.models.base import Lead

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
    weights = evaluation.tallied.shares
    ahead = tuple(
        Rival.model_construct(id=lead.rival, ahead=chance(weights, lead)) for lead in leads
    )
    acceptability = max(ZERO, ONE - total(ONE - rival.ahead for rival in ahead))
    intervals = tuple(_intervals_of(evaluation, weights, leads))
    nearest, change = _nearest_flip(intervals)
    near = change is not None and change <= NEAR
    return Sensitivity.model_construct(
        acceptability=acceptability,
        rivals=ahead,
        intervals=intervals,
        nearest=nearest,
        nearest_change=change,
        items=sum(len(d.answered) for d in evaluation.tallied.scoreable),
        turned_by=_items_that_turn(evaluation),
        robust=acceptability >= ROBUST and not near,
    )


def chance(weights: Sequence[Fraction], lead: Lead) -> Fraction:
    """Chance that the result stays ahead of one rival."""
    found = chance_ahead(weights, lead.parts)
    if found is not None:
        return found
    mean = dot(zip(weights, lead.parts, strict=True))
    return ONE if mean > 0 or (mean == 0 and lead.holds_level) else ZERO


# --- single weights and single answers ---------------------------------------------------------


def _intervals_of(
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


def _nearest_flip(intervals: Sequence[WeightInterval]) -> tuple[str | None, Fraction | None]:
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


def _items_that_turn(evaluation: Evaluation) -> tuple[str, ...]:
    """The answered items without which the result would be another one, all gates included."""
    return tuple(
        entry.item.id
        for d in evaluation.tallied.scoreable
        for entry in d.answered
        if _leaders_without(evaluation, entry.item.id) != evaluation.leaders
    )


def _leaders_without(evaluation: Evaluation, item: str) -> tuple[str, ...]:
    """The result if one item did not apply."""
    rubric = evaluation.rubric
    answers = {**evaluation.responses, item: Response("not_applicable")}
    gates = evaluation.gates
    if any(reads_scores(gate.when) for gate in rubric.gates):
        seen = outlook(rubric, answers)
        gates = tuple(
            gate_result(rubric, seen, gate) if reads_scores(gate.when) else state
            for gate, state in zip(rubric.gates, gates, strict=True)
        )
    return evaluate_with(rubric, answers, evaluation.outlook, gates).leaders
