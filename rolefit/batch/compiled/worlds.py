"""Gates whose parts hang together: their states over every way in which open answers can turn out.

An item is answered so that all comparisons over it turn out in one of a few ways, or it does not
apply. Which of these ways are possible in a row, an answer that is given decides, and an open one
leaves all of them. A gate can fail where some combination of possible ways makes its condition
true, and can pass where some makes it false: what `scoring.bounds` learns by walking through them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from narwhals import Expr

from rolefit.batch.compiled.items import NOT_APPLICABLE, OPEN_STATE, CodedItem, in_class
from rolefit.batch.compiled.layers import FALSE, TRUE, Layers, any_of, one_of
from rolefit.batch.compiled.logic import Items
from rolefit.batch.compiled.tallies import Fixed
from rolefit.rubric.conditions import (
    Condition,
    ItemIs,
    ScoreIs,
    Truth,
    items_in,
    leaves,
    matches,
    truth,
)
from rolefit.rubric.models import STANDARD
from rolefit.scoring.bounds import MOST_SPLITS, completions_of
from rolefit.scoring.tally import values_of

_MOST_WORLDS = 600
"""Combinations of ways of which an expression is made; beyond it rows are scored one by one."""
_MOST_BRANCHES = 40
_Says = Mapping[ItemIs, bool]
Read = tuple[str | None, int]
"""The dimension of a score, None for all of them, and the outcome."""
Attained = Callable[[ScoreIs, Mapping[int, Fixed]], tuple[Expr, Expr]]
"""Whether a comparison of a score can hold, and can fail, with some open items fixed."""


class Outcomes(NamedTuple):
    """Whether a condition can come to be true, and false."""

    true: Expr
    false: Expr


class _ItemWay(NamedTuple):
    """One way in which the comparisons over an item turn out."""

    says: Mapping[ItemIs, bool]
    possible: Expr
    fixed: Fixed | None
    """What an open answer is worth then; None where no score that is read hangs on it."""


class _GateReading(NamedTuple):
    """What a gate reads."""

    layers: Layers
    items: Items
    when: Condition
    order: tuple[CodedItem, ...]
    """The items that it hangs on, those that decide whether others are asked included."""
    read: Mapping[str, tuple[ItemIs, ...]]
    """The comparisons over each of them."""
    scores: tuple[ScoreIs, ...]


def worlds(layers: Layers, items: Items, when: Condition, attained: Attained) -> Outcomes | None:
    """What a condition can come to; None where that would take too many combinations."""
    ground = _ground(layers, items, when)
    if not _plain_scores(ground.scores):
        return None
    ways = [_ways_read(ground, c) for c in ground.order]
    if math.prod(len(own) + 1 for own in ways) > _MOST_WORLDS:
        return None
    layers.cut()
    found = _walk(ground, ways, {}, {}, attained)
    return Outcomes(layers.keep(found.true), layers.keep(found.false))


def _ground(layers: Layers, items: Items, when: Condition) -> _GateReading:
    """What a condition reads, and what decides whether that is asked."""
    rubric = items.rubric
    names, conditions = set(items_in(when)), [when]
    for item in reversed(rubric.items):
        if item.id in names and item.ask_when is not None:
            names |= set(items_in(item.ask_when))
            conditions.append(item.ask_when)
    read: dict[str, dict[ItemIs, None]] = {name: {} for name in names}
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, ItemIs):
                read[leaf.item][leaf] = None
    order = tuple(items.by_id[item.id] for item in rubric.items if item.id in names)
    scores = tuple(dict.fromkeys(leaf for leaf in leaves(when) if isinstance(leaf, ScoreIs)))
    return _GateReading(layers, items, when, order, {n: tuple(r) for n, r in read.items()}, scores)


def _plain_scores(scores: Sequence[ScoreIs]) -> bool:
    """Whether each score is compared once, and with one bound."""
    reads = {(leaf.dimension, leaf.outcome) for leaf in scores}
    one_sided = all((leaf.at_least is None) is not (leaf.at_most is None) for leaf in scores)
    return len(reads) == len(scores) and one_sided


def score_read(items: Items, leaf: ScoreIs) -> Read:
    """The score that a comparison reads."""
    return leaf.dimension, items.rubric.outcome_ids.index(leaf.outcome or STANDARD)


def _ways_read(ground: _GateReading, c: CodedItem) -> list[_ItemWay]:
    """The ways in which what a condition reads of an item can turn out, should it be asked."""
    outcomes = [
        at
        for name, at in (score_read(ground.items, leaf) for leaf in ground.scores)
        if c.item.scores and name in (None, c.item.dimension)
    ]
    # Of a single score only the ends count; several may not be taken from different answers.
    several = len(ground.scores) > 1
    return _ways(ground.layers, ground.items, c, ground.read[c.item.id], (outcomes, several))


def _ways(
    layers: Layers,
    items: Items,
    c: CodedItem,
    read: Sequence[ItemIs],
    worth_of: tuple[Sequence[int], bool],
) -> list[_ItemWay]:
    """The ways in which comparisons over an item turn out, and what it is worth for outcomes.

    Either from the least to the greatest of such answers, or told apart by what they are worth.
    """
    (outcomes, apart), rubric = worth_of, items.rubric
    classes: dict[tuple[tuple[bool, ...], object], list[tuple[Fraction, ...]]] = {}
    for way in completions_of(c.item, rubric):
        if way.answer is None:
            continue
        says = tuple(matches(leaf, way.answer) for leaf in read)
        values = tuple(values_of(c.item, rubric, way.answer)[at] for at in outcomes)
        classes.setdefault((says, values if apart else None), []).append(values)
    found = []
    for (says, _), worth in classes.items():
        fixed = Fixed(_ends(outcomes, worth)) if outcomes else None
        given = c.open | in_class(c, read, says)
        possible = layers.keep(given)
        found.append(_ItemWay(dict(zip(read, says, strict=True)), possible, fixed))
    codes = [NOT_APPLICABLE, *([OPEN_STATE] if c.item.allow_na else [])]
    away = Fixed(None) if outcomes else None
    possible = layers.keep(one_of(c.x, codes))
    return [*found, _ItemWay(dict.fromkeys(read, False), possible, away)]


def _ends(
    outcomes: Sequence[int], worth: Sequence[tuple[Fraction, ...]]
) -> dict[int, tuple[Fraction, Fraction]]:
    """Least and greatest value for each outcome that is read."""
    return {
        at: (min(values), max(values))
        for at, values in zip(outcomes, zip(*worth, strict=True), strict=True)
    }


def _walk(
    ground: _GateReading,
    ways: Sequence[Sequence[_ItemWay]],
    says: Mapping[ItemIs, bool],
    fixed: Mapping[int, Fixed],
    attained: Attained,
) -> Outcomes:
    """What the condition can come to, given how the comparisons over the first items turn out."""
    now = truth(ground.when, lambda leaf: says.get(leaf) if isinstance(leaf, ItemIs) else None)
    if now is not None:
        return Outcomes(TRUE, FALSE) if now else Outcomes(FALSE, TRUE)
    if not ways:
        return _over_scores(ground, says, {}, fixed, attained)
    own, *rest = ways
    c = ground.order[-len(ways)]
    if c.item.ask_when is not None and not _asked(c.item.ask_when, says):
        hidden = dict.fromkeys(ground.read[c.item.id], False)
        return _walk(ground, rest, {**says, **hidden}, fixed, attained)
    true, false = [], []
    for way in own:
        more = {c.number: way.fixed} if way.fixed is not None else {}
        found = _walk(ground, rest, {**says, **way.says}, {**fixed, **more}, attained)
        true.append(_both(way.possible, found.true))
        false.append(_both(way.possible, found.false))
    return Outcomes(_some(true), _some(false))


def _asked(when: Condition, says: Mapping[ItemIs, bool]) -> Truth:
    """Whether an item is asked; all that decides it comes before it."""
    return truth(when, lambda leaf: says[leaf] if isinstance(leaf, ItemIs) else None)


def _both(one: Expr, other: Expr) -> Expr:
    """Whether both hold, without words for what is always so."""
    if other is FALSE or one is TRUE:
        return other
    return one if other is TRUE else one & other


def _some(parts: Sequence[Expr]) -> Expr:
    """Whether some part holds, without words for what never does."""
    found = [part for part in parts if part is not FALSE]
    return any_of(found) if found else FALSE


def _over_scores(
    ground: _GateReading,
    says: Mapping[ItemIs, bool],
    holds: Mapping[ScoreIs, bool],
    fixed: Mapping[int, Fixed],
    attained: Attained,
) -> Outcomes:
    """The same with all items fixed: each score can be anything between its ends."""

    def compare(leaf: ItemIs | ScoreIs) -> Truth:
        return says[leaf] if isinstance(leaf, ItemIs) else holds.get(leaf)

    now = truth(ground.when, compare)
    if now is not None:
        return Outcomes(TRUE, FALSE) if now else Outcomes(FALSE, TRUE)
    leaf = next(one for one in ground.scores if one not in holds)
    true, false = [], []
    for can, value in zip(attained(leaf, fixed), (True, False), strict=True):
        found = _over_scores(ground, says, {**holds, leaf: value}, fixed, attained)
        true.append(_both(can, found.true))
        false.append(_both(can, found.false))
    return Outcomes(_some(true), _some(false))


# --- where branches lead -----------------------------------------------------------------------


class World(NamedTuple):
    """One way in which all branches are decided."""

    possible: Expr
    hidden: frozenset[int]
    """The numbers of the items that are not asked."""
    fixed: Mapping[int, Fixed]
    """What the open answers that decide it are worth, where they score."""


def branch_worlds(layers: Layers, items: Items) -> tuple[World, ...] | None:
    """The ways in which branches can be decided; None where the single path takes short cuts."""
    rubric = items.rubric
    asking = [item.ask_when for item in rubric.items if item.ask_when is not None]
    read: dict[str, dict[ItemIs, None]] = {}
    for leaf in (leaf for when in asking for leaf in leaves(when)):
        assert isinstance(leaf, ItemIs)
        read.setdefault(leaf.item, {})[leaf] = None
    steering = [c for c in items.by_id.values() if c.item.id in read]
    if math.prod(len(completions_of(c.item, rubric)) for c in steering) > MOST_SPLITS:
        return None
    found = [World(TRUE, frozenset(), {})]
    said: list[_Says] = [{}]
    for c in items.by_id.values():
        own = tuple(read.get(c.item.id, ()))
        outcomes = range(len(rubric.outcome_ids)) if c.item.scores else ()
        ways = _ways(layers, items, c, own, (outcomes, False)) if own else []
        layers.cut()
        steps = [_step(c, own, ways, *one) for one in zip(found, said, strict=True)]
        found = [world for worlds, _ in steps for world in worlds]
        said = [says for _, many in steps for says in many]
    if len(found) > _MOST_BRANCHES:
        return None
    return tuple(one._replace(possible=layers.keep(one.possible)) for one in found)


def _step(
    c: CodedItem, read: Sequence[ItemIs], ways: Sequence[_ItemWay], world: World, says: _Says
) -> tuple[list[World], list[_Says]]:
    """The worlds that one becomes when an item is asked, or is not."""
    if c.item.ask_when is not None and not _asked(c.item.ask_when, says):
        hidden = world._replace(hidden=world.hidden | {c.number})
        return [hidden], [{**says, **dict.fromkeys(read, False)}]
    if not ways:
        return [world], [says]
    found: list[World] = []
    said: list[_Says] = []
    for way in ways:
        fixed = {**world.fixed, c.number: way.fixed} if way.fixed is not None else world.fixed
        found.append(World(_both(world.possible, way.possible), world.hidden, fixed))
        said.append({**says, **way.says})
    return found, said
