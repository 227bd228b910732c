"""The reliable change index: whether a score moved by more than the error of its answers."""

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal

from rolefit.exact import root
from rolefit.rubric.model import Rubric
from rolefit.rubric.value import Number, Value
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.models import model_of
from rolefit.scoring.tally import (
    DimensionTally,
    bipolar,
    csem_squared,
    difference,
    fit_variance,
    value_of,
)
from rolefit.scoring.verdict import CLEAR

RELIABLE = CLEAR
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
    """Squared standard error, in squared points."""


class ReliableChange(Value):
    """How one measure moved between two assessments."""

    difference: Number | None
    """Later minus earlier, in points."""
    variance: Number | None
    """Sum of the two squared standard errors."""
    index: Number | None
    """Reliable change index: difference / sqrt(variance); Jacobson & Truax 1991."""
    needed: Number | None
    """The least difference, in tenths of a point, that would be reliable."""
    reliable: bool | None
    """Whether the index is beyond 1.96; None where a score or its error is not known."""


def measures_of(rubric: Rubric, evaluations: Iterable[Evaluation]) -> Iterator[Measure]:
    """What is followed: fit or outcomes, then each dimension.

    Where each point for one pole is taken from the other, dimensions follow the first pole alone.
    """
    for one in model_of(rubric).head_scores(rubric):
        yield Measure.model_construct(**one._asdict())
    outcomes: tuple[str | None, ...] = tuple(rubric.outcomes) or (None,)
    if len(outcomes) == 2 and all(bipolar(s.tallied) for s in evaluations):
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
    found: Fraction | None = None
    variance: Fraction | None = None
    match measure.kind:
        case "fit" if evaluation.fit is not None:
            found, variance = evaluation.fit.score, fit_variance(tallied, evaluation.rubric)
        case "outcome" if evaluation.scores is not None:
            found, variance = tallied.score(reading), tallied.variance(reading)
        case "dimension":
            dimension = dimension_of(evaluation, measure.id)
            if dimension.scoreable:
                found, variance = dimension.score(reading), csem_squared(dimension, reading)
        case _:
            pass
    return Score.model_construct(score=found, variance=variance)


def dimension_of(evaluation: Evaluation, name: str) -> DimensionTally:
    """The tally of one dimension."""
    return next(d for d in evaluation.tallied.dimensions if d.name == name)


def lead(evaluation: Evaluation, first: str, second: str) -> Score:
    """Points by which one outcome is ahead of another, with their squared error."""
    ids = evaluation.rubric.outcome_ids
    ahead = difference(ids.index(first), ids.index(second))
    if evaluation.scores is None:
        return Score.model_construct(score=None, variance=None)
    return Score.model_construct(
        score=evaluation.tallied.score(ahead), variance=evaluation.tallied.variance(ahead, floors=2)
    )


def change(first: Score, last: Score) -> ReliableChange:
    """How a measure moved. RCI = difference / sqrt(csem_1^2 + csem_2^2); Jacobson & Truax 1991.

    Squares are compared instead of roots, so that the rule is exact.
    """
    if first.score is None or last.score is None:
        return ReliableChange.model_construct(
            difference=None, variance=None, index=None, needed=None, reliable=None
        )
    moved = last.score - first.score
    if first.variance is None or last.variance is None:
        return ReliableChange.model_construct(
            difference=moved, variance=None, index=None, needed=None, reliable=None
        )
    variance = first.variance + last.variance
    line = RELIABLE**2 * variance
    return ReliableChange.model_construct(
        difference=moved,
        variance=variance,
        index=Fraction(float(moved) / root(variance)) if variance else None,
        needed=Fraction(math.isqrt(math.floor(100 * line)) + 1, 10),
        reliable=moved**2 > line,
    )
