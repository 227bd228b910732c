"""The arithmetic over one set of responses: means, scores, fits to targets, and their ranges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import compress
from math import lcm
from typing import NamedTuple

from rolefit.exact import HUNDRED, ONE, ZERO, WholeNumbers, dot, product, sums, total, whole_numbers
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
    whole: WholeNumbers
    """The values."""
    weighed: WholeNumbers
    """The values times the weight."""

    def read(self, measure: "OutcomeMeasure", denominator: int) -> int:
        """A measure of the values, over a multiple of their own denominator."""
        parts, own = self.whole
        n = parts[measure.outcome] - (0 if measure.other is None else parts[measure.other])
        return n * (denominator // own)


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

    @cached_property
    def scoreable(self) -> bool:
        """Whether enough was answered: half of the weight, and two items where two apply."""
        needed = max(1, min(2, self.applicable))
        return len(self.answered) >= needed and self.coverage >= _ENOUGH_COVERAGE

    @cached_property
    def squares(self) -> Fraction:
        """Sum of the squared weights of the answers, which sum to 1."""
        return dot((e.weight, e.weight) for e in self.answered) / self.answered_weight**2

    @cached_property
    def steps(self) -> Fraction:
        """Sum of the squared widths of their steps, times their squared weights."""
        widths = ((e.weight * e.weight, e.step_width * e.step_width) for e in self.answered)
        return dot(widths) / self.answered_weight**2

    def holds(self, entry: AnsweredItem) -> bool:
        """Whether it is an answer to one of these items."""
        return entry.item.id in self.items

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """Weight of each answered item among them; these sum to 1."""
        return {entry.item.id: entry.weight / self.answered_weight for entry in self.answered}

    @cached_property
    def items(self) -> frozenset[str]:
        """The items that were answered."""
        return frozenset(entry.item.id for entry in self.answered)


class AnswerSpread(NamedTuple):
    """How far the answers of a dimension that speak for all that a measure reads lie apart."""

    number: int
    squares: Fraction
    """Sum of squared deviations from their mean."""


@dataclass(eq=False, repr=False)
class DimensionTally:
    """One dimension over the items answered so far; the same one for the same answers."""

    name: str
    weight: Fraction
    whole: Column
    """All of its items."""
    apart: tuple[Column, ...]
    """Those for each outcome; empty where every item can speak for every outcome."""
    outcomes: int
    """Number of outcomes."""
    spreads: dict[OutcomeMeasure, AnswerSpread] = field(default_factory=dict)
    """What was measured so far."""

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

    @cached_property
    def scores(self) -> tuple[Fraction | None, ...]:
        """Weighted mean of each outcome's value over the answered items that can speak for it.

        In points; None where too little was answered, never 0.
        """
        if not self.answered:
            return (None,) * self.outcomes
        # What cannot speak for an outcome is worth nothing for it: it adds nothing to its sum.
        found = sums([entry.weighed for entry in self.answered])
        columns = [self.column(k) for k in range(self.outcomes)]
        return tuple(
            [
                _points(part, found.denominator, c.answered_weight) if c.scoreable else None
                for part, c in zip(found.parts, columns, strict=True)
            ]
        )

    @cached_property
    def weighed(self) -> WholeNumbers:
        """The scores times the weight of the dimension; 0 where there is none."""
        found = whole_numbers([ZERO if score is None else score for score in self.scores])
        n, d = self.weight.as_integer_ratio()
        return WholeNumbers(tuple([part * n for part in found.parts]), found.denominator * d)

    def score(self, measure: OutcomeMeasure) -> Fraction:
        """A measure of the answered items, in points; of scoreable columns only."""
        return total(sign * score_of(self.scores[o]) for o, sign in measure.signed)

    def score_or_none(self, outcome: int) -> Fraction | None:
        """The score for one outcome; None where too little was answered, never 0."""
        return self.scores[outcome]

    @cached_property
    def standing(self) -> tuple[tuple[bool, ...], ...]:
        """For each outcome whether something that can speak for it applies, and is enough."""
        columns = self.apart or (self.whole,) * self.outcomes
        return tuple([(bool(c.applicable), c.scoreable) for c in columns])

    def spread(self, measure: OutcomeMeasure) -> AnswerSpread:
        """How far its answers lie apart, worked out once."""
        known = self.spreads.get(measure)
        if known is None:
            known = self.spreads[measure] = self._spread(measure)
        return known

    def _spread(self, measure: OutcomeMeasure) -> AnswerSpread:
        """The same: sum v^2 - (sum v)^2 / n, in whole numbers."""
        first, *others = [self.column(o) for o, _ in measure.signed]
        if not all(column.scoreable for column in (first, *others)):
            return AnswerSpread(0, ZERO)
        shared = [entry for entry in first.answered if all(c.holds(entry) for c in others)]
        whole = lcm(*[entry.whole.denominator for entry in shared])
        parts = [entry.read(measure, whole) for entry in shared]
        n = len(parts)
        squares = n * sum([part * part for part in parts]) - sum(parts) ** 2
        return AnswerSpread(n, Fraction(squares, n * whole * whole) if n else ZERO)

    def share(self, entry: AnsweredItem, outcome: int) -> Fraction:
        """Weight of an answered item within the dimension for an outcome; 0 where it has no say."""
        column = self.column(outcome)
        return column.shares.get(entry.item.id, ZERO) if column.scoreable else ZERO


def _points(part: int, denominator: int, weight: Fraction) -> Fraction:
    """A sum of weighted values over their weight, in points."""
    n, d = weight.as_integer_ratio()
    return Fraction(100 * part * d, denominator * n)


def score_of(known: Fraction | None) -> Fraction:
    """A score that is there."""
    assert known is not None
    return known


class _OutcomeTally(NamedTuple):
    """The dimensions of one outcome."""

    weight: Fraction
    """Sum of the weights of the dimensions that are scoreable for it."""
    lost: Fraction
    """Share of the dimension weight that cannot be scored, 0 to 1; 1 where nothing applies."""
    scored: bool
    """Whether it has a score: not too much of its weight is lost."""


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
        return self.outcomes[outcome].scored

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
        scores = self.outcome_scores()
        return total(sign * score_of(scores[o]) for o, sign in measure.signed)

    def outcome_scores(self) -> tuple[Fraction | None, ...]:
        """Weighted mean of each outcome's scores over its scoreable dimensions, in points."""
        if not self.scoreable:
            return (None,) * len(self.outcomes)
        found = sums([d.weighed for d in self.scoreable])
        return tuple(
            [
                _points(part, 100 * found.denominator, one.weight) if one.weight else None
                for part, one in zip(found.parts, self.outcomes, strict=True)
            ]
        )

    def pull(self, d: DimensionTally, entry: AnsweredItem, measure: OutcomeMeasure) -> Pull:
        """Points of a measure that a value of 1 in an answer is worth, for each outcome read."""
        return tuple(
            (o, product(sign * HUNDRED, self.effective(d, o), d.share(entry, o)))
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

    def work_out() -> AnsweredItem:
        values = values_of(item, rubric, answer)
        weighed = whole_numbers([item.weight * value for value in values])
        whole = whole_numbers(values)
        return AnsweredItem(item, item.weight, values, item.step_at(answer), whole, weighed)

    return rubric.remember(("answered", item.id, answer), work_out)


def tally(rubric: Rubric, responses: ResponseSet) -> Tally:
    """Sort a set of responses (branches followed) into the rubric's dimensions."""
    dimensions = tuple(
        _known_tally(rubric, responses, name=name, weight=weight)
        for name, weight in rubric.weights().items()
    )
    return _tally_of(rubric, dimensions)


def retally(before: Tally, responses: ResponseSet, changed: Iterable[str]) -> Tally:
    """The tally of responses that differ in some items, by which no branch is steered."""
    rubric = before.rubric
    items = (rubric.item(name) for name in changed)
    touched = {item.dimension for item in items if item.scores}
    if not touched:
        return before
    dimensions = tuple(
        _known_tally(rubric, responses, name=d.name, weight=d.weight) if d.name in touched else d
        for d in before.dimensions
    )
    return _tally_of(rubric, dimensions)


def _tally_of(rubric: Rubric, dimensions: tuple[DimensionTally, ...]) -> Tally:
    """All dimensions together."""
    outcomes = rubric.remember(
        ("outcome tallies", *(d.standing for d in dimensions)),
        lambda: tuple(
            _outcome_tally(rubric, dimensions, k) for k in range(len(rubric.outcome_ids))
        ),
    )
    return Tally(rubric, dimensions, tuple(d for d in dimensions if d.scoreable), outcomes)


def _outcome_tally(
    rubric: Rubric, dimensions: Iterable[DimensionTally], outcome: int
) -> _OutcomeTally:
    """The weight that an outcome's dimensions have, and what of it is lost."""
    speaking = [(d.weight, d.column(outcome)) for d in dimensions if d.column(outcome).applicable]
    whole = total(weight for weight, _ in speaking)
    kept = total(weight for weight, column in speaking if column.scoreable)
    lost = 1 - kept / whole if whole else ONE
    return _OutcomeTally(kept, lost, kept > 0 and lost <= rubric.settings.max_lost_weight)


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
    apart = _columns_apart(rubric, answered, waiting) if name in rubric.apart else ()
    whole = column(answered, waiting)
    return DimensionTally(name, weight, whole, apart, len(rubric.outcome_ids))


def _columns_apart(
    rubric: Rubric, answered: Sequence[AnsweredItem], waiting: Sequence[Item]
) -> tuple[Column, ...]:
    """The items that can speak for each outcome: one column where they are the same."""
    says = rubric.speaking
    made: dict[tuple[bool, ...], Column] = {}
    ids = [*(entry.item.id for entry in answered), *(item.id for item in waiting)]
    found = []
    for k in range(len(rubric.outcome_ids)):
        own = tuple([says[name][k] for name in ids])
        if own not in made:
            made[own] = column(compress(answered, own), compress(waiting, own[len(answered) :]))
        found.append(made[own])
    return tuple(found)


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
    return _fit_short_of({d: shortfall(s, target(rubric, d)) for d, s in scores.items()}, rubric)


def _fit_short_of(missing: Mapping[str, Fraction], rubric: Rubric) -> Fraction:
    """The same, from the points missing to the target of each dimension."""
    weights, wanted = rubric.weights(), target_sum(missing, rubric)
    if not wanted:
        return HUNDRED
    return HUNDRED * (1 - dot((weights[d], gap) for d, gap in missing.items()) / wanted)


def shortfall(score: Fraction, wanted: Fraction) -> Fraction:
    """Points missing to a target, never below 0."""
    return max(ZERO, wanted - score)


def target(rubric: Rubric, dimension: str) -> Fraction:
    """The target of a dimension of a readiness rubric."""
    wanted = rubric.dimensions[dimension].target
    assert wanted is not None
    return wanted


def target_sum(names: Iterable[str], rubric: Rubric) -> Fraction:
    """Sum of weight times target over some dimensions, worked out once."""
    weights, own = rubric.weights(), tuple(names)
    return rubric.remember(
        ("target sum", *own), lambda: dot((weights[d], target(rubric, d)) for d in own)
    )


def fit_worth(dimension: DimensionTally, tallied: Tally, rubric: Rubric) -> Fraction:
    """Points of the fit for each point of a dimension's score below target: 100 W_d / sum W t."""
    wanted = target_sum([d.name for d in tallied.scoreable], rubric)
    return HUNDRED * dimension.weight / wanted if wanted else ZERO


def fit_over(scores: DimensionScores, rubric: Rubric) -> Fit:
    """Fit, with its shortfalls, over the dimensions that have a score."""
    own = {name: each[0] for name, each in scores.items() if each[0] is not None}
    missing = {name: shortfall(score, target(rubric, name)) for name, score in own.items()}
    return Fit(_fit_short_of(missing, rubric), missing)


def fit_score(tallied: Tally, rubric: Rubric) -> Fraction:
    """The fit alone, in points."""
    return fit_of({d.name: d.score(value_of(0)) for d in tallied.scoreable}, rubric)
