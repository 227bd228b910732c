"""What a company needs for one outcome, dimension by dimension, and how closely that is known."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from rolefit.exact import ZERO, root
from rolefit.scoring.evaluation import Evaluation
from rolefit.scoring.precision import dimension_error, error_of
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
    """The dimensions that the company's answers can score."""
    weight: Fraction
    """Sum of their weights."""
    threshold: Fraction
    score: Fraction
    variance: Fraction | None
    """Squared standard error of the score for the outcome."""
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


def need_for(evaluation: Evaluation, outcome: str) -> Need:
    """What a company needs for an outcome, and beside it of each other outcome."""
    rest = (other for other in evaluation.rubric.outcome_ids if other != outcome)
    others = tuple(need_alone(evaluation, other) for other in rest)
    return need_alone(evaluation, outcome)._replace(others=others)


def need_alone(evaluation: Evaluation, outcome: str) -> Need:
    """What a company needs for an outcome, in each dimension that its answers can score."""
    rubric, tallied = evaluation.rubric, evaluation.tallied
    measure = value_of(rubric.outcome_ids.index(outcome))
    errors = variances(evaluation, measure)
    found = {
        d.name: Needed(d.weight, score, errors.get(d.name))
        for d in tallied.scoreable
        if (score := d.score_or_none(measure.outcome)) is not None
    }
    threshold = rubric.settings.indifference_threshold
    score, variance = tallied.score(measure), error_of(tallied, measure).variance
    weight = tallied.outcomes[measure.outcome].weight
    return Need(outcome, found, weight, threshold, score, variance)


def variances(evaluation: Evaluation, measure: OutcomeMeasure) -> dict[str, Fraction]:
    """Squared standard error of each scoreable dimension; none where no spread is known."""
    tallied = evaluation.tallied
    return {d.name: dimension_error(tallied, d, measure).variance for d in tallied.scoreable}
