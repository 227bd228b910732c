"""What a company needs for one outcome, dimension by dimension, and how closely that is known."""

from __future__ import annotations

from collections.abc import Container, Sequence
from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO, dot, root, total
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.precision import dimension_error
from rolefit.scoring.tally import OutcomeMeasure, value_of
from rolefit.studies.reliable_change import RELIABLE


class Needed(NamedTuple):
    """What a company needs in one dimension, for one outcome."""

    weight: Fraction
    score: Fraction
    variance: Fraction | None


class Need(NamedTuple):
    """What a company needs for one outcome."""

    outcome: str
    dimensions: dict[str, Needed]
    """The dimensions that both sides ask about and the company's answers can score."""
    weight: Fraction
    """Sum of their weights."""
    threshold: Fraction
    score: Fraction
    variance: Fraction | None
    """Squared standard error of the score over these dimensions."""
    others: tuple[Need, ...] = ()
    """What the company needs of each other outcome."""

    @property
    def tolerance(self) -> Fraction:
        """Points to which the need itself is known; shown only, never compared with."""
        error = Fraction(root(RELIABLE**2 * self.variance)) if self.variance else ZERO
        return max(self.threshold, error)

    @property
    def loose(self) -> bool:
        """Whether half of what is needed lies within the need's own error: it is hardly known."""
        return self.covered(self.score / 2)

    @property
    def widest(self) -> str | None:
        """The dimension that the need's error comes from most, the first of equals."""
        parts = {n: d.weight**2 * d.variance for n, d in self.dimensions.items() if d.variance}
        return max(parts, key=lambda name: parts[name], default=None)

    def met(self, leaves: Fraction) -> bool:
        """Whether a sheet may be said to cover the need.

        The vaguer a company's answers, the larger their error; by it alone, who shows next to
        nothing could cover a need that is hardly known. There nothing may stay uncovered.
        """
        return leaves <= 0 if self.loose else self.covered(leaves)

    def covered(self, leaves: Fraction) -> bool:
        """Whether no more stays uncovered than the need's own error; compared exactly."""
        return leaves <= self.threshold or (
            self.variance is not None and leaves**2 <= RELIABLE**2 * self.variance
        )


def need_for(
    evaluation: Evaluation, outcome: str, asked_of_both: Container[str] | None = None
) -> Need:
    """What a company needs for an outcome, and beside it of each other outcome.

    `asked_of_both` are the dimensions that mean the same to both sides, by default all: what means
    something else is never subtracted.
    """
    known = evaluation.rubric.dimensions if asked_of_both is None else asked_of_both
    rest = (other for other in evaluation.rubric.outcome_ids if other != outcome)
    others = tuple(_need_alone(evaluation, other, known) for other in rest)
    return _need_alone(evaluation, outcome, known)._replace(others=others)


def _need_alone(evaluation: Evaluation, outcome: str, known: Container[str]) -> Need:
    """What a company needs for an outcome, in each known dimension that its answers can score."""
    rubric, tallied = evaluation.rubric, evaluation.tallied
    measure = value_of(rubric.outcome_ids.index(outcome))
    errors = variances(evaluation, measure)
    found = {
        d.name: Needed(d.weight, score, errors.get(d.name))
        for d in tallied.scoreable
        if d.name in known and (score := d.score_or_none(measure.outcome)) is not None
    }
    weight = total(one.weight for one in found.values())
    score = dot((one.weight, one.score) for one in found.values()) / weight if weight else ZERO
    threshold = rubric.settings.indifference_threshold
    return Need(outcome, found, weight, threshold, score, _error_over([*found.values()], weight))


def _error_over(needed: Sequence[Needed], weight: Fraction) -> Fraction | None:
    """Squared standard error of the weighted mean; None where one of its parts has none."""
    parts = [(one.weight / weight, one.variance) for one in needed]
    if any(variance is None for _, variance in parts):
        return None
    return total(share**2 * variance for share, variance in parts if variance is not None)


def variances(evaluation: Evaluation, measure: OutcomeMeasure) -> dict[str, Fraction]:
    """Squared standard error of each scoreable dimension; none where no spread is known."""
    tallied = evaluation.tallied
    return {d.name: dimension_error(tallied, d, measure).variance for d in tallied.scoreable}
