"""Least and greatest weighted means over all completions of some items."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import mul
from typing import NamedTuple

from rolefit.exact import HUNDRED, ZERO, dot, total, whole_numbers
from rolefit.scoring.tally import OutcomeMeasure, Values, value_of


class Range(NamedTuple):
    """Least and greatest value over all completions, both attained."""

    low: Fraction
    high: Fraction


@dataclass(eq=False, repr=False)
class ScoredItem:
    """A scored item in a completion: its possible values, and whether it may drop out (N/A).

    Each is made once for a rubric and the same one wherever nothing differs, so that bounds over
    the very same items need not be worked out again.
    """

    weight: Fraction
    possible: tuple[Values, ...]
    optional: bool
    says: tuple[bool, ...]
    """Whether it can speak for each outcome."""
    extremes: dict[OutcomeMeasure, Range] = field(default_factory=dict)
    """Least and greatest of what was measured so far."""

    def reach(self, measure: OutcomeMeasure) -> Range:
        """Least and greatest value of a measure, -1 to 1."""
        known = self.extremes.get(measure)
        if known is None:
            values = [measure.of(one) for one in self.possible]
            known = self.extremes[measure] = Range(min(values), max(values))
        return known


def mean_range(entries: Sequence[ScoredItem], measure: OutcomeMeasure) -> Range:
    """Least and greatest weighted mean of a measure over all completions, in points.

    An optional item joins in where it helps. Taking optional items from the best down while they
    beat the mean reached so far is exact for a weighted mean. Where two outcomes are spoken for by
    different items the range of their difference is safe, and exact unless items of both may drop
    out. Of an outcome that nothing speaks for the range is 0 to 0.
    """
    if measure.other is None:
        return _column_range(speaking(entries, measure.outcome), measure)
    first, second = (speaking(entries, o) for o, _ in measure.signed)
    if first == second:
        return _column_range(first, measure)
    if not any(e.optional for e in (*first, *second)):
        return _apart_range(entries, measure)
    high, low = (
        _column_range(own, value_of(o))
        for own, (o, _) in zip((first, second), measure.signed, strict=True)
    )
    return Range(high.low - low.high, high.high - low.low)


def speaking(entries: Sequence[ScoredItem], outcome: int) -> list[ScoredItem]:
    """The items that can speak for an outcome."""
    return [e for e in entries if e.says[outcome]]


def _column_range(entries: Sequence[ScoredItem], measure: OutcomeMeasure) -> Range:
    """The range of a measure over items that all have a say in it."""
    if not entries:
        return Range(ZERO, ZERO)
    if not any(e.optional for e in entries):
        parts = whole_numbers([e.weight for e in entries]).parts
        reaches = [e.reach(measure) for e in entries]
        ends = (
            whole_numbers([reach.low for reach in reaches]),
            whole_numbers([reach.high for reach in reaches]),
        )
        return Range(
            *(
                Fraction(100 * sum(map(mul, parts, end.parts)), sum(parts) * end.denominator)
                for end in ends
            )
        )
    extremes = [(e.weight, *e.reach(measure), e.optional) for e in entries]
    high = best_mean([(w, top, optional) for w, _, top, optional in extremes])
    low = best_mean([(w, -bottom, optional) for w, bottom, _, optional in extremes])
    return Range(-HUNDRED * low, HUNDRED * high)


def _apart_range(entries: Sequence[ScoredItem], measure: OutcomeMeasure) -> Range:
    """The range of a difference of outcomes with items of their own, none of which may drop out."""
    weights = [
        (o, sign, total(e.weight for e in speaking(entries, o))) for o, sign in measure.signed
    ]
    low = high = ZERO
    for e in entries:
        parts = [
            total(sign * e.weight * v[o] / whole for o, sign, whole in weights if e.says[o])
            for v in e.possible
        ]
        low, high = low + min(parts), high + max(parts)
    return Range(HUNDRED * low, HUNDRED * high)


def best_mean(parts: Sequence[tuple[Fraction, Fraction, bool]]) -> Fraction:
    """Greatest weighted mean of (weight, value, optional) parts; one part at least is needed."""
    kept = [(w, x) for w, x, optional in parts if not optional]
    weight = total(w for w, _ in kept)
    reached = dot(kept)
    for w, x in sorted(((w, x) for w, x, optional in parts if optional), key=lambda p: -p[1]):
        if weight and x * weight <= reached:
            break
        weight, reached = weight + w, reached + w * x
    return reached / weight


def join_ranges(ranges: Sequence[Range]) -> Range:
    """The smallest range that holds them all."""
    return Range(min(r.low for r in ranges), max(r.high for r in ranges))
