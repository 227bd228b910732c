"""The arithmetic over one set of responses: dimension and outcome scores, and their errors.

Everything is an exact rational. Values lie in [0, 1]; scores are points from 0 to 100 (POMP,
percent of maximum possible: Cohen, Cohen, Aiken & West 1999). Variances are in squared points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import HUNDRED, ONE, ZERO, dot, mean, total
from rolefit.rubric.items import Item
from rolefit.rubric.model import Rubric
from rolefit.rubric.responses import OPEN, ResponseSet

ENOUGH_COVERAGE = Fraction(1, 2)
FULL_COVERAGE = Fraction(4, 5)

Values = tuple[Fraction, ...]
Measure = Callable[[Values], Fraction]
DimensionScores = Mapping[str, Values]
"""Scores of dimensions by their names, one for each outcome, in points."""


class AnsweredItem(NamedTuple):
    """An answered item: its weight within its dimension and its value for each outcome."""

    item: Item
    weight: Fraction
    values: Values


class DimensionTally(NamedTuple):
    """One dimension over the items answered so far."""

    name: str
    weight: Fraction
    answered: tuple[AnsweredItem, ...]
    applicable: int
    """Number of items that apply, answered or not."""
    answered_weight: Fraction
    coverage: Fraction
    """Answered share of the weight that applies, 0 to 1."""

    @property
    def scoreable(self) -> bool:
        """Whether enough was answered: half of the weight, and two items where two apply."""
        needed = max(1, min(2, self.applicable))
        return len(self.answered) >= needed and self.coverage >= ENOUGH_COVERAGE

    def score(self, measure: Measure) -> Fraction:
        """Weighted mean of a measure over the answered items, in points."""
        weighed = dot((entry.weight, measure(entry.values)) for entry in self.answered)
        return HUNDRED * weighed / self.answered_weight


class Tally(NamedTuple):
    """All dimensions of a rubric over one set of responses."""

    outcomes: tuple[str, ...]
    dimensions: tuple[DimensionTally, ...]
    scoreable: tuple[DimensionTally, ...]
    """The dimensions with enough answers."""
    scoreable_weight: Fraction
    lost: Fraction
    """Share of the dimension weight that cannot be scored, 0 to 1."""

    def effective(self, dimension: DimensionTally) -> Fraction:
        """Weight of a scoreable dimension among the scoreable ones; they sum to 1."""
        return dimension.weight / self.scoreable_weight

    def score(self, measure: Measure) -> Fraction:
        """Weighted mean of a measure over the scoreable dimensions, in points."""
        return dot((d.weight, d.score(measure)) for d in self.scoreable) / self.scoreable_weight

    def variance(self, measure: Measure, *, floors: int = 1) -> Fraction | None:
        """Squared standard error of `score`, None where no dimension has two answers.

        Sum over dimensions of (W_d / sum W)^2 * (s2 + floors * q2); `floors` is 2 for a difference
        of two outcomes. Source: Brennan 1998, conditional standard error of measurement.
        """
        found = self.errors(measure, floors=floors)
        if found is None:
            return None
        squares = ((d.weight**2, error) for d, error in zip(self.scoreable, found, strict=True))
        return dot(squares) / self.scoreable_weight**2

    def errors(self, measure: Measure, *, floors: int = 1) -> tuple[Fraction, ...] | None:
        """Squared standard error of each scoreable dimension, in squared points; see `variance`."""
        pooled = pooled_spread(self.scoreable, measure)
        if pooled is None:
            return None
        return tuple(
            HUNDRED**2 * (mean_error(d, measure, pooled=pooled) + floors * floor(d))
            for d in self.scoreable
        )


def value_of(outcome: int) -> Measure:
    """The measure that reads one outcome's value."""
    return lambda values: values[outcome]


def difference(first: int, second: int) -> Measure:
    """The measure that reads how far one outcome's value is ahead of another's."""
    return lambda values: values[first] - values[second]


def tally(rubric: Rubric, responses: ResponseSet) -> Tally:
    """Sort a set of responses (branches followed) into the rubric's dimensions."""
    dimensions = tuple(
        dimension_tally(rubric, responses, name=name, weight=weight)
        for name, weight in rubric.weights().items()
    )
    scoreable = tuple(d for d in dimensions if d.scoreable)
    whole = total(d.weight for d in dimensions)
    kept = total(d.weight for d in scoreable)
    return Tally(rubric.outcome_ids, dimensions, scoreable, kept, 1 - kept / whole)


def dimension_tally(
    rubric: Rubric, responses: ResponseSet, *, name: str, weight: Fraction
) -> DimensionTally:
    """One dimension: what applies and what was answered. N/A and hidden items leave both."""
    answered = []
    count, open_weight = 0, ZERO
    for item in rubric.scored_items(name):
        response = responses[item.id]
        if response.state == "answered":
            assert response.answer is not None
            values = item.values(response.answer, rubric.outcome_ids)
            answered.append(AnsweredItem(item, item.weight, values))
            count += 1
        elif response.state in OPEN:
            open_weight += item.weight
            count += 1
    given = total(entry.weight for entry in answered)
    coverage = given / (given + open_weight) if count else ZERO
    return DimensionTally(name, weight, tuple(answered), count, given, coverage)


def mean_error(dimension: DimensionTally, measure: Measure, *, pooled: Fraction) -> Fraction:
    """s2: squared error of a dimension's mean, from the spread of its answers (value scale).

    n / (n - 1) * sum w^2 (v - m)^2 / (sum w)^2. A dimension with one answer has no spread of its
    own; the pooled spread of the others stands in for it.
    """
    n = len(dimension.answered)
    if n == 1:
        return pooled
    m = dimension.score(measure) / HUNDRED
    squares = dot((e.weight**2, (measure(e.values) - m) ** 2) for e in dimension.answered)
    return Fraction(n, n - 1) * squares / dimension.answered_weight**2


def floor(dimension: DimensionTally) -> Fraction:
    """q2: what a scale's steps leave open: sum w^2 * step^2 / 12 / (sum w)^2 (value scale)."""
    squares = dot((e.weight**2, e.item.step_width**2) for e in dimension.answered)
    return squares / 12 / dimension.answered_weight**2


def pooled_spread(dimensions: Sequence[DimensionTally], measure: Measure) -> Fraction | None:
    """Pooled within-dimension variance of single answers (value scale), None without any."""
    squares, freedom = ZERO, 0
    for dimension in dimensions:
        n = len(dimension.answered)
        if n < 2:
            continue
        values = [measure(e.values) for e in dimension.answered]
        m = mean(values)
        squares += total((value - m) ** 2 for value in values)
        freedom += n - 1
    return squares / freedom if freedom else None


def csem_squared(
    dimension: DimensionTally, measure: Measure, *, floors: int = 1
) -> Fraction | None:
    """Squared conditional standard error of a dimension's score, in squared points.

    None for a single answer: one question has no spread. `floors` is 2 for a difference of two
    outcomes. Source: Brennan 1998.
    """
    if len(dimension.answered) < 2:
        return None
    spread = mean_error(dimension, measure, pooled=ZERO)
    return HUNDRED**2 * (spread + floors * floor(dimension))


class Fit(NamedTuple):
    """How far a set of dimension scores meets its targets."""

    score: Fraction
    shortfalls: dict[str, Fraction]
    """Points missing to the target, by dimension, never below 0."""


def fit_of(scores: dict[str, Fraction], rubric: Rubric) -> Fraction:
    """Fit = 100 * (1 - sum W_d g_d / sum W_d t_d) over the dimensions in `scores`.

    g_d is the one-sided shortfall max(0, t_d - S_d): nothing is gained above a target.
    """
    weights = rubric.weights()
    missing = dot((weights[d], shortfall(s, target(rubric, d))) for d, s in scores.items())
    return HUNDRED * (1 - missing / target_sum(scores, rubric))


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
    return HUNDRED * dimension.weight / target_sum([d.name for d in tallied.scoreable], rubric)


def fit_over(scores: DimensionScores, rubric: Rubric) -> Fit:
    """Fit, with its shortfalls, over the dimensions that have a score."""
    own = {name: each[0] for name, each in scores.items()}
    missing = {name: shortfall(score, target(rubric, name)) for name, score in own.items()}
    return Fit(fit_of(own, rubric), missing)


def fit_score(tallied: Tally, rubric: Rubric) -> Fraction:
    """The fit alone, in points."""
    return fit_of({d.name: d.score(value_of(0)) for d in tallied.scoreable}, rubric)


def fit_variance(tallied: Tally, rubric: Rubric) -> Fraction | None:
    """Squared standard error of the fit, in squared points; None where nothing has two answers.

    By the delta method each dimension passes on 100 * W_d / sum(W t) of its own error; those so far
    above target that one standard error does not bring them below it pass on none.
    """
    measure = value_of(0)
    errors = tallied.errors(measure)
    if errors is None:
        return None
    return total(
        fit_worth(d, tallied, rubric) ** 2 * error
        for d, error in zip(tallied.scoreable, errors, strict=True)
        if reaches_below(d.score(measure) - target(rubric, d.name), error)
    )


def reaches_below(above: Fraction, error: Fraction) -> bool:
    """Whether a score is below target, or above it by less than its squared standard error."""
    return above < 0 or above**2 < error


def bipolar(tallied: Tally) -> bool:
    """Whether every answer gave to one of two poles what it took from the other."""
    entries = [entry for d in tallied.scoreable for entry in d.answered]
    return all(total(entry.values) == ONE for entry in entries)
