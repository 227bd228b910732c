"""evaluate(rubric, answers): scores, gates and who leads, and the numbers behind each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from rolefit.exact import total
from rolefit.rubric.conditions import ScoreIs, items_in, leaves, text_of
from rolefit.rubric.model import Gate, GateState, ResponseSet, Rubric
from rolefit.scoring import bounds
from rolefit.scoring.assessment import (
    Bounds,
    Contribution,
    Coverage,
    DimensionScore,
    GateResult,
    OutcomeScore,
    Unscored,
    Verdict,
)
from rolefit.scoring.bounds import Outlook
from rolefit.scoring.gate_states import gate_state
from rolefit.scoring.models import MODELS
from rolefit.scoring.models.base import ScoringModel
from rolefit.scoring.ranges import Range, join_ranges
from rolefit.scoring.tally import (
    FULL_COVERAGE,
    DimensionTally,
    Tally,
    fit_worth,
    retally,
    shortfall,
    tally,
    value_of,
)
from rolefit.scoring.verdict import (
    Evaluation,
    Found,
    dimension_error,
    error_of,
    excluding,
    fit_error,
    ranks,
    sums_to_100,
)


def model_of(rubric: Rubric) -> ScoringModel:
    """The model that scores a rubric."""
    return MODELS[rubric.model]


def evaluate(rubric: Rubric, answers: ResponseSet) -> Evaluation:
    """Scores, gates and leaders of a set of responses, branches followed."""
    seen = bounds.outlook(rubric, answers)
    gates = tuple(gate_result(rubric, seen, gate) for gate in rubric.gates)
    return evaluate_with(rubric, answers, seen, gates)


def reevaluate(
    evaluation: Evaluation, answers: ResponseSet, changed: Collection[str], *, look: bool = False
) -> Evaluation:
    """Where responses stand that differ in some items; gates they cannot reach are not redone.

    What is still possible is looked at anew where that is asked for, or decides who leads.
    """
    rubric = evaluation.rubric
    if not bounds.steering_items(rubric).isdisjoint(changed):
        return evaluate(rubric, answers)
    seen, gates = evaluation.outlook, evaluation.gates
    tallied = retally(evaluation.tallied, answers, changed)
    reached = [reads(rubric, gate, changed) for gate in rubric.gates]
    # Where an outcome has no score, it is its range that says whether it could lead.
    if look or any(reached) or not all(one.scored for one in tallied.outcomes):
        seen = bounds.outlook(rubric, answers)
    if any(reached):
        gates = tuple(
            gate_result(rubric, seen, gate) if redo else result
            for redo, gate, result in zip(reached, rubric.gates, gates, strict=True)
        )
    return evaluation_of(tallied, answers, seen, gates)


def reads(rubric: Rubric, gate: Gate, changed: Collection[str]) -> bool:
    """Whether answers to some items could change the state of a gate."""
    items = rubric.remember(("gate reads", gate.id), lambda: _read_by(rubric, gate))
    return not items.isdisjoint(changed)


def _read_by(rubric: Rubric, gate: Gate) -> frozenset[str]:
    """The items whose answers a gate compares, or that move a score which it compares."""
    scores = {leaf.dimension for leaf in leaves(gate.when) if isinstance(leaf, ScoreIs)}
    moving = (i.id for i in rubric.items if i.scores and not scores.isdisjoint((None, i.dimension)))
    return frozenset((*items_in(gate.when), *moving))


def evaluate_with(
    rubric: Rubric, answers: ResponseSet, seen: Outlook, gates: tuple[GateResult, ...]
) -> Evaluation:
    """Scores and leaders, given the gates."""
    return evaluation_of(tally(rubric, answers), answers, seen, gates)


def evaluation_of(
    tallied: Tally, answers: ResponseSet, seen: Outlook, gates: tuple[GateResult, ...]
) -> Evaluation:
    """Scores and leaders, given the gates and what the answers come to in each dimension."""
    rubric, found = tallied.rubric, None
    if model_of(rubric).enough(tallied, seen, gates):
        found = numbers(tallied)
    return Evaluation(rubric, answers, tallied, seen, gates, found, who_leads(rubric, gates, found))


def dimension_scores(tallied: Tally) -> dict[str, tuple[Fraction | None, ...]]:
    """Scores of each scoreable dimension, one for each outcome that has a score."""
    known = counted_outcomes(tallied)
    return {d.name: only(known, d.scores) for d in tallied.scoreable}


def counted_outcomes(tallied: Tally) -> list[bool]:
    """Whether each outcome has a score."""
    known = [one.scored for one in tallied.outcomes]
    # Of scales by themselves, each counts whatever the others lack.
    return known if any(known) else [True] * len(known)


def only(known: Sequence[bool], scores: tuple[Fraction | None, ...]) -> tuple[Fraction | None, ...]:
    """The scores of those outcomes that have one."""
    if all(known):
        return scores
    return tuple(score if own else None for own, score in zip(known, scores, strict=True))


def numbers(tallied: Tally) -> Found:
    """The numbers that a result is read from, over the dimensions that have scores."""
    scores, rubric = dimension_scores(tallied), tallied.rubric
    outcomes = only(counted_outcomes(tallied), tallied.outcome_scores())
    return Found(outcomes, scores, model_of(rubric).fit(rubric, scores))


def who_leads(
    rubric: Rubric, gates: tuple[GateResult, ...], found: Found | None
) -> tuple[str, ...]:
    """The result by its names: outcomes with the top score, or the band; () where there is none."""
    return () if found is None else model_of(rubric).leaders(rubric, gates, found)


def gate_result(rubric: Rubric, seen: Outlook, gate: Gate) -> GateResult:
    """One gate with its state over every completion."""
    state = gate_state(seen, rubric, gate)
    # Told by the gate itself, which is kept beside: to compare long conditions takes long.
    _, found = rubric.remember(
        ("gate result", id(gate), state), lambda: (gate, _gate_in(state, gate))
    )
    return found


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


# --- The numbers behind a verdict: outcomes, dimensions, and what each answer contributes ---------


def outcome_scores(evaluation: Evaluation) -> tuple[OutcomeScore, ...]:
    """Every outcome with its score, error, bounds and rank."""
    rubric, scores = evaluation.rubric, evaluation.scores
    if rubric.demands.has_levels:
        return ()
    barred = [excluding(evaluation.gates, o, "fail") for o in rubric.outcome_ids]
    places = ranks([None if barred[k] or scores is None else scores[k] for k in range(len(barred))])
    found = []
    for k, outcome in enumerate(rubric.outcome_ids):
        reach = bounds.outcome_range(evaluation.outlook, rubric, k)
        score = scores[k] if scores is not None else None
        found.append(
            OutcomeScore.model_construct(
                id=outcome,
                name=outcome_name(rubric, outcome),
                score=score,
                bounds=_bounds_of(reach, score),
                variance=error_of(evaluation.tallied, value_of(k)).variance
                if score is not None
                else None,
                rank=places[k],
                excluded_by=barred[k],
                averaged=len(evaluation.tallied.scoreable),
                all_dimensions=len(evaluation.tallied.dimensions),
            )
        )
    return tuple(found)


def fit_variance(evaluation: Evaluation) -> Fraction | None:
    """Squared standard error of the fit, where there is one."""
    if evaluation.fit is None:
        return None
    return fit_error(evaluation.tallied, evaluation.rubric).variance


def outcome_name(rubric: Rubric, outcome: str) -> str:
    """The name of an outcome, or of the standard."""
    if outcome in rubric.outcomes:
        return rubric.outcomes[outcome].name
    assert rubric.standard is not None
    return rubric.standard.name


def _bounds_of(reach: Range, score: Fraction | None) -> Bounds:
    """A range as a part of the assessment, which holds the score as it stands as well.

    That is where it stays should the open questions stay open. It can lie beyond every completion:
    where an open question has no answer at the ends of its scale, and where an answer counts whose
    question is asked only after answers that pull the other way.
    """
    if score is not None:
        reach = join_ranges([reach, Range(score, score)])
    return Bounds.model_construct(low=reach.low, high=reach.high)


def preference(evaluation: Evaluation) -> Fraction | None:
    """First pole minus second pole, in points."""
    if evaluation.scores is None or len(evaluation.scores) != 2:
        return None
    first, second = evaluation.scores
    return None if first is None or second is None else first - second


def elevation(evaluation: Evaluation) -> Fraction | None:
    """Mean of the two poles, unless every answer made them sum to 100."""
    if evaluation.scores is None or len(evaluation.scores) != 2:
        return None
    first, second = evaluation.scores
    if first is None or second is None or sums_to_100(evaluation.tallied, 0, 1):
        return None
    return (first + second) / 2


def dimension_score(evaluation: Evaluation, d: DimensionTally) -> DimensionScore:
    """One dimension with its scores, errors, bounds and coverage."""
    rubric, dimension = evaluation.rubric, evaluation.rubric.dimensions[d.name]
    outcomes = range(len(rubric.outcome_ids))
    whole = total(other.weight for other in evaluation.tallied.dimensions)
    scores = tuple(d.score_or_none(k) for k in outcomes) if d.scoreable else None
    gap = None
    if dimension.target is not None and scores and scores[0] is not None:
        gap = shortfall(scores[0], dimension.target)
    reaches = [
        bounds.dimension_range(evaluation.outlook, rubric, d.name, value_of(k)) for k in outcomes
    ]
    return DimensionScore.model_construct(
        id=d.name,
        name=dimension.name,
        about=dimension.about,
        weight=d.weight / whole,
        scores=scores,
        variances=tuple(_variance_of(evaluation, d, k) for k in outcomes) if scores else None,
        bounds=tuple(
            _bounds_of(reach, d.score_or_none(k))
            for k, reach in zip(outcomes, reaches, strict=True)
        ),
        coverage=d.coverage,
        status=_coverage_status(d),
        answered=len(d.answered),
        applicable=d.applicable,
        target=dimension.target,
        shortfall=gap,
        priority=d.weight / whole * gap if gap is not None else None,
        worth=fit_worth(d, evaluation.tallied, rubric) * gap if gap is not None else None,
    )


def _variance_of(evaluation: Evaluation, d: DimensionTally, outcome: int) -> Fraction | None:
    """Squared standard error of a dimension's score; None where it has none."""
    if d.score_or_none(outcome) is None:
        return None
    return dimension_error(evaluation.tallied, d, value_of(outcome)).variance


def _coverage_status(d: DimensionTally) -> Coverage:
    """complete, provisional or insufficient."""
    if not d.scoreable:
        return "insufficient"
    return "complete" if d.coverage >= FULL_COVERAGE else "provisional"


def counting(evaluation: Evaluation) -> tuple[DimensionTally, ...]:
    """The dimensions whose answers enter the result; none where too little was answered."""
    return evaluation.tallied.scoreable if evaluation.scores is not None else ()


def contributions(evaluation: Evaluation, verdict: Verdict) -> Iterator[Contribution]:
    """What each answer does to the result; see Contribution for what sums to what."""
    if evaluation.scores is None:
        return
    worth = model_of(evaluation.rubric).worth(evaluation, verdict)
    tallied = evaluation.tallied
    shares = dict(zip((d.name for d in tallied.scoreable), tallied.shares, strict=True))
    for d in evaluation.tallied.scoreable:
        for entry in d.answered:
            weight = shares[d.name] * entry.weight / d.whole.answered_weight
            points, lead = worth(d, entry)
            response = evaluation.responses[entry.item.id]
            assert response.answer is not None
            yield Contribution.model_construct(
                item=entry.item.id,
                ask=entry.item.ask,
                dimension=d.name,
                answer=entry.item.shown(response.answer),
                note=response.note,
                weight=weight,
                values=entry.values,
                points=points,
                lead=lead,
                source=entry.item.source,
                evidence=response.evidence,
            )


def unscored_answers(evaluation: Evaluation) -> tuple[Unscored, ...]:
    """The answers that move no score: they feed conditions, or too few stand beside them."""
    counted = {entry.item.id for d in counting(evaluation) for entry in d.answered}
    found = []
    for item in evaluation.rubric.items:
        response = evaluation.responses[item.id]
        if response.answer is not None and item.id not in counted:
            said = item.shown(response.answer)
            found.append(
                Unscored.model_construct(
                    item=item.id,
                    ask=item.ask,
                    answer=said,
                    note=response.note,
                    evidence=response.evidence,
                )
            )
    return tuple(found)
