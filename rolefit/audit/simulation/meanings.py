"""Which conditions of a rubric read an item, and which of its answers they tell apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product

from rolefit.rubric.conditions import (
    Answer,
    Condition,
    ItemIs,
    comparisons_by_item,
    items_in,
    leaves,
    matches,
    truth,
)
from rolefit.rubric.items import Item
from rolefit.rubric.model import Response, ResponseSet, Rubric, branch, compare_answer
from rolefit.rubric.texts import conditional_texts

_MOST_WAYS = 4096
"""Combinations of answers that are tried; beyond it nothing is said."""
Meaning = tuple[object, ...]
"""All that a rubric makes of an answer; equal meanings are worth the same everywhere."""


def conditions(rubric: Rubric) -> Iterator[Condition]:
    """Every condition of a rubric: of gates, branches, consistency pairs and texts."""
    yield from (gate.when for gate in rubric.gates)
    yield from (item.ask_when for item in rubric.items if item.ask_when is not None)
    yield from (pair.when for pair in rubric.consistency_pairs)
    yield from (one.text.when for one in conditional_texts(rubric) if one.text.when is not None)


def comparisons(rubric: Rubric, item: Item) -> Sequence[ItemIs]:
    """Every comparison over the answer to an item."""
    found: Mapping[str, Sequence[ItemIs]]
    found = rubric.remember(("compared",), lambda: comparisons_by_item(conditions(rubric)))
    return found.get(item.id, ())


def meaning(rubric: Rubric, item: Item, answer: Answer) -> Meaning:
    """What an answer is worth for each outcome, and which comparisons it makes true."""
    worth = item.values(answer, rubric.outcome_ids) if item.scores else ()
    return (*worth, *(matches(leaf, answer) for leaf in comparisons(rubric, item)))


def does_something(rubric: Rubric, item: Item) -> bool:
    """Whether an item moves a score, or a condition or a step reads it."""
    return moves_score(rubric, item) or is_read(rubric, item)


def is_read(rubric: Rubric, item: Item) -> bool:
    """Whether a condition compares the answer to an item, or a text is said because of it."""
    named = (name for one in conditional_texts(rubric) for name in one.text.items)
    return bool(comparisons(rubric, item)) or item.id in named


def moves_score(rubric: Rubric, item: Item) -> bool:
    """Whether two answers to an item are worth different things."""
    if not item.scores:
        return False
    return len({item.values(a, rubric.outcome_ids) for a in item.candidates()}) > 1


def ways(rubric: Rubric, condition: Condition) -> set[bool]:
    """Whether a condition over items holds, over all combinations of answers that it hangs on.

    Empty where there are more than `MOST_WAYS` combinations that anything can turn on.
    """
    return {holds for _, holds in joint(rubric, condition)}


def joint(
    rubric: Rubric, condition: Condition, *, worth: Sequence[str] = ()
) -> Iterator[tuple[ResponseSet, bool]]:
    """The combinations of answers that a condition hangs on, each with whether it holds.

    Those items are looked at as well whose worth is asked for. Nothing where there are more than
    `MOST_WAYS` combinations.
    """
    before = hung_on(rubric, {*items_in(condition), *worth})
    read = tuple(leaf for leaf in leaves(condition) if isinstance(leaf, ItemIs))
    choices = [told_apart(rubric, item, read=read, worth=item.id in worth) for item in before]
    if math.prod(map(len, choices)) > _MOST_WAYS:
        return
    for responses in product(*choices):
        given: dict[str, Response] = {}
        for item, response in zip(before, responses, strict=True):
            hidden = branch(item, given) is False
            given[item.id] = Response("not_presented") if hidden else response
        yield given, truth(condition, partial(compare_answer, responses=given)) is True


def hung_on(rubric: Rubric, names: Iterable[str]) -> tuple[Item, ...]:
    """Some items, and those that their branches read, in order."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(items_in(rubric.item(name).ask_when)) - found
    return tuple(item for item in rubric.items if item.id in found)


def told_apart(
    rubric: Rubric, item: Item, *, read: Sequence[ItemIs], worth: bool
) -> tuple[Response, ...]:
    """One response for each way in which comparisons over an item can turn out together.

    Those of its branches count too, and its worth where that is asked for.
    """
    steering = (leaf for other in rubric.items for leaf in leaves_of(other.ask_when))
    mine = tuple(leaf for leaf in (*read, *steering) if leaf.item == item.id)
    found: dict[Meaning, Response] = {}
    for answer in item.representatives(mine):
        told: Meaning = tuple(matches(leaf, answer) for leaf in mine)
        if worth and item.scores:
            told = (*told, *item.values(answer, rubric.outcome_ids))
        found.setdefault(told, Response("answered", answer))
    if item.allow_na:
        found["not applicable",] = Response("not_applicable")
    return tuple(found.values())


def leaves_of(condition: Condition | None) -> Iterator[ItemIs]:
    """The comparisons over items in a condition, if there is one."""
    if condition is not None:
        yield from (leaf for leaf in leaves(condition) if isinstance(leaf, ItemIs))
