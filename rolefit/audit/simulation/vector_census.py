"""The exact census of three outcomes or more: the state is the vector of their differences."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from rolefit.audit.simulation.census import Census, ResultLine, Top, lead, leaders
from rolefit.audit.simulation.convolution import (
    Counts,
    Terms,
    all_but_one,
    counts_of_sums,
    places_of,
    step_of,
    sums_with_counts,
)
from rolefit.audit.simulation.frames import Asked, Frame

_MOST_LOOKS = 2_000_000
"""Different vectors times different answers up to which combinations are counted: seconds."""

_Vector = tuple[int, ...]


class _Axis(NamedTuple):
    """The difference between the first outcome and another one, on a scale of whole steps."""

    lows: tuple[int, ...]
    """The least that each item adds."""
    step: int
    stride: int
    """What one step adds to the code of a vector."""
    places: int
    """Number of steps that the sum can take, and one."""


class Code(NamedTuple):
    """Vectors of differences as single numbers: each axis is one digit, none of which runs over."""

    axes: tuple[_Axis, ...]

    def of(self, item: int, differences: _Vector) -> int:
        """What an answer to item number `item` adds to the code."""
        steps = zip(self.axes, differences, strict=True)
        return sum((d - axis.lows[item]) // axis.step * axis.stride for axis, d in steps)

    def scores(self, code: int) -> _Vector:
        """Scores with these differences, the first outcome at 0."""
        found = [0]
        for axis in self.axes:
            place = code // axis.stride % axis.places
            found.append(-sum(axis.lows) - place * axis.step)
        return tuple(found)


def vector_census(frame: Frame, line: ResultLine, ways: int) -> Census | None:
    """The census of one of so many ways through the branches; None where it would take long."""
    items = frame.groups[0].items
    code = _code_for(items)
    choices = [
        Counter(code.of(k, differences(worth)) for worth in asked.worths)
        for k, asked in enumerate(items)
    ]
    if places_of(choices) * sum(map(len, choices)) * ways > _MOST_LOOKS:
        return None
    bins: Counter[int] = Counter()
    tops: Counter[Top] = Counter()
    for at, count in sums_with_counts(counts_of_sums(choices)):
        scores = code.scores(at)
        bins[bisect_right(line.edges, lead(scores)) - 1] += count
        tops[leaders(scores)] += count
    top = cache(lambda at: leaders(code.scores(at)))
    pivotal = {
        asked.item: _turning(choice, others, top)
        for asked, choice, others in zip(items, choices, all_but_one(choices), strict=True)
    }
    return Census(bins, tops, Counter(pivotal))


def differences(worth: _Vector) -> _Vector:
    """The first outcome's worth minus that of each other one."""
    return tuple(worth[0] - other for other in worth[1:])


def _code_for(items: Sequence[Asked]) -> Code:
    """A code for the sums of the items' differences."""
    axes = []
    stride = 1
    for column in zip(*(zip(*map(differences, a.worths), strict=True) for a in items), strict=True):
        choices = [Counter(values) for values in column]
        axis = _Axis(tuple(map(min, choices)), step_of(choices), stride, places_of(choices))
        stride *= axis.places
        axes.append(axis)
    return Code(tuple(axes))


def _turning(choice: Terms, others: Counts, top: Callable[[int], Top]) -> int:
    """Combinations in which another answer to one item changes who leads."""
    found = sum(
        count
        for at, count in sums_with_counts(others)
        if len({top(at + own) for own in choice}) > 1
    )
    return found * sum(choice.values())
