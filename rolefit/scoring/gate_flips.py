"""The conditions that would change a recommendation if they stood otherwise."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from rolefit.rubric.conditions import ItemIs, Leaf, ScoreIs, Truth, reached, truth
from rolefit.rubric.model import Gate
from rolefit.rubric.models import STANDARD
from rolefit.scoring.alternatives import GateFlip
from rolefit.scoring.evaluate import who_leads
from rolefit.scoring.evaluation import Standing
from rolefit.scoring.tally import value_of


def gate_flips(standing: Standing) -> tuple[GateFlip, ...]:
    """The gates that would change the recommendation if they stood otherwise, scores unchanged."""
    if standing.scores is None:
        return ()
    found = []
    for k, gate in enumerate(standing.gates):
        if gate.on_fail == "flag":
            continue
        state: Literal["pass", "fail"] = "pass" if gate.state == "fail" else "fail"
        if state == "fail" and kept_by_scores(standing, standing.rubric.gates[k]):
            continue
        turned = gate.model_copy(update={"state": state})
        gates = (*standing.gates[:k], turned, *standing.gates[k + 1 :])
        to = who_leads(standing.rubric, gates, standing.found)
        if to != standing.leaders:
            found.append(GateFlip.model_construct(gate=gate.id, state=state, to=to))
    return tuple(found)


def kept_by_scores(standing: Standing, gate: Gate) -> bool:
    """Whether a gate could not fail while the scores are what they are, whatever the answers."""

    def held(leaf: Leaf) -> Truth:
        if isinstance(leaf, ItemIs):
            return None
        found = score_read(standing, leaf)
        return None if found is None else reached(leaf, found)

    return truth(gate.when, held) is False


def score_read(standing: Standing, leaf: ScoreIs) -> Fraction | None:
    """The score that a comparison reads; None where too little was answered."""
    k = standing.rubric.outcome_ids.index(leaf.outcome or STANDARD)
    if leaf.dimension is None:
        return standing.scores[k] if standing.scores is not None else None
    found = (d for d in standing.tallied.scoreable if d.name == leaf.dimension)
    return next((d.score(value_of(k)) for d in found), None)
