"""How far from a standard: what is missing to targets makes the fit, and bands name its levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, ONE, ZERO
from rolefit.rubric.model import Label, Rubric
from rolefit.rubric.models import STANDARD
from rolefit.scoring import bounds
from rolefit.scoring.alternatives import Direction, Sensitivity, Worst
from rolefit.scoring.assessment import GateResult, NeedGap, QualityFlag, Verdict
from rolefit.scoring.challenges import Challenge, Picks, dimension_moves
from rolefit.scoring.evaluation import Evaluation, Found, nothing_open
from rolefit.scoring.fit import Fit, fit_over, fit_worth, shortfall, target
from rolefit.scoring.fit_moves import Floor, fit_with, in_fit
from rolefit.scoring.levels import (
    Edge,
    Scores,
    ceiling_of,
    edges_down,
    edges_up,
    gates_capping,
    level_by_fit,
    level_of,
    level_range,
    open_needs,
    requirements,
)
from rolefit.scoring.models.base import HeadScore, Lead, ResultNames, Worth, status_of, weight_left
from rolefit.scoring.moves import Group, Pick, fewest_answers
from rolefit.scoring.precision import Error, dimension_error, fit_error
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionScores,
    DimensionTally,
    Measure,
    Tally,
    Values,
    value_of,
)
from rolefit.scoring.verdict import Strength, excluding, hold_back, of_distance

STRENGTHS: tuple[Label, ...] = ("too_close_to_call", "leaning", "clear")
"""How sure an edge of a level can be, least first."""

# --- the result --------------------------------------------------------------------------------


def enough(
    tallied: Tally,
    seen: bounds.Outlook,  # noqa: ARG001
    gates: Sequence[GateResult],  # noqa: ARG001
) -> bool:
    """Whether little enough of the weight is lost."""
    return weight_left(tallied)


def fit(rubric: Rubric, scores: DimensionScores) -> Fit | None:
    """How far targets are met."""
    return fit_over(scores, rubric)


def fit_now(evaluation: Evaluation) -> Fit:
    """The fit, where there is one."""
    assert evaluation.fit is not None
    return evaluation.fit


def leaders(rubric: Rubric, gates: tuple[GateResult, ...], found: Found) -> tuple[str, ...]:
    """The band that is reached; () while a gate excludes the standard."""
    assert found.fit is not None
    barred = excluding(gates, STANDARD, "fail")
    if barred:
        return ()
    here = level_of(rubric, scores_of(found), ceiling_of(rubric, gates))
    return (rubric.bands[here].id,)


def scores_of(found: Found) -> Scores:
    """The scores that levels are read from."""
    assert found.fit is not None
    own = {name: each[0] for name, each in found.dimensions.items()}
    return Scores(found.fit.score, {name: x for name, x in own.items() if x is not None})


def verdict(
    evaluation: Evaluation, flags: tuple[QualityFlag, ...], sensitive: Sensitivity | None
) -> Verdict:
    """The verdict about how far a standard is met."""
    rubric, gates = evaluation.rubric, evaluation.gates
    here = rubric.band_number(evaluation.leaders[0])
    ceiling = ceiling_of(rubric, gates)
    edge = nearest_edge(evaluation, here, ceiling)
    strength = strength_of(rubric, edge)
    conditions = (
        *excluding(gates, STANDARD, "unknown"),
        *gates_capping(rubric, gates, here, "unknown"),
    )
    waiting = (
        () if nothing_open(evaluation) else open_needs(evaluation.outlook, rubric, here, ceiling)
    )
    same = result_settled(evaluation)
    strength = hold_back(strength, flags, sensitive)
    capped = capped_by(evaluation)
    return Verdict.model_construct(
        label="conditional" if conditions or waiting else strength.label,
        strength=strength.label,
        status=status_of(evaluation, leader_settled=same),
        leader_settled=same and not conditions,
        outcome=rubric.bands[here].id,
        tied=(),
        runner_up=rubric.bands[edge.edge.other].id if edge else None,
        margin=edge.edge.distance if edge else None,
        variance=edge.error.variance if edge else None,
        t=edge.error.t if edge else None,
        about=edge.edge.about if edge else None,
        height=None,
        named_by=next((g.id for g in rubric.gates if g.id in capped and g.verdict), None),
        conditions=conditions,
        needs_open=waiting,
        needs_unmet=needs_unmet(evaluation, here, ceiling),
        capped_by=capped,
        reason=strength.reason,
    )


class SureEdge(NamedTuple):
    """How far a level is from another one, and how sure that is."""

    edge: Edge
    error: Error

    @property
    def spans(self) -> tuple[bool, Fraction]:
        """Squared distance in standard errors; without any error it spans any number of them."""
        if self.error.variance == 0:
            return self.edge.distance > 0, ZERO
        return False, self.edge.distance**2 / self.error.variance


def nearest_edge(evaluation: Evaluation, here: int, ceiling: int) -> SureEdge | None:
    """The edge of the level that is least sure: all that misses above, or any one that keeps it.

    Least sure is what has the weakest label, then what spans the fewest standard errors.
    """
    rubric, scores = evaluation.rubric, scores_now(evaluation)

    def sure(edge: Edge) -> SureEdge:
        return SureEdge(edge, error_about(evaluation, edge.about))

    def held(one: SureEdge) -> tuple[int, tuple[bool, Fraction]]:
        return STRENGTHS.index(strength_of(rubric, one).label), one.spans

    up = [sure(edge) for edge in edges_up(rubric, scores, here, ceiling)]
    found = [sure(edge) for edge in edges_down(rubric, scores, here)]
    if up:
        found.append(max(up, key=held))
    return min(found, key=held, default=None)


def error_about(evaluation: Evaluation, dimension: str | None) -> Error:
    """Error of the fit, or of the score of a dimension."""
    tallied = evaluation.tallied
    if dimension is None:
        return fit_error(tallied, evaluation.rubric)
    d = next(d for d in tallied.scoreable if d.name == dimension)
    return dimension_error(tallied, d, value_of(0))


def strength_of(rubric: Rubric, sure: SureEdge | None) -> Strength:
    """Label of a level by its least sure edge."""
    if sure is None:
        return Strength("clear", "no score could change the level while its conditions fail")
    said = "the distance to the nearest cut score"
    if sure.edge.about is not None:
        said = "the distance to the least score that the level needs"
    threshold = rubric.settings.indifference_threshold
    return of_distance(sure.edge.distance, sure.error, threshold, said)


def needs_unmet(evaluation: Evaluation, here: int, ceiling: int) -> tuple[NeedGap, ...]:
    """Least scores that hold the level down: the fit alone would reach the next one."""
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    if here >= ceiling or level_by_fit(rubric, scores.fit) <= here:
        return ()
    return tuple(
        NeedGap.model_construct(
            band=rubric.bands[here + 1].id,
            dimension=one.dimension,
            score=scores.of(one.dimension),
            wanted=one.wanted,
        )
        for one in requirements(rubric)[here + 1]
        if one.dimension is not None and not scores.meets(one)
    )


def capped_by(evaluation: Evaluation) -> tuple[str, ...]:
    """The failed gates that hold the level below what the scores would reach."""
    rubric = evaluation.rubric
    free = level_of(rubric, scores_now(evaluation), len(rubric.bands) - 1)
    return gates_capping(rubric, evaluation.gates, free, "fail")


def scores_now(evaluation: Evaluation) -> Scores:
    """The scores that levels are read from, where there are scores."""
    assert evaluation.found is not None
    return scores_of(evaluation.found)


def result_settled(evaluation: Evaluation) -> bool:
    """Whether every completion has the same band, as far as it hangs on scores."""
    if nothing_open(evaluation):
        return True
    rubric = evaluation.rubric
    low, high = level_range(evaluation.outlook, rubric, ceiling_of(rubric, evaluation.gates))
    return rubric.bands[low].id == rubric.bands[high].id == evaluation.leaders[0]


def result_names(verdict: Verdict, rubric: Rubric) -> ResultNames:  # noqa: ARG001
    """The band."""
    assert verdict.outcome is not None
    return ResultNames("band", (verdict.outcome,))


def by_scores(evaluation: Evaluation) -> str | None:
    """The band by the fit alone."""
    if evaluation.fit is None:
        return None
    rubric = evaluation.rubric
    return rubric.bands[level_of(rubric, scores_now(evaluation), len(rubric.bands) - 1)].id


# --- how far it is from another one ------------------------------------------------------------


def lead_in(then: Evaluation, now: Evaluation) -> Fraction:  # noqa: ARG001
    """The fit."""
    return fit_now(then).score


def worst(evaluation: Evaluation) -> Worst | None:
    """The least fit, and its band."""
    rubric = evaluation.rubric
    low = bounds.fit_range(evaluation.outlook, rubric).low
    lowest, _ = level_range(evaluation.outlook, rubric, ceiling_of(rubric, evaluation.gates))
    return Worst.model_construct(lead=low, to=rubric.bands[lowest].id)


def leads(evaluation: Evaluation) -> Iterator[Lead]:
    """The lead over the band below and the band above, as far as gates let them be reached.

    The fit is at or above a cut score c while the weighted mean of (1 - c/100) t_d - g_d is 0 or
    more, where t_d is a target and g_d a shortfall: linear in the weights.
    """
    rubric = evaluation.rubric
    here = rubric.band_number(evaluation.leaders[0])
    scores, measure = scores_now(evaluation), value_of(0)
    gaps = [(target(rubric, d.name), d.score(measure)) for d in evaluation.tallied.scoreable]
    for other, cut, sign in ((here - 1, here, 1), (here + 1, here + 1, -1)):
        if not 0 <= other <= ceiling_of(rubric, evaluation.gates):
            continue
        if sign < 0 and not all(scores.meets(o) for o in requirements(rubric)[cut] if o.dimension):
            continue  # no weight makes up for a least score
        kept = ONE - rubric.bands[cut].from_ / HUNDRED
        parts = tuple(sign * (kept * t - shortfall(s, t)) for t, s in gaps)
        yield Lead(rubric.bands[other].id, parts, holds_level=sign > 0)


# --- single answers ----------------------------------------------------------------------------


def worth(evaluation: Evaluation, verdict: Verdict) -> Worth:  # noqa: ARG001
    """One answer's part of the fit, and minus its part of what is missing to 100.

    A dimension below target passes on all its points. One above passes on its target's worth,
    shared out by points. So the parts sum to the fit, and the missing parts to 100 minus the fit.
    """

    def of(d: DimensionTally, entry: AnsweredItem) -> tuple[Values, Fraction]:
        wanted, score = target(evaluation.rubric, d.name), d.score(value_of(0))
        share = fit_worth(d, evaluation.tallied, evaluation.rubric) * d.share(entry, 0)
        value = HUNDRED * entry.values[0]
        if score >= wanted:
            return (share * value * wanted / score,), ZERO
        return (share * value,), share * (value - wanted)

    return of


def speaking(evaluation: Evaluation, verdict: Verdict) -> Measure:  # noqa: ARG001
    """How much of the standard an answer meets."""
    return value_of(0)


def shift(
    evaluation: Evaluation,
    d: DimensionTally,
    entry: AnsweredItem,
    change: Values,
    measure: Measure,  # noqa: ARG001
) -> Fraction:
    """How far the fit moves; what lies above the target counts for nothing."""
    score, wanted = d.score(value_of(0)), target(evaluation.rubric, d.name)
    points = HUNDRED * d.share(entry, 0) * change[0]
    closed = shortfall(score, wanted) - shortfall(score + points, wanted)
    return fit_worth(d, evaluation.tallied, evaluation.rubric) * closed


def deciding(evaluation: Evaluation) -> Measure:  # noqa: ARG001
    """How much of the standard an answer meets."""
    return value_of(0)


def room(evaluation: Evaluation, dimension: str) -> Fraction | None:
    """Points by which a dimension can still move the fit: none beyond its target."""
    reach = bounds.dimension_range(bounds.sample(evaluation.outlook), dimension, value_of(0))
    wanted = target(evaluation.rubric, dimension)
    return min(wanted, reach.high) - min(wanted, reach.low)


# --- what would change it ----------------------------------------------------------------------


def directions(evaluation: Evaluation) -> tuple[Direction, ...]:
    """To the band above, as far as gates leave it, and to the band below."""
    if not evaluation.leaders:
        return ()
    here = evaluation.rubric.band_number(evaluation.leaders[0])
    up: tuple[Direction, ...] = (
        ("up",) if here < ceiling_of(evaluation.rubric, evaluation.gates) else ()
    )
    return (*up, "down") if here else up


def challenges(evaluation: Evaluation, direction: Direction, picks: Picks) -> Iterator[Challenge]:
    """Each way to another level: all that the next one asks for, or any one that this one does."""
    here = evaluation.rubric.band_number(evaluation.leaders[0])
    yield from (
        climbs(evaluation, here, picks) if direction == "up" else falls(evaluation, here, picks)
    )


def climbs(evaluation: Evaluation, here: int, picks: Picks) -> Iterator[Challenge]:
    """The fit up to the next cut score, and every least score that is missing."""
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    missing = [one for one in requirements(rubric)[here + 1] if not scores.meets(one)]
    floors = {one.dimension: Floor(one.wanted, above=False) for one in missing if one.dimension}
    groups: list[Group] = []
    must: list[Group] = []
    for d in evaluation.tallied.scoreable:
        moves = dimension_moves(d, picks, sign=1, price=fewest_answers)
        group = in_fit(evaluation, d, moves, sign=1, floor=floors.get(d.name))
        (must if d.name in floors else groups).append(group)
    needed = max(ZERO, rubric.bands[here + 1].from_ - scores.fit)
    yield Challenge(groups, needed, strictly=False, rival=None, must=tuple(must))


def falls(evaluation: Evaluation, here: int, picks: Picks) -> Iterator[Challenge]:
    """The fit down below the cut score, or one dimension below its least score."""
    rubric, scores = evaluation.rubric, scores_now(evaluation)
    moves = {
        d.name: dimension_moves(d, picks, sign=-1, price=fewest_answers)
        for d in evaluation.tallied.scoreable
    }
    groups = [in_fit(evaluation, d, moves[d.name], sign=-1) for d in evaluation.tallied.scoreable]
    yield Challenge(groups, scores.fit - rubric.bands[here].from_, strictly=True, rival=None)
    for edge in edges_down(rubric, scores, here):
        if edge.about is not None:
            yield Challenge([moves[edge.about]], edge.distance, strictly=True, rival=None)


def points_of(evaluation: Evaluation, pick: Pick, rival: int | None) -> Fraction:  # noqa: ARG001
    """Points by which one changed answer moves the fit."""
    return abs(fit_with(evaluation, [pick]) - fit_now(evaluation).score)


def next_band(evaluation: Evaluation) -> str | None:
    """The band to be reached: one up, or where a gate excludes, the one the fit stands for."""
    if evaluation.fit is None:
        return None
    bands = evaluation.rubric.bands
    if not evaluation.leaders:
        return by_scores(evaluation)
    here = evaluation.rubric.band_number(evaluation.leaders[0])
    return bands[here + 1].id if here + 1 < len(bands) else None


# --- several assessments -----------------------------------------------------------------------


def head_scores(rubric: Rubric) -> tuple[HeadScore, ...]:  # noqa: ARG001
    """The fit."""
    return (HeadScore("fit", "fit", "Fit", outcome=None),)


def ranked_by(rubric: Rubric) -> tuple[tuple[str, ...], ...]:  # noqa: ARG001
    """The fit."""
    return ((),)


def differ_on(rubric: Rubric, names: Sequence[str]) -> tuple[str, ...]:  # noqa: ARG001
    """The fit."""
    return ()
