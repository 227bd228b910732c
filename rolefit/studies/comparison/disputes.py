"""The answers that set entrants apart, what each is worth, and what taking one over would do."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO
from rolefit.rubric.conditions import Answer, Number, Value
from rolefit.rubric.items import Item
from rolefit.rubric.model import Responses, ResponseSet, Rubric, State
from rolefit.scoring.assess import topic_and_answer
from rolefit.scoring.assessment import Assessment
from rolefit.scoring.evaluate import model_of
from rolefit.studies.comparison.ranking import Measured, Result, result_for, same
from rolefit.studies.whatif import answer_of, points_of, worth


class Party(NamedTuple):
    """One entrant, assessed."""

    responses: Responses
    answers: ResponseSet
    assessment: Assessment
    result: Result


class Given(Value):
    """What one entrant said to an item."""

    state: State
    answer: str | None
    """The answer as the report quotes it; None where there is none."""
    told: str | None
    """The same behind what was asked, in few words; None where the rubric names no topic."""
    points: tuple[Number | None, ...]
    """Points of each ranking, in order; None where the answer enters no score."""


class Dispute(Value):
    """An item that entrants answered differently, or whose answer weighs differently."""

    item: str
    ask: str
    given: tuple[Given, ...]
    """One for each entrant, in order."""
    spread: Number
    """Most points minus least, in the ranking where that is most; no answer adds no points."""
    becomes: tuple[Result | None, ...]
    """Of two entrants: the result of each with the answer of the other one to this item alone;
    None where the other one gave no answer to take over. Of more entrants: nothing."""
    turns: tuple[bool | None, ...]
    """Whether that is another result than the one without."""


class Agreement(Value):
    """Answers that one entrant would have to take over from the other to get the same result."""

    taker: int
    items: tuple[str, ...]
    """Every one of them is needed; other answers may do it too."""
    result: Result
    """What the taker comes to with them, and under which conditions."""


def given_answers(parties: Sequence[Party], item: Item) -> tuple[Answer | None, ...]:
    """The answer of each entrant; None for none."""
    found = (party.answers[item.id] for party in parties)
    return tuple(response.answer if response.state == "answered" else None for response in found)


def differs(parties: Sequence[Party], item: Item) -> bool:
    """Whether entrants answered differently, or some did and others did not.

    That an item does not apply is an answer of its own: it takes the item out of the count.
    """
    absent = (party.answers[item.id].state == "not_applicable" for party in parties)
    return len(set(zip(given_answers(parties, item), absent, strict=True))) > 1


def alike(parties: Sequence[Party], item: Item) -> bool:
    """Whether all entrants gave one and the same answer."""
    given = set(given_answers(parties, item))
    return len(given) == 1 and None not in given


class Points(NamedTuple):
    """Points of each answer: by ranking, then by entrant, then by item."""

    by: tuple[tuple[dict[str, Fraction], ...], ...]

    def of(self, item: str, entrant: int) -> tuple[Fraction | None, ...]:
        """Points of one entrant's answer in each ranking."""
        return tuple(ranked[entrant].get(item) for ranked in self.by)

    def spread(self, item: str) -> Fraction:
        """Most minus least, in the ranking where that is most."""
        each = [[worth(points.get(item)) for points in ranked] for ranked in self.by]
        return max(max(values) - min(values) for values in each)


def points_in(parties: Sequence[Party], rankings: Sequence[Measured]) -> Points:
    """Points of every answer."""
    return Points(
        tuple(
            tuple(points_of(party.assessment, measured) for party in parties)
            for measured in rankings
        )
    )


def disputes(rubric: Rubric, parties: Sequence[Party], points: Points) -> tuple[Dispute, ...]:
    """The items answered differently, those worth most first."""
    found = [
        dispute(rubric, item, parties, points=points, becomes=tuple(becomes(rubric, parties, item)))
        for item in rubric.items
        if differs(parties, item)
    ]
    return _by_spread(found)


def reweighed_items(
    rubric: Rubric, parties: Sequence[Party], points: Points
) -> tuple[Dispute, ...]:
    """The items that nobody answered differently, but whose answers weigh differently."""
    found = [
        dispute(rubric, item, parties, points=points, becomes=())
        for item in rubric.items
        if not differs(parties, item) and points.spread(item.id)
    ]
    return _by_spread(found)


def _by_spread(found: Sequence[Dispute]) -> tuple[Dispute, ...]:
    """Those worth most first; equals in the order of the rubric."""
    return tuple(sorted(found, key=lambda one: -one.spread))


def dispute(
    rubric: Rubric,
    item: Item,
    parties: Sequence[Party],
    *,
    points: Points,
    becomes: tuple[Result | None, ...],
) -> Dispute:
    """What everybody said to one item."""
    return Dispute.model_construct(
        item=item.id,
        ask=item.ask,
        given=tuple(
            given_answer(rubric, item, party, points.of(item.id, k))
            for k, party in enumerate(parties)
        ),
        spread=points.spread(item.id),
        becomes=becomes,
        turns=tuple(
            None if result is None else not same(result, party.result)
            for result, party in zip(becomes, parties if becomes else (), strict=True)
        ),
    )


def given_answer(
    rubric: Rubric, item: Item, party: Party, points: tuple[Fraction | None, ...]
) -> Given:
    """What one entrant said to an item."""
    return Given.model_construct(
        state=party.answers[item.id].state,
        answer=answer_of(party.assessment, item.id) or quoted_answer(item, party),
        told=topic_and_answer(rubric, party.assessment, item.id),
        points=points,
    )


def quoted_answer(item: Item, party: Party) -> str | None:
    """An answer to an item whose dimension has too few answers to count."""
    answer = party.answers[item.id].answer
    return None if answer is None else item.shown(answer)


# ---- taking answers over


def becomes(rubric: Rubric, parties: Sequence[Party], item: Item) -> Iterator[Result | None]:
    """For each of two entrants, its result with the other's answer alone."""
    if len(parties) != 2:
        return
    for taker, giver in (parties, parties[::-1]):
        gives = _can_give(giver, item.id)
        yield _result_with(rubric, taker, giver=giver, items=(item.id,)) if gives else None


def _can_give(party: Party, item: str) -> bool:
    """Whether there is an answer to take over; that an item does not apply is one."""
    return party.answers[item].state in ("answered", "not_applicable")


def _result_with(rubric: Rubric, taker: Party, *, giver: Party, items: Sequence[str]) -> Result:
    """The result of one entrant with the answers of another to some items."""
    taken = {item: giver.responses.answers[item] for item in items}
    answers = {**taker.responses.answers, **taken}
    return result_for(rubric, taker.responses.model_copy(update={"answers": answers}))


def agreements(
    rubric: Rubric, parties: Sequence[Party], disputed: Sequence[Dispute]
) -> Iterator[Agreement]:
    """For each of two entrants with different results, answers that would bring them together."""
    if len(parties) != 2 or same(parties[0].result, parties[1].result):
        return
    for taker in (0, 1):
        both = parties[taker], parties[1 - taker]
        items = bridge(rubric, both, [one.item for one in disputed])
        if items:
            found = _result_with(rubric, both[0], giver=both[1], items=items)
            yield Agreement.model_construct(taker=taker, items=items, result=found)


def bridge(rubric: Rubric, both: tuple[Party, Party], items: Sequence[str]) -> tuple[str, ...]:
    """Answers of the second party that give the first its result: one, or the most helpful.

    Those that help most are taken over one by one until the results agree; then what is not needed
    is given back, until all that is left is needed. Empty where even all of them would not do.
    """
    taker, giver = both

    def agrees(some: Sequence[str]) -> bool:
        return same(_result_with(rubric, taker, giver=giver, items=some), giver.result)

    ordered = _helpful_first(rubric, [item for item in items if _can_give(giver, item)], both)
    for item in ordered:
        if agrees((item,)):
            return (item,)
    taken: list[str] = []
    for item in ordered:
        taken.append(item)
        if agrees(taken):
            break
    else:
        return ()
    while spare := next((item for item in taken[::-1] if agrees(without(taken, item))), ""):
        taken = without(taken, spare)
    return tuple(taken)


def without(items: Sequence[str], spare: str) -> list[str]:
    """All items but one."""
    return [item for item in items if item != spare]


def _helpful_first(rubric: Rubric, items: Sequence[str], both: tuple[Party, Party]) -> list[str]:
    """Items by how far the giver's answer moves the taker toward the giver's result."""
    taker, giver = both
    names = (*giver.result.names, *taker.result.names)
    pair = model_of(rubric).differ_on(rubric, names)
    old, new = (points_of(party.assessment, pair) for party in both)
    sign = 1 if sum(new.values(), ZERO) >= sum(old.values(), ZERO) else -1
    return sorted(items, key=lambda item: -sign * (worth(new.get(item)) - worth(old.get(item))))
