"""evaluate(rubric, answers): scores, gates and who leads, whatever the model of the rubric."""

from __future__ import annotations

from fractions import Fraction

from rolefit.exact import dot, total
from rolefit.rubric.conditions import items_in, reads_scores
from rolefit.rubric.model import Gate, GateState, Rubric
from rolefit.rubric.responses import ResponseSet
from rolefit.rubric.texts import text_of
from rolefit.scoring import bounds
from rolefit.scoring.assessment import GateResult
from rolefit.scoring.bounds import Outlook
from rolefit.scoring.evaluation import Evaluation, Found
from rolefit.scoring.gates import gate_state
from rolefit.scoring.models import model_of
from rolefit.scoring.tally import DimensionScores, Tally, tally


def evaluate(rubric: Rubric, answers: ResponseSet) -> Evaluation:
    """Scores, gates and leaders of a set of responses, branches followed."""
    seen = bounds.outlook(rubric, answers)
    gates = tuple(gate_result(rubric, seen, gate) for gate in rubric.gates)
    return evaluate_with(rubric, answers, seen, gates)


def reevaluate(evaluation: Evaluation, answers: ResponseSet, item: str) -> Evaluation:
    """Where responses stand that differ in one item; gates that it cannot reach are not redone."""
    rubric = evaluation.rubric
    if item in bounds.steering_items(rubric) or any(reads(gate, item) for gate in rubric.gates):
        return evaluate(rubric, answers)
    return evaluate_with(rubric, answers, evaluation.outlook, evaluation.gates)


def reads(gate: Gate, item: str) -> bool:
    """Whether an answer to an item could change the state of a gate."""
    return reads_scores(gate.when) or item in items_in(gate.when)


def evaluate_with(
    rubric: Rubric, answers: ResponseSet, seen: Outlook, gates: tuple[GateResult, ...]
) -> Evaluation:
    """Scores and leaders, given the gates."""
    tallied = tally(rubric, answers)
    found = None
    if model_of(rubric).enough(tallied, seen, gates):
        found = numbers(rubric, dimension_scores(tallied))
    return Evaluation(rubric, answers, tallied, seen, gates, found, who_leads(rubric, gates, found))


def dimension_scores(tallied: Tally) -> dict[str, tuple[Fraction | None, ...]]:
    """Scores of each scoreable dimension, one for each outcome that has a score."""
    known = [tallied.scored(k) for k in range(len(tallied.outcomes))]
    if not any(known):  # of scales by themselves, each counts whatever the others lack
        known = [True] * len(known)
    return {
        d.name: tuple(d.score_or_none(k) if known[k] else None for k in range(len(known)))
        for d in tallied.scoreable
    }


def numbers(rubric: Rubric, scores: DimensionScores) -> Found:
    """The numbers that a result is read from, over the dimensions that have scores."""
    outcomes = tuple(outcome_score(rubric, scores, k) for k in range(len(rubric.outcome_ids)))
    return Found(outcomes, scores, model_of(rubric).fit(rubric, scores))


def outcome_score(rubric: Rubric, scores: DimensionScores, outcome: int) -> Fraction | None:
    """Weighted mean of the scores for one outcome; None where it has none."""
    weights = rubric.weights()
    given = [(weights[name], each[outcome]) for name, each in scores.items()]
    parts = [(weight, score) for weight, score in given if score is not None]
    if not parts:
        return None
    return dot(parts) / total(weight for weight, _ in parts)


def who_leads(
    rubric: Rubric, gates: tuple[GateResult, ...], found: Found | None
) -> tuple[str, ...]:
    """The result by its names: outcomes with the top score, or the band; () where there is none."""
    return () if found is None else model_of(rubric).leaders(rubric, gates, found)


def gate_result(rubric: Rubric, seen: Outlook, gate: Gate) -> GateResult:
    """One gate with its state over every completion."""
    state = gate_state(seen, rubric, gate)
    return rubric.remember(
        ("gate result", gate.id, gate.when, state), lambda: _gate_in(state, gate)
    )


def _gate_in(state: GateState, gate: Gate) -> GateResult:
    """A gate in a state."""
    return GateResult.model_construct(
        id=gate.id,
        name=gate.name,
        state=state,
        on_fail=gate.on_fail,
        applies_to=gate.applies_to,
        cap=gate.cap,
        items=items_in(gate.when),
        reason=text_of(gate.reason),
        fix=text_of(gate.fix) or None,
        source=gate.source,
    )
