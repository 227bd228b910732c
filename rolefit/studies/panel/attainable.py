"""What one rater can say of a dimension at all, and so what a mean tells of those behind it.

Raters of whom a mean is told can be taken for each other, so a mean gives ratings away only where
it comes about in no other way than by all of them saying the same. At the ends that is always so:
a mean as near to an end as one differing rater would bring it is therefore told as a bound. On an
uneven scale there are such means in between as well: they are told together with what one
differing rater would make of them. Where this is done follows from the rubric alone, never from
what was answered: what is told so tells nothing by it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Literal, NamedTuple

from rolefit.exact import HUNDRED, mean, total
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import is_never
from rolefit.scoring.tally import values_of
from rolefit.studies.panel.measured import PointsRule, points_rule
from rolefit.studies.reliable_change import Measure

Bound = Literal["at_least", "at_most", "about"]
_MOST_LISTED = 5000
"""Values of one dimension up to which they are listed; of so many none comes about in one way."""
_NEAR = 60
"""Values on either side of one among which others with its mean are looked for."""
_ALL_SUBSETS = 7
"""Items up to which every choice of unanswered ones is looked at; of more, the whole alone."""


class ToldMean(NamedTuple):
    """A mean as it is told."""

    score: Fraction
    bound: Bound | None = None


class Attainable:
    """The values that one rater's score of a measure can take, in points, and means of them."""

    def __init__(self, rubric: Rubric, measure: Measure) -> None:
        """`rubric` in the wording for raters: what they are never asked has no say."""
        rule = points_rule(rubric, measure)
        asked = [i for i in rubric.scored_items(measure.id) if not is_never(i.ask_when)]
        whole, self._many = _values(rubric, asked, rule)
        self._whole = tuple(sorted(whole))
        found = set(whole)
        if len(asked) <= _ALL_SUBSETS and not self._many:
            for count in range(1, len(asked)):
                for some in combinations(asked, count):
                    if _scoreable(rubric, some, asked, rule):
                        found |= _values(rubric, some, rule)[0]
        self._all = tuple(sorted(found))
        self._found: dict[Fraction, tuple[Fraction, ...]] = {}

    @property
    def tellable(self) -> bool:
        """Whether there are two things to say at all."""
        return len(self._whole) > 1

    def mean_to_tell(self, values: Sequence[Fraction]) -> ToldMean:
        """The mean of raters; at an end as a bound, and never one that comes about in one way."""
        low, high = self._ends(len(values))
        middle = mean(values)
        if middle >= high:
            return ToldMean(high, "at_least")
        if middle <= low:
            return ToldMean(low, "at_most")
        for value in self._beside(middle):
            reach = abs(value - self._inward(value)) / len(values)
            if abs(value - middle) <= reach and not self._others(value):
                return ToldMean(value, "about")
        return ToldMean(middle)

    def blur(self, values: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """Ratings from which it cannot be told whether all of them were the same.

        Where they are, they are taken for the nearest others of which the same mean is told.
        """
        value, count = values[0], len(values)
        if any(other != value for other in values):
            return tuple(values)
        low, high = self._ends(count)
        if value >= high:
            return (self._whole[-2], *[self._whole[-1]] * (count - 1))
        if value <= low:
            return (self._whole[1], *[self._whole[0]] * (count - 1))
        others = self._others(value) or (self._inward(value),)
        return (*others, *[value] * (count - len(others)))

    def _ends(self, raters: int) -> tuple[Fraction, Fraction]:
        """The means of raters who are all at an end but one, who is next to it.

        Of whole forms: who knows that nothing was left out learns no more.
        """
        (first, second), (before, last) = self._whole[:2], self._whole[-2:]
        return first + (second - first) / raters, last - (last - before) / raters

    def _beside(self, middle: Fraction) -> Iterator[Fraction]:
        """The values that a mean may be told together with: next to it towards their own end."""
        below = bisect_right(self._all, middle) - 1
        if below >= 0 and self._is_low(self._all[below]):
            yield self._all[below]
        above = bisect_left(self._all, middle)
        if above < len(self._all) and not self._is_low(self._all[above]):
            yield self._all[above]

    def _is_low(self, value: Fraction) -> bool:
        """Whether a value is nearer to the low end of the scale."""
        return 2 * value < self._whole[0] + self._whole[-1]

    def _inward(self, value: Fraction) -> Fraction:
        """The value next to one, away from the nearer end of the scale."""
        if self._is_low(value):
            return self._all[bisect_right(self._all, value)]
        return self._all[bisect_left(self._all, value) - 1]

    def _others(self, value: Fraction) -> tuple[Fraction, ...]:
        """Two or three values, not all the same, whose mean is this one; none where there are none.

        The nearest pair first; values of whole forms first.
        """
        if value not in self._found:
            self._found[value] = next(self._of_mean(value), ())
        return self._found[value]

    def _of_mean(self, value: Fraction) -> Iterator[tuple[Fraction, ...]]:
        """Pairs, then threes, whose mean is a value."""
        if self._many:
            step = min(high - low for low, high in pairwise(self._whole))
            yield value - step, value + step
        around = [(set(values), *_near(values, value)) for values in (self._whole, self._all)]
        for held, _, above in around:
            yield from ((2 * value - v, v) for v in above if 2 * value - v in held)
        for held, below, above in around:
            for v, w in product((*below, *above), above):
                if 3 * value - v - w in held:
                    yield v, w, 3 * value - v - w


def _near(
    values: Sequence[Fraction], value: Fraction
) -> tuple[Sequence[Fraction], Sequence[Fraction]]:
    """Those of sorted values that are up to one, from the nearest, and those above it."""
    place = bisect_right(values, value)
    return values[max(0, place - _NEAR) : place][::-1], values[place : place + _NEAR]


def _values(rubric: Rubric, items: Sequence[Item], rule: PointsRule) -> tuple[set[Fraction], bool]:
    """Points where just these items are answered, and whether there are too many to list.

    Of too many the two lowest and the two highest are left.
    """
    speaking = rubric.speaking
    weights = {
        o: total(item.weight for item in items if speaking[item.id][o]) for o, _ in rule.shares
    }
    found, many = {rule.start}, False
    if not all(weights.values()):
        return set(), many
    for item in items:
        parts = {
            total(
                HUNDRED * share * item.weight * worth[o] / weights[o]
                for o, share in rule.shares
                if speaking[item.id][o]
            )
            for worth in (values_of(item, rubric, answer) for answer in item.candidates())
        }
        found = {one + part for one in found for part in parts}
        if len(found) > _MOST_LISTED:
            ordered, many = sorted(found), True
            found = {*ordered[:2], *ordered[-2:]}
    return found, many


def _scoreable(
    rubric: Rubric, some: Sequence[Item], asked: Sequence[Item], rule: PointsRule
) -> bool:
    """Whether a rater has a score who answers just these: what may be, does not apply to them."""
    for o, _ in rule.shares:
        given = [item for item in some if rubric.speaking[item.id][o]]
        left = [i for i in asked if i not in some and rubric.speaking[i.id][o] and not i.allow_na]
        weight = total(item.weight for item in given)
        if len(given) < min(2, len(given) + len(left)) or not given:
            return False
        if 2 * weight < weight + total(item.weight for item in left):
            return False
    return True
