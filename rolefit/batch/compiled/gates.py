"""The states of gates as columns, over every completion of what is open."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.items import CodedItem, worth_of
from rolefit.batch.compiled.layers import FALSE, TRUE, UNKNOWN, Layers, add, any_of, joined, where
from rolefit.batch.compiled.logic import Items, condition, independent, reads_of
from rolefit.batch.compiled.tallies import Dim, Fixed, Tallied, outcome_denominator, value_reader
from rolefit.batch.compiled.worlds import World, branch_worlds, score_read, worlds
from rolefit.rubric.conditions import ItemIs, ScoreIs, items_in, leaves, measure
from rolefit.rubric.model import Gate, Rubric
from rolefit.rubric.models import STANDARD
from rolefit.scoring.bounds import MOST_SPLITS, completions_of
from rolefit.scoring.gate_states import MOST_STEPS
from rolefit.scoring.tally import values_of


class Gates(NamedTuple):
    """What every gate comes to."""

    rubric: Rubric
    fails: Mapping[str, Expr]
    unknown: Mapping[str, Expr]

    def excluding(self, outcome: str, states: Mapping[str, Expr]) -> Expr:
        """Whether a gate of some state could take an outcome out of the recommendation."""
        return any_of(
            states[g.id]
            for g in self.rubric.gates
            if g.on_fail == "exclude" and (not g.applies_to or outcome in g.applies_to)
        )

    def names(self, states: Mapping[str, Expr]) -> Expr:
        """The gates of some state, joined."""
        return joined([(states[gate.id], gate.id) for gate in self.rubric.gates])


class _Taken(NamedTuple):
    """How open items are taken to turn out."""

    fixed: Mapping[int, Fraction | None]
    """What some are worth, in the direction that is looked for; None where they do not apply."""
    hidden: frozenset[int] = frozenset()
    """The items that are not asked."""


class Reach(NamedTuple):
    """Least and greatest score of a dimension over every completion, in points."""

    low: Expr
    high: Expr


class Openness(NamedTuple):
    """What is open in a row."""

    anything: Expr
    """Whether some answer is outstanding."""
    branches: Expr
    """Whether a branch hangs on one of them."""
    worlds: tuple[World, ...] | None
    """The ways in which branches can be decided; None where they are too many."""


def openness(layers: Layers, items: Items, coded: Sequence[CodedItem]) -> Openness:
    """What is open in each row."""
    steering = {name for item in items.rubric.items for name in items_in(item.ask_when)}
    found = Openness(
        layers.keep(any_of(c.open for c in coded)),
        layers.keep(any_of(c.open for c in coded if c.item.id in steering)),
        branch_worlds(layers, items) if items.rubric.demands.has_bands else None,
    )
    layers.cut()
    return found


def gates(layers: Layers, items: Items, t: Tallied, is_open: Openness) -> tuple[Gates, Expr]:
    """The gates of a rubric, and in which rows a gate has to be looked at by the single path."""
    rubric = t.rubric
    ends = _Ends(layers, t, is_open)
    fails, unknown, hard = {}, {}, []
    for gate in rubric.gates:
        found = worlds(layers, items, gate.when, ends.attained) if _hangs(items, gate) else None
        if found is None:
            state = layers.kept(condition(items, gate.when, ends.compared, completed=True))
            fails[gate.id] = layers.keep(state.fill_null(value=False))
            unknown[gate.id] = layers.keep(state.is_null())
        else:
            layers.cut()
            fails[gate.id] = layers.keep(found.true & ~found.false)
            unknown[gate.id] = layers.keep(found.true & found.false)
        layers.cut()
        if found is None and _hangs(items, gate):
            hard.append(unknown[gate.id])
        hard += _left_open(t, items, gate, is_open)
    return Gates(rubric, fails, unknown), layers.kept(any_of(hard))


def _hangs(items: Items, gate: Gate) -> bool:
    """Whether what looks unknown part by part may be known all the same."""
    if not independent(items, gate.when):
        return True
    reads = reads_of(items, gate.when)
    return bool(reads & items.branched) or len(reads & _steering(items)) > 1


def _steering(items: Items) -> set[str]:
    """The items that decide whether others are asked."""
    return {name for item in items.rubric.items for name in items_in(item.ask_when)}


def _left_open(t: Tallied, items: Items, gate: Gate, is_open: Openness) -> list[Expr]:
    """Where a gate is not surely what the expression makes of it."""
    scores = [leaf for leaf in leaves(gate.when) if isinstance(leaf, ScoreIs)]
    steering = _steering(items)
    hangs = bool(reads_of(items, gate.when) & (items.branched | steering))
    parted = any(
        (item.id in items.branched or item.id in steering) and item.scores
        for item in items.rubric.items
        for leaf in scores
        if leaf.dimension in (None, item.dimension)
    )
    splits = math.prod(
        len(completions_of(items.by_id[name].item, items.rubric)) for name in steering
    )
    found = []
    if parted or (hangs and (splits > MOST_SPLITS or not _cheap(items, gate, splits))):
        found.append(is_open.branches)
    whole = [score_read(items, leaf)[1] for leaf in scores if leaf.dimension is None]
    walked = bool(scores) or _hangs(items, gate)
    if (walked and not _cheap(items, gate, 1)) or not all(_firm(t, outcome) for outcome in whole):
        found.append(is_open.anything)
    return found


def _cheap(items: Items, gate: Gate, splits: int) -> bool:
    """Whether the single path surely looks at every combination of what a gate reads."""
    size, _ = measure(gate.when)
    known = _steering(items) if splits > 1 else set()
    nodes, ends = 0, 1
    for name in items_in(gate.when):
        if name not in known:
            ends *= len(completions_of(items.by_id[name].item, items.rubric))
            nodes += ends
    cuts: dict[tuple[str | None, str | None], int] = {}
    for leaf in leaves(gate.when):
        if not isinstance(leaf, ItemIs):
            bounds = sum(cut is not None for cut in (leaf.at_least, leaf.at_most))
            read = (leaf.dimension, leaf.outcome)
            cuts[read] = cuts.get(read, 0) + bounds
    tries, points = 0, 1
    for number in cuts.values():
        points *= 2 * number + 3
        tries += points
    steps = size * (1 + nodes) + ends * (tries * size + len(items.rubric.items) * len(cuts))
    return steps <= MOST_STEPS // (len(items.rubric.gates) * splits)


def _within(layers: Layers, leaf: ScoreIs, reach: Reach, denominator: int) -> Expr:
    """A comparison of a score over all that it can still be."""
    above, below, out = TRUE, TRUE, FALSE
    if leaf.at_least is not None:
        above = layers.at_least(reach.low, leaf.at_least, denominator)
        out = out | ~layers.at_least(reach.high, leaf.at_least, denominator)
    if leaf.at_most is not None:
        below = ~layers.above(reach.high, leaf.at_most, denominator)
        out = out | layers.above(reach.low, leaf.at_most, denominator)
    return nw.when(above & below).then(TRUE).otherwise(nw.when(out).then(FALSE).otherwise(UNKNOWN))


def _completed_score(t: Tallied, outcome: int) -> Expr:
    """An outcome's score where nothing is open: over all that applies; 0 where nothing does."""
    parts = [(float(d.share), d.groups[outcome], d.scores[outcome]) for d in t.dims]
    weight = add(where(g.applicable > 0, nw.lit(w)) for w, g, _ in parts)
    weighed = add(where(g.applicable > 0, s.fill_null(0.0) * w) for w, g, s in parts)
    return where(weight > 0, weighed / nw.max_horizontal(weight, nw.lit(1.0)))


# --- how far scores can still go ---------------------------------------------------------------


class _Ends:
    """The ends of scores over every completion, each worked out once; branches as they are."""

    def __init__(self, layers: Layers, t: Tallied, is_open: Openness) -> None:
        self.layers = layers
        self.t = t
        self.is_open = is_open
        self.known: dict[object, Expr] = {}

    def compared(self, leaf: ScoreIs) -> Expr:
        """A comparison over all that a score can still be."""
        reach = Reach(self._end(leaf, {}, -1), self._end(leaf, {}, 1))
        return _within(self.layers, leaf, reach, self._denominator(leaf))

    def attained(self, leaf: ScoreIs, fixed: Mapping[int, Fixed]) -> tuple[Expr, Expr]:
        """Whether a comparison with one bound can hold, and can fail."""
        low, high = self._end(leaf, fixed, -1), self._end(leaf, fixed, 1)
        layers, spacing = self.layers, self._denominator(leaf)
        if leaf.at_least is not None:
            can = layers.at_least(high, leaf.at_least, spacing)
            cannot = ~layers.at_least(low, leaf.at_least, spacing)
        else:
            assert leaf.at_most is not None
            can = ~layers.above(low, leaf.at_most, spacing)
            cannot = layers.above(high, leaf.at_most, spacing)
        return can, cannot

    def _denominator(self, leaf: ScoreIs) -> int:
        """What the score that is read is a multiple of the reciprocal of."""
        outcome = self.t.rubric.outcome_ids.index(leaf.outcome or STANDARD)
        if leaf.dimension is None:
            return outcome_denominator(self.t, outcome)
        return next(d for d in self.t.dims if d.name == leaf.dimension).denominator(outcome)

    def _end(self, leaf: ScoreIs, fixed: Mapping[int, Fixed], sign: int) -> Expr:
        """The greatest (1) or the least (-1) that a score can be."""
        t, outcome = self.t, self.t.rubric.outcome_ids.index(leaf.outcome or STANDARD)
        if leaf.dimension is not None:
            d = next(d for d in t.dims if d.name == leaf.dimension)
            return self._end_in(d, outcome, fixed, sign)
        if not _firm(t, outcome):
            return _completed_score(t, outcome)
        speaking = [d for d in t.dims if d.groups[outcome].items]
        ends = [self._end_in(d, outcome, fixed, sign) * float(d.share) for d in speaking]
        return self.layers.kept(add(ends) / float(sum(d.share for d in speaking)))

    def _end_in(self, d: Dim, outcome: int, fixed: Mapping[int, Fixed], sign: int) -> Expr:
        """The same of one dimension."""
        values = {
            c.number: fixed[c.number].value(outcome, sign)
            for c in d.groups[outcome].items
            if c.number in fixed
        }
        key = (d.name, outcome, sign, *values.items())
        if key not in self.known:
            found = _best(self.layers, self.t, d, (outcome, sign), _Taken(values))
            self.known[key] = found if sign > 0 else self.layers.kept(-found)
        return self.known[key]


def _firm(t: Tallied, outcome: int) -> bool:
    """Whether every dimension that can speak for an outcome does so for everybody."""
    return all(
        any(c.always for c in d.groups[outcome].items) for d in t.dims if d.groups[outcome].items
    )


def reach_of(layers: Layers, t: Tallied, d: Dim, world: World | None) -> Reach:
    """Least and greatest score of what is held to a standard, branches as a world has them."""
    own = {c.number for c in d.all_items.items}
    fixed, hidden = (world.fixed, world.hidden & own) if world else ({}, frozenset[int]())
    taken = {number: one for number, one in fixed.items() if number in own}
    ends = {}
    for sign in (-1, 1):
        values = {number: one.value(0, sign) for number, one in taken.items()}
        ends[sign] = _best(layers, t, d, (0, sign), _Taken(values, hidden))
    return Reach(layers.kept(-ends[-1]), ends[1])


def _best(layers: Layers, t: Tallied, d: Dim, end: tuple[int, int], taken: _Taken) -> Expr:
    """Greatest weighted mean, in points, or with -1 that of all values turned round.

    Optional open items join in from the best down, while they beat the mean that is reached so far:
    see `scoring.ranges.best_mean`. Some open items are fixed, None where they do not apply, and
    some items are not asked.
    """
    outcome, sign = end
    rubric, group = t.rubric, d.groups[outcome]
    read = value_reader(outcome)
    must: list[tuple[Expr, Expr, int]] = []
    may: dict[Fraction, list[tuple[CodedItem, int]]] = {}
    for c, w in zip(group.items, group.weights, strict=True):
        if c.number in taken.hidden:
            continue
        values = [read(values_of(c.item, rubric, a)) * sign for a in c.item.candidates()]
        extreme = max(values)
        must.append((c.answered, worth_of(rubric, c, read, w) * float(sign), w))
        if c.number in taken.fixed:
            worth = taken.fixed[c.number]
            if worth is not None:
                must.append((c.open, nw.lit(float(worth * w)), w))
        elif c.item.allow_na:
            may.setdefault(extreme, []).append((c, w))
        else:
            must.append((c.open, nw.lit(float(extreme * w)), w))
    reached = layers.keep(add(where(flag, value) for flag, value, _ in must))
    weight = layers.keep(add(where(flag, nw.lit(float(w))) for flag, _, w in must))
    layers.cut()
    for extreme in sorted(may, reverse=True):
        joins = (weight == 0) | (weight * float(extreme) > reached + 1e-12)
        more = add(where(c.open, nw.lit(float(w))) for c, w in may[extreme])
        added = layers.kept(where(joins, more))
        reached = layers.keep(reached + added * float(extreme))
        weight = layers.keep(weight + added)
        layers.cut()
    whole = nw.max_horizontal(weight, nw.lit(1e-9))
    return layers.kept(where(weight > 0, reached * 100.0 / whole))
