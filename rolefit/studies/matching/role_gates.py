"""A candidate's conditions, asked for one role instead of for what the sheet happens to favour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolefit.exact import ZERO
from rolefit.rubric.conditions import (
    All,
    AnyOf,
    AtLeastKOf,
    Condition,
    ItemIs,
    KOf,
    Not,
    ScoreIs,
    reads_scores,
)
from rolefit.rubric.model import Gate, Rubric
from rolefit.scoring.assessment import GateResult
from rolefit.scoring.evaluate import gate_result
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.gates import gate_state


def role_gates(evaluation: Evaluation, role: str) -> Iterator[GateResult]:
    """The gates that concern a role, each with its state for that role over every completion."""
    for gate in evaluation.rubric.gates:
        if gate.applies_to and role not in gate.applies_to:
            continue
        asked = asked_for(gate, role)
        if asked is not None:
            yield gate_result(evaluation.rubric, evaluation.outlook, asked)


def only_for_role(evaluation: Evaluation, gates: Sequence[GateResult]) -> tuple[str, ...]:
    """The gates that fail for a role although they do not fail on the sheet as it stands."""
    failed = {gate.id for gate in gates if gate.state == "fail"}
    return tuple(
        gate.id
        for gate in evaluation.rubric.gates
        if gate.id in failed and gate_state(evaluation.outlook, evaluation.rubric, gate) != "fail"
    )


def scores_wait(rubric: Rubric, role: str, gates: Sequence[GateResult]) -> bool:
    """Whether a condition that is not known yet compares scores when it is asked for a role."""
    unknown = {gate.id for gate in gates if gate.state == "unknown"}
    asked = (asked_for(gate, role) for gate in rubric.gates if gate.id in unknown)
    return any(reads_scores(gate.when) for gate in asked if gate is not None)


def asked_for(gate: Gate, role: str) -> Gate | None:
    """A gate as it is asked for a role, None where it can never fail there; see `read_for`."""
    when = _read_for(gate.when, role, fires=True)
    if when is False:
        return None
    always = ScoreIs.model_construct(outcome=role, at_least=ZERO)
    return gate.model_copy(update={"when": always if when is True else when})


def _read_for(condition: Condition, role: str, *, fires: bool) -> Condition | bool:
    """A gate's condition for a role, with what is settled by the role itself worked out.

    In an assessment, "50 points or more for a doer" asks whether the case is for a doer at all. In
    a match the role answers that. Taken by the points, a candidate who shows more of what is
    needed could be ruled out by showing it. So a comparison that would fail the gate for a high
    score holds for the role, and for no other outcome; one that would fail it for a low score of
    the role is a minimum and is compared as it stands; one that asks for a minimum of another
    outcome is no condition of this role. Then no higher score for the role ever fails a gate.

    `fires` says whether the gate fails where the condition is true; `not` turns it round.
    """
    match condition:
        case All(all=parts):
            return join_parts([_read_for(part, role, fires=fires) for part in parts], every=True)
        case AnyOf(any=parts):
            return join_parts([_read_for(part, role, fires=fires) for part in parts], every=False)
        case Not(not_=part):
            inner = _read_for(part, role, fires=not fires)
            return not inner if isinstance(inner, bool) else Not.model_construct(not_=inner)
        case AtLeastKOf(at_least=some):
            return _enough_of([_read_for(part, role, fires=fires) for part in some.of], some.k)
        case ItemIs():
            return condition
        case ScoreIs():
            return _score_for(condition, role, fires=fires)


def join_parts(parts: list[Condition | bool], *, every: bool) -> Condition | bool:
    """`all` (every) or `any` over parts of which some are settled."""
    if (not every) in parts:
        return not every
    left = tuple(part for part in parts if not isinstance(part, bool))
    if not left:
        return every
    return All.model_construct(all=left) if every else AnyOf.model_construct(any=left)


def _enough_of(parts: list[Condition | bool], k: int) -> Condition | bool:
    """At least k of parts of which some are settled."""
    left = tuple(part for part in parts if not isinstance(part, bool))
    wanted = k - parts.count(True)
    if wanted <= 0 or wanted > len(left):
        return wanted <= 0
    return AtLeastKOf.model_construct(at_least=KOf.model_construct(k=wanted, of=left))


def _score_for(leaf: ScoreIs, role: str, *, fires: bool) -> Condition | bool:
    """A comparison of a score, for a role; see `read_for`."""
    if leaf.outcome != role:
        return not fires
    if fires:  # only `at_most` fails the gate for a low score
        return leaf.at_most is None or leaf.model_copy(update={"at_least": None})
    # Denied, `at_least` does; `at_most` would fail it for a high one.
    return leaf.at_most is None and leaf
