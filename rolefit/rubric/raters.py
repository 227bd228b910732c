"""Answers about somebody else: who gives them, and a rubric in the words in which they are asked.

A rater reads each item in its wording for raters. What only the person knows is not asked of them:
in their view of the rubric its branch is never taken, so that it is neither missing nor zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from rolefit.errors import Problem
from rolefit.rubric.conditions import AnyOf, Condition, items_in
from rolefit.rubric.items import Item
from rolefit.rubric.items.base import NAME, unknown

if TYPE_CHECKING:
    from rolefit.rubric.fields import RubricFields

R = TypeVar("R", bound="RubricFields")

SELF = "self"
RATERS = ("boss", "peer", "report", "mentor", "interviewer")
"""Who answers about somebody else, unless the rubric names its own."""
_AN_INTERVIEWER = ("interviewer",)
_NEVER = AnyOf.model_construct(any=())
"""A condition that no answers fulfil: none of no parts is true."""
_IN_WORDS = {"report": "a direct report"}


def raters_of(rubric: RubricFields) -> tuple[str, ...]:
    """The groups that can answer a rubric about somebody else; none where it asks the person only.

    A rubric that an interviewer answers about a candidate speaks of somebody else anyway.
    """
    if rubric.raters:
        return rubric.raters
    if _has_wording(rubric):
        return RATERS
    return _AN_INTERVIEWER if rubric.about_a_person else ()


def group_in_words(group: str) -> str:
    """A group as a sentence names one of it: `an interviewer`."""
    words = group.replace("-", " ").replace("_", " ")
    return _IN_WORDS.get(group) or f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def rater_view(rubric: R, about: str | None) -> R:
    """A rubric as a rater reads it who answers about a person of that name; as it is for nobody.

    It counts as the same content: what is asked is the same in other words.
    """
    if about is None or not any(item.ask_rater or _is_open_to_self(item) for item in rubric.items):
        return rubric
    return rubric.remember(("rater view", about), lambda: _view(rubric, about))


def _view(rubric: R, name: str) -> R:
    """A rubric in the wording for raters; nothing in it hangs on what only the person knows."""
    _ = rubric.content_hash  # kept by the copy
    own = {item.id for item in rubric.items if item.asked_of}
    return rubric.model_copy(
        update={
            "raters": raters_of(rubric),
            "items": tuple(_item_view(item, name) for item in rubric.items),
            "gates": tuple(g for g in rubric.gates if not own & set(items_in(g.when))),
            "consistency_pairs": tuple(
                pair for pair in rubric.consistency_pairs if not own & set(pair.items)
            ),
        }
    )


def _item_view(item: Item, name: str) -> Item:
    """An item as a rater reads it, or never asked where only the person can know."""
    if item.asked_of:
        return item.model_copy(update={"ask_when": _NEVER})
    return item.for_rater(name)


def _is_open_to_self(item: Item) -> bool:
    """Whether an item is asked of the person only, in a rubric that is not yet a rater's view."""
    return bool(item.asked_of) and item.ask_when != _NEVER


def is_never(condition: Condition | None) -> bool:
    """Whether a branch is one that a rater's view never takes."""
    return condition == _NEVER


def _has_wording(rubric: RubricFields) -> bool:
    """Whether some item has a wording for raters."""
    return any(item.ask_rater is not None for item in rubric.items)


def rater_problems(rubric: RubricFields) -> Iterator[Problem]:
    """What is wrong with the wording for raters: all of a rubric has one, or none of it."""
    worded = _has_wording(rubric)
    if rubric.raters and not worded and not rubric.about_a_person:
        yield Problem(("raters",), "no item has a wording for raters", "add ask_rater to the items")
    if SELF in rubric.raters:
        yield Problem(("raters",), f"`{SELF}` is the person, not somebody else", "drop it")
    known = raters_of(rubric)
    for name in rubric.settings.group_weights:
        if name not in known:
            path = ("settings", "group_weights", name)
            yield unknown(path, name, kind="group of raters", known=known)
    own = {item.id for item in rubric.items if item.asked_of}
    for k, item in enumerate(rubric.items):
        for problem in _item_problems(item, own, worded=worded):
            yield problem._replace(path=("items", k, *problem.path))
        yield from _view_problems(rubric, k)
    for name in rubric.dimensions if worded else ():
        scored = [item for item in rubric.items if item.scores and item.dimension == name]
        if scored and all(item.asked_of for item in scored):
            message = f"dimension `{name}` has no item that raters are asked"
            yield Problem(("dimensions", name), message, "ask them one of its items")


def _item_problems(item: Item, own: set[str], *, worded: bool) -> Iterator[Problem]:
    """What is wrong with the wording of one item; `own` is what only the person is asked."""
    texts = tuple(item.rater_texts())
    for path, text in texts:
        if {"{", "}"} & set(text.replace(NAME, "")):
            yield Problem(path, f"only {NAME} stands for something", f"write {NAME}")
    if item.asked_of and texts:
        yield Problem(texts[0][0], "nobody but the person is asked this", "drop it, or asked_of")
    elif texts and item.ask_rater is None:
        yield Problem(texts[0][0], "a wording for raters without their question", "add ask_rater")
    elif worded and not item.asked_of and item.ask_rater is None:
        hint = "add ask_rater, or asked_of: [self] where only the person can know"
        yield Problem((), f"`{item.id}` has no wording for raters, and others have", hint)
    if worded and not item.asked_of:
        for name in items_in(item.ask_when):
            if name in own:
                message = f"raters are not asked `{name}`, so this is never asked of them"
                yield Problem(("ask_when",), message, "branch on another item, or asked_of: [self]")


def _view_problems(rubric: RubricFields, k: int) -> Iterator[Problem]:
    """What is wrong with an item as raters read it where it is sound as it stands."""
    item = rubric.items[k]
    outcomes = rubric.outcome_ids
    if item.ask_rater is None or any(True for _ in item.problems(outcomes)):
        return
    for problem in item.for_rater(NAME).problems(outcomes):
        yield problem._replace(
            path=("items", k, *problem.path), message=f"for raters: {problem.message}"
        )
