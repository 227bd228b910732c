"""An interview: which question comes next, and what was said so far; no terminal, disk or clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from rolefit.errors import RolefitError, nearest
from rolefit.interview import curtailment
from rolefit.rubric.conditions import truth
from rolefit.rubric.items import Item
from rolefit.rubric.model import (
    ConsistencyPair,
    Response,
    Responses,
    ResponseSet,
    Rubric,
    compare_answer,
    follow_branches,
    read_answers,
    read_response,
)


class Interview(NamedTuple):
    """Where an interview stands. Every step makes a new one."""

    rubric: Rubric
    answers: dict[str, Any]
    """All that was typed, in the order in which it was first asked, as a responses file holds it;
    also for items that a branch leads past now."""
    at: str | None
    """The item being asked; None when all that applies was asked."""
    quick: bool = False


class _InterviewProgress(NamedTuple):
    """How far an interview has come: asked + left = total. Branches change the total."""

    asked: int
    left: int
    """Quick mode may stop before."""
    total: int


def begin(
    rubric: Rubric, answers: Mapping[str, Any] | None = None, *, quick: bool = False
) -> Interview:
    """An interview at the first question that was not asked yet.

    Answers to unknown items, and those that cannot be read, are kept and asked anew. Raises
    RolefitError where a quick interview would be unfair.
    """
    if quick:
        curtailment.refuse_hiring(rubric)
    return _onward(Interview(rubric, dict(answers or {}), None, quick))


def respond(interview: Interview, raw: Any) -> Interview:
    """The interview after an answer, a state or a mapping for the item at hand. Raises Unreadable.

    Goes on with the first question that was not asked yet.
    """
    item = current(interview)
    if item is None:
        raise RolefitError("no question is being asked", "choose one to answer again")
    read_response(item, raw)
    said = "skipped" if raw is None else raw
    return _onward(interview._replace(answers={**interview.answers, item.id: said}))


def _onward(interview: Interview) -> Interview:
    """The interview at the first question that was not asked yet."""
    found, responses = read(interview)
    if interview.quick:
        item = curtailment.next_question(interview.rubric, responses, found)
    else:
        items = presented_items(interview.rubric, responses)
        item = next((item for item in items if item.id not in found), None)
    return interview._replace(at=None if item is None else item.id)


def back(interview: Interview) -> Interview:
    """The interview at the question asked before, its answer kept; at the first it stays there."""
    way = path(interview)
    before = way if interview.at is None else way[: way.index(interview.at)]
    return interview._replace(at=before[-1]) if before else interview


def path(interview: Interview) -> list[str]:
    """The items asked so far and the one at hand, in the order in which they come."""
    found, responses = read(interview)
    way = [
        item.id
        for item in presented_items(interview.rubric, responses)
        if item.id in found or item.id == interview.at
    ]
    if interview.quick:
        order = {name: k for k, name in enumerate(interview.answers)}
        way.sort(key=lambda name: order.get(name, len(order)))
    return way


def goto(interview: Interview, item: str) -> Interview:
    """The interview at a question of the review page.

    Raises RolefitError where it is not asked, given the other answers.
    """
    names = [other.id for other in visible(interview)]
    if item not in names:
        raise RolefitError(f"`{item[:80]}` is not asked", nearest(item[:80], names))
    return interview._replace(at=item)


def visible(interview: Interview) -> tuple[Item, ...]:
    """The items that are asked, given the answers: all but those that a branch leads past.

    A branch that is still open leads past nothing; the report would list its items as missing.
    """
    return presented_items(interview.rubric, read(interview)[1])


def presented_items(rubric: Rubric, responses: ResponseSet) -> tuple[Item, ...]:
    """The items that no branch leads past."""
    return tuple(item for item in rubric.items if responses[item.id].state != "not_presented")


def read(interview: Interview) -> tuple[dict[str, Response], dict[str, Response]]:
    """What was said so far, as far as it can be read; and every item's response with branches."""
    given = {name: raw for name, raw in interview.answers.items() if raw is not None}
    found, _ = read_answers(interview.rubric, given)
    return found, follow_branches(interview.rubric, found)


def progress(interview: Interview) -> _InterviewProgress:
    """How far the interview has come."""
    found, responses = read(interview)
    items = presented_items(interview.rubric, responses)
    done = sum(1 for item in items if item.id in found)
    left = 0 if interview.quick and settled(interview) else len(items) - done
    return _InterviewProgress(done, left, done + left)


def current(interview: Interview) -> Item | None:
    """The item being asked; None on the review page."""
    return None if interview.at is None else interview.rubric.item(interview.at)


def answer_given(interview: Interview, item: str) -> Any:
    """What was said to an item, as it was typed, or None; also while a branch leads past it."""
    raw = interview.answers.get(item)
    found, _ = read_answers(interview.rubric, {item: raw})
    return raw if item in found else None


def contradictions(interview: Interview) -> tuple[ConsistencyPair, ...]:
    """The pairs whose answers contradict each other, to be asked again, kindly."""
    _, responses = read(interview)
    pairs = interview.rubric.consistency_pairs
    return tuple(
        pair for pair in pairs if truth(pair.when, lambda leaf: compare_answer(leaf, responses))
    )


def responses(
    interview: Interview,
    *,
    name: str | None = None,
    group: str = "self",
    about: str | None = None,
    day: str | None = None,
) -> Responses:
    """The answers as a responses file holds them, in the order of the rubric.

    Raises RolefitError where the name, the group or the day cannot stand in such a file.
    """
    rubric = interview.rubric
    found, _ = read(interview)
    try:
        return Responses.model_validate(
            {
                "rubric": rubric.rubric,
                "rubric_version": rubric.version,
                "rubric_hash": rubric.content_hash,
                "respondent": {"name": name, "group": group, "about": about},
                "date": day,
                "answers": {i.id: interview.answers[i.id] for i in rubric.items if i.id in found},
            }
        )
    except ValidationError as error:
        part = error.errors()[0]["loc"][-1]
        raise RolefitError(f"this {part} cannot be used", _EXPECTED.get(part, "")) from None


_EXPECTED: dict[int | str, str] = {
    "name": "use one line of at most 200 characters, all of which can be seen",
    "group": "use small letters and digits, like self or founder",
    "date": "write it like 2026-11-22",
}


def settled(interview: Interview) -> bool:
    """Whether no answer to what is open can change who leads, the band, or a gate."""
    _, followed = read(interview)
    return curtailment.is_settled(interview.rubric, followed)


def questions_saved(interview: Interview) -> int:
    """How many questions a quick interview need not ask any more; 0 while it still has to ask."""
    if not interview.quick or not settled(interview):
        return 0
    found, followed = read(interview)
    return sum(1 for item in presented_items(interview.rubric, followed) if item.id not in found)
