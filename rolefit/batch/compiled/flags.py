"""Response-quality flags as columns: the arithmetic of `scoring.certainty`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.items import CodedItem, number_answered
from rolefit.batch.compiled.layers import (
    FALSE,
    Layers,
    add,
    all_of,
    any_of,
    count_of,
    joined,
    lookup,
    number_of,
    type_for,
    where,
)
from rolefit.batch.compiled.logic import Items, condition
from rolefit.rubric.conditions import ScoreIs
from rolefit.rubric.items.base import Amount
from rolefit.rubric.model import Rubric
from rolefit.scoring.certainty import AGREES, FEWEST_A_SIDE, FEWEST_FOR_SPREAD, SHORTEST_STRING

_ONE = nw.lit(1, dtype=nw.Int16)
_FAR = nw.lit(2**31 - 1, dtype=nw.Int32)


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
    number = layers.keep(add(number_of(one.place > 0) for one in placed))
    runs = _runs(layers, placed)
    strings = [_long_strings(layers, placed, runs, number)]
    level = _no_spread(layers, placed, runs, number)
    blocks = _numbered(layers, coded)
    strings += [_long_strings(layers, *block) for block in blocks]
    level = level | _same_numbers(layers, number, coded, blocks)
    agreeing = _acquiescence(layers, items.rubric, coded)
    pairs = [
        layers.keep(condition(items, p.when, _no_score, completed=False).fill_null(value=False))
        for p in items.rubric.consistency_pairs
    ]
    layers.cut()
    others = [(level, "no_spread"), (agreeing, "acquiescence")]
    others += [(pair, "contradiction") for pair in pairs]
    named = [(found >= least, "long_string") for found in strings for least in (1, 2)]
    named += others
    count = add(strings) + count_of(flag for flag, _ in others)
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
        place = layers.keep(_place(c, {k: n for k, (n, _) in own.items()}))
        share = place
        if len(set(widths)) > 1:
            along = {k: (n - 1) * scale // (m - 1) + 1 for k, (n, m) in own.items()}
            share = layers.keep(lookup(c.x, along, kind=nw.Int32))
        found.append(_Placed(place, share))
    layers.cut()
    return found


class _Numbered(NamedTuple):
    """A block of items that ask for numbers of the same thing, in order."""

    placed: list[_Placed]
    runs: list[Expr]
    number: Expr
    """How many of them are answered."""


def _numbered(layers: Layers, coded: Sequence[CodedItem]) -> list[_Numbered]:
    """The blocks that are long enough for a flag; the place of the least amount is 1."""
    found: dict[object, list[CodedItem]] = {}
    for c in coded:
        if c.amount:
            found.setdefault(c.item.input_kind, []).append(c)
    blocks = []
    for asks, block in found.items():
        if len(block) < FEWEST_FOR_SPREAD:
            continue
        assert isinstance(asks, Amount)
        low = nw.lit(float(asks.low or 0) - 1.0)
        places = [layers.keep(where(c.answered, c.y - low)) for c in block]
        layers.cut()
        placed = [_Placed(place, place) for place in places]
        number = layers.kept(add(number_of(one.place > 0) for one in placed))
        blocks.append(_Numbered(placed, _runs(layers, placed), number))
    return blocks


def _same_numbers(
    layers: Layers, placed: Expr, coded: Sequence[CodedItem], blocks: Sequence[_Numbered]
) -> Expr:
    """Whether few answers have a place, and all numbers are the same one of one block."""
    if not blocks:
        return FALSE
    every = layers.kept(number_answered([c for c in coded if c.amount]))
    found = []
    for one in blocks:
        alone = (one.number >= FEWEST_FOR_SPREAD) & (one.number == every)
        found.append(alone & (one.runs[-1] == one.number))
    return layers.kept((placed < FEWEST_FOR_SPREAD) & any_of(found))


def _place(c: CodedItem, own: Mapping[int, int]) -> Expr:
    """The place of an answer, from 1; 0 where it has none."""
    if own == {k: k + 1 for k in range(len(c.answers))}:
        return nw.when(c.answered).then(c.x + nw.lit(1, dtype=c.kind)).otherwise(0)
    return lookup(c.x, own, kind=nw.Int16)


def _runs(layers: Layers, placed: Sequence[_Placed]) -> list[Expr]:
    """After each item, how many answers in a row have had the place of the latest."""
    last = run = nw.lit(0, dtype=nw.Int16)
    found: list[Expr] = []
    for one in placed:
        longer = nw.when(one.place == last).then(run + _ONE).otherwise(_ONE)
        given = one.place > 0
        run = layers.keep(nw.when(given).then(longer).otherwise(run))
        last = layers.keep(nw.when(given).then(one.place).otherwise(last))
        layers.cut()
        found.append(run)
    return found


def _long_strings(
    layers: Layers, placed: Sequence[_Placed], runs: Sequence[Expr], number: Expr
) -> Expr:
    """How many times the same place was chosen max(8, half of the block) times in a row."""
    if len(placed) < SHORTEST_STRING:
        return nw.lit(0.0)
    shortest = nw.lit(SHORTEST_STRING, dtype=nw.Int16)
    limit = shortest
    if len(placed) > 2 * SHORTEST_STRING:
        limit = layers.kept(nw.max_horizontal((number + _ONE) // 2, shortest))
    long = zip(placed[SHORTEST_STRING - 1 :], runs[SHORTEST_STRING - 1 :], strict=True)
    return layers.kept(count_of((one.place > 0) & (run == limit) for one, run in long))


def _no_spread(
    layers: Layers, placed: Sequence[_Placed], runs: Sequence[Expr], number: Expr
) -> Expr:
    """Whether every answer stands at the same place of its scale."""
    if len(placed) < FEWEST_FOR_SPREAD:
        return FALSE
    same = runs[-1] == number
    if any(p.share is not p.place for p in placed):
        low = nw.min_horizontal(
            *(nw.when(p.share > 0).then(p.share).otherwise(_FAR) for p in placed)
        )
        high = nw.max_horizontal(*(p.share for p in placed))
        same = same | (low == high)
    return layers.kept((number >= FEWEST_FOR_SPREAD) & same)


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
        n = layers.keep(number_answered([c for c, _ in side]))
        kind = type_for(scale * len(side))
        points = [lookup(c.x, dict(enumerate(places)), kind=kind) for c, places in side]
        summed = layers.keep(add(points).cast(nw.Float64))
        layers.cut()
        enough = n >= FEWEST_A_SIDE
        balanced.append(enough)
        most = float(AGREES * scale)
        high.append(~enough | (summed >= n * most))
        low.append(~enough | (summed <= n * (scale - most)))
    both = count_of(balanced) >= 2.0
    return layers.kept(both & (all_of(high) | all_of(low)))


def capping(flag: Flags, least_number: int) -> Expr:
    """Whether so many flags are raised that a verdict is held back."""
    return flag.number >= float(least_number)
