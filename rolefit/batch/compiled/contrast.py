"""The verdict between outcomes as columns: which leads, by how much, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.errors import (
    ReadMeasure,
    can_be_read,
    difference_error,
    pooled,
    squared_t,
)
from rolefit.batch.compiled.flags import Flags
from rolefit.batch.compiled.gates import Gates
from rolefit.batch.compiled.layers import (
    EPS,
    FALSE,
    FINEST,
    NO_TEXT,
    NOTHING,
    Layers,
    all_of,
    any_of,
    count_of,
    greatest,
    joined,
    where,
)
from rolefit.batch.compiled.moves import held_by_answers, pair_gain
from rolefit.batch.compiled.strengths import (
    CLEAR,
    LEANING,
    TIE,
    Distance,
    Sensitive,
    VerdictColumns,
    held_back,
    label_of,
    robustness,
    sensitive,
    strength_of,
)
from rolefit.batch.compiled.tallies import Tallied, outcome_denominator


class _Pair(NamedTuple):
    """Two outcomes beside each other, in the rows in which one leads and the other is a rival."""

    first: int
    second: int
    used: Expr
    lead: Expr
    """Points by which the leading one is ahead."""
    variance: Expr
    square_t: Expr
    sensitive: Sensitive
    turned: Expr
    """Whether one other answer makes up for the lead."""


class _Standing(NamedTuple):
    """Who leads, and who could overtake."""

    lead: tuple[Expr, ...]
    """Whether each outcome has the top score of those that may lead."""
    first: Expr
    """Number of the first of them; -1 where there is none."""
    rival: tuple[Expr, ...]
    """Scores of the others that may lead; null for those that may not."""
    level: tuple[Expr, ...]
    """Whether each is the best of these."""
    margin: Expr
    """Null without a rival."""


def outcome_verdict(
    layers: Layers, t: Tallied, scores: Sequence[Expr], gates: Gates, flags: Flags
) -> VerdictColumns:
    """The verdict between outcomes."""
    ids = t.rubric.outcome_ids
    free = [layers.keep(~gates.excluding(o, gates.fails)) for o in ids]
    doubt = [layers.keep(gates.excluding(o, gates.unknown)) for o in ids]
    scored = all_of(t.scored if t.rubric.apart else t.scored[:1])
    mixed = any_of(t.scored) & ~scored if t.rubric.apart else FALSE
    enough, mixed = layers.keep(scored), layers.keep(mixed)
    layers.cut()
    spacing = _spacing(t)
    standing = _standing(layers, free, scores, spacing)
    pairs = _pairs(layers, t, scores, standing)
    variance, square_t, unsettled = _beside_rival(layers, pairs, standing)
    strength = strength_of(layers, t, Distance(standing.margin, variance, square_t, spacing))
    strength = nw.when(standing.margin == 0).then(TIE).otherwise(strength)
    alone = standing.margin.is_null()
    strength = layers.kept(nw.when(alone).then(LEANING).otherwise(strength))
    robust, unsure = robustness(layers, [p.sensitive for p in pairs])
    held = layers.kept(held_back(strength, flags, robust))
    single = count_of(standing.lead) == 1.0
    turned = single & any_of(p.turned for p in pairs)
    held, searched = held_by_answers(layers, t, held, turned, scores)
    searched = searched & single
    hard = mixed | unsettled | ((strength == CLEAR) & unsure) | searched
    conditional = any_of(a & b for a, b in zip(standing.lead, doubt, strict=True))
    result = layers.keep(enough & (standing.first >= 0))
    some_free = layers.keep(any_of(free))
    label = layers.keep(label_of(held, conditional))
    layers.cut()
    label = nw.when(result).then(label).otherwise(nw.lit("not_enough_answers"))
    shown = some_free & result
    names = joined(list(zip(standing.lead, ids, strict=True)))
    return VerdictColumns(
        nw.when(some_free).then(label).otherwise(nw.lit("not_yet")),
        nw.when(shown).then(names).otherwise(NO_TEXT),
        where(shown, standing.margin, NOTHING),
        where(shown & ~alone, variance.sqrt(), NOTHING),
        hard,
    )


def _spacing(t: Tallied) -> int:
    """What differences of outcomes' scores are multiples of the reciprocal of."""
    found = outcome_denominator(t, 0)
    if t.rubric.apart:
        for o in range(1, len(t.rubric.outcome_ids)):
            found *= outcome_denominator(t, o)
    return found


def _standing(
    layers: Layers, free: Sequence[Expr], scores: Sequence[Expr], spacing: int
) -> _Standing:
    """Who leads among those that no gate excludes."""
    may = [layers.keep(where(f, s, NOTHING)) for f, s in zip(free, scores, strict=True)]
    layers.cut()
    top = layers.kept(greatest(may))
    lead = [layers.keep(_level(layers, top - one, spacing)) for one in may]
    layers.cut()
    first = nw.lit(-1, dtype=nw.Int64)
    for k in reversed(range(len(lead))):
        first = nw.when(lead[k]).then(nw.lit(k, dtype=nw.Int64)).otherwise(first)
    first = layers.kept(first)
    rival = [layers.keep(where(first != k, one, NOTHING)) for k, one in enumerate(may)]
    layers.cut()
    best = layers.kept(greatest(rival))
    level = [layers.keep(_level(layers, best - one, spacing)) for one in rival]
    margin = top - best
    margin = layers.keep(nw.when(margin < EPS).then(margin * 0.0).otherwise(margin))
    layers.cut()
    return _Standing(tuple(lead), first, tuple(rival), tuple(level), margin)


def _level(layers: Layers, gap: Expr, spacing: int) -> Expr:
    """Whether a score is as high as the highest; a gap of exactly 0 is its own proof."""
    layers.close.append(((gap > 0) & (gap < EPS), spacing <= FINEST))
    return (gap < EPS).fill_null(value=False)


def _pairs(layers: Layers, t: Tallied, scores: Sequence[Expr], standing: _Standing) -> list[_Pair]:
    """Each two outcomes beside each other."""
    outcomes = range(len(t.rubric.outcome_ids))
    wanted = [ReadMeasure(a, b) for a, b in combinations(outcomes, 2)]
    if t.rubric.apart:
        wanted += [ReadMeasure(o) for o in outcomes]
    pools = {m: pooled(layers, t, m) for m in wanted if can_be_read(t, m)}
    whole = layers.kept(nw.max_horizontal(t.total, nw.lit(1.0)))
    weights = [layers.keep(where(d.scoreable, float(d.share) / whole)) for d in t.dims]
    layers.cut()
    found = []
    for a, b in combinations(outcomes, 2):
        error = difference_error(layers, t, (a, b), pools)
        layers.cut()
        square_t = squared_t(layers, error.freedom, t)
        leads = [standing.first == k for k in (a, b)]
        rivals = [~standing.rival[k].is_null() for k in (a, b)]
        ahead = layers.keep(leads[0] & rivals[1])
        used = layers.keep((leads[0] & rivals[1]) | (leads[1] & rivals[0]))
        sign = layers.keep(nw.when(leads[0]).then(1.0).otherwise(-1.0))
        layers.cut()
        lead = layers.kept((scores[a] - scores[b]) * sign)
        parts = _parts_of_lead(layers, t, scores, (a, b), sign)
        gained = [pair_gain(layers, t, a, b), pair_gain(layers, t, b, a)]
        gain = nw.when(ahead).then(gained[0]).otherwise(gained[1])
        layers.guard(where(used, gain - lead, 1.0), _spacing(t))
        turned = layers.keep(used & (gain >= lead - EPS))
        layers.cut()
        firm = sensitive(layers, weights, parts, used)
        found.append(_Pair(a, b, used, lead, error.variance, square_t, firm, turned))
    return found


def _parts_of_lead(
    layers: Layers, t: Tallied, scores: Sequence[Expr], pair: tuple[int, int], sign: Expr
) -> list[Expr]:
    """The lead in each dimension; one that is silent about an outcome leaves its score as it is."""
    a, b = pair
    found = []
    for d in t.dims:
        one, other = d.scores[a], d.scores[b]
        if t.rubric.apart:
            one, other = one.fill_null(scores[a]), other.fill_null(scores[b])
        gap = (one - other) * sign
        gap = nw.when(gap.abs() < EPS).then(gap * 0.0).otherwise(gap)
        found.append(layers.keep(where(d.scoreable, gap, NOTHING)))
    layers.cut()
    return found


def _beside_rival(
    layers: Layers, pairs: Sequence[_Pair], standing: _Standing
) -> tuple[Expr, Expr, Expr]:
    """Variance and squared t beside the rival, of several level ones the least certain.

    And where several are so nearly the least certain that it has to be looked at closely.
    """
    uses = [
        layers.keep(p.used & (standing.level[p.first] | standing.level[p.second])) for p in pairs
    ]
    layers.cut()
    variance = greatest([where(u, p.variance, NOTHING) for u, p in zip(uses, pairs, strict=True)])
    variance = layers.kept(variance)
    square_t, unsettled = NOTHING, FALSE
    for use, p in zip(uses, pairs, strict=True):
        square_t = nw.when(use & (p.variance == variance)).then(p.square_t).otherwise(square_t)
    square_t = layers.kept(square_t)
    if len(pairs) > 1:
        for use, p in zip(uses, pairs, strict=True):
            near = use & (p.variance >= variance * (1.0 - EPS)) & (p.square_t != square_t)
            unsettled = unsettled | near.fill_null(value=False)
    return variance, square_t, layers.kept(unsettled)
