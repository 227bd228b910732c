"""Small changes to a rubric, each of which its cases should notice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from rolefit.audit.base import Path
from rolefit.exact import HUNDRED, ONE, ZERO, readable
from rolefit.rubric.conditions import (
    AtLeastKOf,
    Condition,
    ItemIs,
    KOf,
    Leaf,
    Not,
    ScoreIs,
    leaves,
    matches,
    parts_of,
    rebuilt,
)
from rolefit.rubric.items import Item
from rolefit.rubric.model import Gate, Rubric
from rolefit.rubric.texts import in_words

# --- Conditions in which one comparison, or one count of parts, is moved by a step ----------------


CUT = Fraction(5)
"""Points by which cut scores are moved."""


def moved_comparisons(rubric: Rubric, leaf: Leaf) -> Iterator[Leaf]:
    """A comparison with its cut moved by one step up and down, as far as that can matter."""
    step, low, high = CUT, ZERO, HUNDRED
    if isinstance(leaf, ItemIs):
        item = rubric.item(leaf.item)
        step, (low, high) = item.compared_step, item.compared_range
    for name in ("at_least", "at_most"):
        cut = getattr(leaf, name)
        if cut is None:
            continue
        for to in (cut - step, cut + step):
            moved = leaf.model_copy(update={name: to})
            if low <= to <= high and _tells_otherwise(rubric, leaf, moved):
                yield moved


def _tells_otherwise(rubric: Rubric, leaf: Leaf, moved: Leaf) -> bool:
    """Whether a moved comparison has another truth for some answer."""
    if not isinstance(leaf, ItemIs) or not isinstance(moved, ItemIs):
        return True
    answers = rubric.item(leaf.item).representatives((leaf, moved))
    return any(matches(leaf, answer) != matches(moved, answer) for answer in answers)


def counts_in(condition: Condition) -> Iterator[AtLeastKOf]:
    """Every count of parts in a condition."""
    if isinstance(condition, AtLeastKOf):
        yield condition
    for part in parts_of(condition):
        yield from counts_in(part)


def moved_counts(some: AtLeastKOf) -> Iterator[AtLeastKOf]:
    """A count of parts that asks for one less, and for one more."""
    for k in (some.at_least.k - 1, some.at_least.k + 1):
        if 1 <= k <= len(some.at_least.of):
            moved = KOf.model_construct(k=k, of=some.at_least.of)
            yield AtLeastKOf.model_construct(at_least=moved)


def with_condition(condition: Condition, old: Condition, new: Condition) -> Condition:
    """A condition with one of the conditions in it replaced."""
    if condition is old:
        return new
    return rebuilt(condition, lambda part: with_condition(part, old, new))


_Touches = Literal["items", "weights", "gate"]
"""What a mutation changes: what answers are worth; weights and cuts; or the gate it names."""
_TARGET = Fraction(20)
"""Points by which targets are moved."""


class Mutation(NamedTuple):
    """A rubric with one small mistake in it."""

    what: str
    path: Path
    """Where the mistake would be."""
    touches: _Touches
    rubric: Rubric
    gate: int = 0
    """Number of the gate, where one is touched."""
    weak: bool = False
    """So slight that a good set of cases may not notice."""


def mutations(rubric: Rubric) -> Iterator[Mutation]:
    """Every mutation of a rubric that changes what it says of somebody."""
    plainly = _with_plain_weights(rubric)
    yield from _item_mutations(plainly)
    yield from _dimension_mutations(plainly)
    for k, gate in enumerate(rubric.gates):
        yield from _gate_mutations(rubric, k, gate)
    yield from _band_mutations(rubric)
    yield from _need_mutations(rubric)
    yield from _target_mutations(rubric)
    yield from _threshold_mutations(rubric)
    yield from _height_mutations(rubric)


def _with_plain_weights(rubric: Rubric) -> Rubric:
    """The same rubric with swing points instead of ranks, which hang on each other."""
    weights = rubric.weights()
    dimensions = {
        name: d.model_copy(update={"weight": weights[name], "rank": None})
        for name, d in rubric.dimensions.items()
    }
    return rubric.model_copy(update={"dimensions": dimensions})


# --- items and dimensions --------------------------------------------------------------------


def _item_mutations(rubric: Rubric) -> Iterator[Mutation]:
    """Each scored item turned round, and each taken out of scoring."""
    for k, item in enumerate(rubric.items):
        if item.dimension is None or not item.scores:
            continue
        turned = item.mirror(rubric.outcome_ids)
        if worths(turned, rubric) != worths(item, rubric):
            what = f"`{item.id}` counts the other way round"
            yield Mutation(what, ("items", k), "items", _with_items(rubric, {k: turned}))
        if len(rubric.scored_items(item.dimension)) > 1:
            what = f"`{item.id}` does not score"
            yield Mutation(
                what, ("items", k), "items", _with_items(rubric, {k: without_dimension(item)})
            )


def worths(item: Item, rubric: Rubric) -> list[tuple[Fraction, ...]]:
    """What each answer to an item is worth."""
    return [item.values(answer, rubric.outcome_ids) for answer in item.candidates()]


def without_dimension(item: Item) -> Item:
    """An item that is asked and scores nothing."""
    return item.model_copy(update={"dimension": None})


def _with_items(rubric: Rubric, changed: dict[int, Item]) -> Rubric:
    """A rubric with some items, by their number, replaced."""
    items = tuple(changed.get(k, item) for k, item in enumerate(rubric.items))
    return rubric.model_copy(update={"items": items})


def _dimension_mutations(rubric: Rubric) -> Iterator[Mutation]:
    """Each dimension taken out, and each with twice its weight."""
    if len(rubric.dimensions) == 1:
        return
    read = {leaf.dimension for leaf in _scores_read(rubric)}
    for name, d in rubric.dimensions.items():
        path = ("dimensions", name)
        if name not in read:
            items = {
                k: without_dimension(i) for k, i in enumerate(rubric.items) if i.dimension == name
            }
            rest = {other: x for other, x in rubric.dimensions.items() if other != name}
            without = _with_items(rubric, items).model_copy(update={"dimensions": rest})
            yield Mutation(f"dimension `{name}` is left out", path, "items", without)
        doubled = {"weight": 2 * (d.weight or ONE)}
        heavier = _with_dimension(rubric, name, doubled)
        what = f"dimension `{name}` weighs twice as much"
        yield Mutation(what, (*path, "weight"), "weights", heavier, weak=True)


def _scores_read(rubric: Rubric) -> Iterator[ScoreIs]:
    """The comparisons over scores in the gates of a rubric."""
    for gate in rubric.gates:
        yield from (leaf for leaf in leaves(gate.when) if isinstance(leaf, ScoreIs))


def _with_dimension(rubric: Rubric, name: str, changed: dict[str, Any]) -> Rubric:
    """A rubric with one dimension changed."""
    d = rubric.dimensions[name].model_copy(update=changed)
    return rubric.model_copy(update={"dimensions": {**rubric.dimensions, name: d}})


# --- gates -----------------------------------------------------------------------------------


def _gate_mutations(rubric: Rubric, k: int, gate: Gate) -> Iterator[Mutation]:
    """A gate turned round, dropped, and with each of its comparisons moved by a step."""
    never = ItemIs.model_construct(item=rubric.items[0].id, is_one_of=())
    changes: list[tuple[str, Condition]] = [
        ("fails when it should pass", Not.model_construct(not_=gate.when)),
        ("never fails", never),
    ]
    for leaf in leaves(gate.when):
        for moved in moved_comparisons(rubric, leaf):
            words = f"reads {in_words(moved)} instead of {in_words(leaf)}"
            changes.append((words, with_condition(gate.when, leaf, moved)))
    for some in counts_in(gate.when):
        for other in moved_counts(some):
            words = f"asks for {other.at_least.k} instead of {some.at_least.k} of its parts"
            changes.append((words, with_condition(gate.when, some, other)))
    for words, when in changes:
        gates = list(rubric.gates)
        gates[k] = gate.model_copy(update={"when": when})
        changed = rubric.model_copy(update={"gates": tuple(gates)})
        what = f"gate `{gate.id}` {words}"
        yield Mutation(what, ("gates", k, "when"), "gate", changed, gate=k)


# --- cuts and settings -----------------------------------------------------------------------


def _band_mutations(rubric: Rubric) -> Iterator[Mutation]:
    """Each cut between two bands moved down and up, as far as both bands stay."""
    for k in range(1, len(rubric.bands) if rubric.has_cuts else 1):
        lower, upper = rubric.bands[k - 1], rubric.bands[k]
        for to in (upper.from_ - CUT, upper.from_ + CUT):
            if not lower.from_ < to < upper.to:
                continue
            bands = list(rubric.bands)
            bands[k - 1] = lower.model_copy(update={"to": to})
            bands[k] = upper.model_copy(update={"from_": to})
            changed = rubric.model_copy(update={"bands": tuple(bands)})
            what = f"band `{upper.id}` begins at {readable(to)} instead of {readable(upper.from_)}"
            yield Mutation(what, ("bands", k, "from"), "weights", changed)


def _need_mutations(rubric: Rubric) -> Iterator[Mutation]:
    """Each least score that a band asks for moved up, and left out."""
    for k, band in enumerate(rubric.bands[1:], start=1):
        for name, least in band.needs.items():
            for to in _moved_needs(least):
                rest = {other: one for other, one in band.needs.items() if other != name}
                needs = rest if to is None else {**rest, name: to}
                instead = f"{points(to)} instead of {points(least)}"
                what = f"band `{band.id}` needs {instead} in `{name}`"
                changed = _with_band(rubric, k, {"needs": needs})
                yield Mutation(what, ("bands", k, "needs", name), "weights", changed)
        for to in _moved_needs(band.needs_each):
            instead = f"{points(to)} instead of {points(band.needs_each)}"
            what = f"band `{band.id}` needs {instead} of each"
            changed = _with_band(rubric, k, {"needs_each": to})
            yield Mutation(what, ("bands", k, "needs_each"), "weights", changed)


def _moved_needs(least: Fraction | None) -> tuple[Fraction | None, ...]:
    """A least score a step higher, and none at all."""
    if least is None:
        return ()
    return (least + CUT, None) if least + CUT <= HUNDRED else (None,)


def points(least: Fraction | None) -> str:
    """A least score in words."""
    return "nothing" if least is None else readable(least)


def _with_band(rubric: Rubric, k: int, changed: dict[str, Any]) -> Rubric:
    """A rubric with one band changed."""
    bands = list(rubric.bands)
    bands[k] = bands[k].model_copy(update=changed)
    return rubric.model_copy(update={"bands": tuple(bands)})


def _height_mutations(rubric: Rubric) -> Iterator[Mutation]:
    """The heights from which both outcomes fit, and below which neither does, moved down and up.

    Weak, since few believable people stand so close to them.
    """
    if not rubric.demands.has_outcomes:
        return
    for setting in ("both_from", "neither_below"):
        now = getattr(rubric.settings, setting)
        for to in (now - CUT, now + CUT):
            if 0 < to < HUNDRED:
                settings = rubric.settings.model_copy(update={setting: to})
                changed = rubric.model_copy(update={"settings": settings})
                what = f"{setting} is {readable(to)} instead of {readable(now)}"
                yield Mutation(what, (), "weights", changed, weak=True)


def _target_mutations(rubric: Rubric) -> Iterator[Mutation]:
    """Each target of a readiness rubric moved down and up."""
    for name, d in rubric.dimensions.items():
        if d.target is None:
            continue
        for to in (d.target - _TARGET, d.target + _TARGET):
            if 0 < to <= HUNDRED:
                changed = _with_dimension(rubric, name, {"target": to})
                what = f"the target of `{name}` is {readable(to)} instead of {readable(d.target)}"
                yield Mutation(what, ("dimensions", name, "target"), "weights", changed)


def _threshold_mutations(rubric: Rubric) -> Iterator[Mutation]:
    """The indifference threshold of a contrast rubric moved down and up.

    Weak, since a standard error above the threshold hides it.
    """
    if not rubric.demands.has_outcomes:
        return
    now = rubric.settings.indifference_threshold
    for to in (now - CUT, now + CUT):
        if 0 <= to <= HUNDRED:
            settings = rubric.settings.model_copy(update={"indifference_threshold": to})
            changed = rubric.model_copy(update={"settings": settings})
            what = f"margins are too close below {readable(to)} points instead of {readable(now)}"
            yield Mutation(what, (), "weights", changed, weak=True)
