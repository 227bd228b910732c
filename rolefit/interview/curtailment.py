"""Quick mode: which question settles the result soonest, and when none can change it any more.

Deterministic curtailment (Finkelman 2008): asking stops when no completion can change who leads or
the state of a gate, so that the curtailed verdict is the full one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from functools import partial

from rolefit.errors import RolefitError
from rolefit.rubric.conditions import items_in, truth
from rolefit.rubric.items import Item
from rolefit.rubric.model import OPEN, Gate, ResponseSet, Rubric, branch
from rolefit.scoring import bounds
from rolefit.scoring.evaluate import evaluate, model_of
from rolefit.scoring.gate_states import compare_open
from rolefit.scoring.tally import OutcomeMeasure, values_of
from rolefit.scoring.verdict import Evaluation, excluding


def refuse_hiring(rubric: Rubric) -> None:
    """Raise RolefitError where the result is about people who compete for a job."""
    if rubric.purpose == "hiring":
        message = f"`{rubric.rubric}` is used for hiring, where everybody gets the same questions"
        raise RolefitError(message, "leave out --quick")


def is_settled(rubric: Rubric, responses: ResponseSet) -> bool:
    """Whether every completion has the same leader, or band, and the same state of every gate."""
    evaluation = evaluate(rubric, responses)
    return not _open_gates(evaluation) and holds(evaluation)


def _open_gates(evaluation: Evaluation) -> list[Gate]:
    """The gates that completions disagree about."""
    pairs = zip(evaluation.rubric.gates, evaluation.gates, strict=True)
    return [gate for gate, result in pairs if result.state == "unknown"]


def holds(evaluation: Evaluation) -> bool:
    """Whether every completion has the leader of now, given that the gates are decided."""
    rubric, gates = evaluation.rubric, evaluation.gates
    if all(excluding(gates, outcome, "fail") for outcome in rubric.outcome_ids):
        return True
    return evaluation.scores is not None and model_of(rubric).result_settled(evaluation)


# --- which question next ---------------------------------------------------------------------


def next_question(
    rubric: Rubric, responses: ResponseSet, asked: Collection[str] = ()
) -> Item | None:
    """The question that settles the result soonest; None once it is settled, or all was asked.

    First come the questions that decide a gate: no score makes up for those, so that they are
    needed in any case. Then the one that can move the result most. Items in `asked` are left out,
    also where they are still open.
    """
    left = [i for i in rubric.items if i.id not in asked and responses[i.id].state in OPEN]
    evaluation = evaluate(rubric, responses)
    gates = _open_gates(evaluation)
    read = {name for gate in gates for name in items_in(gate.when)}
    deciding = [item for item in left if item.id in read]
    if deciding:
        best = max(deciding, key=lambda item: _decisive(evaluation, item, gates=gates))
        return _first_reachable(best, responses, left)
    if not left or (not gates and holds(evaluation)):
        return None
    swing = _swings(evaluation)
    best = max(left, key=lambda item: swing.get(item.id, 0))
    return _first_reachable(best, responses, left)


def _decisive(
    evaluation: Evaluation, item: Item, *, gates: Sequence[Gate]
) -> tuple[Fraction, Fraction]:
    """The share of an item's answers that decide a gate: for the gate it decides best, and summed.

    What a gate needs in any case comes first, for it may spare the other items of longer gates.
    """
    shares = [share(evaluation, item, gate=gate) for gate in gates]
    return max(shares), sum(shares, Fraction(0))


def share(evaluation: Evaluation, item: Item, *, gate: Gate) -> Fraction:
    """The share of an item's answers that decide a gate, whatever is said to the others."""
    if item.id not in items_in(gate.when):
        return Fraction(0)
    ways = bounds.completions_of(item, evaluation.rubric)
    found = [
        truth(gate.when, partial(compare_open, responses={**evaluation.responses, item.id: way}))
        for way in ways
    ]
    return Fraction(sum(1 for known in found if known is not None), len(ways))


def _first_reachable(item: Item, responses: ResponseSet, left: Sequence[Item]) -> Item:
    """The item itself, or what its branch still waits for: that is asked before it."""
    if branch(item, responses) is not None:
        return item
    steering = items_in(item.ask_when)
    before = next((other for other in left if other.id in steering), None)
    return item if before is None else _first_reachable(before, responses, left)


def _swings(evaluation: Evaluation) -> dict[str, Fraction]:
    """How far the answer to each open item can move the margin, or the fit, about in proportion."""
    rubric, responses = evaluation.rubric, evaluation.responses
    weights = rubric.weights()
    model = model_of(rubric)
    measure = model.deciding(evaluation)
    found = {}
    for name in rubric.dimensions:
        items = rubric.scored_items(name)
        open_ = [item for item in items if responses[item.id].state in OPEN]
        if not open_:
            continue
        applying = sum(i.weight for i in items if responses[i.id].state != "not_presented")
        most = model.room(evaluation, name)
        for item in open_:
            width = 100 * item.weight * span_of_answers(rubric, item, measure) / applying
            found[item.id] = weights[name] * (width if most is None else min(width, most))
    return found


def span_of_answers(rubric: Rubric, item: Item, measure: OutcomeMeasure) -> Fraction:
    """From the least to the greatest value of a measure over an item's answers."""
    values = [measure.of(values_of(item, rubric, answer)) for answer in item.candidates()]
    return max(values) - min(values)
