"""Response-quality flags: signs that answers were given without reading. They change no score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from rolefit.exact import mean
from rolefit.rubric.conditions import truth
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import ResponseSet, compare_answer
from rolefit.scoring.assessment import QualityFlag

SHORTEST_STRING = 8
FEWEST_FOR_SPREAD = 6
FEWEST_A_SIDE = 2
AGREES = Fraction(3, 4)
_FASTEST = 2

_Positions = list[tuple[str, int, int]]


def flags(
    rubric: Rubric, responses: ResponseSet, seconds: dict[str, Fraction] | None = None
) -> tuple[QualityFlag, ...]:
    """Every flag that a set of responses raises; `seconds` are spent on each item, if timed."""
    found = [
        *long_string(positions(rubric, responses)),
        *no_spread(positions(rubric, responses)),
        *acquiescence(rubric, responses),
        *contradictions(rubric, responses),
        *too_fast(seconds or {}),
    ]
    return tuple(found)


def positions(rubric: Rubric, responses: ResponseSet) -> _Positions:
    """Item, chosen place and number of places, for each answer that has a place on the page."""
    found: _Positions = []
    for item in rubric.items:
        answer = responses[item.id].answer
        if responses[item.id].state == "answered" and answer is not None:
            place = item.position(answer)
            if place is not None:
                found.append((item.id, *place))
    return found


def long_string(placed: _Positions) -> Iterator[QualityFlag]:
    """The same place chosen max(8, half of the block) times or more in a row."""
    limit = max(SHORTEST_STRING, -(-len(placed) // 2))
    for place, run in groupby(placed, key=lambda entry: entry[1]):
        items = tuple(entry[0] for entry in run)
        if len(items) >= limit:
            yield QualityFlag.model_construct(flag="long_string", items=items, place=place)


def no_spread(placed: _Positions) -> Iterator[QualityFlag]:
    """Every answer stands at the same place of its scale."""
    if len(placed) < FEWEST_FOR_SPREAD:
        return
    if len({place for _, place, _ in placed}) == 1 or len({relative(p) for p in placed}) == 1:
        items = tuple(name for name, _, _ in placed)
        yield QualityFlag.model_construct(flag="no_spread", items=items)


def relative(placed: tuple[str, int, int]) -> Fraction:
    """Place of a choice between 0 (first) and 1 (last)."""
    return Fraction(placed[1] - 1, placed[2] - 1)


def acquiescence(rubric: Rubric, responses: ResponseSet) -> Iterator[QualityFlag]:
    """Statements keyed in opposite directions are all agreed with, or all denied."""
    sides: dict[object, list[tuple[str, Fraction]]] = {}
    for item in rubric.items:
        answer = responses[item.id].answer
        if item.scores and answer is not None:
            found = item.agreement(answer, rubric.outcome_ids)
            if found is not None:
                sides.setdefault(found.side, []).append((item.id, found.place))
    balanced = [side for side in sides.values() if len(side) >= FEWEST_A_SIDE]
    if len(balanced) < 2:
        return
    means = [mean([place for _, place in side]) for side in balanced]
    items = tuple(name for side in balanced for name, _ in side)
    if all(m >= AGREES for m in means):
        yield QualityFlag.model_construct(flag="acquiescence", items=items, rated="high")
    if all(m <= 1 - AGREES for m in means):
        yield QualityFlag.model_construct(flag="acquiescence", items=items, rated="low")


def contradictions(rubric: Rubric, responses: ResponseSet) -> Iterator[QualityFlag]:
    """Pairs that the rubric declares, whose answers contradict each other."""
    for pair in rubric.consistency_pairs:
        if truth(pair.when, lambda leaf: compare_answer(leaf, responses)):
            yield QualityFlag.model_construct(flag="contradiction", items=pair.items, told=pair.say)


def too_fast(seconds: dict[str, Fraction]) -> Iterator[QualityFlag]:
    """Less than two seconds an item, on average over the timed ones."""
    if seconds and mean(list(seconds.values())) < _FASTEST:
        yield QualityFlag.model_construct(flag="too_fast", items=tuple(seconds), seconds=_FASTEST)
