"""Several sheets of one rubric side by side: who stands where, and which answers set them apart."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolefit.errors import RolefitError
from rolefit.rubric.conditions import Value
from rolefit.rubric.model import GateState, Responses, Rubric, read
from rolefit.rubric.models import Model
from rolefit.scoring.assess import assess
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.evaluate import evaluate, model_of
from rolefit.scoring.verdict import Evaluation
from rolefit.studies.comparison.disputes import (
    Agreement,
    Dispute,
    Given,
    Party,
    agreements,
    alike,
    disputes,
    given_answers,
    points_in,
    reweighed_items,
)
from rolefit.studies.comparison.ranking import (
    EntrantScores,
    Rank,
    Ranking,
    Result,
    Spread,
    ranking,
    result_of,
    same,
    scales,
    spreads,
)
from rolefit.studies.reliable_change import Measure, Score, measures_of

__all__ = ["Agreement", "ComparedSheet", "Comparison", "Dispute", "Entrant", "GateStates", "Given"]
__all__ += ["Rank", "Ranking", "Result", "Spread", "compare"]


class Entrant(NamedTuple):
    """Somebody's answers under the name they go by."""

    name: str
    responses: Responses


class ComparedSheet(Value):
    """One entrant's assessment."""

    name: str
    assessment: Assessment
    """Respondent, group, date, verdict, confidence and all numbers behind them."""
    result: Result
    placed: str | None
    """The band by the fit alone, or the one leader; None where there is none."""
    scores: tuple[Score, ...]
    """One for each measure, in order."""


class GateStates(Value):
    """A condition that does not stand alike for everybody."""

    id: str
    name: str
    states: tuple[GateState, ...]
    """One for each entrant, in order."""


class Comparison(Value):
    """Several sheets of one rubric, held against each other."""

    rubric: str
    version: str
    hash: str
    model: Model
    measures: tuple[Measure, ...]
    entries: tuple[ComparedSheet, ...]
    rankings: tuple[Ranking, ...]
    """By the fit; by the lead of the first of two outcomes; or by each of more outcomes."""
    spreads: tuple[Spread, ...]
    """Dimensions, from the difference that is worth most to the one that is worth least."""
    asked: int
    """Number of items that at least one entrant answered."""
    alike: int
    """Number of items that all answered, and answered alike."""
    disputes: tuple[Dispute, ...]
    """Items answered differently. With those shifted, the points of one entrant minus those of
    another add up to the difference of their results."""
    shifted: tuple[Dispute, ...]
    """Items answered alike whose answers weigh differently: other answers are missing beside them,
    or do not apply; above a target further points count for nothing."""
    gates: tuple[GateStates, ...]
    same_result: bool
    """Conditions without an answer yet do not make results differ."""
    agreements: tuple[Agreement, ...]
    """Of two entrants with different results: what would bring them together."""


def compare(rubric: Rubric, entrants: Sequence[Entrant], *, ways: bool = True) -> Comparison:
    """Hold at least two sheets that answer this content of a rubric against each other.

    Without `ways` what would change a sheet's own result is left out: no page of a comparison says
    it, and it takes longest. The order of the entrants changes only orders. Raises Invalid where an
    answer cannot be read, RolefitError where a rubric ranks nobody.
    """
    if not scales(rubric):
        message = f"`{rubric.rubric}` is a {rubric.model} rubric, which ranks nobody"
        raise RolefitError(message, "score the files together: rolefit score FILE FILE")
    parties = [party(rubric, one.responses, ways=ways) for one in entrants]
    evaluations = [evaluate(rubric, one.answers) for one in parties]
    scored = [EntrantScores(evaluation) for evaluation in evaluations]
    points = points_in(parties, scales(rubric))
    disputed = disputes(rubric, parties, points)
    measures = tuple(measures_of(rubric, evaluations))
    entries = [
        entry(entrant.name, one, own, measures)
        for entrant, one, own in zip(entrants, parties, scored, strict=True)
    ]
    return Comparison.model_construct(
        rubric=rubric.rubric,
        version=rubric.version,
        hash=rubric.content_hash,
        model=rubric.model,
        measures=measures,
        entries=tuple(entries),
        rankings=tuple(ranking(scored, measured) for measured in scales(rubric)),
        spreads=spreads(rubric, scored, [one.assessment for one in parties]),
        asked=sum(1 for item in rubric.items if _any_answer(given_answers(parties, item))),
        alike=sum(1 for item in rubric.items if alike(parties, item)),
        disputes=disputed,
        shifted=reweighed_items(rubric, parties, points),
        gates=tuple(gate_states(evaluations, parties)),
        same_result=all(same(one.result, parties[0].result) for one in parties),
        agreements=tuple(agreements(rubric, parties, disputed)),
    )


def party(rubric: Rubric, responses: Responses, *, ways: bool) -> Party:
    """One entrant, assessed."""
    found = assess(rubric, responses, ways=ways)
    return Party(responses, read(rubric, responses), found, result_of(found.verdict, rubric))


def entry(
    name: str, one: Party, scored: EntrantScores, measures: Sequence[Measure]
) -> ComparedSheet:
    """One entrant as the comparison tells it."""
    return ComparedSheet.model_construct(
        name=name,
        assessment=one.assessment,
        result=one.result,
        placed=model_of(scored.evaluation.rubric).by_scores(scored.evaluation),
        scores=tuple(scored.score(measure) for measure in measures),
    )


def _any_answer(given: Sequence[object]) -> bool:
    """Whether anybody answered."""
    return any(answer is not None for answer in given)


def gate_states(
    evaluations: Sequence[Evaluation], parties: Sequence[Party]
) -> Iterator[GateStates]:
    """The conditions that do not stand alike for everybody, of those that all were asked about."""
    asked = [{gate.id for gate in one.assessment.gates} for one in parties]
    for gates in zip(*(evaluation.gates for evaluation in evaluations), strict=True):
        states = tuple(gate.state for gate in gates)
        if len(set(states)) > 1 and all(gates[0].id in names for names in asked):
            yield GateStates.model_construct(id=gates[0].id, name=gates[0].name, states=states)
