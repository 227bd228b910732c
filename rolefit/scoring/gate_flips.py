"""The conditions that would change a recommendation if they stood otherwise."""

from __future__ import annotations

from typing import Literal

from rolefit.rubric.conditions import ItemIs, Leaf, Truth, satisfies, truth
from rolefit.rubric.model import Gate
from rolefit.rubric.models import STANDARD
from rolefit.scoring.alternatives import GateFlip
from rolefit.scoring.evaluate import who_leads
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.gate_challenges import score_read


def gate_flips(evaluation: Evaluation) -> tuple[GateFlip, ...]:
    """The gates that would change the recommendation if they stood otherwise, scores unchanged."""
    if evaluation.scores is None:
        return ()
    found = []
    for k, gate in enumerate(evaluation.gates):
        if gate.on_fail == "flag":
            continue
        state: Literal["pass", "fail"] = "pass" if gate.state == "fail" else "fail"
        if state == "fail" and _scores_rule_out(evaluation, evaluation.rubric.gates[k]):
            continue
        turned = gate.model_copy(update={"state": state})
        gates = (*evaluation.gates[:k], turned, *evaluation.gates[k + 1 :])
        to = who_leads(evaluation.rubric, gates, evaluation.found)
        if to != evaluation.leaders:
            found.append(GateFlip.model_construct(gate=gate.id, state=state, to=to))
    return tuple(found)


def _scores_rule_out(evaluation: Evaluation, gate: Gate) -> bool:
    """Whether a gate could not fail while the scores are what they are, whatever the answers."""

    def held(leaf: Leaf) -> Truth:
        if isinstance(leaf, ItemIs):
            return None
        at = evaluation.rubric.outcome_ids.index(leaf.outcome or STANDARD)
        found = score_read(evaluation, leaf.dimension, at)
        return None if found is None else satisfies(leaf, found)

    return truth(gate.when, held) is False
