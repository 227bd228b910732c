"""Combinations of answers looked at one by one: all of them, or random ones where they are many."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from itertools import product
from random import Random

from rolefit.audit.base import ProgressCallback
from rolefit.audit.simulation.census import Census, ResultLine, Top, lead, leaders, line_of
from rolefit.audit.simulation.frames import (
    Asked,
    Frame,
    Worth,
    answers_to,
    asked_items,
    frame_of,
    steering,
)
from rolefit.audit.simulation.line_census import value_of
from rolefit.exact import ZERO
from rolefit.rubric.model import Rubric

DRAWS = 10_000
HALF_WIDTH = Fraction(98, 100) / 100
"""95 % half-width of a share among so many draws, at most: 1.96 * sqrt(1/4 / 10000)."""
_TOLD = 500
"""Draws after which progress is told."""

Picks = dict[str, int]
"""The place of one answer to each item that scores or steers."""
_Sums = list[Worth]
"""The sum of each group of a frame."""


class Sampler:
    """One rubric's results for given answers; what they need is worked out once for each branch."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.scored = tuple(item for item in rubric.items if item.scores)
        self.steers = steering(rubric, self.scored)
        counted = {item.id for item in (*self.scored, *self.steers)}
        self.answers = {
            item.id: answers_to(item, rubric) for item in rubric.items if item.id in counted
        }
        self.routes: dict[tuple[int, ...], tuple[str, ...]] = {}
        self.frames: dict[tuple[str, ...], tuple[Frame, ResultLine]] = {}

    @property
    def number(self) -> int:
        """Number of combinations of answers."""
        return math.prod(map(len, self.answers.values()))

    @property
    def looks(self) -> int:
        """Number of combinations that are looked at one by one: all of them, or so many draws."""
        return min(self.number, DRAWS)

    @property
    def error(self) -> Fraction:
        """95 % half-width of a share among those that are looked at."""
        return HALF_WIDTH if self.number > DRAWS else ZERO

    def combinations(self, seed: int) -> Iterator[Picks]:
        """Every combination of answers, or as many random ones, each equally likely."""
        sizes = [len(found) for found in self.answers.values()]
        if self.number <= DRAWS:
            rows: Iterable[tuple[int, ...]] = product(*map(range, sizes))
        else:
            random = Random(seed)  # noqa: S311 - respondents, not secrets
            rows = (tuple(map(random.randrange, sizes)) for _ in range(DRAWS))
        for row in rows:
            yield dict(zip(self.answers, row, strict=True))

    def frame(self, picks: Picks) -> tuple[Frame, ResultLine]:
        """What answers add along the way that some answers lead."""
        places = tuple(picks[item.id] for item in self.steers)
        if places not in self.routes:
            given = {i.id: self.answers[i.id][p] for i, p in zip(self.steers, places, strict=True)}
            asked = asked_items(self.rubric, given)
            self.routes[places] = tuple(item.id for item in self.scored if item.id in asked)
        shown = self.routes[places]
        if shown not in self.frames:
            frame = frame_of(self.rubric, shown)
            self.frames[shown] = (frame, line_of(self.rubric, frame))
        return self.frames[shown]

    def top(self, picks: Picks) -> Top:
        """Who leads."""
        frame, line = self.frame(picks)
        return _top_of(frame, line, sums_of(frame, picks))


def looked_at(
    sampler: Sampler, seed: int, *, items: Iterable[str], progress: ProgressCallback
) -> Census:
    """The census of every combination, or of random ones, with the influence of some items."""
    wanted = set(items)
    steers = [item.id for item in sampler.steers if item.id in wanted]
    others = wanted - set(steers)
    census = Census(Counter(), Counter(), Counter(dict.fromkeys(wanted, 0)))
    for n, picks in enumerate(sampler.combinations(seed)):
        if n % _TOLD == 0:
            progress("random combinations", n, sampler.looks)
        frame, line = sampler.frame(picks)
        sums = sums_of(frame, picks)
        top = _top_of(frame, line, sums)
        census.bins[_bin_of(frame, line, sums)] += 1
        census.tops[top] += 1
        census.pivotal.update(
            name for name in steers if _tops_after_steering(sampler, picks, name) - {top}
        )
        if others:
            tops = _tops_by_item(frame, line, sums, picks)
            census.pivotal.update(name for name, found in tops if name in others and found - {top})
    progress("random combinations", sampler.looks, sampler.looks)
    return census


def _tops_after_steering(sampler: Sampler, picks: Picks, name: str) -> set[Top]:
    """Who leads after each other answer to an item that steers branches."""
    places = range(len(sampler.answers[name]))
    return {sampler.top({**picks, name: place}) for place in places if place != picks[name]}


def _tops_by_item(
    frame: Frame, line: ResultLine, sums: _Sums, picks: Picks
) -> Iterator[tuple[str, set[Top]]]:
    """Each item that is asked with who leads for its answers, the way staying the same."""
    for k, group in enumerate(frame.groups):
        for asked in group.items:
            mine = asked.worths[picks[asked.item]]
            changed = (exchange_answer(sums[k], mine, other) for other in telling(asked))
            found = (_top_of(frame, line, [*sums[:k], those, *sums[k + 1 :]]) for those in changed)
            yield asked.item, set(found)


@cache
def telling(asked: Asked) -> frozenset[Worth]:
    """The worths to look at: on one line the least and the greatest are enough."""
    if len(asked.worths[0]) > 2:
        return frozenset(asked.worths)
    return frozenset({min(asked.worths, key=value_of), max(asked.worths, key=value_of)})


def exchange_answer(total: Worth, mine: Worth, other: Worth) -> Worth:
    """A sum with one answer exchanged."""
    return tuple(t - m + o for t, m, o in zip(total, mine, other, strict=True))


def sums_of(frame: Frame, picks: Picks) -> _Sums:
    """The sum of each group, for each outcome."""
    return [
        tuple(map(sum, zip(*(a.worths[picks[a.item]] for a in group.items), strict=True)))
        for group in frame.groups
    ]


def result(frame: Frame, sums: _Sums) -> Worth:
    """The score of each outcome, or the fit, in units of the frame."""
    capped = (
        values if group.cap is None else (min(values[0], group.cap),)
        for group, values in zip(frame.groups, sums, strict=True)
    )
    return tuple(map(sum, zip(*capped, strict=True)))


def _top_of(frame: Frame, line: ResultLine, sums: _Sums) -> Top:
    """Who leads."""
    found = result(frame, sums)
    if len(found) > 2:
        return leaders(found)
    place = bisect_right(line.cuts, value_of(found))
    for group, values in zip(frame.groups, sums, strict=True):
        if group.floors:
            place = min(place, bisect_right(group.floors, values[0]) - 1)
    return line.tops[place]


def _bin_of(frame: Frame, line: ResultLine, sums: _Sums) -> int:
    """The bin of the margin, of the fit, or of the lead over the second best."""
    found = result(frame, sums)
    return bisect_right(line.edges, lead(found) if len(found) > 2 else value_of(found)) - 1
