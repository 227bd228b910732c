"""Answers to an earlier edition carried to the present one, as far as they mean the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from rolefit.errors import RolefitError
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import Unreadable
from rolefit.rubric.model import (
    Responses,
    Rubric,
    branch,
    follow_branches,
    read_answers,
    read_response,
)
from rolefit.rubric.texts import MappedItem, Migration

_STATES = ("dont_know", "skipped", "not_applicable")


class CarriedItem(NamedTuple):
    """One answer of then, and what becomes of it."""

    item: str
    """The item that was answered."""
    to: str | None
    """The item that it answers today; None where it is not carried."""
    why: str = ""
    """Why it is not carried."""


class CarriedAnswers(NamedTuple):
    """Answers to an earlier edition in terms of the present one."""

    since: str
    """The edition that was answered."""
    answers: dict[str, Any]
    items: tuple[CarriedItem, ...]
    """What became of each answer, in the order they were given."""
    open: tuple[str, ...]
    """The items of today that are still to be asked, in order."""

    @property
    def dropped(self) -> tuple[CarriedItem, ...]:
        """The answers that are not carried."""
        return tuple(one for one in self.items if one.to is None)


def way_from(rubric: Rubric, *, version: str | None, hash: str | None) -> Migration | None:
    """How answers to another edition are carried to this one; None where the rubric names no way.

    An edition is known by its hash, or by its version where no hash contradicts that.
    """
    for one in rubric.migrations:
        if hash is not None and hash in one.hashes:
            return one
        if version == one.from_ and (hash is None or not one.hashes):
            return one
    return None


def is_of(rubric: Rubric, responses: Responses) -> bool:
    """Whether answers were given to this edition: by their hash, or else by their version."""
    if responses.rubric_hash is not None:
        return responses.rubric_hash == rubric.content_hash
    return responses.rubric_version in (None, rubric.version)


def no_way(rubric: Rubric, version: str | None) -> RolefitError:
    """What is said where a rubric names no way for an edition."""
    named = f"edition {version}" if version else "an edition that is not named"
    message = f"answers to {named} of `{rubric.rubric}` cannot be carried to {rubric.version}"
    ways = ", ".join(one.from_ for one in rubric.migrations)
    reason = (
        f"the rubric carries answers to {ways} alone, and knows these by no hash of that"
        if ways
        else "too many questions mean something else now"
    )
    hint = f"{reason}; answer anew: rolefit take {rubric.rubric}"
    return RolefitError(message, hint)


def carry_answers(
    rubric: Rubric, way: Migration, answers: Mapping[str, Any], *, about: str | None = None
) -> CarriedAnswers:
    """Answers as the present edition understands them, with what became of each.

    `about` is whom a rater answers about: raters are not asked what only the person knows.
    """
    found: dict[str, Any] = {}
    items: list[CarriedItem] = []
    for name, raw in answers.items():
        if raw in (None, "skipped") or (isinstance(raw, dict) and "skipped" in raw):
            continue  # nothing was answered
        mapped = MappedItem(to=name) if name in way.keep else way.map.get(name)
        if mapped is None:
            why = way.drop.get(name, "The rubric does not say what this means today.")
            items.append(CarriedItem(name, None, why))
            continue
        item = rubric.item(mapped.to)
        value, why = _carried_value(item, mapped, raw)
        if about is not None and item.asked_of:
            why = "Only the person can know this; raters are not asked any more."
        if why:
            items.append(CarriedItem(name, None, why))
        else:
            found[mapped.to] = value
            items.append(CarriedItem(name, mapped.to))
    return CarriedAnswers(way.from_, found, tuple(items), tuple(still_open(rubric, found)))


def _carried_value(item: Item, mapped: MappedItem, raw: Any) -> tuple[Any, str]:
    """One answer in today's terms, or why there is none."""
    value = raw
    if mapped.answers:
        wrapped = isinstance(raw, dict) and "answer" in raw
        inner = raw["answer"] if wrapped else raw
        states = inner in _STATES if isinstance(inner, str) else isinstance(inner, dict)
        if not states:
            inner = _in_new_terms(mapped.answers, inner)
            if inner is None:
                return None, f"What was answered is no answer to `{item.id}`."
        value = {**raw, "answer": inner} if wrapped else inner
    try:
        read_response(item, value)
    except Unreadable as error:
        return None, f"It cannot be an answer to `{item.id}` today: {error.message}."
    return value, ""


def _in_new_terms(names: Mapping[str, Any], raw: Any) -> Any:
    """An answer by what it is called today; None where it, or a part of it, has no such name."""
    match raw:
        case list() | tuple():
            parts = [_in_new_terms(names, part) for part in raw]
            return None if None in parts else parts
        case str() | int() | Decimal():
            return names.get(str(raw))
        case _:
            return None


def still_open(rubric: Rubric, answers: Mapping[str, Any]) -> Iterator[str]:
    """The items that are asked, or may be, and have no answer, in order."""
    given, _ = read_answers(rubric, answers)
    followed = follow_branches(rubric, given)
    for item in rubric.items:
        if item.id not in answers and branch(item, followed) is not False:
            yield item.id


def back_to(rubric: Rubric, way: Migration, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of today in the terms of an earlier edition, as far as they mean the same there.

    `rubric` is that edition. Where several answers of then go by one name today, none is taken.
    """
    found: dict[str, Any] = {}
    ways = {name: MappedItem(to=name) for name in way.keep} | dict(way.map)
    for old, mapped in ways.items():
        raw = answers.get(mapped.to)
        if raw is None or old not in rubric.items_by_id:
            continue
        back = MappedItem(to=old, answers=_names_of_then(mapped.answers))
        value, why = _carried_value(rubric.item(old), back, raw)
        if not why:
            found[old] = value
    return found


def _names_of_then(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Names of today to names of then, where each stands for one alone."""
    values = [str(value) for value in answers.values() if value is not None]
    once = {str(v): k for k, v in answers.items() if v is not None and values.count(str(v)) == 1}
    return {value: int(key) if key.isdecimal() else key for value, key in once.items()}
