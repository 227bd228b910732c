"""Whether a score moved by more than answering the same questions again would move it."""

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal

from rolefit.exact import HUNDRED, ONE, ZERO, WholeNumbers, dot, root, sums, total, whole_numbers
from rolefit.rubric.conditions import Answer, Number, Value
from rolefit.rubric.model import Rubric
from rolefit.scoring.evaluate import model_of
from rolefit.scoring.tally import (
    AnsweredItem,
    DimensionTally,
    difference,
    fit_worth,
    target,
    value_of,
    values_of,
)
from rolefit.scoring.tally import OutcomeMeasure as Reading
from rolefit.scoring.verdict import Evaluation, dimension_error, error_of, fit_error, sums_to_100

RELIABLE = Fraction(196, 100)
"""Standard errors of a difference that reliable change exceeds: Jacobson & Truax 1991."""


class Measure(Value):
    """One thing that is followed over time."""

    kind: Literal["fit", "outcome", "dimension"]
    id: str
    name: str
    outcome: str | None
    """Contrast: the outcome whose points are meant."""


class Score(Value):
    """One measure at one time."""

    score: Number | None
    """Points; None where too little was answered."""
    variance: Number | None
    """Squared standard error, in squared points; None where there is no score."""
    noise: Number | None
    """Squared error of answering the same questions on another day, in squared points; None where
    there is no score."""


class ReliableChange(Value):
    """How one measure moved between two assessments."""

    difference: Number | None
    """Later minus earlier, in points."""
    variance: Number | None
    """Sum of the two squared errors of answering the same questions on another day."""
    index: Number | None
    """Reliable change index: difference / sqrt(variance); Jacobson & Truax 1991."""
    needed: Number | None
    """The least difference, in tenths of a point, that would be reliable."""
    reliable: bool | None
    """Whether the index is beyond 1.96; None where a score is not known."""


def measures_of(rubric: Rubric, evaluations: Iterable[Evaluation]) -> Iterator[Measure]:
    """What is followed: fit or outcomes, then each dimension.

    Where each point for one pole is taken from the other, dimensions follow the first pole alone.
    """
    for one in model_of(rubric).head_scores(rubric):
        yield Measure.model_construct(**one._asdict())
    outcomes: tuple[str | None, ...] = tuple(rubric.outcomes) or (None,)
    if len(outcomes) == 2 and all(sums_to_100(s.tallied, 0, 1) for s in evaluations):
        outcomes = outcomes[:1]
    for outcome in outcomes:
        for name, dimension in rubric.dimensions.items():
            yield Measure.model_construct(
                kind="dimension", id=name, name=dimension.name, outcome=outcome
            )


def score(evaluation: Evaluation, measure: Measure) -> Score:
    """One measure of one assessment, with its squared standard error."""
    tallied, ids = evaluation.tallied, evaluation.rubric.outcome_ids
    reading = value_of(0 if measure.outcome is None else ids.index(measure.outcome))
    nothing = Score.model_construct(score=None, variance=None, noise=None)
    match measure.kind:
        case "fit" if evaluation.fit is not None:
            variance = fit_error(tallied, evaluation.rubric).variance
            return score_with_errors(evaluation.fit.score, variance, _fit_noise(evaluation))
        case "outcome" if evaluation.scores is not None:
            found = evaluation.scores[reading.outcome]
            if found is None:
                return nothing
            return score_with_errors(
                found, error_of(tallied, reading).variance, noise(evaluation, reading)
            )
        case "dimension":
            return within_dimension(evaluation, measure.id, reading) or nothing
        case _:
            return nothing


def score_with_errors(points: Fraction, variance: Fraction, noise: Fraction) -> Score:
    """A score with its errors."""
    return Score.model_construct(score=points, variance=variance, noise=noise)


def within_dimension(evaluation: Evaluation, name: str, reading: Reading) -> Score | None:
    """The score of one dimension, or a difference in it; None where too little was answered."""
    d = dimension_of(evaluation, name)
    if any(d.score_or_none(o) is None for o, _ in reading.signed):
        return None

    variance = dimension_error(evaluation.tallied, d, reading).variance
    return score_with_errors(d.score(reading), variance, _noise_in(evaluation, d, reading, ONE))


# --- the error of answering again ----------------------------------------------------------------


def noise(evaluation: Evaluation, reading: Reading) -> Fraction:
    """Squared error of a measure over all dimensions when the same questions are answered again.

    100^2 * sum of w'^2 * var_i, with w' the effective weights and var_i the mean squared change of
    an answer that may be a neighbouring one on another day. Which questions are asked is no error
    here: they are the same.
    """
    return total(_noise_in(evaluation, d, reading) for d in evaluation.tallied.scoreable)


def _noise_in(
    evaluation: Evaluation, d: DimensionTally, reading: Reading, weight: Fraction | None = None
) -> Fraction:
    """The part of one dimension; `weight` is its weight in the measure, where that is given."""
    tallied = evaluation.tallied
    noisy = HUNDRED**2 * evaluation.rubric.settings.answer_noise
    if reading.other is None:
        outer = tallied.effective(d, reading.outcome) if weight is None else weight
        column = d.column(reading.outcome)
        if not outer or not column.scoreable:
            return ZERO
        return (
            noisy * outer**2 * _slips_in(evaluation, d, reading.outcome) / column.answered_weight**2
        )
    parts: list[tuple[Fraction, Fraction]] = []
    for entry in d.answered:
        shares = [
            (o, sign * share * (tallied.effective(d, o) if weight is None else weight))
            for o, sign in reading.signed
            if (share := d.share(entry, o))
        ]
        for k, (one, a) in enumerate(shares):
            parts += (
                (a * b * (1 if one == other else 2), _slip(evaluation, entry, one, other))
                for other, b in shares[k:]
            )
    return noisy * dot(parts)


def _slips_in(evaluation: Evaluation, d: DimensionTally, outcome: int) -> Fraction:
    """Sum of the mean squared changes of all answers to a dimension, times squared weights."""
    rubric = evaluation.rubric

    def work_out() -> WholeNumbers:
        given = ((entry, evaluation.responses[entry.item.id].answer) for entry in d.answered)
        return sums(
            [_slips(rubric, entry, answer) for entry, answer in given if answer is not None]
        )

    found = rubric.remember(("slips in", d), work_out)
    return Fraction(found.parts[outcome], found.denominator)


def _slips(rubric: Rubric, entry: AnsweredItem, answer: Answer) -> WholeNumbers:
    """Mean squared change in what an answer is worth for each outcome, times its squared weight."""

    def work_out() -> WholeNumbers:
        found = [ZERO] * len(entry.values)
        for other, chance in entry.item.slips(answer):
            values = values_of(entry.item, rubric, other)
            for k, (then, now) in enumerate(zip(values, entry.values, strict=True)):
                if then != now:
                    found[k] += chance * (then - now) ** 2
        return whole_numbers([entry.weight**2 * one for one in found])

    return rubric.remember(("slips", entry.item.id, answer), work_out)


def _slip(evaluation: Evaluation, entry: AnsweredItem, first: int, second: int) -> Fraction:
    """Mean product of the changes in what an answer is worth for two outcomes, on another day.

    Of one outcome with itself that is the mean squared change; as shares of answer_noise.
    """
    rubric, answer = evaluation.rubric, evaluation.responses[entry.item.id].answer
    assert answer is not None

    def work_out() -> Fraction:
        found = ZERO
        for other, chance in entry.item.slips(answer):
            values = values_of(entry.item, rubric, other)
            one, two = (values[o] - entry.values[o] for o in (first, second))
            found += chance * one * two
        return found

    return rubric.remember(("slip", entry.item.id, answer, first, second), work_out)


def _fit_noise(evaluation: Evaluation) -> Fraction:
    """The same for a fit: what lies above a target cannot move it."""
    rubric, tallied, reading = evaluation.rubric, evaluation.tallied, value_of(0)
    return total(
        _noise_in(evaluation, d, reading, fit_worth(d, tallied, rubric))
        for d in tallied.scoreable
        if d.score(reading) < target(rubric, d.name)
    )


def dimension_of(evaluation: Evaluation, name: str) -> DimensionTally:
    """The tally of one dimension."""
    return next(d for d in evaluation.tallied.dimensions if d.name == name)


def lead(evaluation: Evaluation, first: str, second: str) -> Score:
    """Points by which one outcome is ahead of another, with their squared error."""
    ids = evaluation.rubric.outcome_ids
    ahead = difference(ids.index(first), ids.index(second))
    if evaluation.scores is None:
        return Score.model_construct(score=None, variance=None, noise=None)
    tallied = evaluation.tallied
    if any(evaluation.scores[o] is None for o, _ in ahead.signed):
        return Score.model_construct(score=None, variance=None, noise=None)
    variance = error_of(tallied, ahead).variance
    return score_with_errors(tallied.score(ahead), variance, noise(evaluation, ahead))


_SURE = 1e-6
"""Relative distance from the line beyond which floats decide as exact numbers do."""


def reliably_above(one: Score, other: Score) -> bool:
    """Whether a score is above another by more than 1.96 standard errors of their difference.

    Floats decide where they are sure to decide alike; otherwise squares are compared exactly.
    """
    if one.score is None or other.score is None or one.score <= other.score:
        return False
    assert one.noise is not None
    assert other.noise is not None
    square = (float(one.score) - float(other.score)) ** 2
    line = float(RELIABLE) ** 2 * (float(one.noise) + float(other.noise))
    if abs(square - line) > _SURE * (1 + square + line):
        return square > line
    return beyond_noise(one.score - other.score, one.noise + other.noise)


def beyond_noise(moved: Fraction, variance: Fraction) -> bool:
    """Whether a difference is more than answering again would make; squares instead of roots."""
    return moved**2 > RELIABLE**2 * variance


def change(first: Score, last: Score) -> ReliableChange:
    """How a measure moved. RCI = difference / sqrt(noise_1 + noise_2); Jacobson & Truax 1991."""
    if first.score is None or last.score is None:
        return ReliableChange.model_construct(
            difference=None, variance=None, index=None, needed=None, reliable=None
        )
    assert first.noise is not None
    assert last.noise is not None
    moved = last.score - first.score
    variance = first.noise + last.noise
    line = RELIABLE**2 * variance
    return ReliableChange.model_construct(
        difference=moved,
        variance=variance,
        index=Fraction(float(moved) / root(variance)) if variance else None,
        needed=Fraction(math.isqrt(math.floor(100 * line)) + 1, 10),
        reliable=beyond_noise(moved, variance),
    )
