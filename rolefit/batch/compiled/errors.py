"""Errors of scores and differences as columns: the arithmetic of `scoring.verdict`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.items import (
    CodedItem,
    number_answered,
    opposed,
    sum_answered,
    sum_of_steps,
)
from rolefit.batch.compiled.layers import Layers, add, erfc, where
from rolefit.batch.compiled.tallies import Dim, Tallied, value_column
from rolefit.rubric.model import Rubric, prior_variance
from rolefit.scoring.verdict import APART, OPPOSED, t95


class ReadMeasure(NamedTuple):
    """What is read of an answer: one outcome's value, or how far it is above another's."""

    outcome: int
    other: int | None = None

    @property
    def outcomes(self) -> tuple[int, ...]:
        """The outcomes that are read."""
        return (self.outcome,) if self.other is None else (self.outcome, self.other)


class Pooled(NamedTuple):
    """The variance of a single answer, pooled over dimensions (value scale)."""

    variance: Expr
    freedom: Expr


def speaking(rubric: Rubric, coded: CodedItem, outcomes: Sequence[int]) -> bool:
    """Whether an item can speak for all of some outcomes."""
    return all(rubric.speaking[coded.item.id][o] for o in outcomes)


def can_be_read(t: Tallied, measure: ReadMeasure) -> bool:
    """Whether some item can speak for all that a measure reads."""
    rubric = t.rubric
    return any(speaking(rubric, c, measure.outcomes) for d in t.dims for c in d.all_items.items)


def pooled(layers: Layers, t: Tallied, measure: ReadMeasure) -> Pooled:
    """The single-answer variance of a measure and its degrees of freedom."""
    rubric = t.rubric
    prior = rubric.settings.prior_answers
    parts = [_spread(layers, rubric, d, measure) for d in t.dims]
    layers.cut()
    freedom = add([nw.lit(float(prior)), *(where(n > 0, n - 1.0) for n, _ in parts)])
    known = prior * prior_variance(rubric, measure.outcome, measure.other)
    squares = add(where(n > 0, s) for n, s in parts)
    kept = layers.kept(freedom)
    return Pooled(layers.kept((squares + float(known)) / kept), kept)


def _spread(layers: Layers, rubric: Rubric, d: Dim, measure: ReadMeasure) -> tuple[Expr, Expr]:
    """Number of a dimension's answers that enter a spread, and their squared deviations."""
    own = [c for c in d.all_items.items if speaking(rubric, c, measure.outcomes)]
    if not own:
        return nw.lit(0.0), nw.lit(0.0)
    counts = d.groups[measure.outcome].scoreable
    for o in measure.outcomes[1:]:
        if d.groups[o] is not d.groups[measure.outcome]:
            counts = counts & d.groups[o].scoreable
    read: tuple[int, int | None] = (measure.outcome, measure.other)
    times = Fraction(d.scale.times**2)
    if d.mirrored and measure.other is not None:
        # A difference is twice the value less 1, so it lies four times as far apart.
        read, times = (0, None), times / 4
    values = [value_column(layers, rubric, d.scale, c, read) for c in own]
    layers.cut()
    n = layers.keep(where(counts, _number(d, own, measure)))
    sums = layers.keep(add(values).cast(nw.Float64))
    squares = layers.keep(add(v * v for v in values).cast(nw.Float64))
    layers.cut()
    most = nw.max_horizontal(n, nw.lit(1.0))
    return n, layers.keep((squares - sums * sums / most) * float(1 / times))


def _number(d: Dim, own: Sequence[CodedItem], measure: ReadMeasure) -> Expr:
    """How many of some items were answered."""
    group = d.groups[measure.outcome]
    return group.answered if len(own) == len(group.items) else number_answered(own)


class _Part(NamedTuple):
    """Items of a dimension that enter an error in the same way."""

    used: Expr
    """Whether they enter at all."""
    factor: Expr
    """What their weights are multiplied with: the effective weight of one is factor * weight."""
    squares: Expr
    """Sum of their squared weights."""
    steps: Expr
    """Sum of squared weights times what the steps leave open."""


class Variance(NamedTuple):
    """A squared standard error, in squared points, and its degrees of freedom."""

    variance: Expr
    freedom: Expr


def difference_error(
    layers: Layers, t: Tallied, pair: tuple[int, int], pools: dict[ReadMeasure, Pooled]
) -> Variance:
    """Error of how far one outcome's score is above another's."""
    first, second = pair
    together, alone = ReadMeasure(first, second), (ReadMeasure(first), ReadMeasure(second))
    parts: dict[ReadMeasure, list[_Part]] = {}
    for d in t.dims:
        for measure, part in _parts(layers, t, d, pair):
            parts.setdefault(measure, []).append(part)
    layers.cut()
    variance, freedoms = [], []
    for measure in (together, *alone):
        if measure not in parts:
            continue
        pool = pools[measure]
        for part in parts[measure]:
            one = part.factor * part.factor * (pool.variance * part.squares + part.steps)
            variance.append(where(part.used, one))
        used = [part.used for part in parts[measure]]
        read = used[0]
        for one in used[1:]:
            read = read | one
        freedoms.append(nw.when(read).then(pool.freedom).otherwise(1e9))
    layers.keep(add(variance) * 10_000.0, "pair variance")
    layers.cut()
    freedom = freedoms[0] if len(freedoms) == 1 else nw.min_horizontal(*freedoms)
    return Variance(
        layers.keep(nw.col("pair variance")),
        layers.keep(nw.when(freedom > 1e8).then(1.0).otherwise(freedom)),
    )


def _parts(
    layers: Layers, t: Tallied, d: Dim, pair: tuple[int, int]
) -> Iterator[tuple[ReadMeasure, _Part]]:
    """What the answers of a dimension put into a difference: see `scoring.verdict.parts_of`."""
    rubric, (first, second) = t.rubric, pair
    one, other = d.groups[first], d.groups[second]
    both = [c for c in d.all_items.items if speaking(rubric, c, pair)]
    share = float(d.share)
    effective = {o: share / (t.kept[o] * d.groups[o].weight) for o in pair}
    if both:
        used = one.scoreable
        factor = effective[first]
        if d.is_apart:
            used = used & other.scoreable
        if rubric.apart:
            factor = (factor + effective[second]) / 2.0
        yield ReadMeasure(*pair), _part(layers, rubric, _Own(d, both, pair), used, factor)
    if not d.is_apart:
        return
    for o, group, rest in ((first, one, other), (second, other, one)):
        only = [c for c in group.items if c not in both]
        if only:
            own = _Own(d, only, None)
            yield ReadMeasure(o), _part(layers, rubric, own, group.scoreable, effective[o])
        if both:
            used = group.scoreable & ~rest.scoreable
            yield ReadMeasure(o), _part(layers, rubric, _Own(d, both, None), used, effective[o])


class _Own(NamedTuple):
    """Some items of a dimension, and the two outcomes whose difference is read, if it is one."""

    d: Dim
    items: Sequence[CodedItem]
    pair: tuple[int, int] | None


def _part(layers: Layers, rubric: Rubric, those: _Own, used: Expr, factor: Expr) -> _Part:
    """Some items as one part of an error."""
    d, items, pair = those
    weights = dict(zip((c.number for c in d.all_items.items), d.all_items.weights, strict=True))
    own = next((g for g in (d.all_items, *d.groups) if g.items == tuple(items)), None)
    number = own.answered if own is not None else layers.kept(number_answered(items))
    squared = [weights[c.number] ** 2 for c in items]
    steps = [Fraction(_times(rubric, c, pair) * w, 12) for c, w in zip(items, squared, strict=True)]
    return _Part(
        layers.keep(used & (number > 0)),
        layers.keep(factor),
        layers.keep(sum_answered(items, [float(w) for w in squared], number)),
        layers.keep(sum_of_steps(rubric, items, steps, number)),
    )


def _times(rubric: Rubric, coded: CodedItem, pair: tuple[int, int] | None) -> int:
    """How often the error of a scale's steps enters."""
    if pair is None:
        return 1
    return OPPOSED if opposed(rubric, coded, *pair) else APART


# --- one score ---------------------------------------------------------------------------------


def dimension_variance(layers: Layers, t: Tallied, d: Dim, pool: Pooled) -> Expr:
    """Squared error of a dimension's score, in squared points; of what is held to a standard."""
    group = d.groups[0]
    squared = [w * w for w in group.weights]
    times = [Fraction(w, 12) for w in squared]
    steps = sum_of_steps(t.rubric, group.items, times, group.answered)
    squares = sum_answered(group.items, [float(w) for w in squared], group.answered)
    weight = nw.max_horizontal(group.weight, nw.lit(1.0))
    found = (pool.variance * squares + steps) * 10_000.0 / (weight * weight)
    return layers.keep(where(d.scoreable, found))


def cut_off_variance(layers: Layers, above: Expr, variance: Expr) -> Expr:
    """Variance of min(X, 0), X normal about `above`, rounded to nine decimals."""
    spread = layers.kept(variance.sqrt())
    safe = nw.when(spread > 0).then(spread).otherwise(1.0)
    z = layers.kept(above / safe)
    below = erfc(layers, z / 2.0**0.5) / 2.0
    height = (z * z / -2.0).exp() * 0.3989422804014327
    below, height = layers.keep(below), layers.keep(height)
    layers.cut()
    first = layers.kept(z * below - height)
    second = (z * z + 1.0) * below - z * height
    found = nw.max_horizontal(nw.lit(0.0), variance * (second - first * first))
    return layers.kept((where(spread > 0, found) * 1e9 + 0.5).floor() / 1e9)


def squared_t(layers: Layers, freedom: Expr, t: Tallied) -> Expr:
    """The square of Student's t for some degrees of freedom."""
    prior = t.rubric.settings.prior_answers
    most = prior + sum(max(0, len(d.all_items.items) - 1) for d in t.dims)
    found = nw.lit(float(t95(1) ** 2))
    for n in range(prior, most + 1):
        found = where(freedom > n - 0.5, nw.lit(float(t95(n) ** 2)), found)
    return layers.kept(found)
