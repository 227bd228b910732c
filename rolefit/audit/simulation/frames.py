"""What each answer adds to a result, in whole numbers, along one way through the branches."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, product
from math import ceil
from typing import NamedTuple

from rolefit.exact import HUNDRED, ZERO, total
from rolefit.rubric.conditions import Answer, items_in
from rolefit.rubric.items import Item
from rolefit.rubric.model import Response, Rubric, follow_branches
from rolefit.scoring.bounds import representatives
from rolefit.scoring.levels import requirements
from rolefit.scoring.tally import Values, target, target_sum

MOST_JOINT = 4096
"""Joint answers to steering items that are walked through."""

Worth = tuple[int, ...]
"""What one answer adds: to the score of each outcome, or to the fit."""


class Asked(NamedTuple):
    """An item that counts, with what each of its answers adds."""

    item: str
    worths: tuple[Worth, ...]


class CappedSum(NamedTuple):
    """Items whose worths are added up, and the sum that counts at most."""

    items: tuple[Asked, ...]
    cap: int | None
    """A dimension of a readiness rubric counts up to its target."""
    floors: tuple[int, ...] = ()
    """Least sums that the bands ask for, each with those below it; () where no band does."""


class Frame(NamedTuple):
    """The items that are asked along one way, with their worths as multiples of `unit` points."""

    unit: Fraction
    groups: tuple[CappedSum, ...]


class _Route(NamedTuple):
    """One way through the branches."""

    ways: int
    """Number of combinations of answers to all other items that count, for each one to these."""
    shown: tuple[str, ...]
    """The scored items that are asked."""
    fixed: tuple[tuple[str, int], ...]
    """The scored ones among them whose answer steers, each with the place of its answer."""


def steering(rubric: Rubric, scored: Sequence[Item]) -> tuple[Item, ...]:
    """The items on whose answers it hangs, directly or not, which of the scored ones are asked."""
    known = {item.id: item for item in rubric.items}
    found: set[str] = set()
    waiting = list(scored)
    while waiting:
        new = set(items_in(waiting.pop().ask_when)) - found
        found |= new
        waiting += [known[name] for name in new]
    return tuple(item for item in rubric.items if item.id in found)


def answers_to(item: Item, rubric: Rubric) -> tuple[Answer, ...]:
    """The answers that count as equally likely.

    An amount counts by its breakpoints; one that steers branches by the points between which no
    branch changes.
    """
    return item.candidates() if item.scores else representatives(item, rubric)


def asked_items(rubric: Rubric, answers: Mapping[str, Answer]) -> frozenset[str]:
    """The items that are asked, once the steering ones are answered."""
    given = {name: Response("answered", answer) for name, answer in answers.items()}
    found = follow_branches(rubric, given)
    return frozenset(name for name, r in found.items() if r.state != "not_presented")


def routes(rubric: Rubric, scored: Sequence[Item]) -> list[_Route] | None:
    """Every way through the branches that the scored items depend on; None if there are too many.

    The numbers of combinations, over all routes, add up to those of all items that score or steer.
    """
    steers = steering(rubric, scored)
    choices = [answers_to(item, rubric) for item in steers]
    if math.prod(map(len, choices)) > MOST_JOINT:
        return None
    free = [item for item in scored if item not in steers]
    found: dict[tuple[tuple[str, ...], tuple[tuple[str, int], ...]], int] = {}
    for places in product(*(range(len(choice)) for choice in choices)):
        at = dict(zip((item.id for item in steers), places, strict=True))
        asked = asked_items(
            rubric, {i.id: c[at[i.id]] for i, c in zip(steers, choices, strict=True)}
        )
        shown = tuple(item.id for item in scored if item.id in asked)
        fixed = tuple((name, at[name]) for name in shown if name in at)
        hidden = math.prod(len(answers_to(i, rubric)) for i in free if i.id not in asked)
        found[shown, fixed] = found.get((shown, fixed), 0) + hidden
    return [_Route(ways, shown, fixed) for (shown, fixed), ways in found.items()]


def frame_of(rubric: Rubric, shown: Sequence[str], *, beside: Sequence[str] = ()) -> Frame:
    """The worths of the scored items that are asked, in points of their outcomes or of the fit.

    `beside` are items that are asked too, and left out of the frame.
    """
    exact = dict(pieces(rubric, shown, beside=beside))
    caps = {name: _cap_of(rubric, name) for name in rubric.dimensions}
    parts = [part for values in exact.values() for value in values for part in value]
    unit = math.lcm(*(p.denominator for p in (*parts, *caps.values())))
    asked = {
        name: Asked(name, tuple(tuple(int(part * unit) for part in value) for value in values))
        for name, values in exact.items()
    }
    if not rubric.demands.has_bands:
        return Frame(Fraction(1, unit), (CappedSum(tuple(asked.values()), None),))
    groups = []
    for name in rubric.dimensions:
        inside = tuple(asked[i.id] for i in rubric.scored_items(name) if i.id in asked)
        floors = tuple(ceil(floor * unit) for floor in _floors_of(rubric, name))
        groups.append(CappedSum(inside, int(caps[name] * unit), floors))
    return Frame(Fraction(1, unit), tuple(groups))


def pieces(
    rubric: Rubric, shown: Sequence[str], *, beside: Sequence[str] = ()
) -> Iterator[tuple[str, tuple[Values, ...]]]:
    """Each item that is asked, with what its answers add to the result, in points.

    An outcome's score is a mean over the items that can speak for it, and for no others.
    """
    weights, wholes = rubric.weights(), _wholes_of(rubric, {*shown, *beside})
    for name in rubric.dimensions:
        inside = [item for item in rubric.scored_items(name) if item.id in shown]
        own = [speaking_weight(rubric, inside, k) for k in range(len(wholes))]
        scales = [
            HUNDRED * weights[name] / whole / mine if mine else ZERO
            for whole, mine in zip(wholes, own, strict=True)
        ]
        for item in inside:
            parts = [scale * item.weight for scale in scales]
            values = (item.values(a, rubric.outcome_ids) for a in answers_to(item, rubric))
            worths = (zip(parts, value, strict=True) for value in values)
            yield item.id, tuple(tuple(part * v for part, v in worth) for worth in worths)


def _wholes_of(rubric: Rubric, asked: Container[str]) -> tuple[Fraction, ...]:
    """For each outcome the weight of the dimensions that speak for it, or that of all targets."""
    weights = rubric.weights()
    if rubric.demands.has_bands:
        return (target_sum(weights, rubric) / HUNDRED,)
    inside = {n: [i for i in rubric.scored_items(n) if i.id in asked] for n in rubric.dimensions}
    return tuple(
        total(w for name, w in weights.items() if speaking_weight(rubric, inside[name], k))
        for k in range(len(rubric.outcome_ids))
    )


def speaking_weight(rubric: Rubric, items: Sequence[Item], outcome: int) -> Fraction:
    """Weight of the items that can speak for an outcome."""
    return total(item.weight for item in items if rubric.speaking[item.id][outcome])


def _cap_of(rubric: Rubric, dimension: str) -> Fraction:
    """What a dimension of a readiness rubric adds to the fit at its target, in points."""
    if not rubric.demands.has_bands:
        return ZERO
    return in_fit(rubric, dimension, target(rubric, dimension))


def in_fit(rubric: Rubric, dimension: str, score: Fraction) -> Fraction:
    """What a score of a dimension adds to the fit as long as it is below target, in points."""
    weights = rubric.weights()
    return HUNDRED * weights[dimension] * score / target_sum(weights, rubric)


def _floors_of(rubric: Rubric, dimension: str) -> tuple[Fraction, ...]:
    """What a dimension must add for each band, and all below it; () where no band asks for it."""
    asked = [
        max((one.wanted for one in wanted if one.dimension == dimension), default=ZERO)
        for wanted in requirements(rubric)
    ]
    if not any(asked):
        return ()
    return tuple(in_fit(rubric, dimension, least) for least in accumulate(asked, max))


def along(frame: Frame, route: _Route) -> Frame:
    """A frame in which the steering items keep the answers of a route."""
    fixed = dict(route.fixed)
    if not fixed:
        return frame
    return frame._replace(
        groups=tuple(
            group._replace(
                items=tuple(with_one_answer(asked, fixed.get(asked.item)) for asked in group.items)
            )
            for group in frame.groups
        )
    )


def with_one_answer(asked: Asked, place: int | None) -> Asked:
    """An item with the answer of that place alone, or with all of them."""
    return asked if place is None else Asked(asked.item, (asked.worths[place],))
