"""Conditions as columns of true, false and unknown, in Kleene's logic, which dataframes share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

import narwhals as nw
from narwhals import Expr

from rolefit.batch.compiled.items import NOT_APPLICABLE, NOT_PRESENTED, UNREAD, CodedItem, with_cuts
from rolefit.batch.compiled.layers import FALSE, TRUE, UNKNOWN, Layers, add, one_of
from rolefit.rubric.conditions import (
    All,
    Answer,
    AnyOf,
    AtLeastKOf,
    Condition,
    ItemIs,
    Not,
    ScoreIs,
    Truth,
    items_in,
    leaves,
    matches,
    parts_of,
    reads_scores,
    truth,
)
from rolefit.rubric.model import Rubric
from rolefit.scoring.bounds import completions_of

ReadScore = Callable[[ScoreIs], Expr]
"""The column of a comparison over a score."""


class Items(NamedTuple):
    """The items that conditions read, and how."""

    rubric: Rubric
    by_id: dict[str, CodedItem]
    branched: frozenset[str]
    """Items past which a branch may lead."""


def known_items(rubric: Rubric, coded: Sequence[CodedItem]) -> Items:
    """The items by their ids; amounts with every number that a condition compares them with."""
    cuts: dict[str, set[Fraction]] = {}
    for condition in all_conditions(rubric):
        for leaf in leaves(condition):
            if isinstance(leaf, ItemIs):
                bounds = {cut for cut in (leaf.at_least, leaf.at_most) if cut is not None}
                cuts.setdefault(leaf.item, set()).update(bounds)
    found = {
        one.item.id: with_cuts(one, cuts.get(one.item.id, ())) if one.amount else one
        for one in coded
    }
    branched = frozenset(item.id for item in rubric.items if item.ask_when is not None)
    return Items(rubric, found, branched)


def all_conditions(rubric: Rubric) -> list[Condition]:
    """The conditions that a result hangs on: gates, branches and consistency pairs."""
    found: list[Condition] = [gate.when for gate in rubric.gates]
    found += [item.ask_when for item in rubric.items if item.ask_when is not None]
    return [*found, *(pair.when for pair in rubric.consistency_pairs)]


def condition(items: Items, when: Condition, scores: ReadScore, *, completed: bool) -> Expr:
    """A condition as a column: true, false, or null for unknown.

    With `completed` a part that reads one item alone is known where every answer to it agrees.
    """
    read = items_in(when)
    if len(read) == 1 and not reads_scores(when):
        return _over_one_item(items, when, read[0], completed=completed)
    if isinstance(when, ScoreIs):
        return scores(when)
    parts = [condition(items, part, scores, completed=completed) for part in parts_of(when)]
    return _composed(when, parts)


def _composed(when: Condition, parts: Sequence[Expr]) -> Expr:
    """A condition made of parts that are columns already."""
    match when:
        case All():
            return reduce(lambda a, b: a & b, parts)
        case AnyOf():
            return reduce(lambda a, b: a | b, parts)
        case Not():
            return ~parts[0]
        case AtLeastKOf(at_least=some):
            return _enough(parts, some.k)
        case _:
            raise AssertionError(when)


def _enough(parts: Sequence[Expr], k: int) -> Expr:
    """Whether at least k are true; unknown while the unknown ones decide it."""
    sure = add([part.fill_null(value=False).cast(nw.Int64) for part in parts])
    may = add([part.fill_null(value=True).cast(nw.Int64) for part in parts])
    return nw.when(sure >= k).then(TRUE).otherwise(nw.when(may >= k).then(UNKNOWN).otherwise(FALSE))


def _over_one_item(items: Items, when: Condition, name: str, *, completed: bool) -> Expr:
    """A condition over one item, as a table of its answers."""
    coded = items.by_id[name]
    away = _truth_of(when, None)
    still_open = _completed(items, when, name) if completed else None
    holds = _amount_holds(coded, when) if coded.amount else _table(coded, when, away=away)
    if coded.amount:
        holds = nw.when(coded.answered).then(holds).otherwise(_constant(away))
    if name in items.branched:
        doubtful = _doubtful(coded, when)
        holds = nw.when(coded.answered & coded.undecided).then(doubtful).otherwise(holds)
        still_open = still_open if still_open == away else None
    return nw.when(coded.open).then(_constant(still_open)).otherwise(holds)


def _truth_of(when: Condition, answer: Answer | None) -> Truth:
    """A condition over one item given its answer, or that it does not apply."""

    def compare(leaf: ItemIs | ScoreIs) -> Truth:
        assert isinstance(leaf, ItemIs)
        return answer is not None and matches(leaf, answer)

    return truth(when, compare)


def _completed(items: Items, when: Condition, name: str) -> Truth:
    """What a condition comes to over every completion of an open item; None where they differ."""
    ways = completions_of(items.by_id[name].item, items.rubric)
    found = {_truth_of(when, way.answer) for way in ways}
    return found.pop() if len(found) == 1 else None


def _constant(value: Truth) -> Expr:
    """A truth as a column."""
    return UNKNOWN if value is None else TRUE if value else FALSE


def _table(coded: CodedItem, when: Condition, *, away: Truth) -> Expr:
    """Which codes make a condition true; an item that does not apply has codes of its own."""
    codes = [k for k, answer in enumerate(coded.answers) if _truth_of(when, answer)]
    if away:
        codes += [NOT_APPLICABLE, NOT_PRESENTED]
    return one_of(coded.x, codes)


def _doubtful(coded: CodedItem, when: Condition) -> Expr:
    """A condition over an answer that a branch may yet lead past: a comparison is open, or false.

    Only open where it holds: should the item not be asked, the comparison is false.
    """

    def compared(answer: Answer) -> Truth:
        def compare(leaf: ItemIs | ScoreIs) -> Truth:
            assert isinstance(leaf, ItemIs)
            return None if matches(leaf, answer) else False

        return truth(when, compare)

    if coded.amount:
        return _amount_holds(coded, when, holding=UNKNOWN)
    yes = [k for k, answer in enumerate(coded.answers) if compared(answer)]
    no = [k for k, answer in enumerate(coded.answers) if compared(answer) is False]
    otherwise = nw.when(one_of(coded.x, no)).then(FALSE).otherwise(UNKNOWN)
    return nw.when(one_of(coded.x, yes)).then(TRUE).otherwise(otherwise)


def _amount_holds(coded: CodedItem, when: Condition, holding: Expr = TRUE) -> Expr:
    """A condition over an amount; `holding` is what a comparison comes to that holds."""
    match when:
        case ItemIs():
            found = TRUE
            if when.at_least is not None:
                found = found & (coded.y >= float(when.at_least))
            if when.at_most is not None:
                found = found & (coded.y <= float(when.at_most))
            return nw.when(found).then(holding).otherwise(FALSE)
        case Not():
            return ~_amount_holds(coded, when.not_, holding)
        case _:
            parts = [_amount_holds(coded, part, holding) for part in parts_of(when)]
            return _composed(when, parts)


# --- branches ----------------------------------------------------------------------------------


def follow_branches(layers: Layers, items: Items) -> None:
    """Items that a branch leads past get a code of their own; an open branch is remembered."""
    for item in items.rubric.items:
        if item.ask_when is None:
            continue
        coded = items.by_id[item.id]
        asked = condition(items, item.ask_when, _no_score, completed=False)
        asked = layers.kept(asked)
        layers.keep(asked.is_null(), f"u{coded.number}")
        hidden = ~asked.fill_null(value=True) & (coded.x > UNREAD)
        layers.keep(nw.when(hidden).then(NOT_PRESENTED).otherwise(coded.x), f"x{coded.number}")
        layers.cut()


def _no_score(leaf: ScoreIs) -> Expr:
    """Branches read no scores."""
    raise AssertionError(leaf)


# --- gates -------------------------------------------------------------------------------------


def independent(items: Items, when: Condition) -> bool:
    """Whether the parts of a condition read nothing in common, so that unknown means unknown.

    Then each part that is open can be completed either way, whatever the others come to.
    """
    if not reads_scores(when) and len(items_in(when)) == 1:
        return True
    if isinstance(when, ScoreIs):
        return when.dimension is not None
    seen: set[str] = set()
    for part in parts_of(when):
        reads = reads_of(items, part)
        if seen & reads or not independent(items, part):
            return False
        seen |= reads
    return True


def reads_of(items: Items, when: Condition) -> set[str]:
    """The items that a condition reads, those that make up scores included."""
    found = set(items_in(when))
    for leaf in leaves(when):
        if isinstance(leaf, ScoreIs):
            scored = (i for i in items.rubric.items if i.scores)
            found |= {i.id for i in scored if leaf.dimension in (None, i.dimension)}
    return found
