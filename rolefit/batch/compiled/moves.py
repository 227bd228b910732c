"""What one other answer would gain, as columns: whether an answer alone would change a result."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.items import (
    CodedItem,
    ValueScale,
    Worth,
    amount_worth,
    by_class,
    in_class,
    with_cuts,
    worth_table,
)
from rolefit.batch.compiled.layers import (
    EPS,
    FALSE,
    NOTHING,
    Layers,
    any_of,
    greatest,
    lookup,
    where,
)
from rolefit.batch.compiled.strengths import CLEAR, LEANING
from rolefit.batch.compiled.tallies import Dim, Tallied, value_reader
from rolefit.rubric.conditions import Answer, ItemIs, ScoreIs, leaves, matches
from rolefit.rubric.model import Rubric
from rolefit.rubric.models import STANDARD
from rolefit.scoring.crossings import gates_read_scores, scores_compared
from rolefit.scoring.moves import MOST_STATES
from rolefit.scoring.tally import values_of


class _Turns(NamedTuple):
    """The comparisons over an item which no other answer may make turn out otherwise."""

    read: tuple[ItemIs, ...]

    def of(self, answer: Answer) -> tuple[bool, ...]:
        """How they turn out."""
        return tuple(matches(leaf, answer) for leaf in self.read)


def _turns(rubric: Rubric, coded: CodedItem) -> _Turns:
    """The comparisons over an item on which a recommendation or a branch can hang."""
    conditions = [gate.when for gate in rubric.gates if gate.on_fail != "flag"]
    conditions += [item.ask_when for item in rubric.items if item.ask_when is not None]
    found = (leaf for when in conditions for leaf in leaves(when))
    return _Turns(tuple(x for x in found if isinstance(x, ItemIs) and x.item == coded.item.id))


def best_gain(
    rubric: Rubric, coded: CodedItem, worth: Worth, weight: int, scale: ValueScale
) -> Expr:
    """The most that another answer gains, times weight and scale; 0 where nothing is gained."""
    weight *= scale.times
    turns = _turns(rubric, coded)
    classes: dict[tuple[bool, ...], list[Answer]] = {}
    for answer in coded.item.candidates():
        classes.setdefault(turns.of(answer), []).append(answer)

    def best(answers: Sequence[Answer]) -> Fraction:
        return max(worth(values_of(coded.item, rubric, one)) for one in answers)

    if not coded.amount:
        now = worth_table(rubric, coded, worth)
        table = {
            k: float((best(classes[turns.of(a)]) - now[k]) * weight)
            for k, a in enumerate(coded.answers)
        }
        return lookup(coded.x, table, kind=scale.kind)
    cuts = (cut for leaf in turns.read for cut in (leaf.at_least, leaf.at_most) if cut is not None)
    finer = with_cuts(coded, cuts)
    reached = by_class(finer, classes, turns.of, lambda answers: float(best(answers) * weight))
    now_worth = amount_worth(rubric, coded, worth, coded.y) * float(weight)
    gain = nw.when(coded.answered).then(reached - now_worth).otherwise(0.0)
    return nw.max_horizontal(gain.fill_null(0.0), nw.lit(0.0))


def dimension_gain(layers: Layers, t: Tallied, d: Dim, sign: int, outcome: int = 0) -> Expr:
    """The most points by which one other answer takes a dimension's score up (1) or down (-1)."""

    def worth(values: tuple[Fraction, ...]) -> Fraction:
        return sign * values[outcome]

    group = d.groups[outcome]
    pairs = list(zip(group.items, group.weights, strict=True))
    if not pairs:
        return nw.lit(0.0)
    gains = [best_gain(t.rubric, c, worth, w, d.scale) for c, w in pairs]
    gain = greatest(gains).cast(nw.Float64) * (100.0 / d.scale.times) / group.weight
    return layers.keep(where(group.scoreable, gain))


def held_by_answers(
    layers: Layers, t: Tallied, held: Expr, turned: Expr, scores: Sequence[Expr]
) -> tuple[Expr, Expr]:
    """A label held back where one other answer turns the result, and where that is to be searched.

    What an answer turns has to be scored again where it may take a score across what a deciding
    condition compares it with: see `scoring.flips`.
    """
    clear = held == CLEAR
    if not gates_read_scores(t.rubric):
        return layers.kept(nw.when(clear & turned).then(LEANING).otherwise(held)), FALSE
    searched = layers.kept(clear & crossings(layers, t, scores))
    return layers.kept(nw.when(clear & turned & ~searched).then(LEANING).otherwise(held)), searched


def crossings(layers: Layers, t: Tallied, scores: Sequence[Expr]) -> Expr:
    """Whether one other answer takes a score across what a deciding condition compares it with.

    What follows from that has to be scored again: see `scoring.flips`.
    """
    found = []
    for leaf in scores_compared(t.rubric):
        o = t.rubric.outcome_ids.index(leaf.outcome or STANDARD)
        for d in t.dims:
            if leaf.dimension not in (None, d.name):
                continue
            score = scores[o] if leaf.dimension is None else d.scores[o]
            up, down = (dimension_gain(layers, t, d, sign, o) for sign in (1, -1))
            layers.cut()
            if leaf.dimension is None:
                part = d.share / nw.max_horizontal(t.kept[o], nw.lit(1.0))
                up, down = up * part, down * part
            found.append(_crosses(leaf, score, up, down))
    return layers.kept(any_of(found).fill_null(value=False))


def _crosses(leaf: ScoreIs, score: Expr, up: Expr, down: Expr) -> Expr:
    """Whether a score can come to the other side of a bound; in doubt it can."""
    found = FALSE
    for bound in (leaf.at_least, leaf.at_most):
        if bound is not None:
            cut = float(bound)
            found = found | ((score + up >= cut - EPS) & (score - down <= cut + EPS))
    return found


def pair_gain(layers: Layers, t: Tallied, first: int, rival: int) -> Expr:
    """The most points by which one other answer cuts the lead of one outcome over another."""
    read = value_reader(rival, first)
    found = []
    for d in t.dims:
        if d.is_apart or t.rubric.apart:
            found.append(_apart_gain(layers, t, d, first, rival))
            continue
        pairs = zip(d.all_items.items, d.all_items.weights, strict=True)
        gains = [best_gain(t.rubric, c, read, w, d.scale) for c, w in pairs]
        gain = greatest(gains).cast(nw.Float64) * (100.0 * d.share / d.scale.times)
        gain = gain / (d.all_items.weight * t.kept[first])
        found.append(layers.keep(where(d.scoreable, gain)))
    layers.cut()
    return layers.kept(greatest(found))


def _apart_gain(layers: Layers, t: Tallied, d: Dim, first: int, rival: int) -> Expr:
    """The same where the outcomes of a dimension have items, or weights, of their own."""
    rubric = t.rubric
    factor = {}
    for o in (first, rival):
        group = d.groups[o]
        whole = nw.max_horizontal(group.weight * t.kept[o], nw.lit(1e-9))
        factor[o] = layers.keep(where(group.scoreable, 100.0 * d.share / whole))
    layers.cut()
    gains = []
    for c, w in zip(d.all_items.items, d.all_items.weights, strict=True):
        says = rubric.speaking[c.item.id]
        own = {o: factor[o] * float(w) if says[o] else nw.lit(0.0) for o in (first, rival)}
        gains.append(_gain_of_two(rubric, c, own[first], own[rival], (first, rival)))
    return layers.keep(greatest(gains)) if gains else nw.lit(0.0)


def _gain_of_two(
    rubric: Rubric, coded: CodedItem, take: Expr, give: Expr, pair: tuple[int, int]
) -> Expr:
    """What the best other answer gives to one outcome and takes from another."""
    first, rival = pair
    turns = _turns(rubric, coded)
    classes: dict[tuple[bool, ...], set[tuple[Fraction, Fraction]]] = {}
    for answer in coded.item.candidates():
        values = values_of(coded.item, rubric, answer)
        classes.setdefault(turns.of(answer), set()).add((values[rival], values[first]))
    reached = {
        signature: greatest([give * float(v) - take * float(u) for v, u in _corners(points)])
        for signature, points in classes.items()
    }
    read_v, read_u = value_reader(rival), value_reader(first)
    if coded.amount:
        now = give * amount_worth(rubric, coded, read_v, coded.y)
        now = now - take * amount_worth(rubric, coded, read_u, coded.y)
    else:
        now = give * lookup(coded.x, _floats(worth_table(rubric, coded, read_v)))
        now = now - take * lookup(coded.x, _floats(worth_table(rubric, coded, read_u)))
    found = NOTHING
    for signature, value in reached.items():
        found = nw.when(in_class(coded, turns.read, signature)).then(value).otherwise(found)
    gain = where(coded.answered, found - now).fill_null(0.0)
    return nw.max_horizontal(gain, nw.lit(0.0))


def _floats(table: Sequence[Fraction]) -> dict[int, float]:
    """A table as floats."""
    return {k: float(value) for k, value in enumerate(table)}


def _corners(points: set[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    """The points that can be best: no other one gives as much and takes as little."""
    return [
        (v, u)
        for v, u in sorted(points)
        if not any((a, b) != (v, u) and a >= v and b <= u for a, b in points)
    ]


def may_be_too_many(t: Tallied) -> bool:
    """Whether choosing answers within a dimension could take more combinations than are tried."""
    for d in t.dims:
        front, steps, looked_at = 1, 0, 0
        for k, c in enumerate(d.all_items.items):
            answers = c.item.candidates()
            ways = len(answers)
            steps += max(c.item.distance(a, b) for a in answers for b in (answers[0], answers[-1]))
            looked_at += front * ways
            front = min(front * (1 + ways), 1 + (k + 1) * steps)
        if looked_at > MOST_STATES:
            return True
    return False
