"""Whether one group is selected less often than another: the four-fifths rule, and how sure it is.

Impact ratio: selection rate over that of the group with the highest, in exact fractions; flagged
strictly below 4/5 (Uniform Guidelines on Employee Selection Procedures, 1978, section 4D). Beside
it a 95 % interval of the ratio (Katz 1978) and Fisher's exact test, both sides (1935).
"""

from collections.abc import Mapping
from fractions import Fraction
from math import comb, exp, sqrt
from typing import NamedTuple

from rolefit.exact import ONE, ZERO
from rolefit.rubric.conditions import Number, Value

FOUR_FIFTHS = Fraction(4, 5)
_LEAST_SHARE = Fraction(2, 100)
"""Share of all people under which a group is never the one compared with."""
_Z = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""


class GroupImpact(Value):
    """How often the members of one group are selected."""

    group: str
    people: int
    selected: int | None
    """None where the number would give somebody away; so then are rate, ratio and interval."""
    rate: Number | None
    ratio: Number | None
    """Of the rate to that of the group compared with."""
    flagged: bool
    """Whether the ratio is strictly below four fifths; of a group whose number is withheld only
    where that follows from what is told anyway."""
    low: float | None
    high: float | None
    """The ends of the 95 % interval of the ratio."""
    chance: float | None
    """How often chance alone would give a difference as large, 0 to 1 (Fisher's exact test)."""


class Impact(Value):
    """Selection by group."""

    selected: tuple[str, ...]
    """What counts as selected."""
    comparator: str | None
    """The group with the highest rate of those that are told; None where there is none."""
    groups: tuple[GroupImpact, ...]
    withheld: int
    """Groups of which nothing is told."""


class _GroupPart(NamedTuple):
    """A group's people, and how many of them are selected."""

    people: int
    selected: int

    @property
    def rate(self) -> Fraction:
        """The share that is selected."""
        return Fraction(self.selected, self.people)


class Disclosure(NamedTuple):
    """What a table of results by group tells already: nothing more may follow from ours."""

    pooled: tuple[str, ...] = ()
    """Groups of which nothing is told."""
    hidden: tuple[str, ...] = ()
    """Groups whose number of selected people is not told."""
    nameless: tuple[str, ...] = ()
    """What stands for no group; never compared with."""


def impact(
    counts: Mapping[str, tuple[int, int]], selected: tuple[str, ...], known: Disclosure
) -> Impact:
    """Impact ratios of groups, given people and selected of each."""
    parts = {group: _GroupPart(*pair) for group, pair in counts.items() if pair[0]}
    told = {group: part for group, part in parts.items() if group not in known.pooled}
    named = {group: part for group, part in told.items() if group not in known.nameless}
    # That a withheld rate is the highest, or too low, would give numbers away as well.
    shown = {group: part for group, part in named.items() if group not in known.hidden}
    best = None
    if len(named) > 1:
        best = _comparator(shown, sum(part.people for part in parts.values()))
    rest = sum(part.selected for g, part in parts.items() if g not in shown)
    views = tuple(
        _group(g, part, None if best is None else (best, shown[best]))
        if g in shown
        else _untold(g, part, rest, None if best is None else shown[best])
        for g, part in named.items()
    )
    return Impact(selected=selected, comparator=best, groups=views, withheld=len(parts) - len(told))


def _comparator(told: Mapping[str, _GroupPart], people: int) -> str | None:
    """The group with the highest rate told among those that are no small share of all."""
    large = [g for g, part in told.items() if Fraction(part.people, people) >= _LEAST_SHARE]
    chosen = max(large, key=lambda g: told[g].rate, default=None)
    return chosen if chosen and told[chosen].rate > ZERO else None


def _untold(group: str, own: _GroupPart, rest: int, best: _GroupPart | None) -> GroupImpact:
    """A group whose number is withheld; `rest` are the selected of all groups that are not told.

    More than all of these cannot be of it, which may be too few whatever the number is.
    """
    most = Fraction(min(own.people, rest), own.people)
    return GroupImpact(
        group=group,
        people=own.people,
        selected=None,
        rate=None,
        ratio=None,
        flagged=best is not None and most / best.rate < FOUR_FIFTHS,
        low=None,
        high=None,
        chance=None,
    )


def _group(group: str, own: _GroupPart, best: tuple[str, _GroupPart] | None) -> GroupImpact:
    """One group beside the one compared with."""
    other = best[1] if best is not None and best[0] != group else None
    ratio = None if best is None else own.rate / best[1].rate
    low, high = _interval(own, other) if other is not None else (None, None)
    return GroupImpact(
        group=group,
        people=own.people,
        selected=own.selected,
        rate=own.rate,
        ratio=ratio,
        flagged=ratio is not None and ratio < FOUR_FIFTHS,
        low=low,
        high=high,
        chance=None if other is None else float(fisher(own, other)),
    )


def _interval(one: _GroupPart, other: _GroupPart) -> tuple[float | None, float | None]:
    """The 95 % interval of a ratio of rates by its logarithm; none where nobody is selected."""
    if not one.selected or not other.selected:
        return None, None
    spread = ONE / one.selected - ONE / one.people + ONE / other.selected - ONE / other.people
    ratio, reach = float(one.rate / other.rate), exp(_Z * sqrt(spread))
    return ratio / reach, ratio * reach


def fisher(one: tuple[int, int], other: tuple[int, int]) -> Fraction:
    """The chance of a split at least as unlikely as this one, where group makes no difference.

    Each is (people, selected). Two-sided: all tables of the same totals that are no likelier.
    """
    (n, a), (m, b) = one, other
    chosen = a + b
    ways = [comb(n, k) * comb(m, chosen - k) for k in range(max(0, chosen - m), min(n, chosen) + 1)]
    own = comb(n, a) * comb(m, b)
    return Fraction(sum(way for way in ways if way <= own), comb(n + m, chosen))
