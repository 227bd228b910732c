"""Every answer counted instead of drawn: sums of independent parts, along lines and as vectors."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise
from math import ceil
from operator import add, itemgetter, sub
from typing import NamedTuple

from rolefit.audit.simulation.frames import Asked, CappedSum, Frame, Worth
from rolefit.exact import HUNDRED
from rolefit.rubric.model import Rubric

# --- Sums of independent choices, counted exactly: how many combinations give each sum ------------
#
# The counts of all sums are kept in one whole number, a fixed number of bits for each sum
# (Kronecker substitution). Adding a choice is then a few shifts and additions of that number, which
# the interpreter does at the speed of memory.


Terms = Mapping[int, int]
"""One choice: what an answer adds, and how many answers add it."""


class Counts(NamedTuple):
    """How many combinations give each sum low, low + step, low + 2 step, ..."""

    low: int
    step: int
    places: int
    """Number of sums, from the lowest to the highest."""
    bits: int
    """Bits that a count takes; more than the count of all combinations needs."""
    packed: int


def counts_of_sums(choices: Sequence[Terms]) -> Counts:
    """The counts of all sums of one answer to each choice."""
    return _with_choices(nothing(choices), choices)


def nothing(choices: Sequence[Terms]) -> Counts:
    """The counts before the first of some choices: one way to the sum 0."""
    return Counts(0, step_of(choices), 1, _bits_for(choices), 1)


def _bits_for(choices: Sequence[Terms]) -> int:
    """Bits in which every count fits, with one to spare, in whole bytes."""
    combinations = math.prod(sum(terms.values()) for terms in choices)
    return 8 * (combinations.bit_length() // 8 + 1)


def step_of(choices: Iterable[Terms]) -> int:
    """Greatest width of a step that meets every sum."""
    return math.gcd(*(value - min(terms) for terms in choices for value in terms)) or 1


def places_of(choices: Sequence[Terms]) -> int:
    """Number of places that the counts of all sums take."""
    spread = sum(max(terms) - min(terms) for terms in choices)
    return spread // step_of(choices) + 1


def _with_choices(counts: Counts, choices: Iterable[Terms]) -> Counts:
    """The counts after some more choices, the answers of which differ by whole steps."""
    low, step, places, bits, packed = counts
    for terms in choices:
        lowest = min(terms)
        shifts = {(value - lowest) // step: ways for value, ways in terms.items()}
        packed = sum(ways * packed << bits * shift for shift, ways in shifts.items())
        low, places = low + lowest, places + max(shifts)
    return Counts(low, step, places, bits, packed)


def all_but_one(choices: Sequence[Terms]) -> Iterator[Counts]:
    """For each choice in order, the counts of the sums of all others.

    By halving: each half is added to what the other half leaves out, so that n choices cost
    n log n additions.
    """
    if choices:
        yield from left_out(nothing(choices), choices)


def left_out(counts: Counts, choices: Sequence[Terms]) -> Iterator[Counts]:
    """Counts with all but one of some choices added, for each of them in order."""
    if len(choices) == 1:
        yield counts
        return
    half = len(choices) // 2
    yield from left_out(_with_choices(counts, choices[half:]), choices[:half])
    yield from left_out(_with_choices(counts, choices[:half]), choices[half:])


def below(counts: Counts, value: int) -> int:
    """Number of combinations whose sum is below a value."""
    place = min(max(0, -((counts.low - value) // counts.step)), counts.places)
    part = counts.packed & ((1 << counts.bits * place) - 1)
    # The digits of a number to base B sum to its remainder by B - 1, as by 9 in base ten.
    return part % ((1 << counts.bits) - 1)


def sums_with_counts(counts: Counts) -> Iterator[tuple[int, int]]:
    """Every sum that occurs, with its count."""
    for place, count in enumerate(count_list(counts)):
        if count:
            yield counts.low + place * counts.step, count


def count_list(counts: Counts) -> list[int]:
    """The counts place by place."""
    width = counts.bits // 8
    raw = counts.packed.to_bytes(width * counts.places, "little")
    return [int.from_bytes(raw[k : k + width], "little") for k in range(0, len(raw), width)]


def counts_below(counts: Counts) -> list[int]:
    """For each place, and one after the last, the number of combinations below it."""
    return [0, *accumulate(count_list(counts))]


def few_sums(choices: Iterable[Terms]) -> Counter[int]:
    """The counts of all sums one by one, for choices with few sums."""
    found = Counter({0: 1})
    for terms in choices:
        longer: Counter[int] = Counter()
        for value, ways in terms.items():
            for so_far, count in found.items():
                longer[so_far + value] += count * ways
        found = longer
    return found


_BINS = 20
"""Bins of a histogram; each includes its lower end, the last one its upper end too."""

Top = tuple[int, ...]
"""Who leads: the place of the band, or those of all outcomes with the top score."""


class Census(NamedTuple):
    """Numbers of combinations."""

    bins: Counter[int]
    """By bin."""
    tops: Counter[Top]
    """By who leads."""
    pivotal: Counter[str]
    """By item: those in which some other answer to it would change who leads."""


class ResultLine(NamedTuple):
    """Results on one line, in whole numbers: the places where bins and leaders change."""

    edges: tuple[int, ...]
    """Least value of each bin."""
    cuts: tuple[int, ...]
    """Least values at which the leader changes, rising."""
    tops: tuple[Top, ...]
    """Who leads below the first cut, between each two, and from the last one on."""


def ends(rubric: Rubric) -> tuple[Fraction, ...]:
    """The ends of the bins in points.

    From -100 to 100 for the margin between two outcomes, first minus second; from 0 to 100 for the
    fit, and for the lead over the second best of three outcomes or more.
    """
    low = -HUNDRED if len(rubric.outcome_ids) == 2 else Fraction(0)
    return tuple(low + (HUNDRED - low) * k / _BINS for k in range(_BINS + 1))


def line_of(rubric: Rubric, frame: Frame) -> ResultLine:
    """Where bins and leaders change, in the units of a frame: of the fit, or of two outcomes."""
    edges = _in_units(ends(rubric)[:-1], frame)
    if rubric.demands.has_outcomes:
        return ResultLine(edges, (0, 1), ((1,), (0, 1), (0,)))
    cuts = _in_units([band.from_ for band in rubric.bands[1:]], frame)
    return ResultLine(edges, cuts, tuple((k,) for k in range(len(rubric.bands))))


def _in_units(points: Sequence[Fraction], frame: Frame) -> tuple[int, ...]:
    """The least whole number of units that reaches each of some points."""
    return tuple(ceil(point / frame.unit) for point in points)


def leaders(scores: Sequence[int]) -> Top:
    """The places of the highest scores."""
    best = max(scores)
    return tuple(k for k, score in enumerate(scores) if score == best)


def lead(scores: Sequence[int]) -> int:
    """How far the highest score is ahead of the next."""
    second, first = sorted(scores)[-2:]
    return first - second


class Exchangeable(NamedTuple):
    """An item among more than two outcomes: what each of its answers adds, those alike once."""

    item: str
    worths: tuple[Worth, ...]
    different: tuple[Worth, ...]
    swing: int
    """The most by which another answer can move one outcome past another."""


def exchangeable_of(frame: Frame) -> tuple[Exchangeable, ...]:
    """The items that are asked along one way."""
    found = []
    for asked in (one for group in frame.groups for one in group.items):
        widths = sorted(max(column) - min(column) for column in zip(*asked.worths, strict=True))
        different = tuple(dict.fromkeys(asked.worths))
        found.append(Exchangeable(asked.item, asked.worths, different, sum(widths[-2:])))
    return tuple(found)


def pivotal_among(
    exchangeable: Sequence[Exchangeable], whole: Worth, picks: Mapping[str, int]
) -> Iterator[str]:
    """The items of which another answer alone changes who leads among more than two outcomes.

    Only outcomes are looked at that one answer could bring to the top, or from it.
    """
    needed = max(whole) - max((one.swing for one in exchangeable), default=0)
    near = [k for k, score in enumerate(whole) if score >= needed]
    if len(near) < 2:
        return
    read = itemgetter(*near)
    now = read(whole)
    top = leaders(now)
    ahead = lead(now)
    for one in exchangeable:
        if len(top) == 1 and one.swing < ahead:
            continue
        rest = tuple(map(sub, now, read(one.worths[picks[one.item]])))
        if not all(_led_by(top, map(add, rest, read(other))) for other in one.different):
            yield one.item


def _led_by(top: Top, scores: Iterable[int]) -> bool:
    """Whether some outcomes, and no others, have the highest score."""
    found = list(scores)
    best = max(found)
    return found.count(best) == len(top) and all(found[k] == best for k in top)


def result(frame: Frame, sums: Sequence[Worth]) -> Worth:
    """The score of each outcome, or the fit, in units of the frame."""
    capped = map(up_to_cap, frame.groups, sums)
    return tuple(map(sum, zip(*capped, strict=True)))


def up_to_cap(group: CappedSum, values: Worth) -> Worth:
    """What counts of the sum of a group."""
    return values if group.cap is None else (min(values[0], group.cap),)


class OnLine(NamedTuple):
    """An item whose answers move the result along one line."""

    item: str
    values: tuple[int, ...]
    """What each of its answers adds."""
    ends: tuple[int, int]
    """The least and the most of them: no other one needs to be looked at."""


def on_line(frame: Frame) -> tuple[tuple[OnLine, ...], ...]:
    """The items that are asked along one way, group by group."""
    found = []
    for group in frame.groups:
        each = [(asked.item, tuple(map(value_of, asked.worths))) for asked in group.items]
        found.append(tuple(OnLine(name, own, (min(own), max(own))) for name, own in each))
    return tuple(found)


# --- The exact census of results on one line: the margin between two outcomes, or the fit ---------


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


# --- The exact census of three outcomes or more: the state is the vector of their differences -----


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
