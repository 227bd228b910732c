"""Where a set of responses stands: scores, gates, and who leads."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from rolefit.rubric.conditions import items_in, reads_scores
from rolefit.rubric.items.base import STANDARD
from rolefit.rubric.model import Gate, Rubric
from rolefit.rubric.responses import ResponseSet, open_items
from rolefit.rubric.texts import text_of
from rolefit.scoring import bounds
from rolefit.scoring.assessment import GateResult
from rolefit.scoring.bounds import Outlook
from rolefit.scoring.gates import gate_state
from rolefit.scoring.tally import Fit, Tally, readiness_fit, tally, value_of
from rolefit.scoring.verdict import ceiling, excluding, place


class Standing(NamedTuple):
    """Scores, gates and who leads: what every question about partial responses starts from."""

    rubric: Rubric
    responses: ResponseSet
    tallied: Tally
    outlook: Outlook
    gates: tuple[GateResult, ...]
    scores: tuple[Fraction, ...] | None
    """Score of each outcome; None where too much weight is lost."""
    fit: Fit | None
    leaders: tuple[str, ...]
    """Eligible outcomes with the top score, or the band."""


def stand(rubric: Rubric, answers: ResponseSet) -> Standing:
    """Scores, gates and leaders of a set of responses, branches followed."""
    seen = bounds.outlook(rubric, answers)
    gates = tuple(gate_result(rubric, seen, gate) for gate in rubric.gates)
    return weigh(rubric, answers, seen, gates)


def changed(standing: Standing, answers: ResponseSet, item: str) -> Standing:
    """Where responses stand that differ in one item; gates that it cannot reach are not redone."""
    rubric = standing.rubric
    if item in bounds.steering_items(rubric) or any(reads(gate, item) for gate in rubric.gates):
        return stand(rubric, answers)
    return weigh(rubric, answers, standing.outlook, standing.gates)


def reads(gate: Gate, item: str) -> bool:
    """Whether an answer to an item could change the state of a gate."""
    return reads_scores(gate.when) or item in items_in(gate.when)


def weigh(
    rubric: Rubric, answers: ResponseSet, seen: Outlook, gates: tuple[GateResult, ...]
) -> Standing:
    """Scores and leaders, given the gates."""
    tallied = tally(rubric, answers)
    scored = tallied.scoreable and tallied.lost <= rubric.settings.max_lost_weight
    scores = None
    fit = None
    if scored:
        scores = tuple(tallied.score(value_of(k)) for k in range(len(tallied.outcomes)))
        fit = readiness_fit(tallied, rubric) if rubric.model == "readiness" else None
    leaders = who_leads(rubric, gates, scores, fit)
    return Standing(rubric, answers, tallied, seen, gates, scores, fit, leaders)


def gate_result(rubric: Rubric, seen: Outlook, gate: Gate) -> GateResult:
    """One gate with its state over every completion."""
    return GateResult.model_construct(
        id=gate.id,
        name=gate.name,
        state=gate_state(seen, rubric, gate),
        on_fail=gate.on_fail,
        applies_to=gate.applies_to,
        cap=gate.cap,
        items=items_in(gate.when),
        reason=text_of(gate.reason),
        fix=text_of(gate.fix) or None,
        source=gate.source,
    )


def who_leads(
    rubric: Rubric,
    gates: tuple[GateResult, ...],
    scores: tuple[Fraction, ...] | None,
    fit: Fit | None,
) -> tuple[str, ...]:
    """The eligible outcomes with the top score, or the band reached; () where there is none."""
    if scores is None:
        return ()
    if fit is not None:
        barred = excluding(gates, STANDARD, "fail")
        return () if barred else (place(rubric, fit.score, ceiling(rubric, gates)).band.id,)
    free = [o for o in rubric.outcome_ids if not excluding(gates, o, "fail")]
    by_name = dict(zip(rubric.outcome_ids, scores, strict=True))
    top = max((by_name[o] for o in free), default=None)
    return tuple(o for o in free if by_name[o] == top)


def rivals(standing: Standing) -> tuple[int, ...]:
    """Numbers of the outcomes that could overtake the leader: all others that no gate excludes."""
    return tuple(
        k
        for k, outcome in enumerate(standing.rubric.outcome_ids)
        if outcome != standing.leaders[0] and not excluding(standing.gates, outcome, "fail")
    )


def nothing_open(standing: Standing) -> bool:
    """Whether no answer is outstanding."""
    return next(open_items(standing.rubric, standing.responses), None) is None
