"""How far from a standard: what is missing to targets makes the fit, and bands name its levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rolefit.exact import HUNDRED, ONE, ZERO
from rolefit.rubric.model import Rubric
from rolefit.rubric.models import STANDARD
from rolefit.scoring import bounds
from rolefit.scoring.acceptability import shortfall_moments
from rolefit.scoring.alternatives import Direction, Sensitivity, Worst
from rolefit.scoring.assessment import GateResult, QualityFlag, Verdict
from rolefit.scoring.challenges import Challenge, Picks, dimension_moves
from rolefit.scoring.evaluation import Evaluation, Found, nothing_open
from rolefit.scoring.fit_moves import fit_with, in_fit
from rolefit.scoring.models.base import HeadScore, Lead, ResultNames, Worth, status_of, weight_left
from rolefit.scoring.moves import Pick, fewest_answers
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionScores,
    DimensionTally,
    Fit,
    Measure,
    Tally,
    Values,
    fit_over,
    fit_variance,
    fit_worth,
    floor,
    shortfall,
    target,
    value_of,
)
from rolefit.scoring.verdict import (
    band_of,
    capped_by,
    capping,
    ceiling,
    excluding,
    hold_back,
    of_place,
    place,
)

# --- the result --------------------------------------------------------------------------------


def enough(tallied: Tally, rubric: Rubric) -> bool:
    """Whether little enough of the weight is lost."""
    return weight_left(tallied, rubric)


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
    return () if barred else (place(rubric, found.fit.score, ceiling(rubric, gates)).band.id,)


def verdict(
    evaluation: Evaluation, flags: tuple[QualityFlag, ...], sensitive: Sensitivity | None
) -> Verdict:
    """The verdict about how far a standard is met."""
    rubric, gates, score = evaluation.rubric, evaluation.gates, fit_now(evaluation).score
    where = place(rubric, score, ceiling(rubric, gates))
    variance = fit_variance(evaluation.tallied, rubric)
    strength = hold_back(of_place(where, variance), flags, sensitive)
    conditions = (
        *excluding(gates, STANDARD, "unknown"),
        *capping(rubric, gates, where.band.id, "unknown"),
    )
    same = result_settled(evaluation)
    return Verdict.model_construct(
        label="conditional" if conditions else strength.label,
        strength=strength.label,
        status=status_of(evaluation, leader_settled=same),
        leader_settled=same and not conditions,
        outcome=where.band.id,
        tied=(),
        runner_up=where.neighbour.id if where.neighbour else None,
        margin=where.distance,
        variance=variance,
        conditions=conditions,
        capped_by=capped_by(rubric, gates, score),
        reason=strength.reason,
    )


def result_settled(evaluation: Evaluation) -> bool:
    """Whether every completion has the same band, as far as it hangs on scores."""
    if nothing_open(evaluation):
        return True
    rubric, highest = evaluation.rubric, ceiling(evaluation.rubric, evaluation.gates)
    reach = bounds.fit_range(evaluation.outlook, rubric)
    low = place(rubric, reach.low, highest).band.id
    high = place(rubric, reach.high, highest).band.id
    return low == high == evaluation.leaders[0]


def result_names(verdict: Verdict, rubric: Rubric) -> ResultNames:  # noqa: ARG001
    """The band."""
    assert verdict.outcome is not None
    return ResultNames("band", (verdict.outcome,))


def by_scores(evaluation: Evaluation) -> str | None:
    """The band by the fit alone."""
    if evaluation.fit is None:
        return None
    return evaluation.rubric.bands[band_of(evaluation.rubric, evaluation.fit.score)].id


# --- how far it is from another one ------------------------------------------------------------


def lead_in(then: Evaluation, now: Evaluation) -> Fraction:  # noqa: ARG001
    """The fit."""
    return fit_now(then).score


def worst(evaluation: Evaluation) -> Worst | None:
    """The least fit, and its band."""
    rubric = evaluation.rubric
    low = bounds.fit_range(evaluation.outlook, rubric).low
    band = place(rubric, low, ceiling(rubric, evaluation.gates)).band.id
    return Worst.model_construct(lead=low, to=band)


def leads(evaluation: Evaluation) -> Iterator[Lead]:
    """The lead over the band below and the band above, as far as gates let them be reached.

    The fit is at or above a cut score c while the weighted mean of (1 - c/100) t_d - g_d is 0 or
    more, where t_d is a target and g_d a shortfall: linear in the weights.
    """
    rubric = evaluation.rubric
    here = rubric.band_number(evaluation.leaders[0])
    measure = value_of(0)
    dimensions = evaluation.tallied.scoreable
    errors = evaluation.tallied.errors(measure)
    if errors is None:
        errors = tuple(HUNDRED**2 * floor(d) for d in dimensions)
    gaps = [(target(rubric, d.name), d.score(measure)) for d in dimensions]
    for other, cut, sign in ((here - 1, here, 1), (here + 1, here + 1, -1)):
        if not 0 <= other <= ceiling(rubric, evaluation.gates):
            continue
        kept = ONE - rubric.bands[cut].from_ / HUNDRED
        parts = tuple(sign * (kept * t - shortfall(s, t)) for t, s in gaps)
        moments = (
            shortfall_moments(float(t - s), float(v), offset=float(kept * t), sign=sign)
            for (t, s), v in zip(gaps, errors, strict=True)
        )
        yield Lead(rubric.bands[other].id, parts, tuple(moments), holds_level=sign > 0)


# --- single answers ----------------------------------------------------------------------------


def worth(evaluation: Evaluation, verdict: Verdict) -> Worth:  # noqa: ARG001
    """One answer's part of the fit, and minus its part of what is missing to 100.

    A dimension below target passes on all its points. One above passes on its target's worth,
    shared out by points. So the parts sum to the fit, and the missing parts to 100 minus the fit.
    """

    def of(d: DimensionTally, entry: AnsweredItem) -> tuple[Values, Fraction]:
        wanted, score = target(evaluation.rubric, d.name), d.score(value_of(0))
        share = (
            fit_worth(d, evaluation.tallied, evaluation.rubric) * entry.weight / d.answered_weight
        )
        value = HUNDRED * entry.values[0]
        if score >= wanted:
            return (share * value * wanted / score,), ZERO
        return (share * value,), share * (value - wanted)

    return of


def speaking(evaluation: Evaluation, verdict: Verdict) -> Measure:  # noqa: ARG001
    """How much of the standard an answer meets."""
    return value_of(0)


def shift(evaluation: Evaluation, d: DimensionTally, points: Fraction) -> Fraction:
    """How far the fit moves; what lies above the target counts for nothing."""
    score, wanted = d.score(value_of(0)), target(evaluation.rubric, d.name)
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
        ("up",) if here < ceiling(evaluation.rubric, evaluation.gates) else ()
    )
    return (*up, "down") if here else up


def challenges(evaluation: Evaluation, direction: Direction, picks: Picks) -> Iterator[Challenge]:
    """The distance of the fit from a cut score, to be made up dimension by dimension."""
    here = evaluation.rubric.band_number(evaluation.leaders[0])
    sign = 1 if direction == "up" else -1
    groups = []
    for d in evaluation.tallied.scoreable:
        moves = dimension_moves(d, picks, sign=sign, price=fewest_answers)
        groups.append(in_fit(evaluation, d, moves, sign=sign))
    cut = evaluation.rubric.bands[here + 1 if sign > 0 else here].from_
    yield Challenge(groups, abs(fit_now(evaluation).score - cut), direction == "down", None)


def points_of(evaluation: Evaluation, pick: Pick, rival: int | None) -> Fraction:  # noqa: ARG001
    """Points by which one changed answer moves the fit."""
    return abs(fit_with(evaluation, [pick]) - fit_now(evaluation).score)


def next_band(evaluation: Evaluation) -> str | None:
    """The band to be reached: one up, or where a gate excludes, the one the fit stands for."""
    if evaluation.fit is None:
        return None
    bands = evaluation.rubric.bands
    if not evaluation.leaders:
        return bands[band_of(evaluation.rubric, evaluation.fit.score)].id
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
