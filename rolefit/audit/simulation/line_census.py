"""The exact census of results on one line: the margin between two outcomes, or the fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rolefit.audit.simulation.census import Census, ResultLine, Top
from rolefit.audit.simulation.convolution import (
    Counts,
    Terms,
    all_but_one,
    below,
    counts_below,
    counts_of_sums,
    few_sums,
    places_of,
)
from rolefit.audit.simulation.frames import Frame, Worth

_FEW = 8
"""Look-ups up to which adding up the counts below is quicker than listing them all."""
MOST_INSIDE = 20_000
"""Different sums inside one dimension that are counted one by one."""
MOST_STEPS = 150_000_000
"""Different results times different addends up to which combinations are counted: seconds."""

_Span = tuple[int, int]
"""The least and the most that a part can add while one item's answer is open."""


class Part(NamedTuple):
    """Items whose values are added up and capped: a dimension, or one item by itself."""

    items: tuple[str, ...]
    choices: tuple[Terms, ...]
    """What each of the items adds."""
    cap: int | None
    floors: tuple[int, ...] = ()
    """Least sums that the bands ask for; () where none does."""

    def capped(self, value: int) -> int:
        """What counts of a sum."""
        return value if self.cap is None else min(value, self.cap)


def line_census(frame: Frame, line: ResultLine, ways: int) -> Census | None:
    """The census of one of so many ways through the branches; None where it would take long."""
    parts = parts_of(frame)
    if any(places_of(part.choices) > MOST_INSIDE for part in parts):
        return None
    sums = [sums_of(part) for part in parts]
    needs = any(part.floors for part in parts)
    if places_of(sums) * sum(map(len, sums)) * ways > MOST_STEPS:
        return None
    whole = counts_of_sums(sums)
    bins = Counter(dict(enumerate(between(whole, line.edges[1:]))))
    tops = Counter(dict(zip(line.tops, between(whole, line.cuts), strict=True)))
    if needs:
        # How often an item decides hangs on all dimensions at once: that is not counted here.
        return Census(bins, Counter(dict(levels(parts, line))), Counter())
    pivotal: Counter[str] = Counter()
    for part, others in zip(parts, all_but_one(sums), strict=True):
        pivotal.update(dict(_pivotal_in(part, others, line.cuts)))
    return Census(bins, tops, pivotal)


def parts_of(frame: Frame) -> list[Part]:
    """The parts of a frame: dimensions up to their targets, or items with first minus second."""
    found = []
    for group in frame.groups:
        names = tuple(asked.item for asked in group.items)
        choices = tuple(Counter(map(value_of, asked.worths)) for asked in group.items)
        if group.cap is None:
            found += [Part((n,), (c,), None) for n, c in zip(names, choices, strict=True)]
        else:
            found.append(Part(names, choices, group.cap, group.floors))
    return found


def value_of(worth: Worth) -> int:
    """What an answer adds to the fit, or to the first of two outcomes beyond the second."""
    return worth[0] if len(worth) == 1 else worth[0] - worth[1]


def sums_of(part: Part, floor: int | None = None) -> Terms:
    """Everything that a part can add, each with its count; only from a least sum on, if given."""
    found: Counter[int] = Counter()
    for value, count in few_sums(part.choices).items():
        if floor is None or value >= floor:
            found[part.capped(value)] += count
    return found


def levels(parts: Sequence[Part], line: ResultLine) -> Iterator[tuple[Top, int]]:
    """Combinations in each band: those that reach it, without those that reach the next one."""
    reached = [_reaching(parts, line, k) for k in range(len(line.tops))]
    for top, (here, above) in zip(line.tops, pairwise([*reached, 0]), strict=True):
        yield top, here - above


def _reaching(parts: Sequence[Part], line: ResultLine, band: int) -> int:
    """Combinations that meet the cut and the least scores of a band and of those below it."""
    sums = [sums_of(part, part.floors[band] if part.floors else None) for part in parts]
    if not all(sums):
        return 0
    counts = counts_of_sums(sums)
    everything = below(counts, counts.low + counts.places * counts.step)
    return everything - (below(counts, line.cuts[band - 1]) if band else 0)


def between(counts: Counts, cuts: Sequence[int]) -> list[int]:
    """Combinations below the first cut, between each two, and from the last one on."""
    everything = counts.low + counts.places * counts.step
    marks = [0, *(below(counts, cut) for cut in cuts), below(counts, everything)]
    return [above - under for under, above in pairwise(marks)]


def _pivotal_in(part: Part, others: Counts, cuts: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Each item of a part with the number of combinations in which it can change the leader.

    Others' answers leave a sum M; with the item the result lies between M + low and M + high. The
    item counts where a cut lies between these two; then it does for each of its answers.
    """
    for k, (name, own) in enumerate(zip(part.items, part.choices, strict=True)):
        rest = few_sums((*part.choices[:k], *part.choices[k + 1 :]))
        spans: Counter[_Span] = Counter()
        for value, count in rest.items():
            spans[part.capped(value + min(own)), part.capped(value + max(own))] += count
        yield name, sum(own.values()) * _crossings(spans, others, cuts)


def _crossings(spans: Counter[_Span], others: Counts, cuts: Sequence[int]) -> int:
    """Combinations in which a cut lies above low and not above high."""
    many = len(spans) * len(cuts) > _FEW
    listed = counts_below(others) if many else []

    def under(value: int) -> int:
        if not many:
            return below(others, value)
        place = -((others.low - value) // others.step)
        return listed[min(max(0, place), others.places)]

    return sum(
        count * sum(under(stop) - under(start) for start, stop in crossing_ranges(low, high, cuts))
        for (low, high), count in spans.items()
    )


def crossing_ranges(low: int, high: int, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of M, start included and stop not, for which M + low < cut <= M + high for some cut.

    They rise and do not overlap.
    """
    reached = None
    for cut in cuts:
        start, stop = cut - high, cut - low
        if reached is not None:
            start = max(start, reached)
        if start < stop:
            yield start, stop
            reached = stop
