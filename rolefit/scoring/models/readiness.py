"""How far from a standard: what is missing to targets makes the fit, and bands name its levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import HUNDRED, ONE, ZERO
from rolefit.rubric.model import Rubric
from rolefit.rubric.models import STANDARD
from rolefit.scoring import bounds
from rolefit.scoring.assessment import (
    Basis,
    Direction,
    GateResult,
    QualityFlag,
    Sensitivity,
    Verdict,
    Worst,
)
from rolefit.scoring.crossings import (
    Hurdle,
    ScoreRead,
    WayOver,
    crossings,
    gates_read_scores,
    score_pulls,
    ways_past,
)
from rolefit.scoring.levels import (
    bars,
    capped_by,
    ceiling_of,
    climbs,
    edges_down,
    falls,
    gates_capping,
    level_of,
    level_range,
    naming_gate,
    nearest_edge,
    needs_unmet,
    open_needs,
    out_of_reach,
    requirements,
    scores_now,
    scores_of,
    strength_of,
    unscored_needs,
)
from rolefit.scoring.models.base import HeadScore, Lead, ResultNames, Worth, weight_left
from rolefit.scoring.moves import Challenge, Pick, Picks, fit_with
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionScores,
    DimensionTally,
    Fit,
    OutcomeMeasure,
    Tally,
    Values,
    fit_over,
    fit_worth,
    shortfall,
    target,
    value_of,
)
from rolefit.scoring.verdict import (
    Evaluation,
    Found,
    Strength,
    excluding,
    hold_back,
    nothing_open,
    status_of,
)

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


def _fit_now(evaluation: Evaluation) -> Fit:
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


def verdict(
    evaluation: Evaluation, flags: tuple[QualityFlag, ...], sensitive: Sensitivity | None
) -> Verdict:
    """The verdict about how far a standard is met."""
    rubric, gates = evaluation.rubric, evaluation.gates
    here = rubric.band_number(evaluation.leaders[0])
    ceiling = ceiling_of(rubric, gates)
    edge = nearest_edge(evaluation, here, ceiling)
    strength = strength_of(rubric, edge)
    if edge is None and ceiling > here:  # what a level above asks for has no score
        strength = Strength("clear", Basis.model_construct(code="no_score"))
    conditions = (
        *excluding(gates, STANDARD, "unknown"),
        *gates_capping(rubric, gates, here, "unknown"),
    )
    waiting = () if nothing_open(evaluation) else open_needs(evaluation, here, ceiling)
    same = result_settled(evaluation)
    strength = hold_back(strength, flags, sensitive)
    capped, gaps = capped_by(evaluation, here), needs_unmet(evaluation, here)
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
        named_by=naming_gate(evaluation, capped, gaps),
        conditions=conditions,
        needs_open=waiting,
        needs_unmet=gaps,
        capped_by=capped,
        basis=strength.basis,
    )


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
    return _fit_now(then).score


def worst(evaluation: Evaluation) -> Worst | None:
    """The least fit, and its band."""
    rubric = evaluation.rubric
    low = bounds.fit_range(evaluation.outlook, rubric).low
    lowest, _ = level_range(evaluation.outlook, rubric, ceiling_of(rubric, evaluation.gates))
    return Worst.model_construct(lead=low, to=rubric.bands[lowest].id, or_to=())


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
            return (share * value * wanted / score if score else ZERO,), ZERO
        return (share * value,), share * (value - wanted)

    return of


def speaking(evaluation: Evaluation, verdict: Verdict) -> OutcomeMeasure:  # noqa: ARG001
    """How much of the standard an answer meets."""
    return value_of(0)


def shift(
    evaluation: Evaluation,
    d: DimensionTally,
    entry: AnsweredItem,
    change: Values,
    measure: OutcomeMeasure,  # noqa: ARG001
) -> Fraction:
    """How far the fit moves; what lies above the target counts for nothing."""
    score, wanted = d.score(value_of(0)), target(evaluation.rubric, d.name)
    points = HUNDRED * d.share(entry, 0) * change[0]
    closed = shortfall(score, wanted) - shortfall(score + points, wanted)
    return fit_worth(d, evaluation.tallied, evaluation.rubric) * closed


def deciding(evaluation: Evaluation) -> OutcomeMeasure:  # noqa: ARG001
    """How much of the standard an answer meets."""
    return value_of(0)


def room(evaluation: Evaluation, dimension: str) -> Fraction | None:
    """Points by which a dimension can still move the fit: none beyond its target."""
    reach = bounds.dimension_range(
        bounds.sample(evaluation.outlook), evaluation.rubric, dimension, value_of(0)
    )
    wanted = target(evaluation.rubric, dimension)
    return min(wanted, reach.high) - min(wanted, reach.low)


# --- what would change it ----------------------------------------------------------------------


def directions(evaluation: Evaluation) -> tuple[Direction, ...]:
    """To the band above and to the band below; out of the bands only by conditions on scores."""
    if not evaluation.leaders:
        return ()
    rubric = evaluation.rubric
    here, again = rubric.band_number(evaluation.leaders[0]), gates_read_scores(rubric)
    top = len(rubric.bands) - 1 if again else ceiling_of(rubric, evaluation.gates)
    up: tuple[Direction, ...] = ("up",) if here < top else ()
    return (*up, "down") if here or again else up


def challenges(evaluation: Evaluation, direction: Direction, picks: Picks) -> Iterator[Challenge]:
    """Each way to another level: all that the next one asks for, or any one that this one does."""
    here = evaluation.rubric.band_number(evaluation.leaders[0])
    if direction == "up":
        yield from climbs(evaluation, here, picks)
    elif here:
        yield from falls(evaluation, here, picks)


def ways_over(evaluation: Evaluation, direction: Direction) -> Iterator[WayOver]:
    """Up all that the next level asks for, past a cap; down any one of what this one asks for."""
    rubric = evaluation.rubric
    here = rubric.band_number(evaluation.leaders[0])
    if direction == "up":
        if unscored_needs(evaluation, here + 1) or out_of_reach(evaluation, here + 1):
            return
        up = tuple(_hurdles_up(evaluation, here))
        holding = gates_capping(rubric, evaluation.gates, here + 1, "fail")
        yield from ((*up, *past) for past in ways_past(evaluation, holding))
        return
    yield from ((one,) for one in _hurdles_down(evaluation, here))
    barring = [
        gate.id for gate in evaluation.gates if gate.state != "fail" and bars(rubric, gate, here)
    ]
    yield from ((one,) for one in crossings(evaluation, barring))


def _hurdles_up(evaluation: Evaluation, here: int) -> Iterator[Hurdle]:
    """The cut score and the least scores of the next level that are missing."""
    scores = scores_now(evaluation)
    for one in requirements(evaluation.rubric)[here + 1]:
        score = scores.of(one.dimension)
        if score is not None and score < one.wanted:
            yield _hurdle(evaluation, one.dimension, one.wanted - score, sign=1)


def _hurdles_down(evaluation: Evaluation, here: int) -> Iterator[Hurdle]:
    """The cut score and the least scores that keep the level."""
    for edge in edges_down(evaluation.rubric, scores_now(evaluation), here):
        yield _hurdle(evaluation, edge.about, edge.distance, sign=-1)


def _hurdle(
    evaluation: Evaluation, dimension: str | None, needed: Fraction, *, sign: int
) -> Hurdle:
    """The fit, or the score of a dimension, so far up (1), or down (-1) and beyond."""
    if dimension is not None:
        pulls = score_pulls(evaluation, ScoreRead(dimension, 0), sign)
        return Hurdle(pulls, needed, strictly=sign < 0)
    tallied = evaluation.tallied
    worth = {d.name: fit_worth(d, tallied, evaluation.rubric) for d in tallied.scoreable}
    pulls = {
        entry.item.id: ((0, sign * HUNDRED * worth[d.name] * d.share(entry, 0)),)
        for d in tallied.scoreable
        for entry in d.answered
    }
    return Hurdle(pulls, needed, strictly=sign < 0, cut_off=True)


def points_of(evaluation: Evaluation, pick: Pick, rival: int | None) -> Fraction:  # noqa: ARG001
    """Points by which one changed answer moves the fit."""
    return abs(fit_with(evaluation, [pick]) - _fit_now(evaluation).score)


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
