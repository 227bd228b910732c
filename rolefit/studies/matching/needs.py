"""What a role needs and a person shows: dimensions, leanings and conditions of a role."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO, dot, root, total
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
from rolefit.scoring.gate_states import gate_state
from rolefit.scoring.tally import OutcomeMeasure, difference, value_of
from rolefit.scoring.verdict import CLOSE, Evaluation, dimension_error, error_of, of_margin
from rolefit.studies.reliable_change import RELIABLE


class Needed(NamedTuple):
    """What a company needs in one dimension, for one outcome."""

    weight: Fraction
    score: Fraction
    variance: Fraction | None


class Need(NamedTuple):
    """What a company needs for one outcome."""

    outcome: str
    dimensions: dict[str, Needed]
    """The dimensions that both sides ask about and the company's answers can score."""
    weight: Fraction
    """Sum of their weights."""
    threshold: Fraction
    score: Fraction
    variance: Fraction | None
    """Squared standard error of the score over these dimensions."""
    others: tuple[Need, ...] = ()
    """What the company needs of each other outcome."""

    @property
    def tolerance(self) -> Fraction:
        """Points to which the need itself is known; shown only, never compared with."""
        error = Fraction(root(RELIABLE**2 * self.variance)) if self.variance else ZERO
        return max(self.threshold, error)

    @property
    def loose(self) -> bool:
        """Whether half of what is needed lies within the need's own error: it is hardly known."""
        return self.covered(self.score / 2)

    @property
    def widest(self) -> str | None:
        """The dimension that the need's error comes from most, the first of equals."""
        parts = {n: d.weight**2 * d.variance for n, d in self.dimensions.items() if d.variance}
        return max(parts, key=lambda name: parts[name], default=None)

    def met(self, leaves: Fraction) -> bool:
        """Whether a sheet may be said to cover the need.

        The vaguer a company's answers, the larger their error; by it alone, who shows next to
        nothing could cover a need that is hardly known. There nothing may stay uncovered.
        """
        return leaves <= 0 if self.loose else self.covered(leaves)

    def covered(self, leaves: Fraction) -> bool:
        """Whether no more stays uncovered than the need's own error; compared exactly."""
        return leaves <= self.threshold or (
            self.variance is not None and leaves**2 <= RELIABLE**2 * self.variance
        )


def need_for(
    evaluation: Evaluation, outcome: str, asked_of_both: Container[str] | None = None
) -> Need:
    """What a company needs for an outcome, and beside it of each other outcome.

    `asked_of_both` are the dimensions that mean the same to both sides, by default all: what means
    something else is never subtracted.
    """
    known = evaluation.rubric.dimensions if asked_of_both is None else asked_of_both
    rest = (other for other in evaluation.rubric.outcome_ids if other != outcome)
    others = tuple(_need_alone(evaluation, other, known) for other in rest)
    return _need_alone(evaluation, outcome, known)._replace(others=others)


def _need_alone(evaluation: Evaluation, outcome: str, known: Container[str]) -> Need:
    """What a company needs for an outcome, in each known dimension that its answers can score."""
    rubric, tallied = evaluation.rubric, evaluation.tallied
    measure = value_of(rubric.outcome_ids.index(outcome))
    errors = variances(evaluation, measure)
    found = {
        d.name: Needed(d.weight, score, errors.get(d.name))
        for d in tallied.scoreable
        if d.name in known and (score := d.score_or_none(measure.outcome)) is not None
    }
    weight = total(one.weight for one in found.values())
    score = dot((one.weight, one.score) for one in found.values()) / weight if weight else ZERO
    threshold = rubric.settings.indifference_threshold
    return Need(outcome, found, weight, threshold, score, _error_over([*found.values()], weight))


def _error_over(needed: Sequence[Needed], weight: Fraction) -> Fraction | None:
    """Squared standard error of the weighted mean; None where one of its parts has none."""
    parts = [(one.weight / weight, one.variance) for one in needed]
    if any(variance is None for _, variance in parts):
        return None
    return total(share**2 * variance for share, variance in parts if variance is not None)


def variances(evaluation: Evaluation, measure: OutcomeMeasure) -> dict[str, Fraction]:
    """Squared standard error of each scoreable dimension; none where no spread is known."""
    tallied = evaluation.tallied
    return {d.name: dimension_error(tallied, d, measure).variance for d in tallied.scoreable}


# --- Which role a sheet speaks for by the points alone, and which others are too close to tell ----


def speaks_for(candidate: Evaluation, role: str) -> str | None:
    """The outcome that a sheet shows more of than of a role, beyond its error, if there is one.

    By the points alone: what a condition rules out may still be what the sheet shows.
    """
    if candidate.scores is None:
        return None
    ids = candidate.rubric.outcome_ids
    scores = [ZERO if score is None else score for score in candidate.scores]
    first = max(range(len(ids)), key=lambda k: scores[k])
    at = ids.index(role)
    return None if first == at or close(candidate, first, at) else ids[first]


def close(evaluation: Evaluation, first: int, other: int) -> bool:
    """Whether an outcome is too close to the leading one to be told from it."""
    if evaluation.scores is None or evaluation.scores[other] is None:
        return False
    ahead = difference(first, other)
    error = error_of(evaluation.tallied, ahead)
    threshold = evaluation.rubric.settings.indifference_threshold
    return of_margin(evaluation.tallied.score(ahead), error, threshold).label in CLOSE


# --------------------------------------------------------------------------------------------------
# A candidate's conditions, asked for one role instead of for what the sheet happens to
# favour.


def role_gates(evaluation: Evaluation, role: str) -> Iterator[GateResult]:
    """The gates that concern a role, each with its state for that role over every completion."""
    for gate in evaluation.rubric.gates:
        if gate.applies_to and role not in gate.applies_to:
            continue
        asked = _known_for(evaluation.rubric, gate, role)
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
    asked = (_known_for(rubric, gate, role) for gate in rubric.gates if gate.id in unknown)
    return any(reads_scores(gate.when) for gate in asked if gate is not None)


def _known_for(rubric: Rubric, gate: Gate, role: str) -> Gate | None:
    """A gate of a rubric as it is asked for a role, the same one each time."""
    return rubric.remember(("asked for", gate.id, role), lambda: asked_for(gate, role))


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
