"""How verdicts and scores spread over answers without information: counted, expected or drawn."""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product
from random import Random
from typing import NamedTuple, TypeVar

from rolefit.audit.base import ProgressCallback
from rolefit.audit.simulation.census import (
    Census,
    Exchangeable,
    OnLine,
    ResultLine,
    Top,
    counts_of_sums,
    ends,
    exchangeable_of,
    lead,
    leaders,
    line_census,
    line_of,
    on_line,
    pivotal_among,
    places_of,
    result,
    sums_with_counts,
    value_of,
    vector_census,
)
from rolefit.audit.simulation.frames import (
    CappedSum,
    Frame,
    Worth,
    along,
    answers_to,
    asked_items,
    frame_of,
    routes,
    speaking_weight,
    steering,
)
from rolefit.exact import HUNDRED, ZERO, total
from rolefit.rubric.model import Rubric

# --------------------------------------------------------------------------------------------------
# Combinations of answers looked at one by one: all of them, or random ones where they are
# many.


DRAWS = 10_000
HALF_WIDTH = Fraction(98, 100) / 100
"""95 % half-width of a share among so many draws, at most: 1.96 * sqrt(1/4 / 10000)."""
_MANY_VALUES = 400
"""Items times outcomes from which fewer are drawn: each of them takes so much longer."""
_TOLD = 500
"""Draws after which progress is told."""

Picks = dict[str, int]
"""The place of one answer to each item that scores or steers."""
_Sums = list[Worth]
"""The sum of each group of a frame."""
_NO_FLOOR = sys.maxsize
"""The place up to which a group without least sums leaves all bands open."""


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
        self.asked: dict[int, tuple[Exchangeable, ...]] = {}
        self.lines: dict[int, tuple[tuple[OnLine, ...], ...]] = {}

    @property
    def number(self) -> int:
        """Number of combinations of answers."""
        return math.prod(map(len, self.answers.values()))

    @property
    def looks(self) -> int:
        """Number of combinations that are looked at one by one: all of them, or so many draws."""
        return min(self.number, self.draws)

    @cached_property
    def wider(self) -> int:
        """How many times as far off a share may be as with all draws, for so many fewer."""
        values = len(self.scored) * len(self.rubric.outcome_ids)
        return math.isqrt(max(0, values - 1) // _MANY_VALUES) + 1

    @property
    def draws(self) -> int:
        """Number of random combinations that are looked at where there are too many."""
        return -(-DRAWS // self.wider**2)

    @property
    def error(self) -> Fraction:
        """95 % half-width of a share among those that are looked at."""
        return HALF_WIDTH * self.wider if self.number > self.draws else ZERO

    def combinations(self, seed: int) -> Iterator[Picks]:
        """Every combination of answers, or as many random ones, each equally likely."""
        sizes = [len(found) for found in self.answers.values()]
        if self.number <= self.draws:
            rows: Iterable[tuple[int, ...]] = product(*map(range, sizes))
        else:
            random = Random(seed)  # noqa: S311 - respondents, not secrets
            rows = (tuple(map(random.randrange, sizes)) for _ in range(self.draws))
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

    def exchangeable(self, frame: Frame) -> tuple[Exchangeable, ...]:
        """The items along one way, each with what its answers add."""
        if id(frame) not in self.asked:
            self.asked[id(frame)] = exchangeable_of(frame)
        return self.asked[id(frame)]

    def on_line(self, frame: Frame) -> tuple[tuple[OnLine, ...], ...]:
        """The same by group, where results lie on one line."""
        if id(frame) not in self.lines:
            self.lines[id(frame)] = on_line(frame)
        return self.lines[id(frame)]

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
            census.pivotal.update(
                name for name in _pivotal_items(sampler, sums, picks) if name in others
            )
    progress("random combinations", sampler.looks, sampler.looks)
    return census


def _tops_after_steering(sampler: Sampler, picks: Picks, name: str) -> set[Top]:
    """Who leads after each other answer to an item that steers branches."""
    places = range(len(sampler.answers[name]))
    return {sampler.top({**picks, name: place}) for place in places if place != picks[name]}


def _pivotal_items(sampler: Sampler, sums: _Sums, picks: Picks) -> Iterator[str]:
    """Each item that is asked of which another answer changes who leads, the way staying as is."""
    frame, line = sampler.frame(picks)
    whole = result(frame, sums)
    if len(whole) > 2:
        yield from pivotal_among(sampler.exchangeable(frame), whole, picks)
        return
    top = _top_of(frame, line, sums)
    places = [
        _highest_place(group, values) for group, values in zip(frame.groups, sums, strict=True)
    ]
    for k, (group, items) in enumerate(zip(frame.groups, sampler.on_line(frame), strict=True)):
        now = value_of(sums[k])
        rest = value_of(whole) - (now if group.cap is None else min(now, group.cap))
        most = min((*places[:k], *places[k + 1 :]), default=_NO_FLOOR)
        for asked in items:
            others = now - asked.values[picks[asked.item]]
            if any(_top_with(group, line, rest, most, others + end) != top for end in asked.ends):
                yield asked.item


def _top_with(group: CappedSum, line: ResultLine, rest: int, most: int, value: int) -> Top:
    """Who leads where a group has another sum, and all others their own."""
    found = rest + (value if group.cap is None else min(value, group.cap))
    place = min(bisect_right(line.cuts, found), most)
    if group.floors:
        place = min(place, bisect_right(group.floors, value) - 1)
    return line.tops[place]


def sums_of(frame: Frame, picks: Picks) -> _Sums:
    """The sum of each group, for each outcome."""
    return [
        tuple(map(sum, zip(*(a.worths[picks[a.item]] for a in group.items), strict=True)))
        for group in frame.groups
    ]


def _highest_place(group: CappedSum, values: Worth) -> int:
    """The highest band that the least sums of a group leave open."""
    return bisect_right(group.floors, values[0]) - 1 if group.floors else _NO_FLOOR


def _top_of(frame: Frame, line: ResultLine, sums: _Sums) -> Top:
    """Who leads."""
    found = result(frame, sums)
    if len(found) > 2:
        return leaders(found)
    place = bisect_right(line.cuts, value_of(found))
    return line.tops[min(place, *map(_highest_place, frame.groups, sums))]


def _bin_of(frame: Frame, line: ResultLine, sums: _Sums) -> int:
    """The bin of the margin, of the fit, or of the lead over the second best."""
    found = result(frame, sums)
    return bisect_right(line.edges, lead(found) if len(found) > 2 else value_of(found)) - 1


# --- The expected result of a respondent who answers at random, each answer equally likely --------


MOST_PLACES = 500_000
"""Different scores of one dimension up to which its expected part of the fit is counted."""


class Expected(NamedTuple):
    """Expected scores in points."""

    scores: dict[str, Fraction]
    """By outcome; of a readiness rubric the expected fit, under the name of its standard."""
    error: Fraction
    """95 % half-width in points where they were sampled, else 0."""


def expected_scores(sampler: Sampler, seed: int) -> Expected:
    """The expected scores: exact, since expectations add up, dimension by dimension.

    They are sampled where the branches inside one dimension hang on too many joint answers, or
    decide whether it speaks for an outcome at all.
    """
    rubric = sampler.rubric
    if not steady(rubric):
        return _sampled_mean(sampler, seed)
    parts = [_expected_part(rubric, name) for name in rubric.dimensions]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return _sampled_mean(sampler, seed)
    scores = map(total, zip(*found, strict=True))
    return Expected(dict(zip(rubric.outcome_ids, scores, strict=True)), ZERO)


def steady(rubric: Rubric) -> bool:
    """Whether each dimension speaks for the same outcomes along all ways through the branches."""
    for name in rubric.apart:
        items = rubric.scored_items(name)
        always = [item for item in items if item.ask_when is None]
        for k in range(len(rubric.outcome_ids)):
            if speaking_weight(rubric, items, k) and not speaking_weight(rubric, always, k):
                return False
    return True


def _expected_part(rubric: Rubric, dimension: str) -> tuple[Fraction, ...] | None:
    """What a dimension is expected to add to each score, in points; None if too much to count."""
    found = routes(rubric, rubric.scored_items(dimension))
    if found is None:
        return None
    weights, means = [], []
    for route in found:
        beside = [item.id for item in rubric.items if item.scores]
        frame = along(frame_of(rubric, route.shown, beside=beside), route)
        mean = _frame_mean(frame)
        if mean is None:
            return None
        weights.append(route.ways * combinations(frame))
        means.append(mean)
    whole = sum(weights)
    columns = zip(*means, strict=True)
    return tuple(
        total(mean * weight for mean, weight in zip(column, weights, strict=True)) / whole
        for column in columns
    )


def combinations(frame: Frame) -> int:
    """Number of combinations of answers along one way."""
    return math.prod(len(asked.worths) for group in frame.groups for asked in group.items)


def _frame_mean(frame: Frame) -> tuple[Fraction, ...] | None:
    """The mean result along one way, in points; None where a dimension has too many sums."""
    means = []
    for group in frame.groups:
        if not group.items:
            continue
        mean = _plain_mean(group) if group.cap is None else _capped_mean(group, group.cap)
        if mean is None:
            return None
        means.append(mean)
    return tuple(frame.unit * total(column) for column in zip(*means, strict=True))


def _plain_mean(group: CappedSum) -> tuple[Fraction, ...]:
    """The mean of a sum is the sum of the means, outcome by outcome."""
    means = [
        [Fraction(sum(values), len(asked.worths)) for values in zip(*asked.worths, strict=True)]
        for asked in group.items
    ]
    return tuple(map(total, zip(*means, strict=True)))


def _capped_mean(group: CappedSum, cap: int) -> tuple[Fraction, ...] | None:
    """The mean of a sum that counts up to its cap."""
    choices = [Counter(worth[0] for worth in asked.worths) for asked in group.items]
    if places_of(choices) > MOST_PLACES:
        return None
    whole = math.prod(len(asked.worths) for asked in group.items)
    sums = sums_with_counts(counts_of_sums(choices))
    return (Fraction(sum(min(value, cap) * count for value, count in sums), whole),)


def _sampled_mean(sampler: Sampler, seed: int) -> Expected:
    """The mean result of combinations looked at one by one.

    A score of 0 to 100 spreads at most as wide as a share does, times 100.
    """
    sums = [ZERO] * len(sampler.rubric.outcome_ids)
    for picks in sampler.combinations(seed):
        frame, _line = sampler.frame(picks)
        found = result(frame, sums_of(frame, picks))
        sums = [so_far + frame.unit * one for so_far, one in zip(sums, found, strict=True)]
    means = [value / sampler.looks for value in sums]
    scores = dict(zip(sampler.rubric.outcome_ids, means, strict=True))
    return Expected(scores, HUNDRED * sampler.error)


MOST_ROUTES = 256
"""Ways through the branches up to which combinations are counted."""

K = TypeVar("K")
_NOBODY = Census(Counter(), Counter(), Counter())
"""The census of nobody."""


class Bin(NamedTuple):
    """One bin of a histogram; its lower end belongs to it, its upper end to the next one."""

    low: Fraction
    high: Fraction
    share: Fraction


class _Influence(NamedTuple):
    """How often an item decides."""

    item: str
    share: Fraction
    """Share of the combinations in which another answer to it alone changes who leads, or the
    band."""
    error: Fraction
    """95 % half-width of the share where it was sampled, else 0."""


class Distribution(NamedTuple):
    """Results over all combinations of answers, each answer to an item equally likely.

    Every item that applies is answered: branches are followed, nothing is N/A or left open. Gates
    are left out of it; these are the scores alone, and the least scores that bands need. An
    amount counts at the ends of its range and where its worth is given or a branch changes, not in
    between.
    """

    exact: bool
    """Whether every combination was counted; otherwise `draws` random ones were."""
    combinations: int
    """Number of combinations of answers to the items that score or steer branches."""
    draws: int
    """Random combinations behind the shares that are not exact, else 0."""
    error: Fraction
    """95 % half-width of a share where it was sampled, else 0."""
    histogram: tuple[Bin, ...]
    """Of the margin between two outcomes (first minus second, -100 to 100), of the lead over the
    second best of three or more, or of the fit (0 to 100)."""
    leading: dict[str, Fraction]
    """Share in which each outcome leads alone, or each band is reached."""
    tied: Fraction
    """Share in which two outcomes or more lead together."""
    expected: Expected
    """Expected score of each outcome, or the expected fit."""
    influence: tuple[_Influence, ...]
    """Of each item that scores or steers, in the order of the rubric."""


def distribution(rubric: Rubric, *, seed: int, progress: ProgressCallback) -> Distribution:
    """Count every combination of answers; where they are too many to count, sample them.

    How often an item decides that steers branches, or where bands need least scores, is told from
    single combinations: from all of them where they are few, otherwise from random ones. The seed
    is where random ones start.
    """
    sampler = Sampler(rubric)
    steers = [item.id for item in sampler.steers]
    census = exact_census(rubric, progress)
    looked = _NOBODY
    needs = any(band.needs or band.needs_each for band in rubric.bands)
    if census is None or steers or needs:
        wanted = list(sampler.answers) if census is None or needs else steers
        looked = looked_at(sampler, seed, items=wanted, progress=progress)
    main = looked if census is None else census
    leading, tied = _shares_of(rubric, main)
    return Distribution(
        exact=census is not None or not sampler.error,
        combinations=sampler.number,
        draws=sampler.looks if looked is not _NOBODY and sampler.error else 0,
        error=sampler.error if census is None else ZERO,
        histogram=histogram(rubric, main),
        leading=leading,
        tied=tied,
        expected=expected_scores(sampler, seed),
        influence=tuple(_influences(sampler, main, looked)),
    )


def exact_census(rubric: Rubric, progress: ProgressCallback) -> Census | None:
    """The exact census over every way through the branches; None where it would take too long."""
    scored = [item for item in rubric.items if item.scores]
    found = routes(rubric, scored)
    if found is None or len(found) > MOST_ROUTES:
        return None
    census = _NOBODY
    for n, route in enumerate(found):
        progress("combinations of answers", n, len(found))
        frame = frame_of(rubric, route.shown)
        part = _counted_along(rubric, along(frame, route), len(found))
        if part is None:
            return None
        census = Census(
            both(census.bins, part.bins, route.ways),
            both(census.tops, part.tops, route.ways),
            both(census.pivotal, part.pivotal, route.ways),
        )
    progress("combinations of answers", len(found), len(found))
    return census


def _counted_along(rubric: Rubric, frame: Frame, ways: int) -> Census | None:
    """The exact census along one of so many ways; None where it would take too long."""
    line = line_of(rubric, frame)
    if len(rubric.outcome_ids) > 2:
        return vector_census(frame, line, ways)
    return line_census(frame, line, ways)


def both(first: Counter[K], second: Counter[K], ways: int) -> Counter[K]:
    """Two counts together, the second one as often as there are ways to it."""
    return first + Counter({key: count * ways for key, count in second.items()})


def histogram(rubric: Rubric, census: Census) -> tuple[Bin, ...]:
    """The bins with their shares."""
    whole = sum(census.bins.values())
    return tuple(
        Bin(low, high, Fraction(census.bins[k], whole))
        for k, (low, high) in enumerate(pairwise(ends(rubric)))
    )


def _shares_of(rubric: Rubric, census: Census) -> tuple[dict[str, Fraction], Fraction]:
    """Share in which each outcome or band leads alone, and in which several do."""
    whole = sum(census.tops.values())
    names = rubric.outcome_ids
    if rubric.demands.has_bands:
        names = tuple(band.id for band in rubric.bands)
    alone = {name: Fraction(census.tops[k,], whole) for k, name in enumerate(names)}
    return alone, 1 - sum(alone.values(), ZERO)


def _influences(sampler: Sampler, census: Census, looked: Census) -> Iterator[_Influence]:
    """The influence of each item that scores or steers."""
    counted_in = sum(census.tops.values())
    for name in sampler.answers:
        if name in looked.pivotal:
            share = Fraction(looked.pivotal[name], sampler.looks)
            yield _Influence(name, share, sampler.error)
        else:
            yield _Influence(name, Fraction(census.pivotal[name], counted_in), ZERO)
