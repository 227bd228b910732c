"""Response-quality flags as columns: the arithmetic of `scoring.certainty`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.items import CodedItem
from rolefit.batch.compiled.layers import (
    FALSE,
    Layers,
    add,
    all_of,
    greatest,
    joined,
    least,
    lookup,
    number_of,
)
from rolefit.batch.compiled.logic import Items, condition
from rolefit.rubric.conditions import ScoreIs
from rolefit.rubric.model import Rubric
from rolefit.scoring.certainty import AGREES, FEWEST_A_SIDE, FEWEST_FOR_SPREAD, SHORTEST_STRING


class Flags(NamedTuple):
    """The flags of each row."""

    number: Expr
    names: Expr


class _Placed(NamedTuple):
    """An item whose answers have a place on the page."""

    place: Expr
    """Place from 1; 0 where there is none."""
    share: Expr
    """How far along the scale it is, in whole numbers from 0; only where there is a place."""


def flags(layers: Layers, items: Items, coded: Sequence[CodedItem]) -> Flags:
    """Every flag that a row raises."""
    placed = _placed(layers, coded)
    strings = _long_strings(layers, placed)
    level = _no_spread(layers, placed)
    agreeing = _acquiescence(layers, items.rubric, coded)
    pairs = [
        layers.keep(condition(items, p.when, _no_score, completed=False).fill_null(value=False))
        for p in items.rubric.consistency_pairs
    ]
    layers.cut()
    named = [(strings >= 1, "long_string"), (strings >= 2, "long_string"), (level, "no_spread")]
    named += [(agreeing, "acquiescence"), *((pair, "contradiction") for pair in pairs)]
    count = add([strings, *(number_of(flag) for flag, _ in named[2:])])
    return Flags(layers.keep(count), joined(named))


def _no_score(leaf: ScoreIs) -> Expr:  # noqa: ARG001
    """A score is never known while flags are raised."""
    return nw.lit(None, dtype=nw.Boolean)


def _placed(layers: Layers, coded: Sequence[CodedItem]) -> list[_Placed]:
    """The items whose answers have a place, in order."""
    found = []
    places = {c.number: [c.item.position(a) for a in c.answers] for c in coded if not c.amount}
    widths = [one[1] - 1 for many in places.values() for one in many if one is not None]
    scale = math.lcm(*widths)
    for c in coded:
        own = {k: one for k, one in enumerate(places.get(c.number, [])) if one is not None}
        if not own:
            continue
        place = layers.keep(_place(c, own))
        share = place
        if len(set(widths)) > 1:
            along = {k: float((n - 1) * scale // (m - 1) + 1) for k, (n, m) in own.items()}
            share = layers.keep(_small(lookup(c.x, along)))
        found.append(_Placed(place, share))
    layers.cut()
    return found


def _place(c: CodedItem, own: Mapping[int, tuple[int, int]]) -> Expr:
    """The place of an answer, from 1; 0 where it has none."""
    if own == {k: (k + 1, len(c.answers)) for k in range(len(c.answers))}:
        return _small(nw.when(c.answered).then(c.x + 1).otherwise(0))
    return _small(lookup(c.x, {k: float(n) for k, (n, _) in own.items()}))


def _small(number: Expr) -> Expr:
    """A small whole number."""
    return number.cast(nw.Int32)


def _number_placed(placed: Sequence[_Placed]) -> Expr:
    """How many answers have a place."""
    return add((one.place > 0).cast(nw.Int32) for one in placed)


def _long_strings(layers: Layers, placed: Sequence[_Placed]) -> Expr:
    """How many times the same place was chosen max(8, half of the block) times in a row."""
    if len(placed) < SHORTEST_STRING:
        return nw.lit(0.0)
    half = (_number_placed(placed) + 1) // 2
    limit = layers.kept(nw.max_horizontal(half, nw.lit(SHORTEST_STRING, dtype=nw.Int32)))
    last, run = nw.lit(0, dtype=nw.Int32), nw.lit(0, dtype=nw.Int32)
    found: list[Expr] = []
    for k, one in enumerate(placed):
        longer = nw.when(one.place == last).then(run + 1).otherwise(1)
        after = nw.when(one.place > 0).then(longer).otherwise(run)
        before = run
        run = layers.keep(after.cast(nw.Int32))
        last = layers.keep(nw.when(one.place > 0).then(one.place).otherwise(last))
        layers.cut()
        if k + 1 >= SHORTEST_STRING:
            found.append((one.place > 0) & (run == limit) & (before != limit))
    return layers.kept(add(number_of(one) for one in found))


def _alike(numbers: Sequence[Expr], given: Sequence[Expr]) -> Expr:
    """Whether all numbers that are given are the same."""
    nothing = nw.lit(None, dtype=nw.Int32)
    known = [nw.when(g).then(n).otherwise(nothing) for n, g in zip(numbers, given, strict=True)]
    return least(known) == greatest(known)


def _no_spread(layers: Layers, placed: Sequence[_Placed]) -> Expr:
    """Whether every answer stands at the same place of its scale."""
    if len(placed) < FEWEST_FOR_SPREAD:
        return FALSE
    given = [p.place > 0 for p in placed]
    same = _alike([p.place for p in placed], given)
    if any(p.share is not p.place for p in placed):
        same = same | _alike([p.share for p in placed], given)
    enough = _number_placed(placed) >= FEWEST_FOR_SPREAD
    return layers.kept(enough & same.fill_null(value=False))


def _acquiescence(layers: Layers, rubric: Rubric, coded: Sequence[CodedItem]) -> Expr:
    """Whether statements keyed in opposite directions are all agreed with, or all denied."""
    sides: dict[object, list[tuple[CodedItem, list[int]]]] = {}
    scale = 1
    rated = []
    for c in coded:
        if c.item.scores and not c.amount:
            found = [c.item.agreement(a, rubric.outcome_ids) for a in c.answers]
            if found[0] is not None:
                rated.append((c, [one for one in found if one is not None]))
    for _, ratings in rated:
        scale = math.lcm(scale, *(one.place.denominator for one in ratings))
    for c, ratings in rated:
        places = [int(one.place * scale) for one in ratings]
        sides.setdefault(ratings[0].side, []).append((c, places))
    if len(sides) < 2:
        return FALSE
    high, low, balanced = [], [], []
    for side in sides.values():
        n = layers.keep(add(number_of(c.answered) for c, _ in side))
        points = layers.keep(
            add(lookup(c.x, {k: float(p) for k, p in enumerate(places)}) for c, places in side)
        )
        layers.cut()
        enough = n >= FEWEST_A_SIDE
        balanced.append(enough)
        most = float(AGREES * scale)
        high.append(~enough | (points >= n * most))
        low.append(~enough | (points <= n * (scale - most)))
    both = add(number_of(one) for one in balanced) >= 2.0
    return layers.kept(both & (all_of(high) | all_of(low)))


def capping(flag: Flags, least_number: int) -> Expr:
    """Whether so many flags are raised that a verdict is held back."""
    return flag.number >= float(least_number)
