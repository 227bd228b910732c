"""Items that offer named options: reading them, what is wrong with them, and turning them round."""

from collections.abc import Iterator, Sequence

from rolefit.errors import Problem, nearest
from rolefit.exact import ONE
from rolefit.rubric.conditions import ItemIs
from rolefit.rubric.items.base import (
    RESERVED,
    ItemBase,
    Unreadable,
    fold_wording,
    unknown,
    with_name,
)
from rolefit.rubric.items.parts import Option, Wording
from rolefit.rubric.models import STANDARD, has_poles


def option_problems(
    choices: Sequence[Option], outcomes: Sequence[str], *, scores: bool
) -> Iterator[Problem]:
    """What is wrong with a list of options."""
    seen: dict[str, int] = {}
    for k, option in enumerate(choices):
        at = ("options", k)
        if option.id in RESERVED:
            yield Problem((*at, "id"), f"`{option.id}` has a meaning of its own", "choose another")
        if option.id in seen:
            yield Problem((*at, "id"), f"option `{option.id}` is listed twice", code="duplicate-id")
        seen[option.id] = k
        yield from _worth_problems(option, at, outcomes=outcomes, scores=scores)
    yield from twice([option.text for option in choices], "options", "two options")


def option_typed(text: str, choices: Sequence[Option]) -> str:
    """An option typed on a command line: by its id, or by its number as a question shows it.

    Ids begin with a letter, so that a number can mean nothing else.
    """
    if text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= len(choices):
        return choices[int(text[:4]) - 1].id
    return text


def twice(wordings: Sequence[str], key: str, what: str) -> Iterator[Problem]:
    """A wording that stands twice: an answer by wording could mean either."""
    seen: set[str] = set()
    for k, wording in enumerate(wordings):
        if fold_wording(wording) in seen:
            yield Problem((key, k), f"{what} have the same wording", "tell them apart")
        seen.add(fold_wording(wording))


def _worth_problems(
    option: Option, at: tuple[str | int, ...], *, outcomes: Sequence[str], scores: bool
) -> Iterator[Problem]:
    """An option of a contrast rubric has `favors`, one of a readiness rubric has `value`."""
    poles = has_poles(outcomes)
    if not poles and option.favors:
        yield Problem(
            (*at, "favors"), "only a contrast rubric scores options by favors", "value: 0.5"
        )
    if not poles and scores and option.value is None:
        yield Problem(at, f"option `{option.id}` has no value", "add value: a number from 0 to 1")
    if poles and option.value is not None:
        hint = "favors: {" + outcomes[0] + ": 1}" if outcomes else ""
        yield Problem((*at, "value"), "a contrast rubric scores options by favors", hint)
    for outcome in option.favors:
        if poles and outcome not in outcomes:
            yield unknown((*at, "favors", outcome), outcome, kind="outcome", known=outcomes)


def read_option(raw: object, options: Sequence[tuple[str, str]]) -> str:
    """An option's id from a file, which may also give its wording; capitals do not matter."""
    ids = [key for key, _ in options]
    if not isinstance(raw, str):
        raise Unreadable("expected the name of an option", f"one of: {', '.join(ids)}")
    if raw in ids:
        return raw
    for key, text in options:
        if fold_wording(raw) in (fold_wording(key), fold_wording(text)):
            return key
    parts = [part.strip() for part in raw.split(",")]
    if len(parts) > 1 and all(part in ids for part in parts):
        raise Unreadable(
            "several options, where one is expected", f"[{', '.join(parts)}] is a list"
        )
    raise Unreadable(f"unknown option `{raw[:80]}`", nearest(raw[:80], ids))


def leanings_of(choices: Sequence[Option]) -> Iterator[tuple[Wording, str]]:
    """The options that speak for one outcome only, and for which."""
    for wording, option in zip(wordings_of(choices), choices, strict=True):
        favored = [name for name, share in option.favors.items() if share > 0]
        if len(favored) == 1:
            yield wording, favored[0]


def wordings_of(choices: Sequence[Option]) -> tuple[Wording, ...]:
    """The options as sentences that can be an answer."""
    return tuple(Wording(("options", k, "text"), one.text) for k, one in enumerate(choices))


def options_for_rater(choices: Sequence[Option], name: str) -> tuple[Option, ...]:
    """Options as somebody else reads them who answers about a person of that name."""
    return tuple(
        one.model_copy(update={"text": with_name(one.label_rater, name), "label_rater": None})
        if one.label_rater is not None
        else one
        for one in choices
    )


def rater_labels(choices: Sequence[Option]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The wordings of options for somebody else, with their places in the item."""
    for k, one in enumerate(choices):
        if one.label_rater is not None:
            yield ("options", k, "label_rater"), one.label_rater


def with_values_turned(choices: Sequence[Option]) -> tuple[Option, ...]:
    """Options of a readiness rubric in which what was worth v is worth 1 - v."""
    return tuple(one.model_copy(update={"value": ONE - one.evidence(STANDARD)}) for one in choices)


def with_poles_swapped(choices: Sequence[Option], outcomes: Sequence[str]) -> tuple[Option, ...]:
    """Options of a contrast rubric that speak for the opposite of what they spoke for.

    With more than two outcomes, the first is swapped with the last, and so on inward.
    """
    partner = dict(zip(outcomes, reversed(outcomes), strict=True))
    return tuple(
        one.model_copy(update={"favors": {partner[o]: share for o, share in one.favors.items()}})
        for one in choices
    )


def number_problems(item: ItemBase, leaf: ItemIs) -> Iterator[Problem]:
    """Options are no numbers: nothing can be at least or at most one of them."""
    if leaf.at_least is not None or leaf.at_most is not None:
        yield Problem((), f"`{item.id}` has options, not numbers", "use is or is_one_of")


def name_problems(item: ItemBase, leaf: ItemIs) -> Iterator[Problem]:
    """A comparison names options that the item has."""
    ids = tuple(key for key, _ in item.options())
    for name in (leaf.is_, leaf.includes, *(leaf.is_one_of or ())):
        if name is not None and name not in ids:
            yield unknown((), name, kind="option", known=ids)
