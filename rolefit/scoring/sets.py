"""Sets of changed answers that may turn a result, the smallest first: each is to be scored again.

The cheapest set that moves scores far enough may break a condition over scores. Then the next one
is looked for: any set that turns a result takes all hurdles of at least one way over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import lcm
from typing import NamedTuple

from rolefit.scoring.crossings import Hurdle, WayOver
from rolefit.scoring.moves import Pick, Picks, TooManyWays

_MOST_LOOKED_AT = 40_000
"""Other answers that are looked at as parts of sets."""

Places = tuple[tuple[int, int], ...]
"""A set of changed answers: the places of the items, and of the answers to them."""


def sets_in_order(picks: Picks, ways: Sequence[WayOver]) -> Iterator[tuple[Pick, ...]]:
    """Sets of two or more changed answers that take some way over: fewest answers, then steps.

    Raises TooManyWays.
    """
    search = _SetSearch(picks)
    courses = [course for way in ways if (course := search.course(way)) is not None]
    for size in range(2, len(search.items) + 1 if courses else 0):
        found = {chosen: steps for one in courses for chosen, steps in search.sets_of(one, size)}
        for chosen in sorted(found, key=lambda one: (found[one], one)):
            yield tuple(search.items[k][n] for k, n in chosen)


class _Course(NamedTuple):
    """A way over in whole numbers."""

    needed: tuple[int, ...]
    """Least gain, for each hurdle."""
    gains: Sequence[Sequence[tuple[int, ...]]]
    """What each other answer to each item gains, for each hurdle."""
    most: Sequence[Sequence[Sequence[int]]]
    """For each hurdle and each item, the most that so many answers from there on can gain."""

    def within_reach(self, needed: tuple[int, ...], at: int, left: int) -> bool:
        """Whether so many answers from an item on could gain what is needed."""
        return all(table[at][left] >= one for one, table in zip(needed, self.most, strict=True))


class _SetSearch:
    """A search through the sets of other answers, with its budget."""

    def __init__(self, picks: Picks) -> None:
        self.items = [tuple(others) for others in picks.values() if others]
        self.looked_at = 0

    def course(self, way: WayOver) -> _Course | None:
        """A way over in whole numbers; None where all answers together do not take it."""
        each = [self._whole(hurdle) for hurdle in way]
        gains = [
            [tuple(gain[k][n] for _, gain in each) for n in range(len(others))]
            for k, others in enumerate(self.items)
        ]
        most = [_sums([max(of_item) for of_item in gain]) for _, gain in each]
        course = _Course(tuple(one for one, _ in each), gains, most)
        within = (max(table[0]) >= one for one, table in zip(course.needed, most, strict=True))
        return course if all(within) else None

    def _whole(self, hurdle: Hurdle) -> tuple[int, list[list[int]]]:
        """What a hurdle needs, and what each other answer gains, in whole numbers."""
        gains = [[hurdle.gain(pick) for pick in others] for others in self.items]
        scale = lcm(hurdle.needed.denominator, *(g.denominator for each in gains for g in each))
        whole = [[int(gain * scale) for gain in each] for each in gains]
        return int(hurdle.needed * scale) + hurdle.strictly, whole

    def sets_of(self, course: _Course, size: int) -> Iterator[tuple[Places, int]]:
        """Sets of that many answers that take a way over, with their scale steps."""
        for chosen in self._extended(course, course.needed, 0, size):
            yield chosen, sum(self.items[k][n].steps for k, n in chosen)

    def _extended(
        self, course: _Course, needed: tuple[int, ...], at: int, left: int
    ) -> Iterator[Places]:
        """Sets of so many more answers, to items from a place on, that gain what is needed."""
        if not left:
            yield ()
            return
        for k in range(at, len(self.items) - left + 1):
            if not course.within_reach(needed, k, left):
                return  # the fewer items there are left, the less they can gain
            for n, gain in enumerate(course.gains[k]):
                self.looked_at += 1
                if self.looked_at > _MOST_LOOKED_AT:
                    raise TooManyWays
                rest = tuple(a - b for a, b in zip(needed, gain, strict=True))
                if course.within_reach(rest, k + 1, left - 1):
                    for others in self._extended(course, rest, k + 1, left - 1):
                        yield ((k, n), *others)


def _sums(best: Sequence[int]) -> list[list[int]]:
    """From each item on, the most that 0, 1, 2 and more answers can gain."""
    tables = [[0]]
    held: list[int] = []
    for gain in reversed(best):
        held = sorted([*held, gain], reverse=True)
        tables.append([sum(held[:k]) for k in range(len(held) + 1)])
    return tables[::-1]
