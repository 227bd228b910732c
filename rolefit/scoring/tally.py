"""The arithmetic over one set of responses: means, scores, fits to targets, and their ranges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from rolefit.exact import HUNDRED, ONE, ZERO, dot, total
from rolefit.rubric.conditions import Answer
from rolefit.rubric.items import Item
from rolefit.rubric.model import OPEN, ResponseSet, Rubric

_ENOUGH_COVERAGE = Fraction(1, 2)
FULL_COVERAGE = Fraction(4, 5)

Values = tuple[Fraction, ...]
DimensionScores = Mapping[str, tuple[Fraction | None, ...]]
"""Scores of dimensions, one for each outcome, in points; None where too little was answered."""


class OutcomeMeasure(NamedTuple):
    """What is read of an answer: its value for one outcome, or how far that is above another's."""

    outcome: int
    other: int | None = None

    def of(self, values: Values) -> Fraction:
        """The measure of one answer's values, -1 to 1."""
        return values[self.outcome] - (ZERO if self.other is None else values[self.other])

    @property
    def signed(self) -> tuple[tuple[int, int], ...]:
        """The outcomes that are read, each with its sign."""
        return ((self.outcome, 1),) if self.other is None else ((self.outcome, 1), (self.other, -1))


def value_of(outcome: int) -> OutcomeMeasure:
    """The measure that reads one outcome's value."""
    return OutcomeMeasure(outcome)


def difference(first: int, second: int) -> OutcomeMeasure:
    """The measure that reads how far one outcome's value is ahead of another's."""
    return OutcomeMeasure(first, second)


Pull = tuple[tuple[int, Fraction], ...]
"""Points that a value of 1 in some answer is worth, by outcome."""


def points_under(pull: Pull, values: Values) -> Fraction:
    """Points that values, or a change of values, of the answer are worth."""
    return dot((points, values[outcome]) for outcome, points in pull)


class AnsweredItem(NamedTuple):
    """An answered item: its weight within its dimension and its value for each outcome."""

    item: Item
    weight: Fraction
    values: Values
    step_width: Fraction
    """How far the value is from that of a neighbouring answer."""


# What follows is never changed once it is made. That is not guarded: each method that a dataclass
# writes for itself is compiled anew at every start.


@dataclass(eq=False, repr=False)
class Column:
    """The items of a dimension that can speak for an outcome, as far as they apply."""

    answered: tuple[AnsweredItem, ...]
    applicable: int
    """Number of items that apply, answered or not."""
    answered_weight: Fraction
    coverage: Fraction
    """Answered share of the weight that applies, 0 to 1."""
    scores: dict[int, Fraction] = field(default_factory=dict)
    """Scores that were worked out so far, by outcome."""

    @cached_property
    def scoreable(self) -> bool:
        """Whether enough was answered: half of the weight, and two items where two apply."""
        needed = max(1, min(2, self.applicable))
        return len(self.answered) >= needed and self.coverage >= _ENOUGH_COVERAGE

    def holds(self, entry: AnsweredItem) -> bool:
        """Whether it is an answer to one of these items."""
        return entry.item.id in self.items

    def score(self, outcome: int) -> Fraction:
        """Weighted mean of an outcome's value over the answered items, in points."""
        known = self.scores.get(outcome)
        if known is None:
            weighed = dot((entry.weight, entry.values[outcome]) for entry in self.answered)
            known = self.scores[outcome] = HUNDRED * weighed / self.answered_weight
        return known

    @cached_property
    def items(self) -> frozenset[str]:
        """The items that were answered."""
        return frozenset(entry.item.id for entry in self.answered)


@dataclass(eq=False, repr=False)
class DimensionTally:
    """One dimension over the items answered so far; the same one for the same answers."""

    name: str
    weight: Fraction
    whole: Column
    """All of its items."""
    apart: tuple[Column, ...]
    """Those for each outcome; empty where every item can speak for every outcome."""

    @property
    def answered(self) -> tuple[AnsweredItem, ...]:
        """Every answered item."""
        return self.whole.answered

    @property
    def applicable(self) -> int:
        """Number of items that apply, answered or not."""
        return self.whole.applicable

    @property
    def coverage(self) -> Fraction:
        """Answered share of the weight that applies, 0 to 1."""
        return self.whole.coverage

    def column(self, outcome: int) -> Column:
        """The items that can speak for an outcome."""
        return self.apart[outcome] if self.apart else self.whole

    @property
    def scoreable(self) -> bool:
        """Whether enough was answered for some outcome."""
        return any(c.scoreable for c in self.apart) if self.apart else self.whole.scoreable

    def score(self, measure: OutcomeMeasure) -> Fraction:
        """A measure of the answered items, in points; of scoreable columns only."""
        return total(sign * self.column(o).score(o) for o, sign in measure.signed)

    def score_or_none(self, outcome: int) -> Fraction | None:
        """The score for one outcome; None where too little was answered, never 0."""
        column = self.column(outcome)
        return column.score(outcome) if column.scoreable else None

    def share(self, entry: AnsweredItem, outcome: int) -> Fraction:
        """Weight of an answered item within the dimension for an outcome; 0 where it has no say."""
        column = self.column(outcome)
        if not column.scoreable or (self.apart and not column.holds(entry)):
            return ZERO
        return entry.weight / column.answered_weight


class _OutcomeTally(NamedTuple):
    """The dimensions of one outcome."""

    weight: Fraction
    """Sum of the weights of the dimensions that are scoreable for it."""
    lost: Fraction
    """Share of the dimension weight that cannot be scored, 0 to 1; 1 where nothing applies."""


class Tally(NamedTuple):
    """All dimensions of a rubric over one set of responses."""

    rubric: Rubric
    dimensions: tuple[DimensionTally, ...]
    scoreable: tuple[DimensionTally, ...]
    """The dimensions with enough answers for some outcome."""
    outcomes: tuple[_OutcomeTally, ...]

    @property
    def lost(self) -> Fraction:
        """The largest share of the weight that cannot be scored for some outcome, 0 to 1."""
        return max(one.lost for one in self.outcomes)

    def scored(self, outcome: int) -> bool:
        """Whether an outcome has a score: not too much of its weight is lost."""
        one = self.outcomes[outcome]
        return one.weight > 0 and one.lost <= self.rubric.settings.max_lost_weight

    def applies(self, outcome: int) -> bool:
        """Whether some question that can speak for an outcome applies."""
        return any(d.column(outcome).applicable for d in self.dimensions)

    def effective(self, dimension: DimensionTally, outcome: int = 0) -> Fraction:
        """Weight of a dimension among those scoreable for an outcome; these sum to 1."""
        if not dimension.column(outcome).scoreable:
            return ZERO
        return dimension.weight / self.outcomes[outcome].weight

    def score(self, measure: OutcomeMeasure) -> Fraction:
        """A measure over the scoreable dimensions, in points."""
        return total(sign * self.outcome_score(o) for o, sign in measure.signed)

    def outcome_score(self, outcome: int) -> Fraction:
        """Weighted mean of an outcome's scores over its scoreable dimensions, in points."""
        parts = ((d, d.column(outcome)) for d in self.scoreable)
        weighed = dot((d.weight, c.score(outcome)) for d, c in parts if c.scoreable)
        return weighed / self.outcomes[outcome].weight

    def pull(self, d: DimensionTally, entry: AnsweredItem, measure: OutcomeMeasure) -> Pull:
        """Points of a measure that a value of 1 in an answer is worth, for each outcome read."""
        return tuple(
            (o, sign * HUNDRED * self.effective(d, o) * d.share(entry, o))
            for o, sign in measure.signed
        )

    def points(
        self, d: DimensionTally, entry: AnsweredItem, values: Values, measure: OutcomeMeasure
    ) -> Fraction:
        """Points of a measure that values, or a change of values, of an answer are worth."""
        return points_under(self.pull(d, entry, measure), values)

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """Weight of each scoreable dimension among all of them; they sum to 1."""
        whole = total(d.weight for d in self.scoreable)
        return tuple(d.weight / whole for d in self.scoreable)


def values_of(item: Item, rubric: Rubric, answer: Answer) -> Values:
    """Value of an answer for each outcome, 0 to 1, worked out once."""
    return rubric.remember(
        ("values", item.id, answer), lambda: item.values(answer, rubric.outcome_ids)
    )


def _answered_item(item: Item, rubric: Rubric, answer: Answer) -> AnsweredItem:
    """An answer with what it is worth, the same one each time."""
    return rubric.remember(
        ("answered", item.id, answer),
        lambda: AnsweredItem(
            item, item.weight, values_of(item, rubric, answer), item.step_at(answer)
        ),
    )


def tally(rubric: Rubric, responses: ResponseSet) -> Tally:
    """Sort a set of responses (branches followed) into the rubric's dimensions."""
    dimensions = tuple(
        _known_tally(rubric, responses, name=name, weight=weight)
        for name, weight in rubric.weights().items()
    )
    outcomes = tuple(_outcome_tally(dimensions, k) for k in range(len(rubric.outcome_ids)))
    return Tally(rubric, dimensions, tuple(d for d in dimensions if d.scoreable), outcomes)


def _outcome_tally(dimensions: Iterable[DimensionTally], outcome: int) -> _OutcomeTally:
    """The weight that an outcome's dimensions have, and what of it is lost."""
    speaking = [(d.weight, d.column(outcome)) for d in dimensions if d.column(outcome).applicable]
    whole = total(weight for weight, _ in speaking)
    kept = total(weight for weight, column in speaking if column.scoreable)
    return _OutcomeTally(kept, 1 - kept / whole if whole else ONE)


def _known_tally(
    rubric: Rubric, responses: ResponseSet, *, name: str, weight: Fraction
) -> DimensionTally:
    """One dimension, worked out once for each set of answers to its items."""
    given = ((r.state, r.answer) for r in (responses[i.id] for i in rubric.scored_items(name)))
    return rubric.remember(
        ("tally", name, *given),
        lambda: _dimension_tally(rubric, responses, name=name, weight=weight),
    )


def _dimension_tally(
    rubric: Rubric, responses: ResponseSet, *, name: str, weight: Fraction
) -> DimensionTally:
    """One dimension: what applies and what was answered. N/A and hidden items leave both."""
    answered, waiting = [], []
    for item in rubric.scored_items(name):
        response = responses[item.id]
        if response.state == "answered":
            assert response.answer is not None
            answered.append(_answered_item(item, rubric, response.answer))
        elif response.state in OPEN:
            waiting.append(item)
    apart: tuple[Column, ...] = ()
    if name in rubric.apart:
        says = rubric.speaking
        apart = tuple(
            column(
                [entry for entry in answered if says[entry.item.id][k]],
                [item for item in waiting if says[item.id][k]],
            )
            for k in range(len(rubric.outcome_ids))
        )
    return DimensionTally(name, weight, column(answered, waiting), apart)


def column(answered: Iterable[AnsweredItem], waiting: Iterable[Item]) -> Column:
    """Answered and open items as a column."""
    entries = tuple(answered)
    still_open = [item.weight for item in waiting]
    given = total(entry.weight for entry in entries)
    count = len(entries) + len(still_open)
    coverage = given / (given + total(still_open)) if count else ZERO
    return Column(entries, count, given, coverage)


# --- How far dimension scores meet their targets --------------------------------------------------


class Fit(NamedTuple):
    """How far a set of dimension scores meets its targets."""

    score: Fraction
    shortfalls: dict[str, Fraction]
    """Points missing to the target, by dimension, never below 0."""


def fit_of(scores: dict[str, Fraction], rubric: Rubric) -> Fraction:
    """Fit = 100 * (1 - sum W_d g_d / sum W_d t_d) over the dimensions in `scores`.

    g_d is the one-sided shortfall max(0, t_d - S_d): nothing is gained above a target. Where no
    dimension in `scores` has a target above 0, nothing is missing.
    """
    weights, wanted = rubric.weights(), target_sum(scores, rubric)
    if not wanted:
        return HUNDRED
    missing = dot((weights[d], shortfall(s, target(rubric, d))) for d, s in scores.items())
    return HUNDRED * (1 - missing / wanted)


def shortfall(score: Fraction, wanted: Fraction) -> Fraction:
    """Points missing to a target, never below 0."""
    return max(ZERO, wanted - score)


def target(rubric: Rubric, dimension: str) -> Fraction:
    """The target of a dimension of a readiness rubric."""
    wanted = rubric.dimensions[dimension].target
    assert wanted is not None
    return wanted


def target_sum(names: Iterable[str], rubric: Rubric) -> Fraction:
    """Sum of weight times target over some dimensions."""
    weights = rubric.weights()
    return dot((weights[d], target(rubric, d)) for d in names)


def fit_worth(dimension: DimensionTally, tallied: Tally, rubric: Rubric) -> Fraction:
    """Points of the fit for each point of a dimension's score below target: 100 W_d / sum W t."""
    wanted = target_sum([d.name for d in tallied.scoreable], rubric)
    return HUNDRED * dimension.weight / wanted if wanted else ZERO


def fit_over(scores: DimensionScores, rubric: Rubric) -> Fit:
    """Fit, with its shortfalls, over the dimensions that have a score."""
    own = {name: each[0] for name, each in scores.items() if each[0] is not None}
    missing = {name: shortfall(score, target(rubric, name)) for name, score in own.items()}
    return Fit(fit_of(own, rubric), missing)


def fit_score(tallied: Tally, rubric: Rubric) -> Fraction:
    """The fit alone, in points."""
    return fit_of({d.name: d.score(value_of(0)) for d in tallied.scoreable}, rubric)


# --- Least and greatest weighted means over all completions of some items -------------------------


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
        reaches = [(e.weight, e.reach(measure)) for e in entries]
        whole = total(weight for weight, _ in reaches) / HUNDRED
        low = dot((weight, reach.low) for weight, reach in reaches)
        high = dot((weight, reach.high) for weight, reach in reaches)
        return Range(low / whole, high / whole)
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
