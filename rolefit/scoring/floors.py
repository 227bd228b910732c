"""Which scores dimensions have to come to, for conditions that read scores to hold or to fail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations

from rolefit.exact import ZERO
from rolefit.rubric.conditions import (
    All,
    AnyOf,
    AtLeastKOf,
    Condition,
    ItemIs,
    Not,
    ScoreIs,
    satisfies,
)
from rolefit.rubric.model import Gate, compare_answer
from rolefit.scoring.crossings import score_read
from rolefit.scoring.moves import Floor, TooManyWays
from rolefit.scoring.verdict import Evaluation

Floors = Mapping[str, Floor]
"""The score that each dimension named has to come to."""

_MOST = 24
"""Alternatives that are looked at."""


def ways_to_pass(evaluation: Evaluation, gates: Iterable[Gate]) -> Sequence[Floors]:
    """Each set of scores with which all of the gates pass, answers to items as they stand.

    Empty where no score makes them pass. Raises TooManyWays, also where a score would have to fall.
    """
    return _every([_ways(evaluation, gate.when, wanted=False) for gate in gates])


def _ways(evaluation: Evaluation, condition: Condition, *, wanted: bool) -> Sequence[Floors]:
    """Each set of scores with which a condition comes out as wanted."""
    match condition:
        case ItemIs():
            held = compare_answer(condition, evaluation.responses)
            return ({},) if held is wanted else ()
        case ScoreIs():
            return _ways_of_score(evaluation, condition, wanted=wanted)
        case Not(not_=part):
            return _ways(evaluation, part, wanted=not wanted)
        case All(all=parts):
            return _some(evaluation, parts, len(parts) if wanted else 1, wanted=wanted)
        case AnyOf(any=parts):
            return _some(evaluation, parts, 1 if wanted else len(parts), wanted=wanted)
        case AtLeastKOf(at_least=some):
            least = some.k if wanted else len(some.of) - some.k + 1
            return _some(evaluation, some.of, max(least, 0), wanted=wanted)


def _some(
    evaluation: Evaluation, parts: Sequence[Condition], least: int, *, wanted: bool
) -> Sequence[Floors]:
    """Each set of scores with which at least so many parts come out as wanted."""
    each = [_ways(evaluation, part, wanted=wanted) for part in parts]
    sure = sum(1 for ways in each if {} in ways)
    open_ = [ways for ways in each if ways and {} not in ways]
    lacking = least - sure
    if lacking <= 0:
        return ({},)
    found: list[Floors] = []
    for chosen in combinations(open_, lacking):
        found += [one for one in _every(chosen) if one not in found]
        _refuse_many(found)
    return found


def _every(each: Sequence[Sequence[Floors]]) -> Sequence[Floors]:
    """Each choice of one from all of them, at once."""
    found: Sequence[Floors] = ({},)
    for ways in each:
        found = [both(one, other) for one in found for other in ways]
        _refuse_many(found)
    return found


def _refuse_many(found: Sequence[Floors]) -> None:
    """Raise TooManyWays where there are more alternatives than are looked at."""
    if len(found) > _MOST:
        raise TooManyWays


def both(one: Floors, other: Floors) -> Floors:
    """The scores that meet both."""
    names = dict.fromkeys((*one, *other))
    return {n: _higher([part[n] for part in (one, other) if n in part]) for n in names}


def _higher(floors: Sequence[Floor]) -> Floor:
    """The floor that asks for most."""
    return reduce(lambda a, b: max(a, b, key=lambda f: (f.least, f.above)), floors)


def _ways_of_score(evaluation: Evaluation, leaf: ScoreIs, *, wanted: bool) -> Sequence[Floors]:
    """The score with which a comparison comes out as wanted: only higher ones are looked for."""
    score = score_read(evaluation, leaf)
    if score is None:
        return ()
    if satisfies(leaf, score) is wanted:
        return ({},)
    floor = _floor_of(leaf, score, wanted=wanted)
    if floor is None or leaf.dimension is None:
        raise TooManyWays
    return ({leaf.dimension: floor},)


def _floor_of(leaf: ScoreIs, score: Fraction, *, wanted: bool) -> Floor | None:
    """How high a score has to come; None where it would have to fall."""
    if wanted:
        below = leaf.at_least is not None and score < leaf.at_least
        return Floor(leaf.at_least or ZERO, above=False) if below else None
    return Floor(leaf.at_most, above=True) if leaf.at_most is not None else None
