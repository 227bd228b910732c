"""How far a result hangs on the weights, on errors of the scores, and on single answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, ONE, ZERO, dot, total
from rolefit.scoring.acceptability import Moments, chance_ahead, normal_moments, shortfall_moments
from rolefit.scoring.alternatives import Rival, Sensitivity, WeightInterval
from rolefit.scoring.evaluation import Standing, rivals, who_leads
from rolefit.scoring.tally import (
    DimensionTally,
    Fit,
    Weighed,
    difference,
    fit_of,
    floor,
    shortfall,
    target,
    value_of,
)
from rolefit.scoring.verdict import ceiling

ROBUST = Fraction(9, 10)
"""Least acceptability of a robust result."""
NEAR = Fraction(1, 10)
"""A weight that flips the result when it moves by this part of itself, or less, is close to one."""


class Lead(NamedTuple):
    """What the result is ahead of one rival in each scoreable dimension, on a common scale.

    The weighted mean of `parts` is above 0 while the result holds.
    """

    rival: str
    parts: tuple[Fraction, ...]
    moments: tuple[Moments, ...]
    holds_level: bool = False
    """Whether the result holds at 0 too: a cut score belongs to the band above it."""


def sensitivity(standing: Standing) -> Sensitivity | None:
    """How sensitive a result is; None where there is no result or nothing that could overtake."""
    if standing.scores is None or not standing.leaders:
        return None
    leads = tuple(leads_of(standing))
    if not leads:
        return None
    weights = [standing.tallied.effective(d) for d in standing.tallied.scoreable]
    ahead = tuple(
        Rival.model_construct(id=lead.rival, ahead=chance(weights, lead)) for lead in leads
    )
    acceptability = max(ZERO, ONE - total(ONE - rival.ahead for rival in ahead))
    intervals = tuple(intervals_of(standing, weights, leads))
    nearest, change = nearest_flip(intervals)
    entries = [(d, entry) for d in standing.tallied.scoreable for entry in d.answered]
    near = change is not None and change <= NEAR
    return Sensitivity.model_construct(
        acceptability=acceptability,
        rivals=ahead,
        intervals=intervals,
        nearest=nearest,
        nearest_change=change,
        items=len(entries),
        turned_by=turned_by(standing, entries),
        errors_known=any(len(d.answered) > 1 for d in standing.tallied.scoreable),
        robust=acceptability >= ROBUST and not near,
    )


# --- who could overtake, and by how much each dimension keeps it behind ------------------------


def leads_of(standing: Standing) -> Iterator[Lead]:
    """The lead over each result that could take over."""
    if standing.fit is None:
        yield from leads_over_outcomes(standing)
    else:
        yield from leads_over_bands(standing)


def leads_over_outcomes(standing: Standing) -> Iterator[Lead]:
    """The leader's lead over each other eligible outcome, in points."""
    ids = standing.rubric.outcome_ids
    first = ids.index(standing.leaders[0])
    for k in rivals(standing):
        measure = difference(first, k)
        dimensions = standing.tallied.scoreable
        parts = tuple(d.score(measure) for d in dimensions)
        errors = standing.tallied.errors(measure, floors=2)
        if errors is None:
            errors = tuple(HUNDRED**2 * 2 * floor(d) for d in dimensions)
        moments = (normal_moments(float(m), float(v)) for m, v in zip(parts, errors, strict=True))
        yield Lead(ids[k], parts, tuple(moments))


def leads_over_bands(standing: Standing) -> Iterator[Lead]:
    """The lead over the band below and the band above, as far as gates let them be reached.

    The fit is at or above a cut score c while the weighted mean of (1 - c/100) t_d - g_d is 0 or
    more, where t_d is a target and g_d a shortfall: linear in the weights.
    """
    rubric = standing.rubric
    here = rubric.band_number(standing.leaders[0])
    measure = value_of(0)
    dimensions = standing.tallied.scoreable
    errors = standing.tallied.errors(measure)
    if errors is None:
        errors = tuple(HUNDRED**2 * floor(d) for d in dimensions)
    gaps = [(target(rubric, d.name), d.score(measure)) for d in dimensions]
    for other, cut, sign in ((here - 1, here, 1), (here + 1, here + 1, -1)):
        if not 0 <= other <= ceiling(rubric, standing.gates):
            continue
        kept = ONE - rubric.bands[cut].from_ / HUNDRED
        parts = tuple(sign * (kept * t - shortfall(s, t)) for t, s in gaps)
        moments = (
            shortfall_moments(float(t - s), float(v), offset=float(kept * t), sign=sign)
            for (t, s), v in zip(gaps, errors, strict=True)
        )
        yield Lead(rubric.bands[other].id, parts, tuple(moments), holds_level=sign > 0)


def chance(weights: Sequence[Fraction], lead: Lead) -> Fraction:
    """Chance that the result stays ahead of one rival."""
    found = chance_ahead(weights, lead.moments)
    if found is not None:
        return found
    mean = dot(zip(weights, lead.parts, strict=True))
    return ONE if mean > 0 or (mean == 0 and lead.holds_level) else ZERO


# --- single weights and single answers ---------------------------------------------------------


def intervals_of(
    standing: Standing, weights: Sequence[Fraction], leads: Sequence[Lead]
) -> Iterator[WeightInterval]:
    """The stability interval of each weight, the others rescaled in proportion.

    With r the weighted mean of the other dimensions and a the lead in this one, the crossing is at
    r / (r - a). Source: Mareschal 1988.
    """
    for k, d in enumerate(standing.tallied.scoreable):
        low: tuple[Fraction, str | None] = (ZERO, None)
        high: tuple[Fraction, str | None] = (ONE, None)
        for lead in leads:
            if weights[k] == ONE:
                break
            a = lead.parts[k]
            mean = dot(zip(weights, lead.parts, strict=True))
            r = (mean - weights[k] * a) / (ONE - weights[k])
            if a == r:
                continue
            crossing = r / (r - a)
            if a > r and crossing > low[0]:
                low = (crossing, lead.rival)
            if a < r and crossing < high[0]:
                high = (crossing, lead.rival)
        yield WeightInterval.model_construct(
            dimension=d.name,
            weight=weights[k],
            low=low[0],
            high=high[0],
            below=low[1],
            above=high[1],
        )


def nearest_flip(intervals: Sequence[WeightInterval]) -> tuple[str | None, Fraction | None]:
    """The weight that has to move least, relative to itself, and by how much of itself."""
    moves = [
        (abs(end - i.weight) / i.weight, i.dimension)
        for i in intervals
        for end, taken in ((i.low, i.below), (i.high, i.above))
        if taken is not None
    ]
    if not moves:
        return None, None
    change, dimension = min(moves, key=lambda move: move[0])
    return dimension, change


def turned_by(
    standing: Standing, entries: Sequence[tuple[DimensionTally, Weighed]]
) -> tuple[str, ...]:
    """The items without whose answer the result would be another; gates stay as they are."""
    outcomes = range(len(standing.rubric.outcome_ids))
    scores = {
        d.name: tuple(d.score(value_of(k)) for k in outcomes) for d in standing.tallied.scoreable
    }
    return tuple(
        entry.item.id
        for d, entry in entries
        if leaders_without(standing, scores, d, entry) != standing.leaders
    )


def leaders_without(
    standing: Standing,
    scores: dict[str, tuple[Fraction, ...]],
    d: DimensionTally,
    entry: Weighed,
) -> tuple[str, ...]:
    """Who leads if one item did not apply."""
    rubric, tallied = standing.rubric, standing.tallied
    rest = left(d, entry)
    kept = dict(scores)
    del kept[d.name]
    if rest is not None and rest.scoreable:
        kept[d.name] = tuple(rest.score(value_of(k)) for k in range(len(tallied.outcomes)))
    weights = {x.name: x.weight for x in tallied.dimensions}
    whole, now = total(weights.values()), total(weights[name] for name in kept)
    if not kept or 1 - now / whole > rubric.settings.max_lost_weight:
        return ()
    fit = None
    if standing.fit is not None:
        fit = Fit(fit_of({name: s[0] for name, s in kept.items()}, rubric), {})
    sums = tuple(
        dot((weights[name], s[k]) for name, s in kept.items()) / now
        for k in range(len(tallied.outcomes))
    )
    return who_leads(rubric, standing.gates, sums, fit)


def left(d: DimensionTally, entry: Weighed) -> DimensionTally | None:
    """A dimension as if one of its answered items did not apply; None where nothing is left."""
    answered = tuple(e for e in d.answered if e is not entry)
    if not answered:
        return None
    weight = d.answered_weight - entry.weight
    applicable = d.answered_weight / d.coverage - entry.weight
    return d._replace(
        answered=answered,
        applicable=d.applicable - 1,
        answered_weight=weight,
        coverage=weight / applicable,
    )
