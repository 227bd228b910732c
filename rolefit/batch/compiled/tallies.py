"""Dimension and outcome scores as columns: the arithmetic of `scoring.tally`, all rows at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.items import (
    CodedItem,
    ValueScale,
    Worth,
    number_answered,
    number_applicable,
    opposed,
    scale_of,
    worth_of,
)
from rolefit.batch.compiled.layers import (
    FALSE,
    NOTHING,
    Layers,
    add,
    any_of,
    where,
    whole_numbers,
)
from rolefit.rubric.model import Rubric
from rolefit.scoring.tally import Values

_MANY_SUMS = 4096
_NO_PROOF = 10**18


class Group(NamedTuple):
    """The items of a dimension that can speak for an outcome, as columns."""

    items: tuple[CodedItem, ...]
    weights: tuple[int, ...]
    """Their weights, in whole numbers that only their proportions mean anything of."""
    answered: Expr
    """How many were answered."""
    applicable: Expr
    """How many apply."""
    weight: Expr
    """Weight of the answered ones."""
    whole: Expr
    """Weight of those that apply."""
    scoreable: Expr
    """Whether enough was answered."""
    sums: frozenset[int]
    """All that the weight of the answered ones can be."""


class Fixed(NamedTuple):
    """What an open item is taken to be worth while a condition is tried out."""

    worth: Mapping[int, tuple[Fraction, Fraction]] | None
    """Least and greatest value for each outcome that is read; None where it does not apply."""

    def value(self, outcome: int, sign: int) -> Fraction | None:
        """The greatest value (1), or the least one turned round (-1)."""
        if self.worth is None:
            return None
        low, high = self.worth[outcome]
        return high if sign > 0 else -low


class Dim(NamedTuple):
    """A dimension as columns."""

    name: str
    number: int
    mirrored: bool
    """Whether there are two outcomes, and each answer gives to one what it denies the other."""
    share: int
    """Its weight, in whole numbers that only their proportions mean anything of."""
    scale: ValueScale
    groups: tuple[Group, ...]
    """Of each outcome; the same one where every item can speak for every outcome."""
    all_items: Group
    scores: tuple[Expr, ...]
    """The score for each outcome, in points; null without enough answers."""
    scoreable: Expr
    """Whether it has a score for some outcome."""

    @property
    def is_apart(self) -> bool:
        """Whether items speak for some outcomes only."""
        return self.groups[0] is not self.all_items

    def denominator(self, outcome: int) -> int:
        """What the scores are multiples of the reciprocal of."""
        return self.scale.finest * max(self.groups[outcome].sums)


class Tallied(NamedTuple):
    """All dimensions, and the weights of the outcomes."""

    rubric: Rubric
    dims: tuple[Dim, ...]
    any_scoreable: Expr
    kept: tuple[Expr, ...]
    """Weight of the dimensions that have a score for an outcome."""
    scored: tuple[Expr, ...]
    """Whether not too much of an outcome's weight is lost."""
    shares: int
    """The most that weights of dimensions can sum to."""

    @property
    def total(self) -> Expr:
        """Weight of all dimensions that have some score."""
        return add(where(d.scoreable, nw.lit(float(d.share))) for d in self.dims)


def value_reader(outcome: int, other: int | None = None) -> Worth:
    """Reads the value for an outcome, or how far it is above another's."""

    def read(values: Values) -> Fraction:
        return values[outcome] - (values[other] if other is not None else 0)

    return read


def tallied(layers: Layers, rubric: Rubric, coded: Sequence[CodedItem]) -> Tallied:
    """The scores of all dimensions as columns."""
    shares = whole_numbers(tuple(rubric.weights().values()))
    dims = tuple(
        _dimension(layers, rubric, coded, (name, k, share))
        for k, (name, share) in enumerate(zip(rubric.weights(), shares, strict=True))
    )
    layers.cut()
    kept, scored = [], []
    most_lost = rubric.settings.max_lost_weight
    for o in range(len(rubric.outcome_ids)):
        groups = [(d.share, d.groups[o]) for d in dims]
        applies = add(where(g.applicable > 0, nw.lit(float(w))) for w, g in groups)
        counts = layers.keep(add(where(g.scoreable, nw.lit(float(w))) for w, g in groups))
        q, p = most_lost.denominator, most_lost.numerator
        kept.append(counts)
        scored.append((counts > 0) & (counts * float(q) >= applies * float(q - p)))
    layers.cut()
    found = tuple(layers.keep(enough) for enough in scored)
    some = layers.keep(any_of(d.scoreable for d in dims))
    layers.cut()
    return Tallied(rubric, dims, some, tuple(kept), found, sum(shares))


def possible_sums(weights: Sequence[int]) -> frozenset[int]:
    """All sums that some of the weights can have; of too many only one that stands for no proof."""
    sums = {0}
    for weight in weights:
        sums |= {one + weight for one in sums}
        if len(sums) > _MANY_SUMS:
            return frozenset((_NO_PROOF,))
    return frozenset(sums - {0} or {1})


def greatest_multiple(groups: Sequence[Group]) -> int:
    """The greatest least common multiple that the weights of answered items can have in a row."""
    found = {1}
    for group in groups:
        found = {math.lcm(one, other) for one in found for other in group.sums}
        if len(found) > _MANY_SUMS:
            return _NO_PROOF
    return max(found)


def _dimension(
    layers: Layers, rubric: Rubric, coded: Sequence[CodedItem], known: tuple[str, int, int]
) -> Dim:
    """One dimension, of which name, place and weight are known, as columns."""
    name, number, share = known
    own = tuple(c for c in coded if c.item.scores and c.item.dimension == name)
    whole_weights = whole_numbers([c.item.weight for c in own])
    scale = scale_of(rubric, own, whole_weights)
    weights = dict(zip((c.number for c in own), whole_weights, strict=True))
    whole = _group(layers, own, weights)
    outcomes = range(len(rubric.outcome_ids))
    groups = tuple(whole for _ in outcomes)
    if name in rubric.apart:
        says = rubric.speaking
        groups = tuple(
            _group(layers, tuple(c for c in own if says[c.item.id][o]), weights) for o in outcomes
        )
    mirrored = len(groups) == 2 and name not in rubric.apart
    mirrored = mirrored and all(opposed(rubric, c, 0, 1) for c in own)
    scores = _scores(layers, rubric, groups[:1] if mirrored else groups, scale)
    if mirrored:
        layers.cut()
        scores = (*scores, layers.keep(100.0 - scores[0]))
    scoreable = layers.keep(
        any_of(g.scoreable for g in (groups if name in rubric.apart else groups[:1]))
    )
    layers.cut()
    return Dim(name, number, mirrored, share, scale, groups, whole, scores, scoreable)


def _group(layers: Layers, items: tuple[CodedItem, ...], known: Mapping[int, int]) -> Group:
    """Some items of a dimension as columns."""
    if not items:
        zero = nw.lit(0.0)
        return Group(items, (), zero, zero, zero, zero, FALSE, frozenset((1,)))
    weights = tuple(known[c.number] for c in items)
    answered = layers.keep(number_answered(items))
    applicable = number_applicable(items)
    if not all(c.always for c in items):
        applicable = layers.keep(applicable)
    weight, whole = answered, applicable
    if set(weights) != {1}:
        pairs = list(zip(items, weights, strict=True))
        weight = layers.keep(add(where(c.answered, nw.lit(float(w))) for c, w in pairs))
        whole = add(where(c.answered | c.open, nw.lit(float(w))) for c, w in pairs)
        whole = nw.lit(float(sum(weights))) if all(c.always for c in items) else layers.keep(whole)
    layers.cut()
    least = nw.when(applicable >= 2).then(2.0).otherwise(1.0)
    scoreable = layers.kept((answered >= least) & (weight * 2.0 >= whole))
    return Group(
        items, weights, answered, applicable, weight, whole, scoreable, possible_sums(weights)
    )


def value_column(
    layers: Layers, rubric: Rubric, scale: ValueScale, c: CodedItem, read: tuple[int, int | None]
) -> Expr:
    """What an answer is worth for an outcome, or how much more than for another, times a scale."""

    def made() -> Expr:
        return worth_of(rubric, c, value_reader(*read), scale.times, scale.kind)

    return layers.once((c.number, *read), made)


def _scores(
    layers: Layers, rubric: Rubric, groups: tuple[Group, ...], scale: ValueScale
) -> tuple[Expr, ...]:
    """The score for each outcome, in points."""
    values = [
        [value_column(layers, rubric, scale, c, (o, None)) for c in group.items]
        for o, group in enumerate(groups)
    ]
    layers.cut()
    found = []
    for group, own in zip(groups, values, strict=True):
        parts = [
            v if w == 1 else v * nw.lit(w, dtype=scale.kind)
            for v, w in zip(own, group.weights, strict=True)
        ]
        weighed = add(parts).cast(nw.Float64) * (100.0 / scale.times) / group.weight
        found.append(layers.keep(where(group.scoreable, weighed, NOTHING)))
    return tuple(found)


def outcome_scores(layers: Layers, t: Tallied) -> tuple[Expr, ...]:
    """The score of each outcome over its dimensions, in points; null where it has none."""
    found = []
    for o, kept in enumerate(t.kept):
        weighed = add(where(d.groups[o].scoreable, d.scores[o] * float(d.share)) for d in t.dims)
        found.append(layers.keep(nw.when(t.scored[o]).then(weighed / kept).otherwise(NOTHING)))
    layers.cut()
    return tuple(found)


def outcome_denominator(t: Tallied, outcome: int) -> int:
    """What the scores of an outcome are multiples of the reciprocal of."""
    return common_denominator(t, outcome) * t.shares


def common_denominator(t: Tallied, outcome: int) -> int:
    """What the scores of all dimensions of a row are multiples of the reciprocal of."""
    values = math.lcm(*(d.scale.finest for d in t.dims))
    return values * greatest_multiple([d.groups[outcome] for d in t.dims])
