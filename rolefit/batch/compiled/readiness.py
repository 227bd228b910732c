"""How far from a standard, as columns: the fit, the level, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.errors import (
    ReadMeasure,
    cut_off_variance,
    dimension_variance,
    pooled,
    squared_t,
)
from rolefit.batch.compiled.flags import Flags
from rolefit.batch.compiled.gates import Gates, Openness, Reach, reach_of
from rolefit.batch.compiled.layers import (
    EPS,
    FALSE,
    NO_TEXT,
    NOTHING,
    TRUE,
    Layers,
    add,
    all_of,
    any_of,
    count_of,
    greatest,
    least,
    where,
)
from rolefit.batch.compiled.moves import dimension_gain, held_by_answers, may_be_too_many
from rolefit.batch.compiled.strengths import (
    CLEAR,
    Distance,
    Sensitive,
    VerdictColumns,
    held_back,
    label_of,
    robustness,
    sensitive,
    strength_of,
)
from rolefit.batch.compiled.tallies import Dim, Tallied, common_denominator
from rolefit.batch.compiled.worlds import World
from rolefit.rubric.model import Rubric
from rolefit.rubric.models import STANDARD
from rolefit.scoring.levels import requirements
from rolefit.scoring.tally import target

_NEVER = 1e300


class Fitted(NamedTuple):
    """The fit, and what belongs to it."""

    fit: Expr
    whole: Expr
    """Weight times target of the dimensions that have a score."""
    denominator: int


class Around(NamedTuple):
    """What a verdict hangs on beside scores."""

    gates: Gates
    flags: Flags
    is_open: Openness


class _Wanted(NamedTuple):
    """What a band asks for, as columns."""

    band: int
    d: Dim | None
    """The dimension; None for the fit."""
    cut: Fraction
    met: Expr
    """False without a score."""
    distance: Expr
    """Points above it; below 0 where it is not met, null without a score."""
    denominator: int


def fit_column(layers: Layers, t: Tallied, enough: Expr) -> Fitted:
    """The fit over the dimensions that have a score; null where too much weight is lost."""
    wanted = {d.name: target(t.rubric, d.name) for d in t.dims}
    whole = layers.keep(
        add(where(d.scoreable, nw.lit(float(d.share * wanted[d.name]))) for d in t.dims)
    )
    missing = layers.keep(
        add(
            where(d.scoreable, _short(d.scores[0], wanted[d.name]) * float(d.share)) for d in t.dims
        )
    )
    layers.cut()
    fit = nw.when(whole > 0).then((1.0 - missing / whole) * 100.0).otherwise(100.0)
    scale = math.lcm(*(w.denominator for w in wanted.values()))
    most = sum(d.share * wanted[d.name] for d in t.dims) * scale
    spacing = common_denominator(t, 0) * scale * int(most)
    return Fitted(layers.kept(where(enough, fit, NOTHING)), whole, max(1, spacing))


def _short(score: Expr, wanted: Fraction) -> Expr:
    """Points missing to a target."""
    return nw.max_horizontal(float(wanted) - score, nw.lit(0.0))


def level_verdict(layers: Layers, t: Tallied, fitted: Fitted, around: Around) -> VerdictColumns:
    """The verdict about how far a standard is met."""
    rubric, (gates, flags, is_open) = t.rubric, around
    last = len(rubric.bands) - 1
    ceiling = layers.kept(_ceiling(rubric, gates))
    wanted = _requirements(layers, t, fitted)
    here = layers.kept(_level(wanted, ceiling, last))
    variances = _variances(layers, t, fitted)
    ground = _Ground(layers, t, fitted, wanted, here, ceiling)
    edge = _nearest_edge(ground, variances)
    sure = edge.distance.is_null()
    far = Distance(edge.distance, edge.variance, variances.square_t, edge.spacing)
    strength = strength_of(layers, t, far)
    strength = layers.kept(nw.when(sure).then(CLEAR).otherwise(strength))
    firm = _leads(ground)
    robust, unsure = robustness(layers, firm)
    held = layers.kept(held_back(strength, flags, robust))
    turned = _turned(ground)
    if may_be_too_many(t):
        unsure = TRUE
    held, searched = held_by_answers(layers, t, held, turned, ())
    waiting, closed = _waiting(ground, is_open)
    capping = any_of(
        gates.unknown[g.id] & (here > rubric.band_number(g.cap))
        for g in rubric.gates
        if g.cap is not None
    )
    barred = layers.keep(gates.excluding(STANDARD, gates.fails))
    doubt = gates.excluding(STANDARD, gates.unknown) | capping | waiting
    label = layers.keep(label_of(held, doubt))
    enough = layers.keep(~fitted.fit.is_null())
    layers.cut()
    label = nw.when(enough).then(label).otherwise(nw.lit("not_enough_answers"))
    name = nw.lit(rubric.bands[0].id)
    for k, band in enumerate(rubric.bands[1:], start=1):
        name = nw.when(here == k).then(nw.lit(band.id)).otherwise(name)
    shown = enough & ~barred
    hard = ((strength == CLEAR) & unsure) | edge.hard | closed | searched
    return VerdictColumns(
        nw.when(barred).then(nw.lit("not_yet")).otherwise(label),
        nw.when(shown).then(name).otherwise(NO_TEXT),
        where(shown, edge.distance, NOTHING),
        where(shown, edge.variance.sqrt(), NOTHING),
        hard & enough,
    )


def _ceiling(rubric: Rubric, gates: Gates) -> Expr:
    """Number of the highest band that the failed gates leave."""
    found = nw.lit(len(rubric.bands) - 1, dtype=nw.Int64)
    caps = [(rubric.band_number(g.cap), g.id) for g in rubric.gates if g.cap is not None]
    for cap, name in sorted(caps, reverse=True):
        lowered = nw.lit(cap, dtype=nw.Int64)
        found = nw.when(gates.fails[name]).then(lowered).otherwise(found)
    return found


def _requirements(layers: Layers, t: Tallied, fitted: Fitted) -> tuple[tuple[_Wanted, ...], ...]:
    """What each band asks for."""
    dims = {d.name: d for d in t.dims}
    found = []
    for asked in requirements(t.rubric):
        own = []
        for one in asked:
            d = dims[one.dimension] if one.dimension is not None else None
            score = d.scores[0] if d else fitted.fit
            spacing = d.denominator(0) if d else fitted.denominator
            met = layers.at_least(score, one.wanted, spacing).fill_null(value=False)
            distance = score - float(one.wanted)
            distance = nw.when(distance.abs() < EPS).then(distance * 0.0).otherwise(distance)
            own.append(
                _Wanted(one.band, d, one.wanted, layers.keep(met), layers.keep(distance), spacing)
            )
        found.append(tuple(own))
    layers.cut()
    return tuple(found)


def _level(wanted: Sequence[Sequence[_Wanted]], ceiling: Expr, last: int) -> Expr:
    """Number of the highest band that is met together with every band below it."""
    found = nw.lit(0, dtype=nw.Int64)
    met = TRUE
    for k in range(1, last + 1):
        met = met & all_of([one.met for one in wanted[k]])
        found = found + (met & (ceiling >= k)).cast(nw.Int64)
    return found


class _Ground(NamedTuple):
    """Where the level stands."""

    layers: Layers
    t: Tallied
    fitted: Fitted
    wanted: tuple[tuple[_Wanted, ...], ...]
    here: Expr
    """Number of the level."""
    ceiling: Expr
    """Number of the highest level that gates leave."""


class _Variances(NamedTuple):
    """Squared errors of the fit and of the dimensions, with the square of their t."""

    fit: Expr
    dims: dict[str, Expr]
    square_t: Expr


def _variances(layers: Layers, t: Tallied, fitted: Fitted) -> _Variances:
    """The errors; see `scoring.verdict.fit_error`."""
    pool = pooled(layers, t, ReadMeasure(0))
    dims = {d.name: dimension_variance(layers, t, d, pool) for d in t.dims}
    layers.cut()
    parts = []
    if t.rubric.has_cuts:
        for d in t.dims:
            wanted = target(t.rubric, d.name)
            if not wanted:
                continue
            cut = cut_off_variance(
                layers, (d.scores[0] - float(wanted)).fill_null(0.0), dims[d.name]
            )
            worth = _worth(fitted, d)
            parts.append(where(d.scoreable, worth * worth * cut))
    fit = layers.keep(add(parts))
    layers.cut()
    return _Variances(fit, dims, squared_t(layers, pool.freedom, t))


def _worth(fitted: Fitted, d: Dim) -> Expr:
    """Points of the fit for each point of a dimension's score below target."""
    whole = nw.max_horizontal(fitted.whole, nw.lit(1e-9))
    return where(fitted.whole > 0, 100.0 * d.share / whole)


class _EdgeColumns(NamedTuple):
    """What is nearest to changing the level."""

    distance: Expr
    """Points; null where nothing is."""
    variance: Expr
    spacing: int
    hard: Expr


def _nearest_edge(ground: _Ground, errors: _Variances) -> _EdgeColumns:
    """The edge of the level that is least sure; see `scoring.levels.nearest_edge`.

    Edges are put in order by one number, which rises with their label and then with the errors that
    their distance spans: below 1 too close by its error, from 1 to 2 by the threshold, else 2 on.
    """
    layers, t, _, wanted, here, ceiling = ground
    threshold = float(t.rubric.settings.indifference_threshold)
    down, up, each = [], [], []
    for asked in wanted[1:]:
        for one in asked:
            variance = errors.fit if one.d is None else errors.dims[one.d.name]
            size = one.distance.abs()
            safe = nw.when(variance > 0).then(variance).otherwise(1.0)
            endless = nw.when(size > 0).then(_NEVER).otherwise(0.0)
            spans = where(variance > 0, one.distance * one.distance / safe, endless)
            spans = layers.kept(spans)
            closer = nw.when(size < threshold - EPS).then(2.0 - 1.0 / spans).otherwise(1.0 + spans)
            key = layers.kept(nw.when(spans < 1.0).then(spans).otherwise(closer))
            known = ~one.distance.is_null()
            keeps = layers.keep(where(known & (here >= one.band), key, NOTHING))
            climbs = (here == one.band - 1) & (ceiling >= one.band) & ~one.met & known
            lacks = layers.keep(where(climbs, key, NOTHING))
            layers.cut()
            down.append(keeps)
            up.append(lacks)
            each.append((size, variance))
    if not each:
        return _EdgeColumns(NOTHING, NOTHING, 1, FALSE)
    farthest = layers.kept(greatest(up))
    nearest = layers.kept(least([*down, farthest]))
    distance, variance = NOTHING, NOTHING
    candidates = [*zip(down, each, strict=True), *zip(up, each, strict=True)]
    for key, (size, error) in reversed(candidates):
        chosen = key == nearest
        distance = nw.when(chosen).then(size).otherwise(distance)
        variance = nw.when(chosen).then(error).otherwise(variance)
    distance, variance = layers.keep(distance), layers.keep(variance)
    layers.cut()
    hard = FALSE
    for key, (size, _) in candidates:
        near = (key - nearest).abs() <= nearest.abs() * EPS
        hard = hard | (near & ((size - distance).abs() > EPS)).fill_null(value=False)
    spacing = max(one.denominator * one.cut.denominator for asked in wanted for one in asked)
    return _EdgeColumns(distance, variance, spacing, layers.kept(hard))


def _leads(ground: _Ground) -> list[Sensitive]:
    """How the level stands up to other weights, towards the bands below and above it."""
    layers, t, fitted, wanted, here, ceiling = ground
    rubric = t.rubric
    whole = layers.kept(nw.max_horizontal(t.total, nw.lit(1.0)))
    weights = [layers.keep(where(d.scoreable, float(d.share) / whole)) for d in t.dims]
    layers.cut()
    found = []
    for up in (False, True):
        cut = nw.lit(0.0)
        counts = FALSE
        for k, band in enumerate(rubric.bands):
            at = k - 1 if up else k
            if not 0 <= at < len(rubric.bands) or (not up and k == 0):
                continue
            there = here == at
            met = all_of([one.met for one in wanted[k] if one.d is not None])
            reachable = (ceiling >= k) & met if up else TRUE
            counts = counts | (there & reachable)
            cut = nw.when(there).then(nw.lit(float(1 - band.from_ / 100))).otherwise(cut)
        counts, kept = layers.keep(counts & ~fitted.fit.is_null()), layers.keep(cut)
        layers.cut()
        parts = []
        for d in t.dims:
            goal = target(rubric, d.name)
            part = kept * float(goal) - _short(d.scores[0], goal)
            part = nw.when(part.abs() < EPS).then(part * 0.0).otherwise(part)
            parts.append(layers.keep(where(d.scoreable, part * (-1.0 if up else 1.0), NOTHING)))
        layers.cut()
        found.append(sensitive(layers, weights, parts, counts))
    return found


def _turned(ground: _Ground) -> Expr:
    """Whether one other answer would change the level; see `scoring.levels`."""
    layers, t, fitted, wanted, here, ceiling = ground
    rubric = t.rubric
    best = {d.name: dimension_gain(layers, t, d, 1) for d in t.dims}
    worst = {d.name: dimension_gain(layers, t, d, -1) for d in t.dims}
    layers.cut()
    up_fit, down_fit = {}, {}
    for d in t.dims:
        goal, score, worth = target(rubric, d.name), d.scores[0], _worth(fitted, d)
        gap = _short(score, goal)
        higher, lower = score + best[d.name], score - worst[d.name]
        up_fit[d.name] = layers.keep(where(d.scoreable, worth * (gap - _short(higher, goal))))
        down_fit[d.name] = layers.keep(where(d.scoreable, worth * (_short(lower, goal) - gap)))
    layers.cut()
    climb, fall = nw.lit(-1.0), layers.kept(greatest(list(down_fit.values())))
    found = []
    for k in range(1, len(rubric.bands)):
        asked, cut = wanted[k], rubric.bands[k].from_
        below = (here == k - 1) & (ceiling >= k)
        needed = layers.kept(nw.max_horizontal(float(cut) - fitted.fit, nw.lit(0.0)))
        floors = [one for one in asked if one.d is not None]
        lacking = [layers.keep(~one.met & one.d.scoreable) for one in floors if one.d is not None]
        closed = layers.kept(any_of(~one.d.scoreable for one in floors if one.d is not None))
        layers.cut()
        count = layers.kept(count_of(lacking))
        alone = FALSE
        for one, flag in zip(floors, lacking, strict=True):
            assert one.d is not None
            reached = one.distance + best[one.d.name]
            layers.guard(where(flag & below, reached, 1.0), one.denominator * one.cut.denominator)
            points = up_fit[one.d.name] - needed
            layers.guard(where(flag & below & (needed > 0), points, 1.0), fitted.denominator)
            alone = alone | (flag & (reached >= -EPS) & (points >= -EPS))
        free = []
        for d in t.dims:
            missing = [~one.met for one in floors if one.d is d]
            gain = where(any_of(missing), nw.lit(0.0), up_fit[d.name])
            free.append(gain)
        climb = layers.kept(greatest(free))
        points = climb - needed
        layers.guard(where(below & (climb > EPS) & (needed > 0), points, 1.0), fitted.denominator)
        open_way = (climb > EPS) & (points >= -EPS)
        up = (
            nw.when((count > 1) | closed)
            .then(FALSE)
            .otherwise(nw.when(count == 1).then(alone).otherwise(open_way))
        )
        found.append(layers.keep(below & up))
        above = here == k
        if rubric.has_cuts:
            short = fall - (fitted.fit - float(cut))
            layers.guard(where(above, short, 1.0), fitted.denominator * cut.denominator)
            found.append(layers.keep(above & (short > EPS)))
        for one in floors:
            assert one.d is not None
            short = worst[one.d.name] - one.distance
            layers.guard(
                where(here >= k, short, 1.0).fill_null(1.0), one.denominator * one.cut.denominator
            )
            found.append(layers.keep((here >= k) & (short > EPS).fill_null(value=False)))
        layers.cut()
    return layers.kept(any_of(found).fill_null(value=False)) if found else FALSE


def _waiting(ground: _Ground, is_open: Openness) -> tuple[Expr, Expr]:
    """Whether a least score hangs on open answers, and where branches keep that from being told."""
    layers, t, _, wanted, here, ceiling = ground
    rubric = t.rubric
    floors = [one for asked in wanted for one in asked if one.d is not None]
    if not floors:
        return FALSE, FALSE
    reach, high = _over_worlds(layers, t, is_open.worlds)
    found = []
    for one in floors:
        assert one.d is not None
        own = reach[one.d.name]
        cut = rubric.bands[one.band].from_
        spacing = one.denominator
        misses = ~layers.at_least(own.low, one.cut, spacing) | ~one.d.scoreable
        reaches = layers.at_least(own.high, one.cut, spacing)
        within = (here >= one.band) | (high >= float(cut) - EPS)
        asked = (here >= one.band - 1) & (ceiling >= one.band)
        found.append(layers.keep(asked & misses & reaches & within))
    layers.cut()
    closed = is_open.branches if is_open.worlds is None else FALSE
    return layers.kept(any_of(found) & is_open.anything), closed


def _over_worlds(
    layers: Layers, t: Tallied, worlds: Sequence[World] | None
) -> tuple[dict[str, Reach], Expr]:
    """The reach of each dimension, and the highest fit, over all ways branches can be decided."""
    known: dict[object, Reach] = {}
    each: list[tuple[World | None, dict[str, Reach]]] = []
    for world in worlds or (None,):
        reach = {}
        for d in t.dims:
            own = {c.number for c in d.all_items.items}
            taken = {k: one for k, one in world.fixed.items() if k in own} if world else {}
            hidden = own & world.hidden if world else set()
            key = (d.name, repr(sorted(hidden)), repr(sorted(taken.items())))
            if key not in known:
                known[key] = reach_of(layers, t, d, world)
            reach[d.name] = known[key]
        each.append((world, reach))
    fits = [(world, _highest_fit(layers, t, reach, world)) for world, reach in each]
    if len(each) == 1:
        return each[0][1], fits[0][1]
    joined = {}
    for d in t.dims:
        low = least([_if_possible(world, reach[d.name].low) for world, reach in each])
        high = greatest([_if_possible(world, reach[d.name].high) for world, reach in each])
        joined[d.name] = Reach(layers.keep(low), layers.keep(high))
    best = layers.keep(greatest([_if_possible(world, fit) for world, fit in fits]))
    layers.cut()
    return joined, best


def _if_possible(world: World | None, value: Expr) -> Expr:
    """A value where a world is possible; null where it is not."""
    return where(world.possible, value, NOTHING) if world else value


def _highest_fit(layers: Layers, t: Tallied, reach: dict[str, Reach], world: World | None) -> Expr:
    """The highest fit over every completion, over the dimensions in which something applies."""
    whole, missing = [], []
    hidden = world.hidden if world else frozenset()
    fixed = world.fixed if world else {}
    for d in t.dims:
        goal = target(t.rubric, d.name)
        applies = any_of(
            c.answered
            if c.number in fixed and fixed[c.number].worth is None
            else c.answered | c.open
            for c in d.all_items.items
            if c.number not in hidden
        )
        whole.append(where(applies, nw.lit(float(d.share * goal))))
        missing.append(where(applies, _short(reach[d.name].high, goal) * float(d.share)))
    total, lost = layers.keep(add(whole)), layers.keep(add(missing))
    layers.cut()
    safe = nw.max_horizontal(total, nw.lit(1e-9))
    return layers.kept(nw.when(total > 0).then((1.0 - lost / safe) * 100.0).otherwise(100.0))
