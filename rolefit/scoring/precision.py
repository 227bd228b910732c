"""Errors of scores: how far they would lie elsewhere had other questions of the kind been asked.

Moderated variance: with two to five answers a dimension, a variance of its own would claim nearly
no error for answers that happen to be alike. So one single-answer variance serves all dimensions,
shrunk towards that of answers without information. Sources: Brennan 1998, conditional standard
error of measurement; Smyth 2004, moderated variance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from rolefit.exact import HUNDRED, ONE, ZERO, dot, mean, rounded, total
from rolefit.rubric.model import Rubric
from rolefit.rubric.priors import prior_variance
from rolefit.scoring.fit import fit_worth, target
from rolefit.scoring.student import t95
from rolefit.scoring.tally import AnsweredItem, DimensionTally, OutcomeMeasure, Tally, value_of

OPPOSED, APART = 4, 2
"""How often the error of a scale's steps enters a difference: four times where an answer gives to
one outcome what it takes from the other, otherwise twice."""


class _AnswerPart(NamedTuple):
    """What one answer puts into a measure: its weight, and what of it is read."""

    entry: AnsweredItem
    weight: Fraction
    """Effective weight in the measure; those of an outcome sum to 1."""
    measure: OutcomeMeasure
    """The difference where both outcomes are spoken for, otherwise the one that is."""


class Error(NamedTuple):
    """How far off a score or a difference may be."""

    variance: Fraction
    """Squared standard error, in squared points."""
    t: Fraction
    """Standard errors that span the two-sided 95 % range: Student's t."""


def error_of(tallied: Tally, measure: OutcomeMeasure) -> Error:
    """Error of a measure over the scoreable dimensions.

    100^2 * sum c_i^2 (sigma2 + k step_i^2 / 12), c_i being the effective weight of an answer. For
    outcomes that share no items that is the sum of both errors.
    """

    def work_out() -> Error:
        parts = [p for d in tallied.scoreable for p in parts_of(tallied, d, measure)]
        return _error_over(tallied, parts)

    return tallied.rubric.remember(("error", measure, *tallied.scoreable), work_out)


def dimension_error(tallied: Tally, d: DimensionTally, measure: OutcomeMeasure) -> Error:
    """Error of the score of one dimension, or of a difference in it."""

    def work_out() -> Error:
        return _error_over(tallied, list(parts_of(tallied, d, measure, alone=True)))

    return tallied.rubric.remember(("error in", d, measure, *tallied.scoreable), work_out)


def _error_over(tallied: Tally, parts: Sequence[_AnswerPart]) -> Error:
    """Error of what some answers make up together."""
    read = {part.measure for part in parts}
    known = {one: single_answer_variance(tallied, one) for one in read}
    variance = HUNDRED**2 * dot(
        (part.weight * part.weight, known[part.measure] + _step_variance(tallied.rubric, part))
        for part in parts
    )
    return Error(variance, t95(min((freedom(tallied, one) for one in read), default=1)))


def parts_of(
    tallied: Tally, d: DimensionTally, measure: OutcomeMeasure, *, alone: bool = False
) -> Iterator[_AnswerPart]:
    """What each answer of a dimension puts into a measure of all dimensions, or of this `alone`."""
    whole = [(o, ONE if alone else tallied.effective(d, o)) for o, _ in measure.signed]
    for entry in d.answered:
        says = [(o, d.share(entry, o) * weight) for o, weight in whole]
        own = [(o, weight) for o, weight in says if weight > 0]
        if len(own) == len(says):
            yield _AnswerPart(entry, mean([weight for _, weight in own]), measure)
        else:
            yield from (_AnswerPart(entry, weight, value_of(o)) for o, weight in own)


def _step_variance(rubric: Rubric, part: _AnswerPart) -> Fraction:
    """What the steps of a scale leave open of one answer (value scale): k step^2 / 12."""
    times = 1
    if part.measure.other is not None:
        times = OPPOSED if _gives_what_it_takes(rubric, part) else APART
    return times * part.entry.step_width**2 / 12


def sums_to_100(tallied: Tally, first: int, second: int) -> bool:
    """Whether every answer given takes from one outcome what it gives to the other."""
    parts = (
        p for d in tallied.scoreable for p in parts_of(tallied, d, OutcomeMeasure(first, second))
    )
    return all(
        p.measure.other is not None and p.entry.values[first] + p.entry.values[second] == ONE
        for p in parts
    )


def shared_out(rubric: Rubric) -> bool:
    """Whether every answer shares out one whole among the outcomes: none is scored apart."""
    known = rubric.memo.get(("shared out",))
    if known is None:
        ids = rubric.outcome_ids
        known = all(
            total(item.values(answer, ids)) == ONE
            for item in rubric.items
            if item.scores
            for answer in item.candidates()
        )
        rubric.memo["shared out",] = known
    return bool(known)


def _gives_what_it_takes(rubric: Rubric, part: _AnswerPart) -> bool:
    """Whether every answer to an item gives to one outcome what it takes from the other."""
    first, second = part.measure.outcome, part.measure.other
    assert second is not None
    known = rubric.memo.get(("opposed", part.entry.item.id, first, second))
    if known is None:
        known = all(
            total(part.entry.item.values(answer, rubric.outcome_ids)[k] for k in (first, second))
            == ONE
            for answer in part.entry.item.candidates()
        )
        rubric.memo["opposed", part.entry.item.id, first, second] = known
    return bool(known)


def single_answer_variance(tallied: Tally, measure: OutcomeMeasure) -> Fraction:
    """sigma2: variance of a single answer, pooled over dimensions and shrunk (value scale).

    (nu0 sigma2_0 + sum of squared deviations from each dimension's mean) / (nu0 + sum (n - 1)).
    """
    squares = total(one.squares for one in spreads(tallied, measure))
    prior = tallied.rubric.settings.prior_answers
    known = prior * prior_variance(tallied.rubric, measure.outcome, measure.other)
    return (known + squares) / freedom(tallied, measure)


def freedom(tallied: Tally, measure: OutcomeMeasure) -> int:
    """nu: degrees of freedom of the single-answer variance."""
    own = sum(one.number - 1 for one in spreads(tallied, measure))
    return tallied.rubric.settings.prior_answers + own


class _AnswerSpread(NamedTuple):
    """How far the answers of a dimension that speak for all that a measure reads lie apart."""

    number: int
    squares: Fraction
    """Sum of squared deviations from their mean."""


def spreads(tallied: Tally, measure: OutcomeMeasure) -> list[_AnswerSpread]:
    """The spread in each dimension that has such answers, worked out once."""
    found = (
        tallied.rubric.remember(("spread", d, measure), partial(_spread_in, d, measure))
        for d in tallied.scoreable
    )
    return [one for one in found if one.number]


def _spread_in(d: DimensionTally, measure: OutcomeMeasure) -> _AnswerSpread:
    """The spread in one dimension."""
    values = [
        measure.of(entry.values)
        for entry in d.answered
        if all(d.share(entry, o) > 0 for o, _ in measure.signed)
    ]
    if not values:
        return _AnswerSpread(0, ZERO)
    m = mean(values)
    return _AnswerSpread(len(values), total((value - m) ** 2 for value in values))


# --- the fit -----------------------------------------------------------------------------------


def fit_error(tallied: Tally, rubric: Rubric) -> Error:
    """Error of the fit.

    Variance: sum (100 W_d / sum W t)^2 Var[min(S_d, t_d)] with S_d normal about its score. Exact
    moments of scores that are cut off at their targets, rounded to nine decimals.
    """
    measure = value_of(0)
    found = ZERO
    for d in tallied.scoreable:
        if not target(rubric, d.name):
            continue  # no score lies below 0
        spread = math.sqrt(dimension_error(tallied, d, measure).variance)
        above = float(d.score(measure) - target(rubric, d.name))
        cut = Fraction(rounded(Fraction(cut_off_variance(above, spread)), 9))
        found += fit_worth(d, tallied, rubric) ** 2 * cut
    return Error(found, t95(freedom(tallied, measure)))


def cut_off_variance(above: float, spread: float) -> float:
    """Variance of min(X, 0) for X normal with mean `above` and standard deviation `spread`."""
    if spread == 0:
        return 0.0
    z = above / spread
    below, height = math.erfc(z / math.sqrt(2)) / 2, math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    first = z * below - height
    second = (z * z + 1) * below - z * height
    return max(0.0, spread**2 * (second - first**2))
