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
from rolefit.batch.compiled.tallies import Dim, Tallied, outcome_denominator, value_reader
from rolefit.rubric.conditions import ItemIs, ScoreIs, items_in, leaves, measure, reads_scores
from rolefit.rubric.model import Gate, Rubric
from rolefit.rubric.models import STANDARD
from rolefit.scoring.bounds import MOST_STEPS, completions_of
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


def openness(layers: Layers, items: Items, coded: Sequence[CodedItem]) -> Openness:
    """What is open in each row."""
    steering = {name for item in items.rubric.items for name in items_in(item.ask_when)}
    found = Openness(
        layers.keep(any_of(c.open for c in coded)),
        layers.keep(any_of(c.open for c in coded if c.item.id in steering)),
    )
    layers.cut()
    return found


def gates(layers: Layers, items: Items, t: Tallied, is_open: Openness) -> tuple[Gates, Expr]:
    """The gates of a rubric, and in which rows a gate has to be looked at by the single path."""
    rubric = t.rubric
    reach = _reaches(layers, t)

    def compared(leaf: ScoreIs) -> Expr:
        outcome = rubric.outcome_ids.index(leaf.outcome or STANDARD)
        if leaf.dimension is not None:
            d = next(d for d in t.dims if d.name == leaf.dimension)
            return _within(layers, leaf, reach[d.name, outcome], d.denominator(outcome))
        now = _completed_score(t, outcome)
        both = Reach(now, now)
        known = _within(layers, leaf, both, outcome_denominator(t, outcome))
        return nw.when(is_open.anything).then(UNKNOWN).otherwise(known)

    fails, unknown, hard = {}, {}, []
    for gate in rubric.gates:
        state = layers.kept(condition(items, gate.when, compared, completed=True))
        fails[gate.id] = layers.keep(state.fill_null(value=False))
        unknown[gate.id] = layers.keep(state.is_null())
        layers.cut()
        hard.append(unknown[gate.id] & _doubtful(items, gate, is_open))
        if reads_scores(gate.when):
            hard.append(is_open.branches if _cheap(items, gate) else is_open.anything)
    return Gates(rubric, fails, unknown), layers.kept(any_of(hard))


def _doubtful(items: Items, gate: Gate, is_open: Openness) -> Expr:
    """Whether what looks unknown part by part may be known all the same."""
    if not independent(items, gate.when):
        return TRUE
    reads = reads_of(items, gate.when)
    steering = {name for item in items.rubric.items for name in items_in(item.ask_when)}
    touched = bool(reads & items.branched) or (reads_scores(gate.when) and bool(items.branched))
    return is_open.branches if touched or len(reads & steering) > 1 else FALSE


def _cheap(items: Items, gate: Gate) -> bool:
    """Whether the single path surely looks at every combination of what a gate reads."""
    size, _ = measure(gate.when)
    ways = math.prod(
        1 + len(completions_of(items.by_id[name].item, items.rubric))
        for name in items_in(gate.when)
    )
    cuts: dict[tuple[str | None, str | None], int] = {}
    for leaf in leaves(gate.when):
        if not isinstance(leaf, ItemIs):
            bounds = sum(cut is not None for cut in (leaf.at_least, leaf.at_most))
            read = (leaf.dimension, leaf.outcome)
            cuts[read] = cuts.get(read, 0) + bounds
    points = math.prod(2 * (n + 2) for n in cuts.values())
    steps = ways * (points * 2 * size + len(items.rubric.items) * len(cuts))
    return steps <= MOST_STEPS // len(items.rubric.gates)


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


def _reaches(layers: Layers, t: Tallied) -> dict[tuple[str, int], Reach]:
    """The reach of each dimension's score that some gate reads."""
    rubric = t.rubric
    wanted: dict[tuple[str, int], None] = {}
    for gate in rubric.gates:
        for leaf in leaves(gate.when):
            if isinstance(leaf, ScoreIs) and leaf.dimension is not None:
                at = rubric.outcome_ids.index(leaf.outcome or STANDARD)
                wanted[leaf.dimension, at] = None
    dims = {d.name: d for d in t.dims}
    return {(name, o): reach_of(layers, t, dims[name], o) for name, o in wanted}


def reach_of(layers: Layers, t: Tallied, d: Dim, outcome: int) -> Reach:
    """Least and greatest score of a dimension over every completion, branches as they are.

    Where a branch is open the rows are left to the single path.
    """
    low = _best(layers, t, d, outcome, -1)
    return Reach(layers.kept(-low), _best(layers, t, d, outcome, 1))


def _best(layers: Layers, t: Tallied, d: Dim, outcome: int, sign: int) -> Expr:
    """Greatest weighted mean, in points: optional open items join in from the best down.

    See `scoring.tally.best_mean`: they join while they beat the mean that is reached so far.
    """
    rubric, group = t.rubric, d.groups[outcome]
    read = value_reader(outcome)
    must: list[tuple[Expr, Expr, int]] = []
    may: dict[Fraction, list[tuple[CodedItem, int]]] = {}
    for c, w in zip(group.items, group.weights, strict=True):
        values = [read(values_of(c.item, rubric, a)) * sign for a in c.item.candidates()]
        extreme = max(values)
        must.append((c.answered, worth_of(rubric, c, read, w) * float(sign), w))
        if c.item.allow_na:
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
