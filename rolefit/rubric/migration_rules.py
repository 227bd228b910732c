"""The rules for carrying answers from an earlier edition: each goes to one place, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rolefit.errors import Problem
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Unreadable, unknown

if TYPE_CHECKING:
    from rolefit.rubric.fields import RubricFields
    from rolefit.rubric.texts import MappedItem, Migration

Path = tuple[str | int, ...]


def migration_problems(rubric: RubricFields) -> Iterator[Problem]:
    """What is wrong with how answers to earlier editions are carried."""
    seen: set[str] = set()
    for k, one in enumerate(rubric.migrations):
        at: Path = ("migrations", k)
        if one.from_ == rubric.version:
            message = f"{one.from_} is the edition that this file holds"
            yield Problem((*at, "from"), message, "raise `version`, or drop this")
        if one.from_ in seen:
            yield Problem((*at, "from"), f"edition {one.from_} is listed twice")
        seen.add(one.from_)
        yield from _place_problems(rubric, one, at)
        for name, mapped in one.map.items():
            yield from _answer_problems(rubric, mapped, (*at, "map", name))


def _place_problems(rubric: RubricFields, one: Migration, at: Path) -> Iterator[Problem]:
    """Each earlier item is named once, and each item of today is answered by one of them."""
    ids = tuple(item.id for item in rubric.items)
    taken: dict[str, str] = {}
    goes = [((*at, "keep", k), name, name) for k, name in enumerate(one.keep)]
    goes += [((*at, "map", name, "to"), name, mapped.to) for name, mapped in one.map.items()]
    for path, old, new in goes:
        if new not in ids:
            yield unknown(path, new, kind="item", known=ids)
        elif new in taken:
            yield Problem(path, f"`{new}` is answered by `{taken[new]}` already", "drop one")
        taken.setdefault(new, old)
    for path, old, _ in goes:
        twice = old in one.drop or (path[-1] == "to" and old in one.keep)
        if twice:
            yield Problem(path, f"`{old}` is named twice", "keep it, map it or drop it")


def _answer_problems(rubric: RubricFields, mapped: MappedItem, at: Path) -> Iterator[Problem]:
    """What answers are called today must be answers of the item they go to."""
    item = rubric.items_by_id.get(mapped.to)
    if item is None:
        return
    for name, value in mapped.answers.items():
        if value is not None and not _is_answer(item, value):
            keys = tuple(key for key, _ in item.options())
            path = (*at, "answers", name)
            yield unknown(path, str(value)[:80], kind="answer", known=keys)


def _is_answer(item: Item, value: Any) -> bool:
    """Whether a value answers an item, or is one of the options that can be listed."""
    if any(value == key for key, _ in item.options()):
        return True
    try:
        item.read(value)
    except Unreadable:
        return False
    return True
