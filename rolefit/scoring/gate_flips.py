"""The conditions that would change a recommendation if they stood otherwise."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from rolefit.rubric.conditions import ItemIs, Leaf, ScoreIs, Truth, reached, truth
from rolefit.rubric.model import Gate
from rolefit.rubric.models import STANDARD
from rolefit.scoring.alternatives import GateFlip
from rolefit.scoring.evaluate import who_leads
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.tally import value_of


def gate_flips(evaluation: Evaluation) -> tuple[GateFlip, ...]:
    """The gates that would change the recommendation if they stood otherwise, scores unchanged."""
    if evaluation.scores is None:
        return ()
    found = []
    for k, gate in enumerate(evaluation.gates):
        if gate.on_fail == "flag":
            continue
        state: Literal["pass", "fail"] = "pass" if gate.state == "fail" else "fail"
        if state == "fail" and scores_rule_out(evaluation, evaluation.rubric.gates[k]):
            continue
        turned = gate.model_copy(update={"state": state})
        gates = (*evaluation.gates[:k], turned, *evaluation.gates[k + 1 :])
        to = who_leads(evaluation.rubric, gates, evaluation.found)
        if to != evaluation.leaders:
            found.append(GateFlip.model_construct(gate=gate.id, state=state, to=to))
    return tuple(found)


def scores_rule_out(evaluation: Evaluation, gate: Gate) -> bool:
    """Whether a gate could not fail while the scores are what they are, whatever the answers."""

    def held(leaf: Leaf) -> Truth:
        if isinstance(leaf, ItemIs):
            return None
        found = score_read(evaluation, leaf)
        return None if found is None else reached(leaf, found)

    return truth(gate.when, held) is False


def score_read(evaluation: Evaluation, leaf: ScoreIs) -> Fraction | None:
    """The score that a comparison reads; None where too little was answered."""
    k = evaluation.rubric.outcome_ids.index(leaf.outcome or STANDARD)
    if leaf.dimension is None:
        return evaluation.scores[k] if evaluation.scores is not None else None
    found = (d for d in evaluation.tallied.scoreable if d.name == leaf.dimension)
    return next((d.score(value_of(k)) for d in found), None)
